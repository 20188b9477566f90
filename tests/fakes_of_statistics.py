"""A stand-in for the daily counts."""

from collections import Counter
from datetime import date, timedelta

from content.model import LanguageCode
from conversations.statistics import Counted, DailyCount, Statistics
from tests.fakes import AMSTERDAM, SettableClock

_Key = tuple[date, LanguageCode | None, Counted, str]


class FakeStatistics:
    """Counts in memory, by the contract of `conversations.statistics.Statistics`."""

    def __init__(self, now: SettableClock) -> None:
        self._now = now
        self._counts: Counter[_Key] = Counter()

    def count(self, kind: Counted, language: LanguageCode | None = None, about: str = "") -> None:
        self._counts[self._today(), language, kind, about] += 1

    def last_days(self, days: int) -> tuple[DailyCount, ...]:
        first = self._today() - timedelta(days=days - 1)
        ordered = sorted(
            self._counts.items(), key=lambda entry: (entry[0][0], entry[0][1] or "", *entry[0][2:])
        )
        return tuple(DailyCount(*key, count) for key, count in ordered if key[0] >= first)

    def purge(self, before: date) -> int:
        old = [key for key in self._counts if key[0] < before]
        for key in old:
            del self._counts[key]
        return len(old)

    def _today(self) -> date:
        return self._now().astimezone(AMSTERDAM).date()


def counted(statistics: Statistics, days: int = 1) -> list[tuple[str | None, Counted, str, int]]:
    """Return what was counted on the last days: language, what, about what, how often."""
    return [(each.language, each.kind, each.about, each.count) for each in statistics.last_days(days)]
