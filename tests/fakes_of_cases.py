"""A stand-in for the store of cases, with the same contract."""

from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import datetime

from content.model import TopicId
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
    called_again,
)
from conversations.deadlines import (
    DeadlineId,
)
from conversations.identifiers import PersonId, new_short_id
from conversations.statistics import Counted, NotCounting, Statistics
from tests.fakes import SettableClock


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
            again = called_again(known, reason, self._now())
            if again is None:
                return known
            case, worse = again
            self.save(case)
            kind, words = (PostKind.CARD, "") if worse else (PostKind.CALLED_AGAIN, reason.value)
            self.post(case.id, kind, words, urgent=worse)
            return case
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
