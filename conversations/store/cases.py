"""Cases and the posts about them in the encrypted database."""

import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from content.model import TopicId
from conversations.cases import (
    Case,
    CaseId,
    CaseReason,
    CaseState,
    CaseTimes,
    CounsellorId,
    Post,
    PostId,
    PostKind,
    Sharing,
)
from conversations.deadlines import DeadlineId
from conversations.identifiers import PersonId, new_short_id
from conversations.statistics import Counted, NotCounting, Statistics
from conversations.store.database import translated_errors
from conversations.store.deadlines import text as stored_time
from conversations.store.erased_topics import note_topics

_NAME_LETTERS = "BCDFGHJKLMNPQRSTVWXZ23456789"
_NAME_LENGTH = 5
_URGENCY = list(CaseReason)


class StoredCases:
    """Remembers cases in `database`; every change is committed when the call returns."""

    def __init__(
        self, database: Database, now: Callable[[], datetime], statistics: Statistics | None = None
    ) -> None:
        """Use an open database; `now` returns an aware time. Without `statistics` nothing is counted."""
        self._database = database
        self._now = now
        self._statistics = statistics or NotCounting()

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
        with translated_errors(), self._database.atomic():
            known = self.of_person(person)
            if known is not None:
                if _URGENCY.index(reason) >= _URGENCY.index(known.reason):
                    return known
                # What is worse than the reason so far comes up again: nobody may miss it in an old case.
                worse = replace(known, reason=reason, waiting_since=known.waiting_since or self._now())
                self.save(worse)
                self.post(worse.id, PostKind.CARD, urgent=True)
                return worse
            case = Case(
                id=CaseId(new_short_id()),
                name="".join(secrets.choice(_NAME_LETTERS) for _ in range(_NAME_LENGTH)),
                person=person,
                reason=reason,
                opened_at=self._now(),
                sharing=sharing,
                deadline=deadline,
                topic=topic,
                waiting_since=self._now(),
            )
            self._database.table("cases").insert({"id": case.id, **_row(case)})
            self._insert_post(case.id, PostKind.CARD, "", None, urgent=case.is_urgent)
            self._statistics.count(Counted.CASE_OPENED, about=case.reason.value)
            return case

    def find(self, case: CaseId) -> Case | None:
        """Return a case, open or closed."""
        return self._one("id = ?", case)

    def of_person(self, person: PersonId) -> Case | None:
        """Return the open case of `person`."""
        return self._one("person = ? and state <> 'closed'", person)

    def in_thread(self, group: int, thread: int) -> Case | None:
        """Return the case of a forum topic, open or closed."""
        return self._one("group_id = ? and thread = ?", group, thread)

    def was_erased(self, group: int, thread: int) -> bool:
        """Tell whether a forum topic was that of a person who has erased everything."""
        with translated_errors():
            found = self._database.table("erased_topics").count_where(
                "group_id = ? and thread = ?", [group, thread]
            )
        return bool(found)

    def all_open(self) -> tuple[Case, ...]:
        """Return the open cases, the longest waiting first."""
        with translated_errors():
            rows = list(
                self._database.table("cases").rows_where(
                    "state <> 'closed'", order_by="coalesce(waiting_since, opened_at), id"
                )
            )
        return tuple(map(_case, rows))

    def times_since(self, since: datetime) -> tuple[CaseTimes, ...]:
        """Return the times of the cases that were opened at `since` or later, the oldest first."""
        with translated_errors():
            rows = list(
                self._database.table("cases").rows_where(
                    "opened_at >= ?",
                    [stored_time(since)],
                    select="opened_at, taken_at, answered_at, closed_at",
                    order_by="opened_at, id",
                )
            )
        return tuple(
            CaseTimes(
                datetime.fromisoformat(row["opened_at"]),
                _time(row["taken_at"]),
                _time(row["answered_at"]),
                _time(row["closed_at"]),
            )
            for row in rows
        )

    def save(self, case: Case, *posts: tuple[PostKind, str]) -> None:
        """Store a changed case together with what is to be posted about it."""
        with translated_errors(), self._database.atomic():
            before = self.find(case.id)
            if before is not None and before.is_open != case.is_open:
                change = Counted.CASE_OPENED if case.is_open else Counted.CASE_CLOSED
                self._statistics.count(change, about=case.reason.value)
            closed = {"closed_at": None if case.is_open else stored_time(self._now())}
            self._database.table("cases").update(case.id, {**_row(case), **closed})
            for kind, words in posts:
                self._insert_post(case.id, kind, words, None, urgent=False)

    def post(
        self, case: CaseId, kind: PostKind, text: str = "", source: int | None = None, *, urgent: bool = False
    ) -> None:
        """Put something on its way into the topic of a case."""
        with translated_errors(), self._database.atomic():
            self._insert_post(case, kind, text, source, urgent=urgent)

    def next_posts(self, limit: int) -> tuple[Post, ...]:
        """Return what is to be posted, the urgent first, otherwise in order."""
        with translated_errors():
            rows = list(
                self._database.table("desk_posts").rows_where(order_by="urgent desc, id", limit=limit)
            )
        return tuple(
            Post(
                PostId(row["id"]),
                CaseId(row["case_id"]),
                PostKind(row["kind"]),
                row["text"],
                row["source"],
                bool(row["urgent"]),
            )
            for row in rows
        )

    def posted(self, post: PostId) -> None:
        """Remember that a post has arrived."""
        with translated_errors(), self._database.atomic():
            self._database.table("desk_posts").delete_where("id = ?", [post])

    def feedback(self, person: PersonId, *, helped: bool) -> None:
        """Remember whether the last conversation of `person` helped; the first tap is counted."""
        with translated_errors(), self._database.atomic():
            rows = list(
                self._database.table("cases").rows_where(
                    "person = ? and state = 'closed'", [person], order_by="closed_at desc", limit=1
                )
            )
            if not rows:
                return
            if rows[0]["helped"] is None:
                self._statistics.count(Counted.HELPED if helped else Counted.NOT_HELPED)
            self._database.table("cases").update(rows[0]["id"], {"helped": int(helped)})

    def may_tell_waiting(self, case: CaseId, before: datetime) -> bool:
        """Tell whether the person may be told that they still wait, and remember that they are told now."""
        with translated_errors(), self._database.atomic():
            changed = self._database.execute(
                "update cases set told_at = ? where id = ? and (told_at is null or told_at < ?)",
                [stored_time(self._now()), case, stored_time(before)],
            )
            return bool(changed.rowcount)

    def to_follow_up(self, since: datetime, until: datetime) -> tuple[Case, ...]:
        """Return the conversations that were closed in this time and not followed up."""
        query = (
            "select * from cases where state = 'closed' and followed_up = 0"
            " and closed_at >= ? and closed_at <= ?"
            " and (sharing is not null or counsellor is not null)"
            " and not exists (select 1 from cases as other where other.person = cases.person"
            " and (other.state <> 'closed' or other.closed_at > cases.closed_at)) order by closed_at"
        )
        with translated_errors():
            rows = list(self._database.query(query, [stored_time(since), stored_time(until)]))
        return tuple(map(_case, rows))

    def begin_follow_up(self, case: CaseId) -> bool:
        """Remember that a case is followed up; False when it was already."""
        with translated_errors(), self._database.atomic():
            changed = self._database.execute(
                "update cases set followed_up = 1 where id = ? and followed_up = 0", [case]
            )
            return bool(changed.rowcount)

    def count_waiting(self) -> int:
        """Return how many posts are on their way."""
        with translated_errors():
            return int(self._database.table("desk_posts").count)

    def purge(self, before: datetime) -> int:
        """Erase cases that were closed before `before`, with their posts; return how many."""
        limit = [stored_time(before)]
        with translated_errors(), self._database.atomic():
            note_topics(self._database, "closed_at < ?", *limit)
            self._database.execute(
                "delete from desk_posts where case_id in (select id from cases where closed_at < ?)", limit
            )
            return int(self._database.execute("delete from cases where closed_at < ?", limit).rowcount)

    def _one(self, where: str, *values: object) -> Case | None:
        with translated_errors():
            rows = list(self._database.table("cases").rows_where(where, list(values), limit=1))
        return _case(rows[0]) if rows else None

    def _insert_post(
        self, case: CaseId, kind: PostKind, text: str, source: int | None, *, urgent: bool
    ) -> None:
        row = {"case_id": case, "kind": kind.value, "text": text, "source": source, "urgent": int(urgent)}
        self._database.table("desk_posts").insert(row)


