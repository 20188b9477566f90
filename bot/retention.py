"""Forget on time: what is only needed for a talk does not stay."""

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import structlog
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from bot.jobs import LoopScheduler
from bot.stores import Stores
from conversations.counsellor_requests import REQUESTS_KEPT
from conversations.personal_data import Keeping

UPDATES_KEPT = timedelta(days=2)
"""How long the number of an update stays after it was handled: Telegram repeats one for a day at most."""

COUNTS_KEPT = timedelta(days=400)
"""How long daily counts stay: a year to compare with, and a month."""

_AT_NIGHT = {"hour": 3, "minute": 30}
_SHORT_LIVED_EVERY = timedelta(minutes=10)
"""Questions are kept for a day, numbers of messages for two: the nightly clean-up would add one to that."""

_LOG = structlog.get_logger(__name__)


def schedule_purge(
    scheduler: LoopScheduler,
    stores: Stores,
    now: Callable[[], datetime],
    timezone: ZoneInfo,
    keeping: Keeping,
) -> None:
    """Purge at once and then every night, what is kept for hours all the time.

    A night that was missed is made up for by the next start.
    """

    async def nightly() -> None:
        purge(stores, now, timezone, keeping)

    async def often() -> None:
        purge_short_lived(stores, now, keeping)

    purge(stores, now, timezone, keeping)
    scheduler.add_job(
        nightly,
        CronTrigger(**_AT_NIGHT, timezone=timezone),
        id="purge",
    )
    scheduler.add_job(
        often,
        IntervalTrigger(seconds=int(_SHORT_LIVED_EVERY.total_seconds())),
        id="purge_short_lived",
    )


def purge(stores: Stores, now: Callable[[], datetime], timezone: ZoneInfo, keeping: Keeping) -> None:
    """Erase what is older than it is kept; people when their dates and cases are gone, the log file last."""
    today = now().astimezone(timezone).date()
    _LOG.info(
        "purged",
        interviews=stores.interviews.purge(now() - keeping.interviews),
        deadlines=stores.deadlines.purge(today - keeping.deadlines),
        requests=stores.requests.purge(now() - REQUESTS_KEPT),
        cases=stores.cases.purge(now() - keeping.cases),
        updates=stores.inbox.purge(now() - UPDATES_KEPT),
        counts=stores.statistics.purge(today - COUNTS_KEPT),
        people=stores.personal.purge_people(today - keeping.people, today),
    )
    purge_short_lived(stores, now, keeping)
    # This empties the write-ahead log as well, so that what went before is gone from there too.
    _LOG.info("purged", rows=stores.people.purge(now() - keeping.talk))


def purge_short_lived(stores: Stores, now: Callable[[], datetime], keeping: Keeping) -> None:
    """Erase questions of the day before, and numbers of messages that no bot may delete any more."""
    stores.people.purge_asked()
    stores.messages.purge(now() - keeping.messages)
