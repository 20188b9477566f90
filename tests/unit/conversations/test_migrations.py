"""The schema of the database."""

from pathlib import Path

import pytest
from sqlite_utils import Database

from conversations.errors import NewerDatabaseError
from conversations.store.database import database_path, is_older, open_database
from conversations.store.migrations import MIGRATIONS


def _schema(database: Database) -> dict[str, list[str]]:
    return {
        table.name: [column.name for column in table.columns]
        for table in database.tables
        if not table.name.startswith(("_sqlite", "sqlite_"))
    }


def test_a_fresh_database_has_the_tables(fresh_database: Database) -> None:
    """What is kept about people is these columns and no others."""
    assert _schema(fresh_database) == {
        "people": [
            "id",
            "channel",
            "number",
            "conversation",
            "language",
            "consent",
            "last_topic",
            "last_topic_at",
            "created_at",
            "unclear",
            "seen_on",
        ],
        "asked_questions": ["id", "person", "text", "topic", "asked_at"],
        "pending_questions": ["person", "text", "received_at"],
        "interviews": ["person", "interview", "run", "answers", "replaces", "known", "updated_at"],
        "deadlines": [
            "id",
            "person",
            "kind",
            "day",
            "time",
            "note",
            "estimated",
            "tells_counsellor",
            "state",
            "created_at",
        ],
        "reminders": [
            "id",
            "deadline",
            "person",
            "distance",
            "due_at",
            "try_at",
            "urgency",
            "state",
            "tries",
            "answered",
        ],
        "reminder_attempts": ["reminder", "at", "outcome"],
        "reminder_settings": ["person", "term_distances", "appointment_distances", "discreet"],
        "cases": [
            "id",
            "person",
            "reason",
            "deadline",
            "opened_at",
            "announced_at",
            "name",
            "state",
            "sharing",
            "topic",
            "counsellor",
            "waiting_since",
            "raised_at",
            "closed_at",
            "group_id",
            "thread",
            "card",
            "helped",
            "taken_at",
            "answered_at",
            "told_at",
            "followed_up",
        ],
        "erased_topics": ["group_id", "thread", "refused"],
        "chat_messages": ["person", "number", "at"],
        "desk_posts": [
            "id",
            "case_id",
            "kind",
            "text",
            "source",
            "urgent",
            "attachment",
            "reply_to",
            "held",
        ],
        "desk_links": ["id", "case_id", "in_topic", "at_person"],
        "moved_groups": ["old", "new"],
        "inbox": ["id", "update_id", "lane", "payload", "tries", "state", "received_at"],
        "outbox": ["id", "lane", "payload", "urgent", "since"],
        "forgotten_conversations": ["conversation"],
        "daily_counts": ["day", "language", "kind", "about", "count"],
        "counsellor_requests": [
            "id",
            "person",
            "case_id",
            "asked_at",
            "question",
            "kind",
            "day",
            "time",
            "place",
            "bring",
            "words",
        ],
    }


def test_every_change_is_recorded(fresh_database: Database) -> None:
    """The next version knows which changes this database has had."""
    assert [change.name for change in MIGRATIONS.pending(fresh_database)] == []
    assert "create_people" in [change.name for change in MIGRATIONS.applied(fresh_database)]


def test_applying_twice_is_harmless(fresh_database: Database) -> None:
    """A restart changes neither the schema nor what is kept."""
    row = {
        "id": "1",
        "channel": "c",
        "number": "n",
        "conversation": "k",
        "consent": "given",
        "created_at": "t",
    }
    fresh_database.table("people").insert(row)
    before = _schema(fresh_database)
    MIGRATIONS.apply(fresh_database)

    assert _schema(fresh_database) == before
    assert fresh_database.table("people").count == 1


def test_opening_again_applies_nothing_twice(fresh_database: Database, data_folder: Path) -> None:
    """Each change is recorded once, however often the program starts."""
    before = len(MIGRATIONS.applied(fresh_database))
    again = open_database(data_folder, data_folder / "key")

    assert len(MIGRATIONS.applied(again)) == before
    again.close()


def test_one_person_cannot_be_stored_twice(fresh_database: Database) -> None:
    """The database itself keeps a channel and number unique."""
    indexes = [(index.columns, index.unique) for index in fresh_database.table("people").indexes]

    assert (["channel", "number"], 1) in indexes


def test_a_newer_version_was_here(fresh_database: Database, data_folder: Path) -> None:
    """A version that does not know the form of the database leaves it alone: it could lose what is new."""
    key_file = data_folder / "key"
    assert not is_older(database_path(data_folder), key_file)
    applied = {"migration_set": "wegwijzer", "name": "of_tomorrow", "applied_at": "now"}
    fresh_database.table("_sqlite_migrations").insert(applied)

    with pytest.raises(NewerDatabaseError, match="restore the backup from before the update"):
        open_database(data_folder, key_file)


def test_an_older_database_is_known_without_changing_it(fresh_database: Database, data_folder: Path) -> None:
    """Whoever only looks can tell that a change of form is to come."""
    key_file = data_folder / "key"
    (last,) = fresh_database.query("select max(id) as id from _sqlite_migrations")
    fresh_database.table("_sqlite_migrations").delete(last["id"])

    assert is_older(database_path(data_folder), key_file)
    assert is_older(database_path(data_folder), key_file)
