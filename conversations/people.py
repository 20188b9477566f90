"""Who we talk to: as little as the service needs to remember."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from content.model import LanguageCode, TopicId
from conversations.events import Address
from conversations.identifiers import ConversationId, PersonId

ASKED_KEPT = timedelta(hours=24)
"""How long the questions of a person stay: they are "the questions of today" for a counsellor."""

MOST_ASKED_KEPT = 20
"""Questions that are kept of one person; the oldest go first."""


class Consent(StrEnum):
    """Whether the person allowed that the talk is remembered."""

    NOT_ASKED = "not_asked"
    GIVEN = "given"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Person:
    """A person as the service knows them; `address` is needed to answer and is never logged.

    `unclear` is how many times in a row they were not understood.
    """

    id: PersonId
    address: Address
    conversation: ConversationId
    language: LanguageCode | None
    consent: Consent
    last_topic: TopicId | None
    unclear: int = 0

    @property
    def is_introduced(self) -> bool:
        """Tell whether language and consent were asked and answered: before that no question is."""
        return self.language is not None and self.consent is not Consent.NOT_ASKED


@dataclass(frozen=True, slots=True)
class PendingQuestion:
    """A question that could not be answered at once: before consent, or while understanding is down."""

    person: PersonId
    text: str
    received_at: datetime


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question of the last day, and the topic that the assistant made of it."""

    text: str
    topic: TopicId | None
    asked_at: datetime


class People(Protocol):
    """Remembers people; every change is on disk when the call returns."""

    def find_or_add(self, address: Address) -> Person:
        """Return the person at `address`, as a new one when they are not known."""

    def find(self, person: PersonId) -> Person | None:
        """Return the person with this id, or None when they are not known (any more)."""

    def set_language(self, person: PersonId, language: LanguageCode) -> None:
        """Remember the chosen language."""

    def set_consent(self, person: PersonId, consent: Consent) -> None:
        """Remember the answer to the question for consent; what was kept with it goes without it."""

    def set_last_topic(self, person: PersonId, topic: TopicId | None) -> None:
        """Remember what was last answered."""

    def set_unclear(self, person: PersonId, times: int) -> None:
        """Remember how many times in a row the person was not understood."""

    def remember_asked(self, person: PersonId, text: str, topic: TopicId | None) -> None:
        """Keep a question for a day; the same words again take the place of the earlier ones."""

    def asked(self, person: PersonId) -> tuple[AskedQuestion, ...]:
        """Return the questions of the last 24 hours, the oldest first."""

    def purge_asked(self) -> int:
        """Erase questions that are older than 24 hours; return how many."""

    def keep_question(self, person: PersonId, text: str, received_at: datetime) -> None:
        """Keep one question until it is answered; a newer one takes its place."""

    def waiting_question(self, person: PersonId) -> PendingQuestion | None:
        """Return the kept question and keep it."""

    def take_question(self, person: PersonId) -> PendingQuestion | None:
        """Return the kept question and forget it."""

    def people_with_questions(self) -> tuple[Person, ...]:
        """Return the people whose question waits, the longest waiting first."""

    def forget(self, person: PersonId) -> None:
        """Erase everything about the person."""

    def purge(self, before: datetime) -> int:
        """Erase questions and last topics older than `before`; return how many rows lost something."""
