"""The questions of the last day in the encrypted database; the caller holds the transaction."""

from datetime import UTC, datetime

from sqlite_utils import Database

from content.model import TopicId
from conversations.identifiers import PersonId
from conversations.people import ASKED_KEPT, MOST_ASKED_KEPT, AskedQuestion


def insert_asked(database: Database, person: PersonId, question: AskedQuestion) -> None:
    """Store a question, in the place of the same words and of what is too much."""
    table = database.table("asked_questions")
    table.delete_where("person = ? and text = ?", [person, question.text])
    table.insert(
        {
            "person": person,
            "text": question.text,
            "topic": question.topic,
            "asked_at": _text(question.asked_at),
        }
    )
    database.execute(
        "delete from asked_questions where person = ? and id not in"
        " (select id from asked_questions where person = ? order by id desc limit ?)",
        [person, person, MOST_ASKED_KEPT],
    )


def asked_by(database: Database, person: PersonId, now: datetime) -> tuple[AskedQuestion, ...]:
    """Return the questions of the last 24 hours, the oldest first."""
    rows = database.table("asked_questions").rows_where(
        "person = ? and asked_at >= ?", [person, _text(now - ASKED_KEPT)], order_by="id"
    )
    return tuple(
        AskedQuestion(
            row["text"],
            TopicId(row["topic"]) if row["topic"] else None,
            datetime.fromisoformat(row["asked_at"]),
        )
        for row in rows
    )


def purge_asked(database: Database, now: datetime) -> int:
    """Erase what is older than a day; return how many questions."""
    limit = _text(now - ASKED_KEPT)
    return int(database.execute("delete from asked_questions where asked_at < ?", [limit]).rowcount)


def erase_asked(database: Database, person: PersonId) -> None:
    """Erase the questions of `person`."""
    database.table("asked_questions").delete_where("person = ?", [person])


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
