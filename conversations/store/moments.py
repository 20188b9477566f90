"""Moments that were stored while the clock was ahead: after it went back they must not hold anything up."""

from collections.abc import Callable
from datetime import datetime

from sqlite_utils import Database

from conversations.store.database import translated_errors
from conversations.store.deadlines import text

_CASES = (
    "update cases set waiting_since = min(waiting_since, :now), raised_at = min(raised_at, :now),"
    " told_at = min(told_at, :now) where waiting_since > :now or raised_at > :now or told_at > :now"
)
_REMINDERS = (
    "update reminders set try_at = due_at where state in ('planned', 'sending') and try_at > due_at"
    " and try_at > :now and exists (select 1 from reminder_attempts"
    " where reminder = reminders.id and at > :now)"
)


class StoredMoments:
    """Knows by which moments of the past something is waited for."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        """Use an open database; `now` returns an aware time."""
        self._database = database
        self._now = now

    def bring_back(self) -> int:
        """Let nothing have happened later than now; return how many rows said so.

        Who wrote while the clock was days ahead has waited since now, and a reminder that was put off then is
        due when it was planned. Raises StoreError.
        """
        now = {"now": text(self._now())}
        with translated_errors(), self._database.atomic():
            return sum(self._database.execute(each, now).rowcount for each in (_CASES, _REMINDERS))
