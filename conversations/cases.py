"""Cases: somebody needs a counsellor, from the wish for one until the end of the conversation."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType, Protocol

from content.model import TopicId
from conversations.deadlines import DeadlineId
from conversations.identifiers import PersonId

CaseId = NewType("CaseId", str)
CounsellorId = NewType("CounsellorId", str)
"""The name of a counsellor in the operator's list."""


class CaseReason(StrEnum):
    """Why a counsellor is needed, the most urgent first."""

    DANGER = "danger"
    REMINDER_UNREACHABLE = "reminder_unreachable"
    REMINDERS_UNANSWERED = "reminders_unanswered"
    HELP_WANTED = "help_wanted"
    ASKED_FOR = "asked_for"


class CaseState(StrEnum):
    """Who has the conversation."""

    WAITING = "waiting"
    TAKEN = "taken"
    CLOSED = "closed"


class Sharing(StrEnum):
    """What a counsellor may see besides the messages from now on."""

    NOTHING = "nothing"
    TOPIC = "topic"
    """Also what the talk was about."""

    DEADLINES = "deadlines"
    """Also that, and the person's dates."""


@dataclass(frozen=True, slots=True)
class Case:
    """One case. `name` is what counsellors see: random, so that nobody can be found by it.

    `sharing` is None while the person was not asked: then nothing that they write is passed on before a
    counsellor takes the case. `group` and `thread` are its forum topic; `waiting_since` is the oldest message
    of the person that no counsellor has answered. Times are aware, in UTC.
    """

    id: CaseId
    name: str
    person: PersonId
    reason: CaseReason
    opened_at: datetime
    state: CaseState = CaseState.WAITING
    sharing: Sharing | None = None
    deadline: DeadlineId | None = None
    topic: TopicId | None = None
    group: int | None = None
    thread: int | None = None
    card: int | None = None
    counsellor: CounsellorId | None = None
    waiting_since: datetime | None = None
    raised_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Tell whether the conversation goes on."""
        return self.state is not CaseState.CLOSED

    @property
    def is_conversation(self) -> bool:
        """Tell whether what the person writes goes to the counsellors instead of the assistant."""
        return self.is_open and (self.state is CaseState.TAKEN or self.sharing is not None)

    @property
    def is_urgent(self) -> bool:
        """Tell whether the case belongs at the top."""
        return self.reason in (CaseReason.DANGER, CaseReason.REMINDERS_UNANSWERED)


class PostKind(StrEnum):
    """What is put into the topic of a case."""

    CARD = "card"
    """The summary, made anew from the case when it is its turn."""

    TEXT = "text"
    COPY = "copy"
    """A message of the person, copied without a word of who sent it."""


PostId = NewType("PostId", int)


@dataclass(frozen=True, slots=True)
class Post:
    """Something on its way into the group; `source` is the number of a message in the person's chat."""

    id: PostId
    case: CaseId
    kind: PostKind
    text: str = ""
    source: int | None = None
    urgent: bool = False


class Cases(Protocol):
    """Remembers cases and what is on its way to the counsellors, on disk when a call returns."""

    def open(
        self,
        person: PersonId,
        reason: CaseReason,
        deadline: DeadlineId | None = None,
        *,
        sharing: Sharing | None = None,
        topic: TopicId | None = None,
    ) -> Case:
        """Open a case with its card to be posted; return the one of the same person that is open already."""

    def find(self, case: CaseId) -> Case | None:
        """Return a case, open or closed."""

    def of_person(self, person: PersonId) -> Case | None:
        """Return the open case of `person`."""

    def in_thread(self, group: int, thread: int) -> Case | None:
        """Return the case of a forum topic, open or closed."""

    def was_erased(self, group: int, thread: int) -> bool:
        """Tell whether a forum topic was that of a person who has erased everything."""

    def all_open(self) -> tuple[Case, ...]:
        """Return the open cases, the longest waiting first."""

    def save(self, case: Case, *posts: tuple[PostKind, str]) -> None:
        """Store a changed case together with what is to be posted about it."""

    def post(
        self, case: CaseId, kind: PostKind, text: str = "", source: int | None = None, *, urgent: bool = False
    ) -> None:
        """Put something on its way into the topic of a case."""

    def next_posts(self, limit: int) -> tuple[Post, ...]:
        """Return what is to be posted, the urgent first, otherwise in order."""

    def posted(self, *posts: PostId) -> None:
        """Remember that posts have arrived, all of them or none."""

    def feedback(self, person: PersonId, *, helped: bool) -> None:
        """Remember whether the last conversation of `person` helped."""

    def count_waiting(self) -> int:
        """Return how many posts are on their way."""

    def purge(self, before: datetime) -> int:
        """Erase cases that were closed before `before`, with their posts; return how many."""
