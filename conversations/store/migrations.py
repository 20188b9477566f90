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


@MIGRATIONS()
def create_interviews(database: Database) -> None:
    """Add the interview that a person is in: one at a time."""
    database.table("interviews").create(
        {
            "person": str,
            "interview": str,
            "run": str,
            "answers": str,
            "replaces": str,
            "known": int,
            "updated_at": str,
        },
        pk="person",
        not_null={"interview", "run", "answers", "known", "updated_at"},
        foreign_keys=[("person", "people", "id")],
    )


@MIGRATIONS()
def create_deadlines(database: Database) -> None:
    """Add deadlines, their reminders with a ledger of attempts, and what people chose about them."""
    database.table("deadlines").create(
        {
            "id": str,
            "person": str,
            "kind": str,
            "day": str,
            "time": str,
            "note": str,
            "estimated": int,
            "tells_counsellor": int,
            "state": str,
            "created_at": str,
        },
        pk="id",
        not_null={"person", "kind", "day", "note", "estimated", "tells_counsellor", "state", "created_at"},
        foreign_keys=[("person", "people", "id")],
    )
    database.table("deadlines").create_index(["person"])
    database.table("reminders").create(
        {
            "id": str,
            "deadline": str,
            "person": str,
            "distance": str,
            "due_at": str,
            "try_at": str,
            "urgency": int,
            "state": str,
            "tries": int,
            "answered": int,
        },
        pk="id",
        not_null={
            "deadline",
            "person",
            "distance",
            "due_at",
            "try_at",
            "urgency",
            "state",
            "tries",
            "answered",
        },
        foreign_keys=[("deadline", "deadlines", "id"), ("person", "people", "id")],
    )
    database.table("reminders").create_index(["deadline"])
    database.table("reminders").create_index(["person"])
    # Only what is still to come is looked for again and again: a small index however many have been sent.
    database.execute(
        "create index reminders_to_send on reminders (try_at, urgency) where state in ('planned', 'sending')"
    )
    database.table("reminder_attempts").create(
        {"reminder": str, "at": str, "outcome": str},
        not_null={"reminder", "at", "outcome"},
        foreign_keys=[("reminder", "reminders", "id")],
    )
    database.table("reminder_attempts").create_index(["reminder"])
    database.table("reminder_settings").create(
        {"person": str, "term_distances": str, "appointment_distances": str, "discreet": int},
        pk="person",
        not_null={"term_distances", "appointment_distances", "discreet"},
        foreign_keys=[("person", "people", "id")],
    )


@MIGRATIONS()
def create_cases(database: Database) -> None:
    """Add the cases in which a counsellor is needed; `announced_at` is set when the counsellors were told."""
    database.table("cases").create(
        {"id": str, "person": str, "reason": str, "deadline": str, "opened_at": str, "announced_at": str},
        pk="id",
        not_null={"person", "reason", "opened_at"},
        foreign_keys=[("person", "people", "id")],
    )
    database.table("cases").create_index(["person"])


@MIGRATIONS()
def create_desk(database: Database) -> None:
    """Make cases conversations: who has them, where their forum topic is, and what is on its way there."""
    cases = database.table("cases")
    for name in (
        "name",
        "state",
        "sharing",
        "topic",
        "counsellor",
        "waiting_since",
        "raised_at",
        "closed_at",
    ):
        cases.add_column(name, str)
    for name in ("group_id", "thread", "card", "helped"):
        cases.add_column(name, int)
    database.execute("update cases set name = id, state = 'closed', closed_at = opened_at")
    cases.create_index(["group_id", "thread"])
    database.table("erased_topics").create({"group_id": int, "thread": int}, not_null={"group_id", "thread"})
    database.table("desk_posts").create(
        {"id": int, "case_id": str, "kind": str, "text": str, "source": int, "urgent": int},
        pk="id",
        not_null={"case_id", "kind", "text", "urgent"},
        foreign_keys=[("case_id", "cases", "id")],
    )


