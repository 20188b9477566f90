"""Rows of cases and of what is on its way about them, and what they mean."""

import json
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from content.model import TopicId
from conversations.attachments import Attachment, AttachmentKind
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
from conversations.identifiers import PersonId
from conversations.store.deadlines import text as stored_time


def post_of(row: dict[str, Any]) -> Post:
    """Return the post that a row is."""
    return Post(
        PostId(row["id"]),
        CaseId(row["case_id"]),
        PostKind(row["kind"]),
        row["text"],
        row["source"],
        urgent=bool(row["urgent"]),
        attachment=_attachment(json.loads(row["attachment"])) if row["attachment"] else None,
        reply_to=row["reply_to"],
    )


def _attachment(stored: dict[str, Any]) -> Attachment:
    return Attachment(**{**stored, "kind": AttachmentKind(stored["kind"])})


def row_of(case: Case) -> dict[str, Any]:
    """Return the columns of a case."""
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


def case_of(row: dict[str, Any]) -> Case:
    """Return the case that a row is."""
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
        waiting_since=time_of(row["waiting_since"]),
        raised_at=time_of(row["raised_at"]),
        taken_at=time_of(row["taken_at"]),
        answered_at=time_of(row["answered_at"]),
    )


def time_of(stored: str | None) -> datetime | None:
    """Return the moment that is stored, if there is one."""
    return datetime.fromisoformat(stored) if stored else None


def insert_link(database: Database, case: CaseId, in_topic: int, at_person: int) -> None:
    """Link two messages, unless the case was erased meanwhile; the caller holds the transaction."""
    database.execute(
        "insert into desk_links (case_id, in_topic, at_person) select id, ?, ? from cases where id = ?",
        [in_topic, at_person, case],
    )
