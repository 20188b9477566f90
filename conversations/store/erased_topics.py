"""Forum topics of erased cases in the encrypted database."""

from sqlite_utils import Database

from conversations.erased_topics import ErasedTopic
from conversations.store.database import translated_errors


class StoredErasedTopics:
    """Remembers topics in `database`; every change is committed when the call returns."""

    def __init__(self, database: Database) -> None:
        """Use an open database."""
        self._database = database

    def to_delete(self, limit: int) -> tuple[ErasedTopic, ...]:
        """Return topics that are to be deleted, the longest waiting first."""
        with translated_errors():
            rows = list(
                self._database.table("erased_topics").rows_where(
                    "refused is null", order_by="rowid", limit=limit
                )
            )
        return tuple(ErasedTopic(row["group_id"], row["thread"]) for row in rows)

    def deleted(self, topic: ErasedTopic) -> None:
        """Forget a topic that is gone."""
        with translated_errors(), self._database.atomic():
            self._database.table("erased_topics").delete_where(
                "group_id = ? and thread = ?", [topic.group, topic.thread]
            )

    def refused(self, topic: ErasedTopic) -> None:
        """Remember that Telegram will never delete a topic; who writes there still reads that it is over."""
        with translated_errors(), self._database.atomic():
            self._database.execute(
                "update erased_topics set refused = 1 where group_id = ? and thread = ?",
                [topic.group, topic.thread],
            )


def note_topics(database: Database, where: str, value: str) -> None:
    """Note the forum topics of the cases that are about to be erased; the caller holds the transaction."""
    database.execute(
        "insert into erased_topics (group_id, thread)"  # noqa: S608 - conditions are constants of this package
        f" select group_id, thread from cases where ({where}) and thread is not null",
        [value],
    )
