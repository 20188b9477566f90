"""Forget on time: what is only needed for a talk does not stay."""

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from bot.stores import Stores
from conversations.counsellor_requests import REQUESTS_KEPT

KEPT = timedelta(days=7)
"""How long an unanswered question and the last topic stay."""

DATES_KEPT = timedelta(days=90)
"""How long a date that has passed stays, and a case that the counsellors were told of."""

UPDATES_KEPT = timedelta(days=2)
"""How long the number of an update stays after it was handled: Telegram repeats one for a day at most."""

COUNTS_KEPT = timedelta(days=400)
"""How long daily counts stay: a year to compare with, and a month."""

_QUESTIONS_EVERY = timedelta(minutes=10)
"""Questions are kept for a day: the nightly clean-up would keep some for two."""

_AT_NIGHT = {"hour": 3, "minute": 30}
_LOG = structlog.get_logger(__name__)


def schedule_purge(
    scheduler: AsyncIOScheduler, stores: Stores, now: Callable[[], datetime], timezone: ZoneInfo
) -> None:
    """Purge at once and then every night, the questions of the last day all the time.

    A night that was missed is made up for by the next start.
    """
    purge(stores, now, timezone)
    scheduler.add_job(
        purge,
        CronTrigger(**_AT_NIGHT, timezone=timezone),
        args=(stores, now, timezone),
        id="purge",
        misfire_grace_time=None,
        coalesce=True,
    )
    scheduler.add_job(
        purge_questions,
        IntervalTrigger(seconds=int(_QUESTIONS_EVERY.total_seconds())),
        args=(stores,),
        id="purge_questions",
        misfire_grace_time=None,
        coalesce=True,
    )


def purge_questions(stores: Stores) -> None:
    """Erase the questions that are older than a day."""
    stores.people.purge_asked()


def purge(stores: Stores, now: Callable[[], datetime], timezone: ZoneInfo) -> None:
    """Erase what is older than it is kept."""
    today = now().astimezone(timezone).date()
    _LOG.info(
        "purged",
        rows=stores.people.purge(now() - KEPT),
        questions=stores.people.purge_asked(),
        interviews=stores.interviews.purge(now() - KEPT),
        deadlines=stores.deadlines.purge(today - DATES_KEPT),
        requests=stores.requests.purge(now() - REQUESTS_KEPT),
        cases=stores.cases.purge(now() - DATES_KEPT),
        updates=stores.inbox.purge(now() - UPDATES_KEPT),
        counts=stores.statistics.purge(today - COUNTS_KEPT),
    )
