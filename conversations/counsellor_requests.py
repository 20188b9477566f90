"""What a counsellor asked of a person and what waits for a tap: a date to confirm, a prepared question."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NewType, Protocol

from conversations.cases import CaseId
from conversations.deadlines import DeadlineKind
from conversations.identifiers import PersonId

RequestId = NewType("RequestId", str)

REQUESTS_KEPT = timedelta(days=14)
"""How long a person can answer; after that nobody remembers that they were asked."""


@dataclass(frozen=True, slots=True)
class OfferedDate:
    """A date that a counsellor proposes, in the time of the Netherlands; nothing is kept before a yes.

    `place`, `bring` and `words` (what it is, for kinds without a name) are the counsellor's own words.
    """

    kind: DeadlineKind
    day: date
    clock: time | None = None
    place: str = ""
    bring: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A prepared question, by its id in the content."""

    question: str


@dataclass(frozen=True, slots=True)
class Request:
    """Something that waits for a tap of the person; `asked_at` is aware, in UTC."""

    id: RequestId
    person: PersonId
    case: CaseId
    about: OfferedDate | AskedQuestion
    asked_at: datetime


class Requests(Protocol):
    """Remembers what was asked until it is answered, on disk when a call returns."""

    def ask(self, person: PersonId, case: CaseId, about: OfferedDate | AskedQuestion) -> Request:
        """Remember what a counsellor asks of `person` now."""

    def find(self, person: PersonId, request: RequestId) -> Request | None:
        """Return what `person` was asked; None when it is not theirs, answered or older than it is kept."""

    def answered(self, request: RequestId) -> None:
        """Forget a request: it is answered."""

    def purge(self, before: datetime) -> int:
        """Erase what was asked before `before`; return how many."""
