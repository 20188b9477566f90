"""Cases and the posts about them in the encrypted database."""

import json
import secrets
from collections.abc import Callable, Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlite_utils import Database

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
from conversations.deadlines import DeadlineId
from conversations.identifiers import PersonId, new_short_id
from conversations.statistics import Counted, NotCounting, Statistics
from conversations.store.case_rows import case_of, insert_link, post_of, row_of, time_of
from conversations.store.database import translated_errors
from conversations.store.deadlines import text as stored_time
from conversations.store.erased_topics import note_topics

_NAME_LETTERS = "BCDFGHJKLMNPQRSTVWXZ23456789"
_NAME_LENGTH = 5
_OF_CASES = ("desk_posts", "desk_links")
"""Tables whose rows belong to a case and go with it."""


class StoredCases:
    """Remembers cases in `database`; every change is committed when the call returns."""

    def __init__(
        self,
        database: Database,
        now: Callable[[], datetime],
        statistics: Statistics | None = None,
        *,
        posting: bool = True,
    ) -> None:
        """Use an open database; `now` returns an aware time. Without `statistics` nothing is counted.

        Without `posting`, where there is no group, nothing is put on its way: it would only pile up.
        """
        self._database = database
        self._now = now
        self._statistics = statistics or NotCounting()
        self._posting = posting

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
                again = called_again(known, reason, self._now())
                if again is None:
                    return known
                case, worse = again
                self.save(case)
                kind, words = (PostKind.CARD, "") if worse else (PostKind.CALLED_AGAIN, reason.value)
                self.post(case.id, kind, words, urgent=worse)
                return case
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
            self._database.table("cases").insert({"id": case.id, **row_of(case)})
            self._insert_post(case.id, PostKind.CARD, urgent=case.is_urgent)
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
        return tuple(map(case_of, rows))

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
                time_of(row["taken_at"]),
                time_of(row["answered_at"]),
                time_of(row["closed_at"]),
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
            self._database.table("cases").update(case.id, {**row_of(case), **closed})
            for kind, words in posts:
                self._insert_post(case.id, kind, words)

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
        with translated_errors(), self._database.atomic():
            self._insert_post(
                case,
                kind,
                text,
                source=source,
                urgent=urgent,
                attachment=attachment,
                reply_to=reply_to,
                held=held,
            )

    def end_hold(self, case: CaseId, source: int, *, passes: bool) -> bool:
        """Let a held post go its way, or drop it; False when it is not held (any more)."""
        statement = (
            "update desk_posts set held = 0 where case_id = ? and source = ? and held = 1"
            if passes
            else "delete from desk_posts where case_id = ? and source = ? and held = 1"
        )
        with translated_errors(), self._database.atomic():
            return bool(self._database.execute(statement, [case, source]).rowcount)

    def next_posts(self, limit: int) -> tuple[Post, ...]:
        """Return what is to be posted, the urgent first, otherwise in order."""
        with translated_errors():
            rows = list(
                self._database.table("desk_posts").rows_where(
                    "held = 0", order_by="urgent desc, id", limit=limit
                )
            )
        return tuple(map(post_of, rows))

    def waiting(self) -> tuple[Waiting, ...]:
        """Return the cases with something on its way: the urgent first, then the longest waiting."""
        query = (
            "select case_id, group_id, thread, max(urgent) as urgent, min(kind = 'pin') as only_pin"
            " from desk_posts join cases on cases.id = case_id where held = 0 group by case_id"
            " order by urgent desc, only_pin, min(case when kind <> 'pin' then desk_posts.id end), case_id"
        )
        with translated_errors():
            rows = list(self._database.query(query))
        return tuple(
            Waiting(
                CaseId(row["case_id"]),
                row["group_id"],
                row["thread"],
                urgent=bool(row["urgent"]),
                only_pin=bool(row["only_pin"]),
            )
            for row in rows
        )

    def posts_of(self, case: CaseId) -> tuple[Post, ...]:
        """Return what is on its way for one case, in order."""
        with translated_errors():
            return tuple(
                map(
                    post_of,
                    self._database.table("desk_posts").rows_where(
                        "case_id = ? and held = 0", [case], order_by="id"
                    ),
                )
            )

    def posted(self, *posts: PostId) -> None:
        """Remember that posts have arrived, all of them or none."""
        with translated_errors(), self._database.atomic():
            for post in posts:
                self._database.table("desk_posts").delete_where("id = ?", [post])

    def arrived(self, posts: Iterable[Post], message: int | None = None) -> None:
        """Remember that posts have arrived, in this message of the topic; replies and edits find it there."""
        with translated_errors(), self._database.atomic():
            for post in posts:
                self._database.table("desk_posts").delete_where("id = ?", [post.id])
                if message is not None and post.source is not None:
                    insert_link(self._database, post.case, message, post.source)

    def announce_unposted(self) -> int:
        """Put the cards of open cases on their way that no group has ever seen; return how many."""
        query = (
            "select id from cases where state <> 'closed' and thread is null"
            " and id not in (select case_id from desk_posts) order by opened_at, id"
        )
        with translated_errors(), self._database.atomic():
            found = [self._one("id = ?", row["id"]) for row in self._database.query(query)]
            for case in found:
                if case is not None:
                    self._insert_post(case.id, PostKind.CARD, urgent=case.is_urgent)
        return len(found)

    def link(self, case: CaseId, in_topic: int, at_person: int) -> None:
        """Remember that a message in the topic and one in the person's chat are the same."""
        with translated_errors(), self._database.atomic():
            insert_link(self._database, case, in_topic, at_person)

    def in_topic(self, case: CaseId, at_person: int) -> int | None:
        """Return the message in the topic that is the same as one in the person's chat."""
        found = self._links("case_id = ? and at_person = ?", case, at_person)
        return found[0]["in_topic"] if found else None

    def at_person(self, case: CaseId, in_topic: int) -> tuple[int, ...]:
        """Return the messages in the person's chat that are the same as one in the topic, in order."""
        return tuple(row["at_person"] for row in self._links("case_id = ? and in_topic = ?", case, in_topic))

    def unlink(self, case: CaseId, in_topic: int | None = None) -> None:
        """Forget what one message of the topic was the same as; without one, of all its messages."""
        where = "case_id = ?" if in_topic is None else "case_id = ? and in_topic = ?"
        values: list[object] = [case] if in_topic is None else [case, in_topic]
        with translated_errors(), self._database.atomic():
            self._database.table("desk_links").delete_where(where, values)

    def move_group(self, old: int, new: int) -> None:
        """Follow a group that has a new number, now and after the next start."""
        with translated_errors(), self._database.atomic():
            self._database.execute("update cases set group_id = ? where group_id = ?", [new, old])
            self._database.execute("update erased_topics set group_id = ? where group_id = ?", [new, old])
            self._database.table("moved_groups").upsert({"old": old, "new": new}, pk="old")

    def moved_to(self, group: int) -> int:
        """Return the number that a group has now."""
        with translated_errors():
            moves = {row["old"]: row["new"] for row in self._database.table("moved_groups").rows}
        seen = {group}
        while (after := moves.get(group)) is not None and after not in seen:
            group = after
            seen.add(group)
        return group

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
        return tuple(map(case_of, rows))

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
            for table in _OF_CASES:
                self._database.table(table).delete_where(
                    "case_id in (select id from cases where closed_at < ?)", limit
                )
            return int(self._database.execute("delete from cases where closed_at < ?", limit).rowcount)

    def _one(self, where: str, *values: object) -> Case | None:
        with translated_errors():
            rows = list(self._database.table("cases").rows_where(where, list(values), limit=1))
        return case_of(rows[0]) if rows else None

    def _links(self, where: str, *values: object) -> list[dict[str, Any]]:
        with translated_errors():
            return list(self._database.table("desk_links").rows_where(where, list(values), order_by="id"))

    def _insert_post(
        self,
        case: CaseId,
        kind: PostKind,
        text: str = "",
        *,
        source: int | None = None,
        urgent: bool = False,
        attachment: Attachment | None = None,
        reply_to: int | None = None,
        held: bool = False,
    ) -> None:
        if not self._posting:
            return
        self._database.table("desk_posts").insert(
            {
                "case_id": case,
                "kind": kind.value,
                "text": text,
                "source": source,
                "urgent": int(urgent),
                "attachment": json.dumps(asdict(attachment)) if attachment is not None else None,
                "reply_to": reply_to,
                "held": int(held),
            }
        )
