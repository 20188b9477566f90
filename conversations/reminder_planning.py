"""When the reminders of a deadline are due: pure, in the time of the Netherlands, quiet at night."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from conversations.calendar_days import months_later
from conversations.deadlines import (
    APPOINTMENT_DISTANCES,
    APPOINTMENTS,
    TERM_DISTANCES,
    TERMS,
    Deadline,
    DeadlineKind,
    Distance,
    PlannedReminder,
    ReminderSettings,
)

MORNING = time(9)
EARLY = time(8)
"""The morning of the day itself: early enough to still do something."""

WATCH = time(17)
_DAYS = {
    Distance.DAYS_14: 14,
    Distance.DAYS_7: 7,
    Distance.DAYS_3: 3,
    Distance.DAYS_1: 1,
    Distance.SAME_MORNING: 0,
}
_BEFORE = timedelta(hours=2)
_STILL_USEFUL = timedelta(minutes=45)
"""A reminder that the quiet hours hold back must leave this much time before the appointment."""

_EVENING_BEFORE = timedelta(minutes=30)
_WEEK = timedelta(days=7)
_AT_LEAST = timedelta(minutes=30)
LATER = timedelta(days=1)
LATER_ON_LAST_DAY = timedelta(hours=3)


@dataclass(frozen=True, slots=True)
class QuietHours:
    """No reminder between these local times, unless the person asked for that very time."""

    begin: time = time(21)
    end: time = time(8)

    def contain(self, local: datetime) -> bool:
        """Tell whether `local` is in the quiet hours, which may go over midnight."""
        clock = local.time()
        if self.begin <= self.end:
            return self.begin <= clock < self.end
        return clock >= self.begin or clock < self.end


def end_of_quiet(now: datetime, timezone: ZoneInfo, quiet: QuietHours) -> datetime | None:
    """Return when the quiet hours that hold at `now` end, in UTC; None when it is not quiet."""
    local = now.astimezone(timezone)
    if not quiet.contain(local):
        return None
    before_midnight = quiet.begin > quiet.end and local.time() >= quiet.begin
    return moment(local.date() + timedelta(days=before_midnight), quiet.end, timezone)


def moment(day: date, clock: time, timezone: ZoneInfo) -> datetime:
    """Return a local time as a moment in UTC.

    A time that the spring night leaves out is an hour later; one that the autumn night has twice is
    the first of both.
    """
    return datetime.combine(day, clock, timezone).astimezone(UTC)


def plan(
    deadline: Deadline,
    settings: ReminderSettings,
    now: datetime,
    timezone: ZoneInfo,
    quiet: QuietHours = QuietHours(),
) -> tuple[PlannedReminder, ...]:
    """Return the reminders of `deadline` that are still to come, the first first."""
    planned = {each.due_at: each for each in _plan(deadline, settings, timezone, quiet) if each.due_at > now}
    return tuple(planned[due_at] for due_at in sorted(planned))


def _plan(
    deadline: Deadline, settings: ReminderSettings, timezone: ZoneInfo, quiet: QuietHours
) -> Iterator[PlannedReminder]:
    if deadline.kind in TERMS:
        yield from _plan_term(deadline, settings, timezone)
    elif deadline.kind in APPOINTMENTS:
        yield from _plan_appointment(deadline, settings, timezone, quiet)
    elif deadline.kind is DeadlineKind.OWN:
        due = moment(deadline.day, deadline.clock or MORNING, timezone)
        yield PlannedReminder(Distance.AT_TIME, due)
    else:
        yield PlannedReminder(Distance.SAME_MORNING, moment(deadline.day, EARLY, timezone))


def _plan_term(
    deadline: Deadline, settings: ReminderSettings, timezone: ZoneInfo
) -> Iterator[PlannedReminder]:
    for distance in TERM_DISTANCES:
        if distance not in settings.term_distances:
            continue
        clock = EARLY if distance is Distance.SAME_MORNING else MORNING
        day = deadline.day - timedelta(days=_DAYS[distance])
        yield PlannedReminder(distance, moment(day, clock, timezone))
    if deadline.kind is DeadlineKind.DEPARTURE_TERM and deadline.tells_counsellor:
        yield PlannedReminder(Distance.NO_ANSWER, moment(deadline.day, WATCH, timezone))


def _plan_appointment(
    deadline: Deadline, settings: ReminderSettings, timezone: ZoneInfo, quiet: QuietHours
) -> Iterator[PlannedReminder]:
    for distance in APPOINTMENT_DISTANCES:
        if distance not in settings.appointment_distances:
            continue
        if distance is not Distance.HOURS_2:
            day = deadline.day - timedelta(days=_DAYS[distance])
            yield PlannedReminder(distance, moment(day, MORNING, timezone))
        elif deadline.clock is not None:
            begin = moment(deadline.day, deadline.clock, timezone)
            yield PlannedReminder(distance, _outside_quiet(begin - _BEFORE, begin, timezone, quiet))
        elif settings.appointment_distances == {distance}:
            # Two hours before a day without a time is its morning, for who wants no other reminder.
            yield PlannedReminder(Distance.SAME_MORNING, moment(deadline.day, EARLY, timezone))


def _outside_quiet(due: datetime, begin: datetime, timezone: ZoneInfo, quiet: QuietHours) -> datetime:
    """Move a moment in the quiet hours to their end, or where that is too late to the evening before."""
    local = due.astimezone(timezone)
    if not quiet.contain(local):
        return due
    day = local.date()
    if quiet.begin > quiet.end and local.time() >= quiet.begin:
        day += timedelta(days=1)
    ends = moment(day, quiet.end, timezone)
    if ends + _STILL_USEFUL <= begin:
        return ends
    evening = day if quiet.begin <= quiet.end else day - timedelta(days=1)
    return moment(evening, quiet.begin, timezone) - _EVENING_BEFORE


def next_occurrence(deadline: Deadline, after: date) -> date:
    """Return the first day after `after` on which a recurring deadline comes again.

    Weekly on the same weekday; a ruling is asked for on the same day of the next month, or on its last day.
    """
    count, day = 0, deadline.day
    while day <= after:
        count += 1
        weekly = deadline.kind is DeadlineKind.WEEKLY_REPORT
        day = deadline.day + count * _WEEK if weekly else months_later(deadline.day, count)
    return day


def later(deadline: Deadline, now: datetime, timezone: ZoneInfo, quiet: QuietHours) -> datetime:
    """Return when to remind again after "remind me later": tomorrow, or on the last day in three hours."""
    local = now.astimezone(timezone)
    if deadline.day > local.date():
        at = moment(local.date() + LATER, MORNING, timezone)
    else:
        at = now + LATER_ON_LAST_DAY
        if quiet.contain(at.astimezone(timezone)):
            evening = moment(local.date(), quiet.begin, timezone) - _EVENING_BEFORE
            morning = moment(local.date(), quiet.end, timezone)
            at = morning if now < morning else max(evening, now + _AT_LEAST)
    if deadline.clock is None:
        return at
    # Never after the appointment: a reminder that comes too late is worse than one that comes soon.
    begin = moment(deadline.day, deadline.clock, timezone)
    return at if at < begin or begin <= now else max(begin - _BEFORE, now + (begin - now) / 2)


def is_pointless(deadline: Deadline, now: datetime, timezone: ZoneInfo) -> bool:
    """Tell whether a reminder that could not be sent in time has nothing to tell any more.

    A term that ended while the machine was off is worth a word: the person can still ask what to do. An
    appointment that is over, or a weekly duty of another day, is not.
    """
    if deadline.kind in TERMS or deadline.kind in (DeadlineKind.OWN, DeadlineKind.RULING):
        return False
    if deadline.clock is not None:
        return now >= moment(deadline.day, deadline.clock, timezone)
    return now.astimezone(timezone).date() > deadline.day
