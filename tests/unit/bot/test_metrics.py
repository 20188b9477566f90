from collections.abc import Callable

import pytest
import structlog
from prometheus_client.parser import text_string_to_metric_families

from bot.log import configure_logging
from bot.metrics import Backlog, Metrics
from bot.rasa.timed import TimedUnderstanding
from conversations.errors import StoreUnavailableError, UnderstandingUnavailableError
from conversations.identifiers import ConversationId
from tests.fakes import FakeUnderstanding

CONVERSATION = ConversationId("c1")


def values(metrics: Metrics) -> dict[tuple[str, ...], float]:
    """Return what the page tells, by name and labels."""
    families = text_string_to_metric_families(metrics.page().decode())
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in families
        for sample in family.samples
    }


def waiting(number: int) -> Callable[[], int]:
    """Return a backlog of a known size."""
    return lambda: number


def test_updates_are_counted_and_timed() -> None:
    """Every update counts, also one whose handling breaks."""
    metrics = Metrics()
    with metrics.update():
        pass
    with pytest.raises(KeyError), metrics.update():
        raise KeyError
    found = values(metrics)
    assert found["wegwijzer_updates_total",] == 2
    assert found["wegwijzer_answer_seconds_count",] == 2


async def test_questions_are_timed() -> None:
    """Questions to Rasa are timed, and counted apart when they stay without an answer."""
    metrics, understanding = Metrics(), FakeUnderstanding()
    timed = TimedUnderstanding(understanding, metrics)
    await timed.understand(CONVERSATION, "hello", None)
    understanding.is_down = True
    with pytest.raises(UnderstandingUnavailableError):
        await timed.understand(CONVERSATION, "hello", None)
    found = values(metrics)
    assert found["wegwijzer_understanding_seconds_count",] == 2
    assert found["wegwijzer_understanding_failures_total",] == 1


def test_backlogs_are_asked_when_somebody_looks() -> None:
    """A backlog shows its size at that moment; one that cannot be read shows nothing, not a zero."""

    def broken() -> int:
        raise StoreUnavailableError("the disk is full")

    metrics = Metrics()
    metrics.watch(Backlog.INBOX, waiting(3))
    metrics.watch(Backlog.OUTBOX, broken)
    found = values(metrics)
    assert found["wegwijzer_backlog", "inbox"] == 3
    assert ("wegwijzer_backlog", "outbox") not in found
    metrics.watch(Backlog.INBOX, waiting(4))
    assert values(metrics)["wegwijzer_backlog", "inbox"] == 4


def test_errors_in_the_log_are_counted() -> None:
    """Warnings and errors are counted by their name; what merely informs is not, nor any detail."""
    metrics = Metrics()
    try:
        configure_logging(count=metrics.logged)
        log = structlog.get_logger("test")
        log.info("serving")
        log.warning("rasa_ended", code=-9)
        log.error("update_failed", error_id="a1b2c3")
    finally:
        structlog.reset_defaults()
    found = values(metrics)
    assert found["wegwijzer_log_events_total", "rasa_ended", "warning"] == 1
    assert found["wegwijzer_log_events_total", "update_failed", "error"] == 1
    assert [key for key in found if "serving" in key or "a1b2c3" in key] == []
    assert metrics.seconds_since("rasa_ended") is not None
    assert metrics.seconds_since("serving") is None
