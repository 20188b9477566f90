"""What a clock that went back would hold up for as long as it was ahead, and how that is mended."""

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from apscheduler.job import Job
from apscheduler.schedulers.base import BaseScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from conversations.errors import StoreError
from conversations.store.moments import StoredMoments

_LOG = structlog.get_logger(__name__)


class ClockJumps:
    """Mends jobs that are planned, and moments that are stored, after the clock went back."""

    def __init__(self, scheduler: BaseScheduler, moments: StoredMoments, now: Callable[[], datetime]) -> None:
        """Mend what `scheduler` has planned and what `moments` knows; `now` returns an aware time."""
        self._scheduler = scheduler
        self._moments = moments
        self._now = now

    def mend(self) -> None:
        """Let nothing wait until the clock is again where it was; called after a jump and at the start."""
        now = self._now()
        for job in self._scheduler.get_jobs():
            again = _next_run(job, now)
            if again is not None and again < job.next_run_time:
                job.modify(next_run_time=again)
        try:
            brought_back = self._moments.bring_back()
        except StoreError as error:
            _LOG.error("moments_not_brought_back", error=error)
        else:
            if brought_back:
                _LOG.warning("moments_brought_back", rows=brought_back)


def _next_run(job: Job, now: datetime) -> datetime | None:
    """Return when a job that repeats runs next as seen from now; None for one that runs once."""
    match job.trigger:
        case IntervalTrigger():
            interval: timedelta = job.trigger.interval
            return now + interval
        case CronTrigger():
            moment: datetime | None = job.trigger.get_next_fire_time(None, now)
            return moment
        case _:
            return None
