"""Read a typed date: in words or numbers, in three calendars, or told from today.

Never guesses: what can be read in two ways, lacks its year or comes from another calendar is given back as a
choice, so that the person taps the day that they mean.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from conversations.calendar_days import months_later
from conversations.flows.answers import Problem, problem_with
from conversations.flows.questions import Day, Period
from conversations.typed.readings import Reading, readings
from conversations.typed.tokens import numbers, tokens
from conversations.typed.vocabulary import Calendar, Phrase, Vocabulary

_LONGEST_PHRASE = 5
_OTHER_WORDS_ALLOWED = 1
_NUMBERS_OF_A_DATE = 2
_MOST_COUNTED = 366
_COUNTS = (("day_words", 1), ("week_words", 7))
_WEEK = timedelta(days=7)
_FIRST_FULL_YEAR = 1000
_Month = tuple[Calendar, int]
_Meant = TypeVar("_Meant")


@dataclass(frozen=True, slots=True)
class ReadDay:
    """The days that a text can mean, the likeliest first; `certain` when there is no other way to read it."""

    days: tuple[date, ...]
    certain: bool


def read_day(text: str, question: Day, vocabulary: Vocabulary, today: date) -> ReadDay | Problem | None:
    """Return what `text` says of a day; None when it is no date, a Problem when it is an impossible one."""
    words = tokens(text)
    without_filler = _without(words, vocabulary, "filler")
    relative = vocabulary.relative_days.get(words, vocabulary.relative_days.get(without_filler))
    if relative is not None:
        return _judged([today + timedelta(days=relative)], question, today, certain=True)
    if _names_two_months(words, vocabulary):
        return None
    month, rest, clear = _take_month(words, vocabulary)
    weekday, rest = _take(rest, vocabulary.weekdays)
    counted = _counted(rest, question, vocabulary, today)
    if counted is not None:
        return _judged([counted], question, today, certain=False)
    values = numbers(rest)
    others = [word for word in _without(rest, vocabulary, "filler") if not word.isdecimal()]
    if weekday is not None and month is None and not values:
        return (
            None if others else _judged(_on_weekday(weekday, question, today), question, today, certain=False)
        )
    is_date = month is not None or weekday is not None or len(values) >= _NUMBERS_OF_A_DATE
    alone = not others and bool(values)
    if len(others) > _OTHER_WORDS_ALLOWED or not values or not (is_date or alone):
        return None
    found = list(readings(rest, month, question.period, today))
    if not found:
        return Problem.NO_SUCH_DAY
    days = {reading.day for reading in found}
    certain = clear and len(days) == 1 and all(reading.certain for reading in found)
    if month is not None and _names_several_days(values):
        certain = False
    if weekday is not None and weekday not in {day.weekday() for day in days}:
        certain = False
    return _judged([reading.day for reading in found], question, today, certain=certain)


def find_day(text: str, question: Day, vocabulary: Vocabulary, today: date) -> date | None:
    """Return the day that a longer text names clearly, as "remind me on 12 December 2026", else None."""
    words = tokens(text)
    month, rest, clear = _take_month(words, vocabulary)
    found: list[Reading]
    named = {vocabulary.relative_days[(word,)] for word in words if (word,) in vocabulary.relative_days}
    if len(named) == 1 and month is None and not numbers(words):
        found = [Reading(today + timedelta(days=named.pop()), certain=True)]
    elif month is not None:
        found = list(readings(rest, month, question.period, today))
    else:
        only = tuple(word for word in words if word.isdecimal())
        found = list(readings(only, None, question.period, today))
    if len(found) != 1 or not found[0].certain or not clear or _names_two_months(words, vocabulary):
        return None
    day = found[0].day
    return day if problem_with(question, day, today) is None else None


def _names_several_days(values: tuple[int, ...]) -> bool:
    """Tell whether beside a year stand two numbers, as in a period: "12-19 March 2026"."""
    years = [value for value in values if value >= _FIRST_FULL_YEAR]
    return bool(years) and len(values) - len(years) > 1


def _judged(days: list[date], question: Day, today: date, *, certain: bool) -> ReadDay | Problem:
    """Keep the days that make sense for the question; when none does, say what is wrong with the first."""
    possible = [day for day in dict.fromkeys(days) if problem_with(question, day, today) is None]
    if not possible:
        return problem_with(question, days[0], today) or Problem.NO_SUCH_DAY
    return ReadDay(tuple(possible), certain)


def _without(words: Phrase, vocabulary: Vocabulary, name: str) -> Phrase:
    return tuple(word for word in words if not vocabulary.has_word(name, word))


def _names_two_months(words: Phrase, vocabulary: Vocabulary) -> bool:
    month, rest = _take(words, vocabulary.months, vocabulary.weekdays_first)
    other, _ = _take(_without(rest, vocabulary, "filler"), vocabulary.months, vocabulary.weekdays_first)
    return other not in (None, month)


def _take_month(words: Phrase, vocabulary: Vocabulary) -> tuple[_Month | None, Phrase, bool]:
    """Return the month that is named, the other words, and whether it can be nothing else.

    A word that is a weekday in the person's own language is a month only where no other word is.
    """
    month, rest = _take(words, vocabulary.months, vocabulary.weekdays_first)
    if month is not None or not numbers(words):
        return month, rest, True
    month, rest = _take(words, vocabulary.months)
    return month, rest, month is None


def _take(
    words: Phrase, names: Mapping[Phrase, _Meant], left_out: frozenset[Phrase] = frozenset()
) -> tuple[_Meant | None, Phrase]:
    """Return what the longest of `names` among `words` means, and the words without it."""
    for length in range(_LONGEST_PHRASE, 0, -1):
        for start in range(len(words) - length + 1):
            name = words[start : start + length]
            if name in names and name not in left_out:
                return names[name], (*words[:start], *words[start + length :])
    return None, words


def _counted(words: Phrase, question: Day, vocabulary: Vocabulary, today: date) -> date | None:
    """Read "5 days ago" and "in 2 weeks"; nothing but such words may be in the text."""
    ago, words = _take_ago(words, vocabulary)
    values = numbers(words)
    if len(values) != 1 or values[0] > _MOST_COUNTED:
        return None
    sign = -1 if ago or question.period is Period.PAST else 1
    rest = tuple(word for word in _without(words, vocabulary, "filler") if not word.isdecimal())
    if len(rest) != 1:
        return None
    for name, days in _COUNTS:
        if vocabulary.has_word(name, rest[0]):
            return today + timedelta(days=sign * values[0] * days)
    if vocabulary.has_word("month_words", rest[0]):
        return months_later(today, sign * values[0])
    return None


def _take_ago(words: Phrase, vocabulary: Vocabulary) -> tuple[bool, Phrase]:
    for phrase in sorted(vocabulary.lists["ago_words"], key=len, reverse=True):
        for start in range(len(words) - len(phrase) + 1):
            if words[start : start + len(phrase)] == phrase:
                return True, (*words[:start], *words[start + len(phrase) :])
    return False, words


def _on_weekday(weekday: int, question: Day, today: date) -> list[date]:
    """Return the nearest such days, before, on or after today, as far as the question can mean them."""
    ahead = today + timedelta(days=(weekday - today.weekday()) % 7)
    days = [ahead, ahead - _WEEK, ahead + _WEEK] if ahead == today else [ahead, ahead - _WEEK]
    if question.period is Period.COMING:
        return days if ahead == today else [ahead]
    if question.period is Period.PAST:
        return days if ahead == today else [ahead - _WEEK]
    return days
