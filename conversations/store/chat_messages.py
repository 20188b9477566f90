"""The numbers of messages in the chats, in the encrypted database."""

from collections.abc import Callable, Collection
from datetime import datetime

from sqlite_utils import Database

from conversations.events import Address
from conversations.store.database import translated_errors
from conversations.store.deadlines import text

_PERSON = "(select id from people where channel = ? and number = ?)"


class StoredChatMessages:
    """Remembers numbers in `database`; every change is committed when the call returns."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        """Use an open database; `now` returns an aware time."""
        self._database = database
        self._now = now

    def remember(self, address: Address, numbers: Collection[int]) -> None:
        """Remember messages in the chat of the person at `address`; nothing when nobody is known there."""
        query = (
            "insert or replace into chat_messages (person, number, at)"
            " select id, ?, ? from people where channel = ? and number = ?"
        )
        at = text(self._now())
        with translated_errors(), self._database.atomic():
            for number in numbers:
                self._database.execute(query, [number, at, address.channel, address.number])

    def recent(self, address: Address, since: datetime) -> tuple[int, ...]:
        """Return the numbers of the messages in a chat since a moment, the newest first."""
        with translated_errors():
            rows = self._database.table("chat_messages").rows_where(
                f"person = {_PERSON} and at >= ?",
                [address.channel, address.number, text(since)],
                order_by="number desc",
            )
            return tuple(int(row["number"]) for row in rows)

    def forget(self, address: Address, numbers: Collection[int]) -> None:
        """Forget messages that are gone from the chat."""
        query = f"delete from chat_messages where person = {_PERSON} and number = ?"  # noqa: S608 - a constant
        with translated_errors(), self._database.atomic():
            for number in numbers:
                self._database.execute(query, [address.channel, address.number, number])

    def purge(self, before: datetime) -> int:
        """Forget messages from before a moment; return how many."""
        with translated_errors(), self._database.atomic():
            return int(
                self._database.execute("delete from chat_messages where at < ?", [text(before)]).rowcount
            )
