"""The arithmetic of the benchmarks."""

import math

import pytest

from tests.benchmarks.figures import Answers, Search, Target, milliseconds, percentile, ratio
from tests.benchmarks.simulation import System, most_per_second, p95, talks_a_day


@pytest.mark.parametrize(
    ("percent", "expected"), [(0, 1), (1, 1), (50, 50), (95, 95), (99, 99), (99.5, 100), (100, 100)]
)
def test_percentile(percent: float, expected: float) -> None:
    """A percentile is a value that was measured, and so many percent do not exceed it."""
    assert percentile(range(100, 0, -1), percent) == expected


def test_percentile_of_nothing() -> None:
    """Without values there is no percentile, and no error."""
    assert math.isnan(percentile([], 95))


def test_missing_answers_count() -> None:
    """An answer that never came is slower than any other; the median is of those that came."""
    answers = Answers(tuple(0.1 for _ in range(94)), missing=6)
    assert (answers.p50, answers.p95) == (0.1, math.inf)


def test_few_missing_answers_are_seen_in_p99_only() -> None:
    """Two of a hundred missing spoil p99 and not p95."""
    answers = Answers(tuple(0.1 for _ in range(98)), missing=2)
    assert (answers.p95, answers.p99) == (0.1, math.inf)


@pytest.mark.parametrize("limit", [1, 7.3, 20, 55, 100])
def test_search(limit: float) -> None:
    """The search ends within a tenth below the highest rate that goes well."""
    search = Search(20)
    tried = 0
    while (rate := search.next_rate()) is not None:
        search.note(rate, passed=rate <= limit)
        tried += 1
    assert limit * 0.88 <= search.best <= limit
    assert tried < 15


def test_search_without_any_rate_that_goes_well() -> None:
    """When nothing goes well the search ends, close to nothing."""
    search = Search(20, precision=0.5)
    for _ in range(60):
        if (rate := search.next_rate()) is None:
            break
        search.note(rate, passed=False)
    assert search.best == 0


def test_search_has_an_end_above() -> None:
    """When everything goes well the search ends at the most that was asked for."""
    search = Search(20, most=100)
    while (rate := search.next_rate()) is not None:
        search.note(rate, passed=True)
    assert 100 / 1.5 <= search.best <= 100


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [(3, 2, 1.5), (0, 2, 0), (None, 2, None), (3, 0, None), (3, None, None), (math.inf, 2, None)],
)
def test_ratio(ours: float | None, theirs: float | None, expected: float | None) -> None:
    """A ratio exists only between two numbers."""
    assert ratio(ours, theirs) == expected


def test_milliseconds() -> None:
    """What never ended has no milliseconds."""
    assert (milliseconds(0.25), milliseconds(math.inf)) == (250, None)


@pytest.mark.parametrize(
    ("more_is_better", "value", "expected"),
    [
        (False, 100, "aim"),
        (False, 300, "good enough"),
        (False, 500, "missed"),
        (False, None, ""),
    ],
)
def test_verdict_where_less_is_better(more_is_better: bool, value: float | None, expected: str) -> None:
    """A time is held against the aim and against what is good enough."""
    assert Target("p95", 400, 120, more_is_better).verdict(value) == expected


@pytest.mark.parametrize(("value", "expected"), [(9, "aim"), (3, "good enough"), (2.9, "missed")])
def test_verdict_where_more_is_better(value: float, expected: str) -> None:
    """A ratio that should be high is held against both the other way round."""
    assert Target("ratio", 3, 8, more_is_better=True).verdict(value) == expected


def test_simulation_without_waiting() -> None:
    """At a low rate nobody waits: an answer takes its own work and nothing else."""
    assert p95(System(0.01, 0.02, 1, 1000), 0.1) == pytest.approx(0.04, abs=0.002)


def test_simulation_of_more_replicas() -> None:
    """Twice as many of Rasa carry about twice as much, until the bot itself is full."""
    one, two, many = (most_per_second(System(0.005, 0.04, number, 10_000)) for number in (1, 2, 40))
    assert 1.8 <= two / one <= 2.3
    assert many == pytest.approx(200, rel=0.1)


def test_simulation_of_telegram() -> None:
    """However many of Rasa there are: Telegram takes no more than it takes."""
    assert 24 <= most_per_second(System(0.005, 0.02, 20, 28)) <= 28


def test_talks_a_day() -> None:
    """Ten a second in an hour with a tenth of the day, six messages a talk."""
    assert talks_a_day(10, 6, 0.1) == 60_000
