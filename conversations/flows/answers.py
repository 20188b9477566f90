"""Answers as they are kept and as buttons carry them, and which answers make sense."""

from datetime import date, time, timedelta
from enum import StrEnum

from conversations.calendar_days import years_from
from conversations.flows.questions import (
    Answer,
    Choice,
    Clock,
    Day,
    Note,
    Number,
    Period,
    Question,
    Special,
    Words,
    YesNo,
    YesNoQuestion,
)

LONGEST_NOTE = 120
"""Characters of what somebody wants to be reminded of."""

YOUNGEST_ADULT = 18
_YEARS_BACK = 15
_YEARS_AHEAD = 2
_OLDEST_YOUNG_PERSON = 40
_HIGHEST_AGE = 110


class Problem(StrEnum):
    """Why an answer makes no sense; the interface text `interview_<problem>` asks again."""

    NO_SUCH_DAY = "no_such_day"
    DAY_IN_FUTURE = "day_in_future"
    DAY_IN_PAST = "day_in_past"
    DAY_TOO_FAR = "day_too_far"
    NOT_A_CHILD = "not_a_child"
    NUMBER_OUT_OF_RANGE = "number_out_of_range"
    NO_SUCH_TIME = "no_such_time"
    TEXT_TOO_LONG = "text_too_long"


def encode(answer: Answer) -> str:
    """Return an answer as text; `decode` with the same question gives it back."""
    match answer:
        case StrEnum():
            return answer.value
        case Words(text):
            return f"={text}"
        case time():
            return answer.isoformat("minutes")
        case date():
            return answer.isoformat()
        case int():
            return str(answer)


def decode(question: Question, text: str) -> Answer:
    """Return the answer that `text` stands for.

    Raises ValueError when it is none that `question` can have.
    """
    if text == Special.UNKNOWN and not isinstance(question, Clock | Note):
        return Special.UNKNOWN
    match question:
        case Choice(_, options):
            return options(text)
        case YesNoQuestion():
            return YesNo(text)
        case Number():
            return int(text)
        case Day(_, period, may_be_absent):
            if may_be_absent and text == Special.ABSENT:
                return Special.ABSENT
            if period is Period.BIRTH_OF_YOUNG_PERSON and text.isdecimal():
                return int(text)
            return date.fromisoformat(text)
        case Clock():
            return Special.ABSENT if text == Special.ABSENT else _clock(text)
        case Note(_, may_be_absent):
            if text.startswith("="):
                return Words(text[1:])
            if may_be_absent and text == Special.ABSENT:
                return Special.ABSENT
            raise ValueError(text)


def _clock(text: str) -> time:
    """Read hours and minutes, and nothing else that ISO 8601 allows."""
    clock = time.fromisoformat(text)
    if clock.tzinfo is not None or clock.isoformat("minutes") != text:
        raise ValueError(text)
    return clock


def problem_with(question: Question, answer: Answer, today: date) -> Problem | None:
    """Return why `answer` makes no sense for `question` on the day `today`, or None when it does."""
    match question, answer:
        case Number(_, least, most), int() if not least <= answer <= most:
            return Problem.NUMBER_OUT_OF_RANGE
        case Day(_, period, _), int():
            in_range = period is Period.BIRTH_OF_YOUNG_PERSON and 0 < answer <= _HIGHEST_AGE
            return None if in_range else Problem.NO_SUCH_DAY
        case Day(_, period, _), date():
            return _problem_with_day(period, answer, today)
        case Note(), Words(text) if len(text) > LONGEST_NOTE:
            return Problem.TEXT_TOO_LONG
        case _:
            return None


def _problem_with_day(period: Period, day: date, today: date) -> Problem | None:
    match period:
        case Period.COMING if day < today:
            return Problem.DAY_IN_PAST
        case Period.PAST | Period.BIRTH_OF_CHILD | Period.BIRTH_OF_YOUNG_PERSON if day > today:
            return Problem.DAY_IN_FUTURE
        case Period.BIRTH_OF_CHILD if day <= years_from(today, -YOUNGEST_ADULT):
            return Problem.NOT_A_CHILD
        case _:
            first, last = bounds(period, today)
            return None if first <= day <= last else Problem.DAY_TOO_FAR


def bounds(period: Period, today: date) -> tuple[date, date]:
    """Return the first and the last day that make sense."""
    match period:
        case Period.PAST:
            return years_from(today, -_YEARS_BACK), today
        case Period.AROUND_NOW:
            return years_from(today, -_YEARS_BACK), years_from(today, _YEARS_AHEAD)
        case Period.COMING:
            return today, years_from(today, _YEARS_AHEAD)
        case Period.BIRTH_OF_CHILD:
            return years_from(today, -YOUNGEST_ADULT) + timedelta(days=1), today
        case Period.BIRTH_OF_YOUNG_PERSON:
            return years_from(today, -_OLDEST_YOUNG_PERSON), today
