"""The questions of an interview, and the answers that they can have."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from typing import NewType

QuestionId = NewType("QuestionId", str)
"""Named as the input in the inventory; unique within one interview."""


class Special(StrEnum):
    """Answers that every question (or every date that may be lacking) can have."""

    UNKNOWN = "unknown"
    ABSENT = "absent"


class YesNo(StrEnum):
    """Yes or no."""

    YES = "yes"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Words:
    """What somebody wrote in their own words."""

    text: str


Answer = StrEnum | date | int | time | Words
"""An option, a date, a whole number, a time of day, words; `Special` for what is not known or not there."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A question with a few options; "I don't know" can always be answered besides."""

    id: QuestionId
    options: type[StrEnum]


@dataclass(frozen=True, slots=True)
class YesNoQuestion:
    """A question that is answered with yes or no; "I don't know" can always be answered besides."""

    id: QuestionId


@dataclass(frozen=True, slots=True)
class Number:
    """A question for a whole number from `least` to `most`."""

    id: QuestionId
    least: int
    most: int


class Period(StrEnum):
    """Which dates make sense as an answer."""

    PAST = "past"
    """From 15 years ago until today: a letter or a ruling."""

    AROUND_NOW = "around_now"
    """From 15 years ago until 2 years ahead: a last day."""

    COMING = "coming"
    """From today until 2 years ahead: something to be reminded of."""

    BIRTH_OF_CHILD = "birth_of_child"
    """From 18 years ago until today."""

    BIRTH_OF_YOUNG_PERSON = "birth_of_young_person"
    """From 40 years ago until today: somebody who may be a minor."""


@dataclass(frozen=True, slots=True)
class Day:
    """A question for a date; with `may_be_absent`, "it is not there" is an answer too."""

    id: QuestionId
    period: Period
    may_be_absent: bool = False


@dataclass(frozen=True, slots=True)
class Clock:
    """A question for a time of day, which may be left out."""

    id: QuestionId


@dataclass(frozen=True, slots=True)
class Note:
    """A question for a few own words, which may be left out unless they are needed."""

    id: QuestionId
    may_be_absent: bool = True


Question = Choice | YesNoQuestion | Number | Day | Clock | Note
Answers = Mapping[QuestionId, Answer]


class MissingAnswerError(Exception):
    """The next step needs the answer to a question that has not been asked."""

    def __init__(self, question: Question) -> None:
        """Name the question."""
        super().__init__(question.id)
        self.question = question


@dataclass(frozen=True, slots=True)
class Case:
    """What one person has answered, and today's date in the Netherlands."""

    answers: Answers
    today: date

    def __getitem__(self, question: Question) -> Answer:
        """Return the answer to `question`.

        Raises MissingAnswerError when it has not been asked yet: the interview then asks it.
        """
        if question.id not in self.answers:
            raise MissingAnswerError(question)
        return self.answers[question.id]

    def day(self, question: Day) -> date | None:
        """Return the date that was answered, or None when it is not known or not there.

        Raises MissingAnswerError when it has not been asked yet.
        """
        answer = self[question]
        return answer if isinstance(answer, date) else None

    def is_yes(self, question: YesNoQuestion) -> bool:
        """Tell whether `question` was answered with yes.

        Raises MissingAnswerError when it has not been asked yet.
        """
        return self[question] is YesNo.YES
