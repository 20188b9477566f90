"""Opening times of an organisation as its operator writes them: `monday: "09:00-12:30, 13:00-17:00"`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from itertools import pairwise

from babel import Locale

from content.errors import ContentError
from content.formatting import format_time

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SPAN = re.compile(r"(\d\d):(\d\d)\s*[-–]\s*(\d\d):(\d\d)")


@dataclass(frozen=True, slots=True)
class Span:
    """From `begin` until `end` on one day, in local time."""

    begin: time
    end: time


class OpeningTimesError(ContentError):
    """Opening times that cannot be read; `day` is the key that they stand under."""

    def __init__(self, day: str, message: str) -> None:
        """Keep the day, so that its line can be found."""
        super().__init__(message)
        self.day = day


def opening_times(written: Mapping[str, str]) -> Mapping[int, tuple[Span, ...]]:
    """Return the openings of each weekday (0 is Monday) in order; a day without any is not there.

    Raises OpeningTimesError with a sentence that says what to write.
    """
    times: dict[int, tuple[Span, ...]] = {}
    for day, text in written.items():
        if day not in WEEKDAYS:
            raise OpeningTimesError(day, f"There is no day {day!r}. The days are {', '.join(WEEKDAYS)}.")
        spans = tuple(_span(day, part.strip()) for part in text.split(",") if part.strip())
        if any(later.begin < earlier.end for earlier, later in pairwise(spans)):
            raise OpeningTimesError(day, f"The times of {day} overlap or are not in order.")
        if spans:
            times[WEEKDAYS.index(day)] = spans
    return times


def _span(day: str, text: str) -> Span:
    found = _SPAN.fullmatch(text)
    wanted = 'Write times as "09:00-17:00", or with a break as "09:00-12:30, 13:00-17:00".'
    if found is None:
        raise OpeningTimesError(day, f"{day}: {text!r} is no opening time. {wanted}")
    first_hour, first_minute, last_hour, last_minute = map(int, found.groups())
    try:
        begin, end = time(first_hour, first_minute), time(last_hour, last_minute)
    except ValueError as error:
        raise OpeningTimesError(day, f"{day}: {text!r} is no time of day. {wanted}") from error
    if begin >= end:
        raise OpeningTimesError(day, f"{day}: {text!r} ends before it begins. {wanted}")
    return Span(begin, end)


def format_opening_times(times: Mapping[int, tuple[Span, ...]], locale: str) -> str:
    """Return the openings in words, days with the same times together: `Monday–Friday 09:00–17:00`."""
    names = Locale.parse(locale).days["stand-alone"]["wide"]
    groups: list[list[int]] = []
    for day in sorted(times):
        if groups and groups[-1][-1] == day - 1 and times[day] == times[groups[-1][0]]:
            groups[-1].append(day)
        else:
            groups.append([day])
    lines = []
    for days in groups:
        name = names[days[0]] if len(days) == 1 else f"{names[days[0]]}–{names[days[-1]]}"
        spans = (
            f"{format_time(span.begin, locale)}–{format_time(span.end, locale)}" for span in times[days[0]]
        )
        lines.append(f"{name} {', '.join(spans)}")
    return "; ".join(lines)
