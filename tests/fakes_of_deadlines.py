"""Stand-ins for the stores of interviews, deadlines and cases, with the same contracts."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import date, datetime

from bot.stores import Stores
from content.model import TopicId
from conversations.assistant import Assistant
from conversations.attachments import Attachment
from conversations.cases import (
    Case,
    CaseId,
    CaseReason,
    CaseTimes,
    Post,
    PostId,
    PostKind,
    Sharing,
    Waiting,
)
from conversations.counsellor_texts import CounsellorTexts
from conversations.deadlines import (
    Deadline,
    DeadlineId,
    DeadlineKind,
    DeadlineState,
    Distance,
    PlannedReminder,
    Reminder,
    ReminderId,
    ReminderSettings,
    ReminderState,
)
from conversations.desk import Desk
from conversations.identifiers import PersonId, new_short_id
from conversations.interview_state import InterviewState
from conversations.interviewing import Interviewer
from conversations.personal_data import Keeping
from conversations.privacy import Privacy
from conversations.reminding import Counsellors, Reminding
from conversations.request_answers import RequestAnswers
from conversations.statistics import Counted, NotCounting, Statistics
from conversations.talk import Talk
from conversations.understanding import LanguageIdentifier
from tests.fakes import AMSTERDAM, SettableClock

_OPEN = (ReminderState.PLANNED, ReminderState.SENDING)
_URGENCY = list(DeadlineKind)


def build_talk(
    assistant: Assistant,
    kept: Stores,
    languages: LanguageIdentifier,
    clock: SettableClock,
    *,
    connected: bool = True,
) -> Talk:
    """Put a talk together; `connected` tells whether there is a group of counsellors."""
    reminding = Reminding(
        kept.deadlines, Counsellors(connected, kept.cases), lambda: assistant.composer, clock, AMSTERDAM
    )
    interviewer = Interviewer(kept.interviews, reminding, lambda: assistant.composer, reminding.today)
    words = CounsellorTexts(lambda: assistant.content.counsellors)
    answers = RequestAnswers(kept.requests, kept.cases, reminding, lambda: assistant.composer, words, clock)
    desk = Desk(
        kept.cases,
        kept.people,
        lambda: assistant.composer,
        words,
        clock,
        AMSTERDAM,
        answers,
        connected=connected,
    )
    privacy = Privacy(assistant, kept.people, kept.personal, clock, AMSTERDAM, Keeping())
    return Talk(
        assistant, kept.people, languages, interviewer, reminding, desk, privacy, clock, kept.statistics
    )


class FakeInterviews:
    """Remembers interviews in memory."""

    def __init__(self, now: SettableClock) -> None:
        self._now = now
        self._states: dict[PersonId, InterviewState] = {}
        self._kept_at: dict[PersonId, datetime] = {}

    def current(self, person: PersonId) -> InterviewState | None:
        return self._states.get(person)

    def keep(self, person: PersonId, state: InterviewState) -> None:
        self._states[person] = state
        self._kept_at[person] = self._now()

    def end(self, person: PersonId) -> None:
        self._states.pop(person, None)
        self._kept_at.pop(person, None)

    def purge(self, before: datetime) -> int:
        old = [person for person, moment in self._kept_at.items() if moment < before]
        for person in old:
            self.end(person)
        return len(old)


class FakeCases:
    """Remembers cases in memory, by the contract of `conversations.cases.Cases`."""

    def __init__(
        self, now: SettableClock, statistics: Statistics | None = None, *, posting: bool = True
    ) -> None:
        self._now = now
        self._statistics = statistics or NotCounting()
        self._posting = posting
        self._links: list[tuple[CaseId, int, int]] = []
        self._moves: dict[int, int] = {}
        self._held: dict[PostId, Post] = {}
        self._cases: dict[CaseId, Case] = {}
        self._closed_at: dict[CaseId, datetime] = {}
        self._posts: dict[PostId, Post] = {}
        self._last_post = 0
        self.helped: dict[PersonId, bool] = {}
        self._told_at: dict[CaseId, datetime] = {}
        self._followed_up: set[CaseId] = set()

    def open(
        self,
        person: PersonId,
        reason: CaseReason,
        deadline: DeadlineId | None = None,
        *,
        sharing: Sharing | None = None,
        topic: TopicId | None = None,
    ) -> Case:
        known = self.of_person(person)
        if known is not None:
            if list(CaseReason).index(reason) >= list(CaseReason).index(known.reason):
                return known
            worse = replace(known, reason=reason, waiting_since=known.waiting_since or self._now())
            self.save(worse)
            self.post(worse.id, PostKind.CARD, urgent=True)
            return worse
        number = len(self._cases)
        case = Case(
            id=CaseId(new_short_id()),
            name=f"CASE{number}",
            person=person,
            reason=reason,
            opened_at=self._now(),
            sharing=sharing,
            deadline=deadline,
            topic=topic,
            waiting_since=self._now(),
        )
        self._cases[case.id] = case
        self.post(case.id, PostKind.CARD, urgent=case.is_urgent)
        self._statistics.count(Counted.CASE_OPENED, about=case.reason.value)
        return case

    def find(self, case: CaseId) -> Case | None:
        return self._cases.get(case)

    def of_person(self, person: PersonId) -> Case | None:
        return next((case for case in self._cases.values() if case.person == person and case.is_open), None)

    def in_thread(self, group: int, thread: int) -> Case | None:
        wanted = (group, thread)
        return next((case for case in self._cases.values() if (case.group, case.thread) == wanted), None)

    def was_erased(self, group: int, thread: int) -> bool:
        return False

    def all_open(self) -> tuple[Case, ...]:
        found = [case for case in self._cases.values() if case.is_open]
        return tuple(sorted(found, key=lambda case: (case.waiting_since or case.opened_at, case.id)))

    def times_since(self, since: datetime) -> tuple[CaseTimes, ...]:
        found = [case for case in self._cases.values() if case.opened_at >= since]
        return tuple(
            CaseTimes(case.opened_at, case.taken_at, case.answered_at, self._closed_at.get(case.id))
            for case in sorted(found, key=lambda case: (case.opened_at, case.id))
        )

    def save(self, case: Case, *posts: tuple[PostKind, str]) -> None:
        if self._cases[case.id].is_open != case.is_open:
            kind = Counted.CASE_OPENED if case.is_open else Counted.CASE_CLOSED
            self._statistics.count(kind, about=case.reason.value)
        self._cases[case.id] = case
        if case.is_open:
            self._closed_at.pop(case.id, None)
        else:
            self._closed_at[case.id] = self._now()
        for kind, words in posts:
            self.post(case.id, kind, words)

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
        if not self._posting:
            return
        self._last_post += 1
        number = PostId(self._last_post)
        post = Post(number, case, kind, text, source, urgent, attachment, reply_to)
        (self._held if held else self._posts)[number] = post

    def end_hold(self, case: CaseId, source: int, *, passes: bool) -> bool:
        found = [post for post in self._held.values() if (post.case, post.source) == (case, source)]
        for post in found:
            del self._held[post.id]
            if passes:
                self._posts[post.id] = post
        return bool(found)

    def next_posts(self, limit: int) -> tuple[Post, ...]:
        return tuple(sorted(self._posts.values(), key=lambda post: (not post.urgent, post.id))[:limit])

    def waiting(self) -> tuple[Waiting, ...]:
        found: dict[CaseId, list[Post]] = {}
        for post in sorted(self._posts.values(), key=lambda post: (post.kind is PostKind.PIN, post.id)):
            if post.case in self._cases:
                found.setdefault(post.case, []).append(post)
        waiting = [
            Waiting(
                key,
                self._cases[key].group,
                self._cases[key].thread,
                urgent=any(post.urgent for post in posts),
                only_pin=all(post.kind is PostKind.PIN for post in posts),
            )
            for key, posts in found.items()
        ]
        return tuple(sorted(waiting, key=lambda each: not each.urgent))

    def posts_of(self, case: CaseId) -> tuple[Post, ...]:
        return tuple(post for _, post in sorted(self._posts.items()) if post.case == case)

    def posted(self, *posts: PostId) -> None:
        for post in posts:
            self._posts.pop(post, None)

    def arrived(self, posts: Iterable[Post], message: int | None = None) -> None:
        for post in posts:
            self._posts.pop(post.id, None)
            if message is not None and post.source is not None:
                self.link(post.case, message, post.source)

    def announce_unposted(self) -> int:
        known = {post.case for post in self._posts.values()}
        found = [case for case in self.all_open() if case.thread is None and case.id not in known]
        for case in found:
            self.post(case.id, PostKind.CARD, urgent=case.is_urgent)
        return len(found)

    def link(self, case: CaseId, in_topic: int, at_person: int) -> None:
        self._links.append((case, in_topic, at_person))

    def in_topic(self, case: CaseId, at_person: int) -> int | None:
        return next((topic for key, topic, person in self._links if (key, person) == (case, at_person)), None)

    def at_person(self, case: CaseId, in_topic: int) -> tuple[int, ...]:
        return tuple(person for key, topic, person in self._links if (key, topic) == (case, in_topic))

    def unlink(self, case: CaseId, in_topic: int | None = None) -> None:
        self._links = [each for each in self._links if each[0] != case or in_topic not in (None, each[1])]

    def move_group(self, old: int, new: int) -> None:
        self._moves[old] = new
        for key, case in self._cases.items():
            if case.group == old:
                self._cases[key] = replace(case, group=new)

    def moved_to(self, group: int) -> int:
        return self._moves.get(group, group)

    def feedback(self, person: PersonId, *, helped: bool) -> None:
        if not any(each.person == person and not each.is_open for each in self._cases.values()):
            return
        if person not in self.helped:
            self._statistics.count(Counted.HELPED if helped else Counted.NOT_HELPED)
        self.helped[person] = helped

    def may_tell_waiting(self, case: CaseId, before: datetime) -> bool:
        may = case in self._cases and (case not in self._told_at or self._told_at[case] < before)
        if may:
            self._told_at[case] = self._now()
        return may

    def to_follow_up(self, since: datetime, until: datetime) -> tuple[Case, ...]:
        found = [
            case
            for case, moment in self._closed_at.items()
            if since <= moment <= until and case not in self._followed_up and self._is_last(case, moment)
        ]
        found.sort(key=self._closed_at.__getitem__)
        return tuple(self._cases[case] for case in found)

    def _is_last(self, case: CaseId, closed_at: datetime) -> bool:
        closed = self._cases[case]
        others = [each for each in self._cases.values() if each.person == closed.person]
        later = [each for each in others if each.is_open or self._closed_at[each.id] > closed_at]
        return not later and (closed.sharing is not None or closed.counsellor is not None)

    def begin_follow_up(self, case: CaseId) -> bool:
        if case not in self._cases or case in self._followed_up:
            return False
        self._followed_up.add(case)
        return True

    def count_waiting(self) -> int:
        return len(self._posts)

    def purge(self, before: datetime) -> int:
        old = [case for case, moment in self._closed_at.items() if moment < before]
        for case in old:
            del self._cases[case], self._closed_at[case]
        self._posts = {key: post for key, post in self._posts.items() if post.case not in old}
        self._links = [each for each in self._links if each[0] not in old]
        return len(old)

    def records(self, person: PersonId) -> list[dict[str, object]]:
        return [
            {**asdict(case), "closed_at": self._closed_at.get(case.id), "helped": self.helped.get(person)}
            for case in self._cases.values()
            if case.person == person
        ]

    def drop(self, person: PersonId) -> None:
        gone = {key for key, case in self._cases.items() if case.person == person}
        self._cases = {key: case for key, case in self._cases.items() if key not in gone}
        self._closed_at = {key: at for key, at in self._closed_at.items() if key not in gone}
        self._posts = {key: post for key, post in self._posts.items() if post.case not in gone}


class FakeDeadlines:
    """Remembers deadlines in memory, by the contract of `conversations.deadline_store.Deadlines`."""

    def __init__(self) -> None:
        self._deadlines: dict[DeadlineId, Deadline] = {}
        self._reminders: dict[ReminderId, Reminder] = {}
        self._try_at: dict[ReminderId, datetime] = {}
        self._settings: dict[PersonId, ReminderSettings] = {}

    def add(self, deadline: Deadline, reminders: Iterable[PlannedReminder]) -> None:
        self._deadlines[deadline.id] = deadline
        for reminder in reminders:
            self.add_reminder(deadline, reminder)

    def find(self, person: PersonId, deadline: DeadlineId) -> Deadline | None:
        found = self._deadlines.get(deadline)
        return found if found is not None and found.person == person else None

    def all_of(self, person: PersonId) -> tuple[Deadline, ...]:
        shown = (DeadlineState.ACTIVE, DeadlineState.STOPPED)
        found = [each for each in self._deadlines.values() if each.person == person and each.state in shown]
        return tuple(sorted(found, key=lambda each: (each.day, each.clock is not None, each.clock)))

    def replan(
        self,
        deadline: Deadline,
        reminders: Iterable[PlannedReminder],
        *,
        keep_from: datetime | None = None,
    ) -> None:
        self._deadlines[deadline.id] = deadline
        for reminder in self._reminders.values():
            stays = keep_from is not None and (
                reminder.distance is Distance.LATER or reminder.due_at <= keep_from
            )
            if reminder.deadline == deadline.id and reminder.state in _OPEN and not stays:
                self._reminders[reminder.id] = replace(reminder, state=ReminderState.CANCELLED)
        for planned in reminders:
            self.add_reminder(deadline, planned)

    def add_reminder(self, deadline: Deadline, reminder: PlannedReminder) -> None:
        new = Reminder(
            ReminderId(new_short_id()),
            deadline.id,
            deadline.person,
            reminder.distance,
            reminder.due_at,
            ReminderState.PLANNED,
        )
        self._reminders[new.id] = new
        self._try_at[new.id] = reminder.due_at

    def next_due(self) -> datetime | None:
        return min((self._try_at[each.id] for each in self._open()), default=None)

    def due(self, until: datetime, limit: int) -> tuple[Reminder, ...]:
        found = [each for each in self._open() if self._try_at[each.id] <= until]
        found.sort(
            key=lambda each: (_URGENCY.index(self._deadlines[each.deadline].kind), each.due_at, each.id)
        )
        return tuple(found[:limit])

    def count_due(self, until: datetime) -> int:
        return len(self.due(until, len(self._reminders)))

    def is_overtaken(self, reminder: Reminder, now: datetime) -> bool:
        return any(
            each.deadline == reminder.deadline
            and reminder.due_at < each.due_at <= now
            and each.distance is not Distance.NO_ANSWER
            for each in self._open()
        )

    def begin(self, reminder: Reminder, then: tuple[Deadline, PlannedReminder] | None) -> bool:
        stored = self._reminders[reminder.id]
        if stored.state not in _OPEN:
            return False
        self._reminders[reminder.id] = replace(stored, state=ReminderState.SENDING)
        if then is not None and reminder.state is ReminderState.PLANNED and not reminder.tries:
            deadline, planned = then
            self._deadlines[deadline.id] = replace(self._deadlines[deadline.id], day=deadline.day)
            self.add_reminder(deadline, planned)
        return True

    def finish(self, reminder: ReminderId, state: ReminderState, outcome: str = "") -> None:
        self._end(reminder, state)

    def try_later(self, reminder: ReminderId, at: datetime, outcome: str) -> None:
        self._end(reminder, ReminderState.PLANNED)
        self._try_at[reminder] = at

    def answered(self, deadline: DeadlineId) -> None:
        for reminder in self._reminders.values():
            if reminder.deadline == deadline and reminder.state is ReminderState.SENT:
                self._reminders[reminder.id] = replace(reminder, answered=True)

    def sent_for(self, deadline: DeadlineId) -> tuple[Reminder, ...]:
        found = [
            each
            for each in self._reminders.values()
            if each.deadline == deadline
            and each.state is ReminderState.SENT
            and each.distance is not Distance.NO_ANSWER
        ]
        return tuple(sorted(found, key=lambda each: each.due_at, reverse=True))

    def settings_of(self, person: PersonId) -> ReminderSettings:
        return self._settings.get(person, ReminderSettings())

    def choose(self, person: PersonId, settings: ReminderSettings) -> None:
        self._settings[person] = settings

    def counts(self) -> dict[ReminderState, int]:
        return dict(Counter(each.state for each in self._reminders.values()))

    def purge(self, before: date) -> int:
        old = {
            key
            for key, each in self._deadlines.items()
            if each.day < before and each.kind is not DeadlineKind.RULING
        }
        self._deadlines = {key: each for key, each in self._deadlines.items() if key not in old}
        self._reminders = {key: each for key, each in self._reminders.items() if each.deadline not in old}
        return len(old)

    def records(self, person: PersonId) -> list[dict[str, object]]:
        return [
            {**asdict(each), "time": each.clock} for each in self._deadlines.values() if each.person == person
        ]

    def reminder_records(self, person: PersonId) -> list[dict[str, object]]:
        return [asdict(each) for each in self._reminders.values() if each.person == person]

    def drop(self, person: PersonId) -> None:
        self._deadlines = {key: each for key, each in self._deadlines.items() if each.person != person}
        self._reminders = {key: each for key, each in self._reminders.items() if each.person != person}
        self._settings.pop(person, None)

    def _open(self) -> list[Reminder]:
        return [each for each in self._reminders.values() if each.state in _OPEN]

    def _end(self, reminder: ReminderId, state: ReminderState) -> None:
        stored = self._reminders[reminder]
        if stored.state is ReminderState.SENDING:
            self._reminders[reminder] = replace(stored, state=state, tries=stored.tries + 1)
