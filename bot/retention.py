"""Forget on time: what is only needed for a talk does not stay."""

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger

from conversations.people import People

KEPT = timedelta(days=7)
"""How long an unanswered question and the last topic stay."""

_AT_NIGHT = {"hour": 3, "minute": 30}
_LOG = structlog.get_logger(__name__)


def schedule_purge(
    scheduler: AsyncIOScheduler, people: People, now: Callable[[], datetime], timezone: ZoneInfo
) -> None:
    """Purge at once and then every night; a night that was missed is made up for by the next start."""
    purge(people, now)
    scheduler.add_job(
        purge,
        CronTrigger(**_AT_NIGHT, timezone=timezone),
        args=(people, now),
        id="purge",
        misfire_grace_time=None,
        coalesce=True,
    )


def purge(people: People, now: Callable[[], datetime]) -> None:
    """Erase what is older than KEPT."""
    _LOG.info("purged", rows=people.purge(now() - KEPT))
