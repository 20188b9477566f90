"""Where a person is in an interview, as it is kept until it ends."""

from dataclasses import dataclass
from datetime import datetime
from typing import NewType, Protocol

from conversations.deadlines import DeadlineId
from conversations.flows.interview import InterviewId
from conversations.flows.questions import QuestionId
from conversations.identifiers import PersonId

Run = NewType("Run", str)
"""The id of one time that somebody goes through an interview: buttons of an earlier time do not fit it."""


@dataclass(frozen=True, slots=True)
class InterviewState:
    """The answers of one person so far, as they were encoded, in the order in which they were given.

    `replaces` is the deadline that gets another day, when that is what the interview is for. The first
    `known` answers were known before it began: "previous" does not take them away.
    """

    interview: InterviewId
    run: Run
    answers: tuple[tuple[QuestionId, str], ...] = ()
    replaces: DeadlineId | None = None
    known: int = 0


class Interviews(Protocol):
    """Remembers the interview that each person is in; every change is on disk when the call returns."""

    def current(self, person: PersonId) -> InterviewState | None:
        """Return where `person` is, or None when they are in no interview."""

    def keep(self, person: PersonId, state: InterviewState) -> None:
        """Remember where `person` is; what was kept before is gone."""

    def end(self, person: PersonId) -> None:
        """Forget the interview of `person`."""

    def purge(self, before: datetime) -> int:
        """Erase interviews that nobody went on with since `before`; return how many."""