@MIGRATIONS()
def create_inbox_and_outbox(database: Database) -> None:
    """Keep updates until they are handled, and messages until they have arrived.

    Numbers are never used twice (autoincrement): who reads on from a number must not miss a row.
    """
    database.execute(
        "create table inbox (id integer primary key autoincrement, update_id integer not null unique,"
        " lane text not null, payload text not null, tries integer not null, state text not null,"
        " received_at text not null)"
    )
    database.execute("create index inbox_waiting on inbox (id) where state = 'waiting'")
    database.execute(
        "create table outbox (id integer primary key autoincrement, lane text not null,"
        " payload text not null, urgent integer not null, since text not null)"
    )
    database.table("forgotten_conversations").create({"conversation": str}, pk="conversation")


@MIGRATIONS()
def create_statistics(database: Database) -> None:
    """Add when a case was first taken and answered, and daily counts in which there is no person."""
    cases = database.table("cases")
    for name in ("taken_at", "answered_at"):
        cases.add_column(name, str)
    columns = {"day": str, "language": str, "kind": str, "about": str, "count": int}
    database.table("daily_counts").create(
        columns, pk=("day", "language", "kind", "about"), not_null=set(columns)
    )


@MIGRATIONS()
def create_counsellor_requests(database: Database) -> None:
    """Add what counsellors asked and what people have not answered: dates to confirm, prepared questions."""
    # No foreign key to cases: both are purged on their own, after different times.
    database.table("counsellor_requests").create(
        {
            "id": str,
            "person": str,
            "case_id": str,
            "asked_at": str,
            "question": str,
            "kind": str,
            "day": str,
            "time": str,
            "place": str,
            "bring": str,
            "words": str,
        },
        pk="id",
        not_null={"person", "case_id", "asked_at"},
        foreign_keys=[("person", "people", "id")],
    )
    database.table("counsellor_requests").create_index(["person"])


@MIGRATIONS()
def create_the_persons_side(database: Database) -> None:
    """Add the questions of a day, how often a person was not understood, and what was sent about a case."""
    database.table("asked_questions").create(
        {"id": int, "person": str, "text": str, "topic": str, "asked_at": str},
        pk="id",
        not_null={"person", "text", "asked_at"},
        foreign_keys=[("person", "people", "id")],
    )
    database.table("asked_questions").create_index(["person"])
    database.table("people").add_column("unclear", int, not_null_default=0)
    database.table("cases").add_column("told_at", str)
    database.table("cases").add_column("followed_up", int, not_null_default=0)
    # Nobody who was helped long ago is asked about it after an upgrade.
    database.execute("update cases set followed_up = 1 where state = 'closed'")


@MIGRATIONS()
def create_privacy(database: Database) -> None:
    """Add the day on which a person was last here, the messages in the chats, and topics that stay erased.

    Who is known already was last here today, as far as can be told: nobody is erased for an old date.
    """
    database.table("people").add_column("seen_on", str)
    database.execute("update people set seen_on = date('now')")
    database.table("people").create_index(["seen_on"])
    database.table("chat_messages").create(
        {"person": str, "number": int, "at": str},
        pk=("person", "number"),
        not_null={"at"},
        foreign_keys=[("person", "people", "id")],
    )
    database.table("chat_messages").create_index(["at"])
    database.table("erased_topics").add_column("refused", int)


@MIGRATIONS()
def link_the_two_chats(database: Database) -> None:
    """Keep which messages of the two chats are the same, attachments by their file, and moved groups."""
    posts = database.table("desk_posts")
    posts.add_column("attachment", str)
    posts.add_column("reply_to", int)
    posts.add_column("held", int, not_null_default=0)
    posts.create_index(["case_id"])
    database.execute("update desk_posts set kind = 'attachment' where kind = 'copy'")
    links = database.table("desk_links")
    links.create(
        {"id": int, "case_id": str, "in_topic": int, "at_person": int},
        pk="id",
        not_null={"case_id", "in_topic", "at_person"},
        foreign_keys=[("case_id", "cases", "id")],
    )
    links.create_index(["case_id", "in_topic"])
    links.create_index(["case_id", "at_person"])
    database.table("moved_groups").create({"old": int, "new": int}, pk="old", not_null={"new"})
