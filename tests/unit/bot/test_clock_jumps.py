"""After the clock was days ahead and went back nothing waits for days."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from bot.clock_jumps import ClockJumps
from bot.stores import Stores
from conversations.cases import CaseReason
from conversations.deadlines import Distance, ReminderState
from conversations.events import Address
from conversations.store.database import EncryptedDatabase
from conversations.store.moments import StoredMoments
from tests.dates import a_deadline, at
from tests.fakes import AMSTERDAM, SettableClock
from tests.fakes_of_stores import kept_on_disk

_DAYS, _MINUTES = timedelta(days=3), timedelta(minutes=5)


@pytest.fixture
async def scheduler() -> AsyncIterator[AsyncIOScheduler]:
    """Return a scheduler that keeps jobs and runs none."""
    scheduler = AsyncIOScheduler(timezone=AMSTERDAM)
    scheduler.start(paused=True)
    yield scheduler
    scheduler.shutdown(wait=False)


@pytest.fixture
def stores(fresh_database: EncryptedDatabase, clock: SettableClock) -> Stores:
    """Return the real stores."""
    return kept_on_disk(fresh_database, clock)


@pytest.fixture
def jumps(scheduler: AsyncIOScheduler, fresh_database: EncryptedDatabase, clock: SettableClock) -> ClockJumps:
    """Return what is tested."""
    return ClockJumps(scheduler, StoredMoments(fresh_database, clock), clock)


def _add_jobs(scheduler: AsyncIOScheduler, clock: SettableClock, ahead: timedelta) -> None:
    """Plan a job every five minutes and one every night, with a clock that was so far ahead."""
    interval = IntervalTrigger(seconds=int(_MINUTES.total_seconds()), start_date=clock() + ahead)
    scheduler.add_job(print, interval, id="often", next_run_time=clock() + ahead)
    night = clock() + ahead + timedelta(hours=12)
    scheduler.add_job(print, CronTrigger(hour=3, timezone=AMSTERDAM), id="nightly", next_run_time=night)


def test_jobs_after_going_back(scheduler: AsyncIOScheduler, jumps: ClockJumps, clock: SettableClock) -> None:
    """Jobs run at their next time by the clock as it is now, and go on from there."""
    _add_jobs(scheduler, clock, _DAYS)
    jumps.mend()
    often, nightly = scheduler.get_job("often"), scheduler.get_job("nightly")
    assert often.next_run_time == clock() + _MINUTES
    assert often.trigger.get_next_fire_time(often.next_run_time, clock()) == clock() + 2 * _MINUTES
    assert timedelta(0) < nightly.next_run_time - clock() <= timedelta(days=1)


def test_jobs_after_going_forward(
    scheduler: AsyncIOScheduler, jumps: ClockJumps, clock: SettableClock
) -> None:
    """What is overdue stays so: a night that was skipped is made up for."""
    _add_jobs(scheduler, clock, -_DAYS)
    before = [job.next_run_time for job in scheduler.get_jobs()]
    jumps.mend()
    assert [job.next_run_time for job in scheduler.get_jobs()] == before


def test_cases_after_going_back(jumps: ClockJumps, stores: Stores, clock: SettableClock) -> None:
    """A case that came while the clock was ahead has waited since now: it comes up again in time."""
    person = stores.people.find_or_add(Address("telegram", "1"))
    clock.advance(days=3)
    case = stores.cases.open(person.id, CaseReason.ASKED_FOR)
    clock.advance(days=-3)
    jumps.mend()
    found = stores.cases.find(case.id)
    assert found is not None
    assert found.waiting_since == clock()


def test_reminders_after_going_back(jumps: ClockJumps, stores: Stores, clock: SettableClock) -> None:
    """A reminder that was put off while the clock was ahead is due when it was planned."""
    person = stores.people.find_or_add(Address("telegram", "1"))
    due, ahead = clock() + timedelta(days=1), clock() + _DAYS
    stores.deadlines.add(a_deadline(person.id), [at(due, Distance.AT_TIME)])
    clock.moment = ahead
    (reminder,) = stores.deadlines.due(clock(), 1)
    stores.deadlines.begin(reminder, None)
    stores.deadlines.try_later(reminder.id, clock() + timedelta(hours=9), "quiet_hours")
    clock.moment = due - timedelta(days=1)
    jumps.mend()
    assert (stores.deadlines.next_due(), stores.deadlines.counts()) == (due, {ReminderState.PLANNED: 1})


def test_nothing_changes_while_the_clock_is_right(
    jumps: ClockJumps, stores: Stores, clock: SettableClock
) -> None:
    """At an ordinary start a reminder that was put off stays so, and a case has waited as long as before."""
    person = stores.people.find_or_add(Address("telegram", "1"))
    stores.deadlines.add(a_deadline(person.id), [at(clock(), Distance.AT_TIME)])
    (reminder,) = stores.deadlines.due(clock(), 1)
    stores.deadlines.begin(reminder, None)
    later = clock() + timedelta(hours=9)
    stores.deadlines.try_later(reminder.id, later, "quiet_hours")
    case = stores.cases.open(person.id, CaseReason.ASKED_FOR)
    since = clock()
    clock.advance(minutes=1)
    jumps.mend()
    found = stores.cases.find(case.id)
    assert found is not None
    assert (stores.deadlines.next_due(), found.waiting_since) == (later, since)
