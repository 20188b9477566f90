"""Messages on their way out, in the encrypted database."""

from collections.abc import Callable
from datetime import datetime

from sqlite_utils import Database

from conversations.outbox import Outgoing, OutgoingId
from conversations.store.database import translated_errors
from conversations.store.deadlines import text as stored_time


class StoredOutbox:
    """Keeps messages in `database`; every change is committed when the call returns."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        """Use an open database; `now` returns an aware time."""
        self._database = database
        self._now = now
        self._returned = 0

    def put(self, lane: str, payload: str, *, urgent: bool = False) -> None:
        """Put a message on its way."""
        row = {"lane": lane, "payload": payload, "urgent": int(urgent), "since": stored_time(self._now())}
        with translated_errors(), self._database.atomic():
            self._database.table("outbox").insert(row)

    def waiting(self) -> tuple[Outgoing, ...]:
        """Return what is to be sent and was not returned before by this object, in order."""
        with translated_errors():
            rows = list(self._database.table("outbox").rows_where("id > ?", [self._returned], order_by="id"))
        self._returned = max((row["id"] for row in rows), default=self._returned)
        return tuple(
            Outgoing(OutgoingId(row["id"]), row["lane"], row["payload"], bool(row["urgent"])) for row in rows
        )

    def is_waiting(self, message: OutgoingId) -> bool:
        """Tell whether a message is still to be sent: with a person goes what is on its way to them."""
        with translated_errors():
            return (
                self._database.execute("select 1 from outbox where id = ?", [message]).fetchone() is not None
            )

    def gone(self, message: OutgoingId) -> None:
        """Forget a message that has arrived, or never will."""
        with translated_errors(), self._database.atomic():
            self._database.execute("delete from outbox where id = ?", [message])

    def count_waiting(self) -> int:
        """Return how many messages are on their way."""
        with translated_errors():
            return int(self._database.table("outbox").count)

    def oldest(self) -> datetime | None:
        """Return since when the message that waits longest is on its way."""
        with translated_errors():
            (row,) = self._database.query("select min(since) as since from outbox")
        return datetime.fromisoformat(row["since"]) if row["since"] else None
