"""What a measure hands over: figures with their units, and the arithmetic on samples."""

import math
import statistics
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Figure:
    """One number: what it is, how much, of what, and a word of explanation."""

    name: str
    value: float | None
    unit: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Chapter:
    """The figures of one measure; `begun`, aware, is when the run began that they are from."""

    key: str
    title: str
    figures: tuple[Figure, ...]
    note: str = ""
    begun: datetime | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """What a figure is held against: the least that is good enough, and the aim."""

    figure: str
    least: float
    aim: float
    more_is_better: bool = False

    def verdict(self, value: float | None) -> str:
        """Return `aim`, `good enough` or `missed`; nothing without a value."""
        if value is None:
            return ""
        sign = -1 if self.more_is_better else 1
        if sign * value <= sign * self.aim:
            return "aim"
        return "good enough" if sign * value <= sign * self.least else "missed"


@dataclass(frozen=True, slots=True)
class Answers:
    """Times in seconds from message to answer; `missing` got none in time."""

    seconds: tuple[float, ...]
    missing: int = 0

    @property
    def p50(self) -> float:
        """Return the median."""
        return percentile(self.seconds, 50)

    @property
    def p95(self) -> float:
        """Return what nineteen of twenty do not exceed; endless when more than one in twenty is missing."""
        return percentile((*self.seconds, *[math.inf] * self.missing), 95)

    @property
    def p99(self) -> float:
        """Return what ninety-nine of a hundred do not exceed, counted likewise."""
        return percentile((*self.seconds, *[math.inf] * self.missing), 99)


def percentile(values: Iterable[float], percent: float) -> float:
    """Return the smallest value that `percent` of all values do not exceed; NaN when there are none."""
    ordered = sorted(values)
    if not ordered:
        return math.nan
    return ordered[max(0, math.ceil(percent / 100 * len(ordered)) - 1)]


def median(values: Sequence[float]) -> float:
    """Return the median, NaN when there are no values."""
    return statistics.median(values) if values else math.nan


def ratio(ours: float | None, theirs: float | None) -> float | None:
    """Return how many times `theirs` goes into `ours`; None where that means nothing."""
    if ours is None or not theirs or not math.isfinite(ours) or not math.isfinite(theirs):
        return None
    return ours / theirs


def milliseconds(seconds: float) -> float | None:
    """Return milliseconds; None for what never ended."""
    return seconds * 1000 if math.isfinite(seconds) else None


class Search:
    """Finds the highest rate that passes: grows until one fails, then halves what lies between.

    `next_rate` is what to try now, None when the best is known to within `precision` (a share of it).
    """

    def __init__(self, first: float, growth: float = 1.5, precision: float = 0.1, most: float = 400) -> None:
        self._growth = growth
        self._precision = precision
        self._most = most
        self._passed = 0.0
        self._failed = math.inf
        self._first = first

    @property
    def best(self) -> float:
        """Return the highest rate that passed; 0 when none has."""
        return self._passed

    def next_rate(self) -> float | None:
        """Return the next rate to try."""
        if not math.isfinite(self._failed):
            grown = self._passed * self._growth if self._passed else self._first
            return grown if grown <= self._most else None
        if self._failed - self._passed <= self._precision * self._failed:
            return None
        return (self._failed + self._passed) / 2

    def note(self, rate: float, *, passed: bool) -> None:
        """Tell how `rate` went."""
        if passed:
            self._passed = max(self._passed, rate)
        else:
            self._failed = min(self._failed, rate)


def median_time(work: Callable[[int], object], times: int, clock: Callable[[], float]) -> float:
    """Return the median time in seconds of `work`, which is called with 0, 1, 2 ..."""
    taken = []
    for number in range(times):
        begun = clock()
        work(number)
        taken.append(clock() - begun)
    return median(taken)
