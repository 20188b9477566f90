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
    CounsellorId,
    Post,
    PostId,
    PostKind,
    Sharing,
)
from conversations.deadlines import DeadlineId
from conversations.identifiers import PersonId, new_short_id
from conversations.store.database import translated_errors
from conversations.store.deadlines import text as stored_time

_NAME_LETTERS = "BCDFGHJKLMNPQRSTVWXZ23456789"
_NAME_LENGTH = 5
_URGENCY = list(CaseReason)


class StoredCases:
    """Remembers cases in `database`; every change is committed when the call returns."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        """Use an open database; `now` returns an aware time."""
        self._database = database
        self._now = now

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

    def save(self, case: Case, *posts: tuple[PostKind, str]) -> None:
        """Store a changed case together with what is to be posted about it."""
        with translated_errors(), self._database.atomic():
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

    def posted(self, *posts: PostId) -> None:
        """Remember that posts have arrived, all of them or none."""
        with translated_errors(), self._database.atomic():
            for post in posts:
                self._database.table("desk_posts").delete_where("id = ?", [post])

    def feedback(self, person: PersonId, *, helped: bool) -> None:
        """Remember whether the last conversation of `person` helped."""
        with translated_errors(), self._database.atomic():
            self._database.execute(
                "update cases set helped = ? where id = (select id from cases"
                " where person = ? and state = 'closed' order by closed_at desc limit 1)",
                [int(helped), person],
            )

    def count_waiting(self) -> int:
        """Return how many posts are on their way."""
        with translated_errors():
            return int(self._database.table("desk_posts").count)

    def purge(self, before: datetime) -> int:
        """Erase cases that were closed before `before`, with their posts; return how many."""
        limit = [stored_time(before)]
        with translated_errors(), self._database.atomic():
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


def erase_cases(database: Database, person: PersonId) -> None:
    """Erase what is kept for `person` in these tables; the caller holds the transaction.

    Only the numbers of the forum topics stay, so that a counsellor who writes there reads that it is over.
    """
    database.execute(
        "insert into erased_topics (group_id, thread)"
        " select group_id, thread from cases where person = ? and thread is not null",
        [person],
    )
    database.execute(
        "delete from desk_posts where case_id in (select id from cases where person = ?)", [person]
    )
    database.table("cases").delete_where("person = ?", [person])


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
        waiting_since=datetime.fromisoformat(row["waiting_since"]) if row["waiting_since"] else None,
        raised_at=datetime.fromisoformat(row["raised_at"]) if row["raised_at"] else None,
    )
