"""Daily counts of what happened: no words, no person, nothing that leads back to one."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from content.model import LanguageCode


class Counted(StrEnum):
    """What is counted."""

    ANSWER = "answer"
    """A typed question got an answer; `about` is the topic, or empty for a term."""

    HANDOVER = "handover"
    """A typed question for which a person is the right help; `about` is the question, or empty."""

    CLARIFY = "clarify"
    """The assistant asked back."""

    NOT_UNDERSTOOD = "not_understood"
    OUT_OF_SCOPE = "out_of_scope"
    DANGER = "danger"
    """Always without a topic: what the danger is stays with the case."""

    INTERVIEW = "interview"
    """A typed question led to a calculation or to the person's dates."""

    CHOSEN = "chosen"
    """A topic was chosen by button; `about` is the topic."""

    CASE_OPENED = "case_opened"
    """Also opened again; `about` is the reason."""

    CASE_CLOSED = "case_closed"
    """`about` is the reason for which the case was there."""

    HELPED = "helped"
    NOT_HELPED = "not_helped"


QUESTIONS = (
    Counted.ANSWER,
    Counted.INTERVIEW,
    Counted.HANDOVER,
    Counted.CLARIFY,
    Counted.NOT_UNDERSTOOD,
    Counted.OUT_OF_SCOPE,
    Counted.DANGER,
)
"""What can come of a typed question: each one is counted once, as one of these."""


@dataclass(frozen=True, slots=True)
class DailyCount:
    """How often something happened on one day; `day` is in the time zone of the service."""

    day: date
    language: LanguageCode | None
    kind: Counted
    about: str
    count: int


class Statistics(Protocol):
    """Counts, on disk when a call returns. No call takes anything about a person but their language."""

    def count(self, kind: Counted, language: LanguageCode | None = None, about: str = "") -> None:
        """Count one more of `kind` today."""

    def last_days(self, days: int) -> tuple[DailyCount, ...]:
        """Return the counts of today and the days before it, `days` in all, the oldest first."""

    def purge(self, before: date) -> int:
        """Erase the counts of days before `before`; return how many."""


class NotCounting:
    """Counts nothing: for talks that are no service to anybody, such as trying out in the terminal."""

    def count(self, kind: Counted, language: LanguageCode | None = None, about: str = "") -> None:
        """Let it pass."""

    def last_days(self, days: int) -> tuple[DailyCount, ...]:  # noqa: ARG002 - the protocol names it
        """Return nothing."""
        return ()

    def purge(self, before: date) -> int:  # noqa: ARG002 - the protocol names it
        """Erase nothing."""
        return 0
