"""Cases: somebody needs a counsellor. Kept until the counsellors were told, and then until erased."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType, Protocol

from conversations.deadlines import DeadlineId
from conversations.identifiers import PersonId

CaseId = NewType("CaseId", str)


class CaseReason(StrEnum):
    """Why a counsellor is needed, the most urgent first."""

    REMINDER_UNREACHABLE = "reminder_unreachable"
    REMINDERS_UNANSWERED = "reminders_unanswered"
    HELP_WANTED = "help_wanted"


@dataclass(frozen=True, slots=True)
class Case:
    """One case; `deadline` is the date that it is about."""

    id: CaseId
    person: PersonId
    reason: CaseReason
    opened_at: datetime
    deadline: DeadlineId | None = None


class Cases(Protocol):
    """Remembers cases; every change is on disk when the call returns."""

    def open(self, person: PersonId, reason: CaseReason, deadline: DeadlineId | None) -> None:
        """Open a case, unless one for the same reason and date waits to be announced."""

    def to_announce(self) -> tuple[Case, ...]:
        """Return the cases of which the counsellors have not been told, the oldest first."""

    def announced(self, case: CaseId) -> None:
        """Remember that the counsellors were told."""

    def purge(self, before: datetime) -> int:
        """Erase cases that the counsellors were told of before `before`; return how many."""
