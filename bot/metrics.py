"""What is counted for whoever watches the machine; never a person, a text or an id.

Whoever does something countable gets the one `Metrics` of the process and wraps it in `update` or `question`;
whoever keeps a backlog is given to `watch`, and is asked each time somebody looks.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from enum import StrEnum

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.process_collector import ProcessCollector

from conversations.errors import ConversationError, UnderstandingUnavailableError

_ANSWER_SECONDS = (0.025, 0.05, 0.1, 0.2, 0.4, 0.8, 1.5, 3.0, 6.0, 12.0, 30.0)


class Backlog(StrEnum):
    """What can be waiting."""

    INBOX = "inbox"
    """Updates that are stored and not handled yet."""

    OUTBOX = "outbox"
    """Messages that are written and have not reached Telegram yet."""

    QUESTIONS = "questions"
    """Questions that wait until understanding is back."""

    REMINDERS_DUE = "reminders_due"
    REMINDERS_OVERDUE = "reminders_overdue"
    """Reminders that should have been sent two minutes ago."""

    POSTS = "posts"
    """Messages that have not reached the counsellors' group yet."""


class Metrics:
    """All counters of one process."""

    def __init__(self) -> None:
        """Start at zero, in a registry of its own."""
        self._registry = CollectorRegistry()
        self._backlogs: dict[Backlog, Callable[[], int]] = {}
        self._last: dict[str, float] = {}
        self._updates = Counter(
            "wegwijzer_updates", "Updates of Telegram that were handled", registry=self._registry
        )
        self._answer_seconds = Histogram(
            "wegwijzer_answer_seconds",
            "From an update to the end of its handling",
            buckets=_ANSWER_SECONDS,
            registry=self._registry,
        )
        self._understanding_seconds = Histogram(
            "wegwijzer_understanding_seconds",
            "One question to Rasa",
            buckets=_ANSWER_SECONDS,
            registry=self._registry,
        )
        self._understanding_failures = Counter(
            "wegwijzer_understanding_failures", "Questions that Rasa did not answer", registry=self._registry
        )
        self._events = Counter(
            "wegwijzer_log_events",
            "Warnings and errors in the log",
            ["level", "event"],
            registry=self._registry,
        )
        ProcessCollector(registry=self._registry)
        self._registry.register(_Backlogs(self._backlogs))

    def watch(self, what: Backlog, count: Callable[[], int]) -> None:
        """Ask `count` how much of `what` waits whenever somebody looks; a later one takes the place."""
        self._backlogs[what] = count

    @contextmanager
    def update(self) -> Iterator[None]:
        """Count and time the handling of one update, from its arrival to the last message that answers it."""
        begun = time.perf_counter()
        try:
            yield
        finally:
            self._updates.inc()
            self._answer_seconds.observe(time.perf_counter() - begun)

    @contextmanager
    def question(self) -> Iterator[None]:
        """Time one question to Rasa, and count it when it was not answered."""
        begun = time.perf_counter()
        try:
            yield
        except UnderstandingUnavailableError:
            self._understanding_failures.inc()
            raise
        finally:
            self._understanding_seconds.observe(time.perf_counter() - begun)

    def logged(self, level: str, event: str) -> None:
        """Count an event of the log; its name is a word of the program, never of a person."""
        self._events.labels(level, event).inc()
        self._last[event] = time.monotonic()

    def seconds_since(self, event: str) -> float | None:
        """Return how long ago a warning or error was logged last, or None when it never was."""
        return time.monotonic() - self._last[event] if event in self._last else None

    def page(self) -> bytes:
        """Return everything in Prometheus' text format."""
        return generate_latest(self._registry)


class _Backlogs:
    """Asks what waits at the moment of looking; what cannot be read is left out."""

    def __init__(self, backlogs: dict[Backlog, Callable[[], int]]) -> None:
        self._backlogs = backlogs

    def collect(self) -> Iterable[Metric]:
        family = GaugeMetricFamily("wegwijzer_backlog", "What waits, by kind", labels=["kind"])
        for what, count in self._backlogs.items():
            try:
                family.add_metric([what.value], count())
            except ConversationError:
                # A gap in the picture is true; a zero would not be.
                continue
        yield family
