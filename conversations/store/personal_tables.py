"""Every table with something about a person: what it holds, how long, and how to find a person's rows.

Copies, erasing and the clean-up of people all follow this list; a test compares it with the schema.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlite_utils import Database

from conversations.identifiers import PersonId
from conversations.personal_data import DataKind, RetentionClass
from conversations.store.erased_topics import note_topics

_OF_THE_PERSON = "person = ?"
_NOTE_CONVERSATION = """
insert or ignore into forgotten_conversations (conversation) select conversation from people where id = ?
"""
_OF_THE_CHAT = "lane = (select number from people where id = ?)"


@dataclass(frozen=True, slots=True)
class PersonalTable:
    """A table; `whose` is the condition for the rows of a person, whose id is its only value.

    `withheld` names columns that are not about the person and so not in their copy.
    """

    name: str
    kind: DataKind
    retention: RetentionClass
    whose: str = _OF_THE_PERSON
    withheld: tuple[str, ...] = ()


PERSONAL_TABLES = (
    PersonalTable("pending_questions", DataKind.QUESTION, RetentionClass.TALK),
    PersonalTable("asked_questions", DataKind.ASKED, RetentionClass.MESSAGES),
    PersonalTable("interviews", DataKind.INTERVIEW, RetentionClass.INTERVIEWS),
    PersonalTable(
        "desk_posts",
        DataKind.POST,
        RetentionClass.CASES,
        "case_id in (select id from cases where person = ?)",
        # What is on its way to the counsellors may name them.
        withheld=("text", "attachment"),
    ),
    PersonalTable(
        "desk_links",
        DataKind.LINK,
        RetentionClass.CASES,
        "case_id in (select id from cases where person = ?)",
        withheld=("in_topic",),
    ),
    PersonalTable(
        "cases",
        DataKind.CASE,
        RetentionClass.CASES,
        withheld=("counsellor", "group_id", "thread", "card"),
    ),
    PersonalTable(
        "reminder_attempts",
        DataKind.ATTEMPT,
        RetentionClass.DEADLINES,
        "reminder in (select id from reminders where person = ?)",
    ),
    PersonalTable("reminders", DataKind.REMINDER, RetentionClass.DEADLINES),
    PersonalTable("deadlines", DataKind.DEADLINE, RetentionClass.DEADLINES),
    PersonalTable("reminder_settings", DataKind.SETTINGS, RetentionClass.PEOPLE),
    PersonalTable("chat_messages", DataKind.CHAT_MESSAGE, RetentionClass.MESSAGES),
    PersonalTable("counsellor_requests", DataKind.REQUEST, RetentionClass.CASES),
    PersonalTable(
        "inbox",
        DataKind.UPDATE,
        RetentionClass.MESSAGES,
        # What waits to be handled stays: it may have been sent after the wish to be forgotten.
        f"{_OF_THE_CHAT} and state <> 'waiting'",
        withheld=("payload",),
    ),
    PersonalTable("outbox", DataKind.OUTGOING, RetentionClass.MESSAGES, _OF_THE_CHAT, withheld=("payload",)),
    PersonalTable("people", DataKind.PERSON, RetentionClass.PEOPLE, "id = ?"),
)
"""In the order in which they are erased: what refers to another table comes before it."""

NOT_PERSONAL = frozenset({"erased_topics", "daily_counts", "forgotten_conversations", "moved_groups"})
"""Tables with nothing that leads to a person: topics to delete, counts, what Rasa is to forget, groups."""


def erase_rows(
    database: Database, person: PersonId, kinds: Collection[DataKind] = frozenset(DataKind)
) -> Mapping[DataKind, int]:
    """Erase what is kept of `kinds` about `person`; the caller holds the transaction.

    With the person goes what the understanding keeps of the conversation: that it is to do so is noted here.
    Returns how many rows of each kind there were.
    """
    if DataKind.CASE in kinds:
        note_topics(database, _OF_THE_PERSON, person)
    if DataKind.PERSON in kinds:
        database.execute(_NOTE_CONVERSATION, [person])
    erased: dict[DataKind, int] = {}
    for table in PERSONAL_TABLES:
        if table.kind in kinds:
            # The names and conditions are the constants above.
            query = f"delete from {table.name} where {table.whose}"  # noqa: S608
            rows = int(database.execute(query, [person]).rowcount)
            if rows:
                erased[table.kind] = rows
    return erased