def _row(case: Case) -> dict[str, Any]:
    return {
        "name": case.name,
        "person": case.person,
        "reason": case.reason.value,
        "opened_at": stored_time(case.opened_at),
        "state": case.state.value,
        "sharing": case.sharing.value if case.sharing else None,
        "deadline": case.deadline,
        "topic": case.topic,
        "group_id": case.group,
        "thread": case.thread,
        "card": case.card,
        "counsellor": case.counsellor,
        "waiting_since": stored_time(case.waiting_since) if case.waiting_since else None,
        "raised_at": stored_time(case.raised_at) if case.raised_at else None,
        "taken_at": stored_time(case.taken_at) if case.taken_at else None,
        "answered_at": stored_time(case.answered_at) if case.answered_at else None,
    }


def _case(row: dict[str, Any]) -> Case:
    return Case(
        id=CaseId(row["id"]),
        name=row["name"],
        person=PersonId(row["person"]),
        reason=CaseReason(row["reason"]),
        opened_at=datetime.fromisoformat(row["opened_at"]),
        state=CaseState(row["state"]),
        sharing=Sharing(row["sharing"]) if row["sharing"] else None,
        deadline=DeadlineId(row["deadline"]) if row["deadline"] else None,
        topic=TopicId(row["topic"]) if row["topic"] else None,
        group=row["group_id"],
        thread=row["thread"],
        card=row["card"],
        counsellor=CounsellorId(row["counsellor"]) if row["counsellor"] else None,
        waiting_since=_time(row["waiting_since"]),
        raised_at=_time(row["raised_at"]),
        taken_at=_time(row["taken_at"]),
        answered_at=_time(row["answered_at"]),
    )


def _time(stored: str | None) -> datetime | None:
    return datetime.fromisoformat(stored) if stored else None
