"""Read the date and the time in a counsellor's command, strictly: what leaves anything open is refused."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from conversations.flows.answers import Problem, problem_with
from conversations.flows.questions import Day, Period, QuestionId
from conversations.typed.tokens import tokens, western_digits
from conversations.typed.vocabulary import Calendar, Vocabulary

_DAY = Day(QuestionId("day"), Period.COMING)
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})([-/.])(\d{1,2})(?:\2(\d{2,4}))?(?!\d)")
_IN_WORDS = re.compile(r"(?<!\d)(\d{1,2})(?:e|th|st|nd|rd)?\s+([^\W\d_]+)\.?(?:\s+(\d{4})(?!\d))?")
_CLOCK = re.compile(
    r"\s*,?\s*(?:om|at)?\s*(\d{1,2})\s?(?:[:.]\s?(\d{2})(?!\d)|[uh](?:ur)?\s?(\d{2})?(?!\w))\s*(?:uur)?"
)
_FULL_YEAR = 4


class DateProblem(StrEnum):
    """Why a date or time cannot be taken; the counsellors' text `date_<problem>` says it."""

    NO_DATE = "no_date"
    NO_YEAR = "no_year"
    AMBIGUOUS = "ambiguous"
    NO_SUCH_DAY = "no_such_day"
    DAY_IN_PAST = "day_in_past"
    DAY_TOO_FAR = "day_too_far"
    WRONG_WEEKDAY = "wrong_weekday"
    NO_TIME = "no_time"
    NO_SUCH_TIME = "no_such_time"


@dataclass(frozen=True, slots=True)
class WrittenDay:
    """A day with the words before and after it."""

    day: date
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class WrittenTime:
    """A time of day with the words after it."""

    clock: time
    after: str


@dataclass(frozen=True, slots=True)
class RefusedDate:
    """What is wrong, with the days that it is about, if any."""

    problem: DateProblem
    days: tuple[date, ...] = ()


def read_written_day(text: str, vocabulary: Vocabulary, today: date) -> WrittenDay | RefusedDate:
    """Return the first date in `text`; two numbers without a year are a date too, and refused."""
    western = western_digits(text)
    found = _find(western, vocabulary)
    if found is None:
        return RefusedDate(DateProblem.NO_DATE)
    start, end, year, month, day, may_be_turned = found
    if year is None or len(year) != _FULL_YEAR:
        return RefusedDate(DateProblem.NO_YEAR)
    readings = list(_days(int(year), month, day, may_be_turned=may_be_turned))
    if not readings:
        return RefusedDate(DateProblem.NO_SUCH_DAY)
    possible = [each for each in readings if problem_with(_DAY, each, today) is None]
    if not possible:
        return RefusedDate(_problem(problem_with(_DAY, readings[0], today)), (readings[0],))
    if len(possible) > 1:
        return RefusedDate(DateProblem.AMBIGUOUS, tuple(possible))
    (only,) = possible
    before, weekday = _without_weekday(text[:start].strip(), vocabulary)
    if weekday is not None and weekday != only.weekday():
        return RefusedDate(DateProblem.WRONG_WEEKDAY, (only,))
    return WrittenDay(only, before, text[end:].strip())


def read_written_time(text: str) -> WrittenTime | RefusedDate:
    """Return the time at the beginning of `text`, as 14:30, 14.30, 14u30 or 14 uur."""
    found = _CLOCK.match(western_digits(text))
    if found is None:
        return RefusedDate(DateProblem.NO_TIME)
    try:
        clock = time(int(found[1]), int(found[2] or found[3] or 0))
    except ValueError:
        return RefusedDate(DateProblem.NO_SUCH_TIME)
    return WrittenTime(clock, text[found.end() :].strip(" ,\t\n"))


_Found = tuple[int, int, str | None, int, int, bool]
"""Start and end, the year as written, month and day, and whether these can be meant the other way round."""


def _find(text: str, vocabulary: Vocabulary) -> _Found | None:
    """Return the date that is written first."""
    return min(_all_dates(text, vocabulary), key=lambda found: (found[0], -found[1]), default=None)


def _all_dates(text: str, vocabulary: Vocabulary) -> Iterator[_Found]:
    for found in _YEAR_FIRST.finditer(text):
        yield *found.span(), found[1], int(found[2]), int(found[3]), False
    for found in _IN_WORDS.finditer(text):
        calendar, month = vocabulary.months.get(tokens(found[2]), (None, 0))
        if calendar is Calendar.GREGORIAN:
            yield *found.span(), found[3], month, int(found[1]), False
    for found in _DAY_FIRST.finditer(text):
        yield *found.span(), found[4], int(found[3]), int(found[1]), True


def _days(year: int, month: int, day: int, *, may_be_turned: bool) -> Iterator[date]:
    orders = {(month, day): None}
    if may_be_turned:
        orders[day, month] = None
    for one, other in orders:
        try:
            yield date(year, one, other)
        except ValueError:
            continue


def _problem(problem: Problem | None) -> DateProblem:
    return DateProblem.DAY_IN_PAST if problem is Problem.DAY_IN_PAST else DateProblem.DAY_TOO_FAR


def _without_weekday(before: str, vocabulary: Vocabulary) -> tuple[str, int | None]:
    """Part the day of the week, when it is the last word before the date, from the words before it."""
    rest, _, last = before.rpartition(" ")
    weekday = vocabulary.weekdays.get(tokens(last))
    return (rest.strip(), weekday) if weekday is not None else (before, None)
