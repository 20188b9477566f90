"""Read a typed message as the answer to the question of an interview, or tell that it is none."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from rapidfuzz import fuzz

from conversations.flows.answers import LONGEST_NOTE, Problem, problem_with
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
from conversations.typed.dates import read_day
from conversations.typed.tokens import numbers, split_tokens, tokens, western_digits
from conversations.typed.vocabulary import Phrase, Vocabulary

_SIMILAR = 86
_LONG_ENOUGH_TO_BE_MISSPELT = 4
_WORDS_AROUND_YES = 3
_NO_CHILDREN = 2
_OTHER_WORDS_AROUND_NUMBER = 2
_QUESTION_MARKS = frozenset("?؟፧")
_MINUS = re.compile(r"[-−]\s*\d")
_OF_TIMES = frozenset({"u", "h", "uur"})
"""What stands between hours and minutes: 9u30, 14h30."""

_OF_HALF_DAYS = frozenset({"a", "p", "m", "am", "pm"})
_HOURS, _MINUTES, _NOON = 24, 60, 12
_EARLY_OR_LATE = range(1, 7)
"""Hours that mean the afternoon as often as the night."""


@dataclass(frozen=True, slots=True)
class Given:
    """The answer is clear."""

    answer: Answer


@dataclass(frozen=True, slots=True)
class Which:
    """The answer may be one of these: the person taps the one that is meant."""

    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Refused:
    """It was meant as an answer, and makes no sense."""

    problem: Problem


class Wish(StrEnum):
    """What somebody types instead of an answer."""

    PREVIOUS = "previous"
    STOP = "stop"


Read = Given | Which | Refused | Wish | None
"""None: it is no answer but something else that the person wants to say."""


def read_answer(
    text: str, question: Question, labels: Mapping[str, str], vocabulary: Vocabulary, today: date
) -> Read:
    """Return what `text` says; `labels` are the button texts of a choice, by option."""
    words = tokens(text)
    if not words and not _QUESTION_MARKS & set(text):
        return None
    if vocabulary.means("stop", words):
        return Wish.STOP
    if vocabulary.means("previous", words):
        return Wish.PREVIOUS
    if isinstance(question, Note):
        return _read_note(text, words, question, vocabulary)
    if vocabulary.means("unknown", words) or not words:
        return Given(Special.ABSENT if isinstance(question, Clock) else Special.UNKNOWN)
    match question:
        case YesNoQuestion():
            return _read_yes_or_no(words, vocabulary)
        case Choice(_, options):
            return _read_choice(words, options, labels)
        case Number():
            return _read_number(text, words, question, vocabulary, today)
        case Day():
            return _read_day(text, words, question, vocabulary, today)
        case Clock():
            return _read_time(text, split_tokens(text), vocabulary)


def _read_note(text: str, words: Phrase, question: Note, vocabulary: Vocabulary) -> Read:
    if question.may_be_absent and any(vocabulary.means(name, words) for name in ("skip", "no", "absent")):
        return Given(Special.ABSENT)
    if text.rstrip()[-1:] in _QUESTION_MARKS:
        return None
    if len(text) > LONGEST_NOTE:
        return Refused(Problem.TEXT_TOO_LONG)
    return Given(Words(text))


def _read_yes_or_no(words: Phrase, vocabulary: Vocabulary) -> Read:
    found = _yes_or_no(words, vocabulary)
    if found is None and 1 < len(words) <= _WORDS_AROUND_YES:
        first, rest = _yes_or_no(words[:1], vocabulary), words[1:]
        others = [word for word in rest if not vocabulary.has_word("filler", word)]
        agrees = _yes_or_no(rest, vocabulary) is first
        found = first if agrees or all(_yes_or_no((word,), vocabulary) is first for word in others) else None
    return Given(found) if found is not None else None


def _yes_or_no(words: Phrase, vocabulary: Vocabulary) -> YesNo | None:
    is_yes, is_no = vocabulary.means("yes", words), vocabulary.means("no", words)
    if is_yes == is_no:
        return None
    return YesNo.YES if is_yes else YesNo.NO


def _read_choice(words: Phrase, options: type[StrEnum], labels: Mapping[str, str]) -> Read:
    typed = " ".join(words)
    scores = {
        option: fuzz.ratio(typed, " ".join(tokens(labels[option]))) for option in options if option in labels
    }
    best = max(scores, key=lambda option: scores[option], default=None)
    if best is None:
        return None
    exact = scores[best] == 100  # noqa: PLR2004 - per cent
    close = scores[best] >= _SIMILAR and len(typed) >= _LONG_ENOUGH_TO_BE_MISSPELT
    return Given(best) if exact or close else None


def _read_number(text: str, words: Phrase, question: Number, vocabulary: Vocabulary, today: date) -> Read:
    values = numbers(words)
    others = _other_words(words, vocabulary)
    if len(values) != 1 or len(others) > _OTHER_WORDS_AROUND_NUMBER:
        return Given(0) if question.least == 0 and _means_none(words, vocabulary) else None
    value = -values[0] if _MINUS.search(text) else values[0]
    problem = problem_with(question, value, today)
    if problem is None:
        return Given(value)
    return None if len(others) > 1 else Refused(problem)


def _means_none(words: Phrase, vocabulary: Vocabulary) -> bool:
    """Tell whether "no", "none" or "no children" was said."""
    said = (words, words[:1]) if len(words) == _NO_CHILDREN else (words,)
    return any(vocabulary.means(name, each) for name in ("no", "absent", "skip") for each in said)


def _other_words(words: Phrase, vocabulary: Vocabulary) -> list[str]:
    return [word for word in words if not word.isdecimal() and not vocabulary.has_word("filler", word)]


def _read_day(text: str, words: Phrase, question: Day, vocabulary: Vocabulary, today: date) -> Read:
    if question.may_be_absent and (vocabulary.means("absent", words) or vocabulary.means("no", words)):
        return Given(Special.ABSENT)
    values = numbers(words)
    if question.period is Period.BIRTH_OF_YOUNG_PERSON and len(values) == 1 and len(str(values[0])) <= 3:  # noqa: PLR2004
        found = _read_age(words, values[0], question, vocabulary, today)
        if found is not None:
            return found
    match read_day(text, question, vocabulary, today):
        case None:
            return None
        case Problem() as problem:
            return Refused(problem)
        case read if read.certain:
            return Given(read.days[0])
        case read:
            return Which(read.days)


def _read_age(words: Phrase, years: int, question: Day, vocabulary: Vocabulary, today: date) -> Read:
    if _other_words(words, vocabulary):
        return None
    problem = problem_with(question, years, today)
    return Refused(problem) if problem else Given(years)


def _read_time(text: str, words: Phrase, vocabulary: Vocabulary) -> Read:
    if vocabulary.means("skip", words) or vocabulary.means("absent", words):
        return Given(Special.ABSENT)
    values = numbers(words)
    half_of_day, others = _half_of_day(words, vocabulary)
    if not values or others:
        return None
    if len(values) > 2:  # noqa: PLR2004 - hours and minutes
        return Refused(Problem.NO_SUCH_TIME)
    hour, minute = values[0], values[1] if len(values) > 1 else 0
    if half_of_day == "pm" and hour < _NOON:
        hour += _NOON
    elif half_of_day == "am" and hour == _NOON:
        hour = 0
    if hour >= _HOURS or minute >= _MINUTES:
        return Refused(Problem.NO_SUCH_TIME)
    written_out = western_digits(text).strip().startswith("0")
    if hour in _EARLY_OR_LATE and not written_out and half_of_day is None:
        return Which((time(hour + _NOON, minute), time(hour, minute)))
    return Given(time(hour, minute))


def _half_of_day(words: Phrase, vocabulary: Vocabulary) -> tuple[str | None, list[str]]:
    """Return "am" or "pm" when one is said ("p.m." is two words), and the words that belong to no time."""
    said = "".join(word for word in words if word in _OF_HALF_DAYS)
    others = [word for word in _other_words(words, vocabulary) if word not in _OF_TIMES]
    if said not in ("am", "pm"):
        return None, others
    return said, [word for word in others if word not in _OF_HALF_DAYS]
