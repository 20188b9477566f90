"""Updates on their way in, in the encrypted database."""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlite_utils import Database

from conversations.inbox import ReceivedUpdate
from conversations.store.database import translated_errors
from conversations.store.deadlines import text as stored_time

_WAITING, _DONE, _SET_ASIDE = "waiting", "done", "set_aside"


class StoredInbox:
    """Keeps updates in `database`; every change is committed when the call returns."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        """Use an open database; `now` returns an aware time."""
        self._database = database
        self._now = now
        self._returned = 0

    def keep(self, updates: Sequence[ReceivedUpdate]) -> int:
        """Store `updates`; one that is known already is left alone. Return how many are new."""
        now = stored_time(self._now())
        with translated_errors(), self._database.atomic():
            return sum(
                self._database.execute(
                    "insert into inbox (update_id, lane, payload, tries, state, received_at)"
                    " values (?, ?, ?, 0, ?, ?) on conflict (update_id) do nothing",
                    [update.id, update.lane, update.payload, _WAITING, now],
                ).rowcount
                for update in updates
            )

    def waiting(self) -> tuple[ReceivedUpdate, ...]:
        """Return what is to be handled and was not returned before by this object, in order of arrival."""
        with translated_errors():
            rows = list(
                self._database.query(
                    "select id, update_id, lane, payload, tries from inbox"
                    " where state = 'waiting' and id > ? order by id",
                    [self._returned],
                )
            )
        self._returned = max((row["id"] for row in rows), default=self._returned)
        return tuple(
            ReceivedUpdate(row["update_id"], row["lane"], row["payload"], row["tries"]) for row in rows
        )

    def done(self, update: int) -> None:
        """Remember that an update was handled; its payload and its chat go."""
        with translated_errors(), self._database.atomic():
            self._database.execute(
                "update inbox set state = ?, payload = '', lane = '' where update_id = ?", [_DONE, update]
            )

    def failed(self, update: int) -> int:
        """Count a failed try, and return how many there were."""
        with translated_errors(), self._database.atomic():
            self._database.execute("update inbox set tries = tries + 1 where update_id = ?", [update])
            found = self._database.query("select tries from inbox where update_id = ?", [update])
            return int(next(iter(found))["tries"])

    def set_aside(self, update: int) -> None:
        """Handle an update no more; it is kept for the operator until it is purged."""
        with translated_errors(), self._database.atomic():
            self._database.execute("update inbox set state = ? where update_id = ?", [_SET_ASIDE, update])

    def count_waiting(self) -> int:
        """Return how many updates are to be handled."""
        return self._count(_WAITING)

    def count_set_aside(self) -> int:
        """Return how many updates were set aside."""
        return self._count(_SET_ASIDE)

    def purge(self, before: datetime) -> int:
        """Forget the numbers of updates handled before `before`, and what was set aside."""
        with translated_errors(), self._database.atomic():
            return int(
                self._database.execute(
                    "delete from inbox where state <> ? and received_at < ?", [_WAITING, stored_time(before)]
                ).rowcount
            )

    def _count(self, state: str) -> int:
        with translated_errors():
            return int(self._database.table("inbox").count_where("state = ?", [state]))
