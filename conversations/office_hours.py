"""When the office is open: pure, in the time of the Netherlands, with lunch breaks and holidays."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from content.model import Organisation
from content.opening_times import Span, opening_times
from conversations.reminder_planning import moment

_DAY = timedelta(days=1)
_FURTHEST = 366
"""Days to look ahead for the next opening: whoever is closed for a year has no next opening."""


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """The opening times of each weekday (0 is Monday), and the days on which nobody is there.

    Without any times the hours are unknown, which is not the same as closed.
    """

    times: Mapping[int, tuple[Span, ...]]
    holidays: frozenset[date]
    timezone: ZoneInfo

    @property
    def are_known(self) -> bool:
        """Tell whether the organisation has filled in its hours."""
        return any(self.times.values())

    def is_open(self, now: datetime) -> bool:
        """Tell whether the office is open at `now`; the end of an opening is outside it."""
        today = now.astimezone(self.timezone).date()
        return any(begin <= now < end for begin, end in self._openings(today))

    def next_opening(self, now: datetime) -> datetime | None:
        """Return when the office opens next after `now`, in UTC; None when that is not known."""
        first = now.astimezone(self.timezone).date()
        if not self.are_known:
            return None
        for day in range(_FURTHEST):
            for begin, _ in self._openings(first + day * _DAY):
                if begin > now:
                    return begin
        return None

    def open_time(self, since: datetime, until: datetime) -> timedelta:
        """Return how long the office was open between two moments; all of it when the hours are unknown."""
        if not self.are_known:
            return until - since
        total = timedelta()
        day, last = (each.astimezone(self.timezone).date() for each in (since, until))
        while day <= last:
            for begin, end in self._openings(day):
                total += max(min(end, until) - max(begin, since), timedelta())
            day += _DAY
        return total

    def _openings(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        """Give the openings of a day as moments in UTC, so that nights in which clocks change are right."""
        if day in self.holidays:
            return
        for span in self.times.get(day.weekday(), ()):
            yield moment(day, span.begin, self.timezone), moment(day, span.end, self.timezone)


def office_hours(organisation: Organisation, timezone: ZoneInfo) -> OfficeHours:
    """Return the hours that the organisation has filled in.

    Raises OpeningTimesError when they cannot be read; the content loader has refused such a file before.
    """
    return OfficeHours(opening_times(organisation.office_hours), frozenset(organisation.holidays), timezone)
