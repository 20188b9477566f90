"""Daily counts in the encrypted database."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlite_utils import Database

from content.model import LanguageCode
from conversations.statistics import Counted, DailyCount
from conversations.store.database import translated_errors


class StoredStatistics:
    """Counts in `database`; a count made inside a transaction of the store is part of it."""

    def __init__(self, database: Database, now: Callable[[], datetime], timezone: ZoneInfo) -> None:
        """Use an open database; `now` returns an aware time, days begin at midnight in `timezone`."""
        self._database = database
        self._now = now
        self._timezone = timezone

    def count(self, kind: Counted, language: LanguageCode | None = None, about: str = "") -> None:
        """Count one more of `kind` today."""
        with translated_errors(), self._database.atomic():
            self._database.execute(
                "insert into daily_counts (day, language, kind, about, count) values (?, ?, ?, ?, 1)"
                " on conflict (day, language, kind, about) do update set count = count + 1",
                [self._today().isoformat(), language or "", kind.value, about],
            )

    def last_days(self, days: int) -> tuple[DailyCount, ...]:
        """Return the counts of today and the days before it, `days` in all, the oldest first."""
        first = self._today() - timedelta(days=days - 1)
        with translated_errors():
            rows = list(
                self._database.table("daily_counts").rows_where(
                    "day >= ?", [first.isoformat()], order_by="day, language, kind, about"
                )
            )
        return tuple(
            DailyCount(
                date.fromisoformat(row["day"]),
                LanguageCode(row["language"]) if row["language"] else None,
                Counted(row["kind"]),
                row["about"],
                row["count"],
            )
            for row in rows
        )

    def purge(self, before: date) -> int:
        """Erase the counts of days before `before`; return how many."""
        with translated_errors(), self._database.atomic():
            erased = self._database.execute("delete from daily_counts where day < ?", [before.isoformat()])
            return int(erased.rowcount)

    def _today(self) -> date:
        return self._now().astimezone(self._timezone).date()
