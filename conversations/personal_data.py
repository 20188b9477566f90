"""What is kept about one person: to be shown, to be given as a copy, and to be erased."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol

from conversations.identifiers import PersonId

Record = Mapping[str, str | int | None]
"""One stored row by the names of its columns; moments are ISO texts in UTC."""


class DataKind(StrEnum):
    """Kinds of what is kept, in the order in which a person reads about them."""

    PERSON = "person"
    QUESTION = "question"
    ASKED = "asked"
    INTERVIEW = "interview"
    DEADLINE = "deadline"
    REMINDER = "reminder"
    ATTEMPT = "attempt"
    SETTINGS = "settings"
    CASE = "case"
    POST = "post"
    REQUEST = "request"
    LINK = "link"
    CHAT_MESSAGE = "chat_message"
    UPDATE = "update"
    OUTGOING = "outgoing"


COUNTED = (
    DataKind.QUESTION,
    DataKind.ASKED,
    DataKind.INTERVIEW,
    DataKind.DEADLINE,
    DataKind.REMINDER,
    DataKind.CASE,
    DataKind.POST,
    DataKind.CHAT_MESSAGE,
)
"""Kinds that people are told the number of; each has its words in `plurals.yml` as `kept_<kind>`."""

NEEDS_CONSENT = frozenset({DataKind.QUESTION, DataKind.ASKED, DataKind.INTERVIEW})
"""What is kept because of the consent alone, besides the last topic."""

DATES = frozenset({DataKind.DEADLINE, DataKind.REMINDER, DataKind.ATTEMPT, DataKind.SETTINGS})


class RetentionClass(StrEnum):
    """Why something is kept, and so how long: the names of the fields of `Keeping`."""

    TALK = "talk"
    INTERVIEWS = "interviews"
    DEADLINES = "deadlines"
    CASES = "cases"
    PEOPLE = "people"
    MESSAGES = "messages"


@dataclass(frozen=True, slots=True)
class Keeping:
    """How long each class is kept.

    `talk` is for a question that waits and for the last topic, `interviews` for answers that nobody went on
    with, `deadlines` counts from the day itself, `cases` from the end of the conversation, `people` from the
    last time that somebody wrote or tapped; `messages` is as long as Telegram lets a bot delete them,
    `backups` is for encrypted copies of all of it.
    """

    talk: timedelta = timedelta(days=7)
    interviews: timedelta = timedelta(days=7)
    deadlines: timedelta = timedelta(days=90)
    cases: timedelta = timedelta(days=90)
    people: timedelta = timedelta(days=365)
    messages: timedelta = timedelta(hours=48)
    backups: timedelta = timedelta(days=14)


KEPT_BY_DEFAULT = Keeping()
"""How long each class is kept where the operator has set nothing."""


@dataclass(frozen=True, slots=True)
class PersonalCopy:
    """All records about one person by kind; `withheld` names the columns that are about somebody else."""

    records: Mapping[DataKind, tuple[Record, ...]]
    withheld: Mapping[DataKind, tuple[str, ...]]


class PersonalData(Protocol):
    """Sees everything that is kept about a person at once; every change is on disk when the call returns."""

    def copy_of(self, person: PersonId) -> PersonalCopy:
        """Return all records about `person`; a kind of which there are none is not in it."""

    def count(self, person: PersonId) -> Mapping[DataKind, int]:
        """Return how many records of each kind are kept about `person`; kinds without any are left out."""

    def erase(
        self, person: PersonId, kinds: Collection[DataKind] = frozenset(DataKind)
    ) -> Mapping[DataKind, int]:
        """Erase the records of `kinds` about `person`, all or nothing; return how many of each were there."""

    def purge_people(self, before: date, today: date) -> int:
        """Erase people who did nothing since `before`, have no open case and no date from `today` on.

        Returns how many people.
        """
