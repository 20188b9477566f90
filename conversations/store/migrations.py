"""The schema of the database, change by change; never edit a change that has been released."""

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

MIGRATIONS = Migrations("wegwijzer")


@MIGRATIONS()
def create_people(database: Database) -> None:
    """Add people and the one question that may wait for each of them."""
    database.table("people").create(
        {
            "id": str,
            "channel": str,
            "number": str,
            "conversation": str,
            "language": str,
            "consent": str,
            "last_topic": str,
            "last_topic_at": str,
            "created_at": str,
        },
        pk="id",
        not_null={"channel", "number", "conversation", "consent", "created_at"},
    )
    database.table("people").create_index(["channel", "number"], unique=True)
    database.table("pending_questions").create(
        {"person": str, "text": str, "received_at": str},
        pk="person",
        not_null={"text", "received_at"},
        foreign_keys=[("person", "people", "id")],
    )
