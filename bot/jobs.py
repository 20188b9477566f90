"""The scheduler of the program: its jobs run on the event loop, and one that fails is heard."""

from inspect import iscoroutinefunction
from typing import Any
from zoneinfo import ZoneInfo

import structlog
from apscheduler.events import EVENT_JOB_ERROR, JobExecutionEvent
from apscheduler.job import Job
from apscheduler.schedulers.asyncio import AsyncIOScheduler

_LOG = structlog.get_logger(__name__)


class LoopScheduler(AsyncIOScheduler):  # type: ignore[misc] # the library has no types
    """Takes coroutine functions only, runs once what is late, and logs failures.

    APScheduler would run a plain function in a thread, where the database refuses to be used, and tell of a
    failure only in its own log, which is silent because it would hold what people wrote.
    """

    def __init__(self, timezone: ZoneInfo) -> None:
        """Plan in `timezone` what is planned by the clock."""
        # By default what is a second late is left out: a busy moment would cost a night's clean-up.
        late = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        super().__init__(timezone=timezone, job_defaults=late)
        self.add_listener(_tell_of_failure, EVENT_JOB_ERROR)

    def add_job(self, func: Any, *args: Any, **options: Any) -> Job:  # noqa: ANN401 - the library's own
        """Plan a job.

        Raises TypeError when `func` is no coroutine function.
        """
        if not iscoroutinefunction(func):
            raise TypeError(f"{func!r} would run in a thread: make it a coroutine function")
        return super().add_job(func, *args, **options)


def _tell_of_failure(event: JobExecutionEvent) -> None:
    _LOG.error("job_failed", job=event.job_id, error=event.exception)
