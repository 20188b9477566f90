"""The scheduler of the program."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from apscheduler.triggers.interval import IntervalTrigger
from structlog.testing import capture_logs

from bot.jobs import LoopScheduler
from tests.fakes import AMSTERDAM
from tests.jobs import runs

_DAILY = IntervalTrigger(days=1)


class _BrokenError(Exception):
    """What a broken job raises."""


async def test_a_failure_is_told() -> None:
    """A job that fails stands in the log with its name, and runs again next time."""

    async def broken() -> None:
        raise _BrokenError

    scheduler = LoopScheduler(AMSTERDAM)
    scheduler.add_job(broken, _DAILY, id="broken")
    with capture_logs() as told, pytest.raises(_BrokenError):
        await runs(scheduler, "broken")

    assert [(each["event"], each["job"], type(each["error"])) for each in told] == [
        ("job_failed", "broken", _BrokenError)
    ]


def test_nothing_runs_in_a_thread() -> None:
    """A plain function is refused: in a thread it could not use the database."""
    with pytest.raises(TypeError, match="would run in a thread"):
        LoopScheduler(AMSTERDAM).add_job(print, _DAILY)


async def test_what_is_late_runs_once() -> None:
    """Days that were missed are made up for, by one run."""
    times = []
    ran = asyncio.Event()

    async def count() -> None:
        times.append(1)
        ran.set()

    scheduler = LoopScheduler(AMSTERDAM)
    scheduler.add_job(count, _DAILY, next_run_time=datetime.now(UTC) - timedelta(days=5))
    scheduler.start()
    await asyncio.wait_for(ran.wait(), 10)
    await asyncio.sleep(0.1)
    scheduler.shutdown(wait=False)

    assert len(times) == 1
