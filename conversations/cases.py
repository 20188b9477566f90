"""Cases: somebody needs a counsellor, from the wish for one until the end of the conversation."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import NewType, Protocol

from content.model import TopicId
from conversations.attachments import Attachment
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


class CloseReason(StrEnum):
    """Why a counsellor ends a case, as a button says it; other reasons are written."""

    ANSWERED = "answered"
    APPOINTMENT = "appointment"
    REFERRED = "referred"
    NO_REPLY = "no_reply"
    OTHER_MATTER = "other_matter"


class CaseState(StrEnum):
    """Who has the conversation."""

    WAITING = "waiting"
    TAKEN = "taken"
    CLOSED = "closed"


class Sharing(StrEnum):
    """What a counsellor may see besides the messages from now on."""

    NOTHING = "nothing"
    TOPIC = "topic"
    """Also the questions of the last day and the last topic."""

    DEADLINES = "deadlines"
    """Also those, and the person's dates."""


@dataclass(frozen=True, slots=True)
class Case:
    """One case. `name` is what counsellors see: random, so that nobody can be found by it.

    `sharing` is None while the person was not asked: then nothing that they write is passed on before a
    counsellor takes the case. `group` and `thread` are its forum topic; `waiting_since` is the oldest message
    of the person that no counsellor has answered. `taken_at` and `answered_at` are the first times that a
    counsellor did so, and stay when the case is opened again. Times are aware, in UTC.
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
    taken_at: datetime | None = None
    answered_at: datetime | None = None

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


def called_again(known: Case, reason: CaseReason, now: datetime) -> tuple[Case, bool] | None:
    """Return an open case as a new call leaves it, and whether it is worse than before; None when it waits.

    What is worse comes up again, and so does what is no worse where counsellors have answered: nobody may
    miss it in an old case.
    """
    urgency = list(CaseReason)
    worse = urgency.index(reason) < urgency.index(known.reason)
    if not worse and known.waiting_since is not None:
        return None
    waits = replace(known, waiting_since=known.waiting_since or now)
    return replace(waits, reason=reason) if worse else waits, worse


@dataclass(frozen=True, slots=True)
class CaseTimes:
    """When things happened in one case, without whose it is; None: not yet. Times are aware, in UTC."""

    opened_at: datetime
    taken_at: datetime | None
    answered_at: datetime | None
    closed_at: datetime | None


class PostKind(StrEnum):
    """What is put into the topic of a case."""

    CARD = "card"
    """The summary, made anew from the case when it is its turn."""

    TEXT = "text"
    WORDS = "words"
    """What the person wrote: beside it comes the topic that the assistant recognises."""

    TRANSLATION = "translation"
    """What the person wrote, to be shown in Dutch when it is its turn; nothing when that is not possible."""

    ATTACHMENT = "attachment"
    """A photo, voice message, file or the like of the person."""

    PIN = "pin"
    """The summary is to be pinned: last of all, when nothing else waits."""

    TO_COLLEAGUE = "to_colleague"
    """Words that whoever has the case when it is their turn is to hear: they are called by name."""

    TO_DUTY = "to_duty"
    """Words that whoever is on duty is to hear: they are called by name."""

    COLLEAGUES = "colleagues"
    """The question to whom the case goes, with a button for each colleague."""

    CALLED_AGAIN = "called_again"
    """The person, or a reminder of theirs, needs a counsellor anew: the text is the reason."""

    REASONS = "reasons"
    """The question why the case ends, with a button for each reason."""


PostId = NewType("PostId", int)


@dataclass(frozen=True, slots=True)
class Post:
    """Something on its way into the group.

    `source` is the message in the person's chat that it carries, `reply_to` the one there that it answers.
    """

    id: PostId
    case: CaseId
    kind: PostKind
    text: str = ""
    source: int | None = None
    urgent: bool = False
    attachment: Attachment | None = None
    reply_to: int | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A case with something on its way; `only_pin` tells that nothing is left but to pin its card."""

    case: CaseId
    group: int | None
    thread: int | None
    urgent: bool = False
    only_pin: bool = False


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

    def times_since(self, since: datetime) -> tuple[CaseTimes, ...]:
        """Return the times of the cases that were opened at `since` or later, the oldest first."""

    def save(self, case: Case, *posts: tuple[PostKind, str]) -> None:
        """Store a changed case together with what is to be posted about it."""

    def post(
        self,
        case: CaseId,
        kind: PostKind,
        text: str = "",
        source: int | None = None,
        *,
        urgent: bool = False,
        attachment: Attachment | None = None,
        reply_to: int | None = None,
        held: bool = False,
    ) -> None:
        """Put something on its way into the topic of a case; what is `held` waits for `end_hold`."""

    def end_hold(self, case: CaseId, source: int, *, passes: bool) -> bool:
        """Let a held post go its way, or drop it; False when it is not held (any more)."""

    def next_posts(self, limit: int) -> tuple[Post, ...]:
        """Return what is to be posted, the urgent first, otherwise in order."""

    def waiting(self) -> tuple[Waiting, ...]:
        """Return the cases with something on its way: the urgent first, then the longest waiting."""

    def posts_of(self, case: CaseId) -> tuple[Post, ...]:
        """Return what is on its way for one case, in order."""

    def posted(self, *posts: PostId) -> None:
        """Remember that posts have arrived, all of them or none."""

    def arrived(self, posts: Iterable[Post], message: int | None = None) -> None:
        """Remember that posts have arrived, in this message of the topic; replies and edits find it there."""

    def announce_unposted(self) -> int:
        """Put the cards of open cases on their way that no group has ever seen; return how many."""

    def link(self, case: CaseId, in_topic: int, at_person: int) -> None:
        """Remember that a message in the topic and one in the person's chat are the same."""

    def in_topic(self, case: CaseId, at_person: int) -> int | None:
        """Return the message in the topic that is the same as one in the person's chat."""

    def at_person(self, case: CaseId, in_topic: int) -> tuple[int, ...]:
        """Return the messages in the person's chat that are the same as one in the topic, in order."""

    def unlink(self, case: CaseId, in_topic: int | None = None) -> None:
        """Forget what one message of the topic was the same as; without one, of all its messages."""

    def move_group(self, old: int, new: int) -> None:
        """Follow a group that has a new number, now and after the next start."""

    def moved_to(self, group: int) -> int:
        """Return the number that a group has now."""

    def feedback(self, person: PersonId, *, helped: bool) -> None:
        """Remember whether the last conversation of `person` helped."""

    def may_tell_waiting(self, case: CaseId, before: datetime) -> bool:
        """Tell whether the person may be told that they still wait, and remember that they are told now.

        Not when they were told at `before` or later.
        """

    def to_follow_up(self, since: datetime, until: datetime) -> tuple[Case, ...]:
        """Return the conversations that were closed in this time and not followed up.

        Left out are those whose person has an open case, or one that was closed later.
        """

    def begin_follow_up(self, case: CaseId) -> bool:
        """Remember that a case is followed up; False when it was already."""

    def count_waiting(self) -> int:
        """Return how many posts are on their way."""

    def purge(self, before: datetime) -> int:
        """Erase cases that were closed before `before`, with their posts; return how many."""
