"""Wake the runner when the next reminder is due; APScheduler follows the rows, never the other way round."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from time import monotonic

import structlog
from apscheduler.triggers.date import DateTrigger

from bot.jobs import LoopScheduler
from bot.reminders.runner import ReminderRunner
from conversations.deadline_store import Deadlines
from conversations.errors import StoreError

_JOB, _TELLING = "reminders", "cases"
_LOOK_AT_LEAST_EVERY = timedelta(hours=1)
_AFTER_STORE_ERROR = timedelta(seconds=30)
_AFTER_SILENCE = timedelta(minutes=1)
_WATCH_EVERY = 1.0
_JUMP = 2.0
"""Seconds by which the clock may differ from the time that has passed before we look at the plan again."""

_LOG = structlog.get_logger(__name__)


class ReminderSchedule:
    """Keeps one job planned: at the moment of the next reminder, or in an hour at the latest."""

    def __init__(
        self,
        scheduler: LoopScheduler,
        deadlines: Deadlines,
        runner: ReminderRunner,
        announce: Callable[[], Awaitable[bool]],
        now: Callable[[], datetime],
    ) -> None:
        """Wire the parts; `announce` tells counsellors what is new, and returns whether that went well."""
        self._scheduler = scheduler
        self._deadlines = deadlines
        self._runner = runner
        self._announce = announce
        self._now = now
        self.when_clock_jumped: Callable[[], None] = lambda: None
        """Called before anything is planned anew."""

    def plan(self) -> None:
        """Plan the next run; called at the start, after every change and after every run."""
        now = self._now()
        latest = now + _LOOK_AT_LEAST_EVERY
        try:
            due = self._deadlines.next_due() or latest
        except StoreError as error:
            _LOG.error("reminders_not_read", error=error)
            due = now + _AFTER_STORE_ERROR
        paused = self._runner.paused_until
        at = max(min(due, latest), paused or now, now)
        self._scheduler.add_job(self._run, DateTrigger(at), id=_JOB, replace_existing=True)
        self._plan_telling(now)

    def _plan_telling(self, at: datetime) -> None:
        """Tell the counsellors at `at` what is new, whenever the next reminder is due."""
        self._scheduler.add_job(self._tell, DateTrigger(at), id=_TELLING, replace_existing=True)

    async def _tell(self) -> None:
        try:
            told = await self._announce()
        except StoreError as error:
            _LOG.error("cases_not_read", error=error)
            told = False
        if not told:
            self._plan_telling(self._now() + _AFTER_SILENCE)

    async def _run(self) -> None:
        try:
            await self._runner.run()
            await self._tell()
        except StoreError as error:
            _LOG.error("reminders_not_sent", error=error)
            await asyncio.sleep(_AFTER_STORE_ERROR.total_seconds())
        finally:
            self.plan()

    async def watch_clock(self) -> None:
        """Plan again, for ever, whenever the clock has jumped: a job would wake at a wrong time."""
        before, passed = self._now(), monotonic()
        while True:
            await asyncio.sleep(_WATCH_EVERY)
            now, ticks = self._now(), monotonic()
            if abs((now - before).total_seconds() - (ticks - passed)) > _JUMP:
                _LOG.warning("clock_jumped")
                self.when_clock_jumped()
                self._runner.end_pause()
                self.plan()
            before, passed = now, ticks
