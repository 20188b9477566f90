"""When the runner is woken."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.jobs import LoopScheduler
from bot.reminders import schedule as module
from bot.reminders.courier import Outcome, Report
from bot.reminders.runner import ReminderRunner
from bot.reminders.schedule import ReminderSchedule
from bot.stores import Stores
from content.loader import Content
from conversations.deadlines import Distance, ReminderState
from conversations.errors import StoreUnavailableError
from conversations.events import Address
from conversations.messages import Message
from conversations.people import Person
from conversations.reminder_delivery import ReminderDelivery
from tests.dates import a_deadline, at, waiting
from tests.fakes import AMSTERDAM, SettableClock
from tests.fakes_of_deadlines import FakeDeadlines

_HOUR = timedelta(hours=1)
_SOON = timedelta(minutes=1)


class Setting:
    """A schedule with everything around it, whose store and channel can be switched down."""

    def __init__(self, kept: Stores, content: Content, clock: SettableClock) -> None:
        self.scheduler = LoopScheduler(AMSTERDAM)
        self.report = Report(Outcome.SENT)
        self.announced = 0
        self.has_announced = asyncio.Event()
        self.kept = kept
        self.clock = clock
        delivery = ReminderDelivery(kept.deadlines, kept.people, kept.cases, lambda: content, AMSTERDAM)
        runner = ReminderRunner(kept.deadlines, delivery, self, clock)
        self.schedule = ReminderSchedule(self.scheduler, kept.deadlines, runner, self._announce, clock)

    async def carry(self, _person: Person, _message: Message) -> Report:
        return self.report

    async def _announce(self) -> bool:
        self.announced += 1
        self.has_announced.set()
        return True

    def add(self, moment: datetime, name: str = "d1") -> None:
        """Store a date with a reminder at `moment` that comes at night too."""
        person = self.kept.people.find_or_add(Address("telegram", "1"))
        self.kept.deadlines.add(a_deadline(person.id, name=name), [at(moment, Distance.AT_TIME)])

    @property
    def wakes_at(self) -> datetime:
        """Return when the runner is woken."""
        moment: datetime = self.scheduler.get_job("reminders").trigger.run_date
        return moment.astimezone(UTC)

    async def wake(self) -> None:
        """Do what the scheduler does at that moment."""
        await self.scheduler.get_job("reminders").func()


@pytest.fixture
async def setting(kept: Stores, content: Content, clock: SettableClock) -> AsyncIterator[Setting]:
    """Return a schedule whose scheduler stores jobs and starts none by itself."""
    setting = Setting(kept, content, clock)
    setting.scheduler.start(paused=True)
    yield setting
    setting.scheduler.shutdown(wait=False)


@pytest.mark.parametrize(
    ("due_in", "wakes_in"),
    [
        (timedelta(minutes=20), timedelta(minutes=20)),
        (timedelta(days=3), _HOUR),
        (-timedelta(days=1), timedelta(0)),
        (None, _HOUR),
    ],
    ids=["soon", "in days", "overdue", "nothing planned"],
)
async def test_wakes_when_the_next_is_due(
    setting: Setting, clock: SettableClock, due_in: timedelta | None, wakes_in: timedelta
) -> None:
    """At the moment of the next reminder, at once for what was missed, and in an hour at the latest."""
    if due_in is not None:
        setting.add(clock() + due_in)
    setting.schedule.plan()

    assert setting.wakes_at == clock() + wakes_in


async def test_follows_every_change(setting: Setting, clock: SettableClock) -> None:
    """An earlier reminder moves the moment forward, and there is always one job only."""
    setting.add(clock() + timedelta(minutes=30))
    setting.schedule.plan()
    setting.add(clock() + timedelta(minutes=10), "d2")
    setting.schedule.plan()

    assert setting.wakes_at == clock() + timedelta(minutes=10)
    assert len([job for job in setting.scheduler.get_jobs() if job.id == "reminders"]) == 1


async def test_plans_again_after_a_run(setting: Setting, clock: SettableClock) -> None:
    """What was due is sent, counsellors are told, and the next one is planned."""
    setting.add(clock())
    setting.add(clock() + timedelta(minutes=40), "d2")
    setting.schedule.plan()
    await setting.wake()

    assert (setting.announced, len(waiting(setting.kept))) == (1, 1)
    assert setting.wakes_at == clock() + timedelta(minutes=40)


async def test_waits_for_the_end_of_a_pause(setting: Setting, clock: SettableClock) -> None:
    """While the channel is down nobody looks again and again, but counsellors can still be told."""
    setting.report = Report(Outcome.TRY_LATER)
    setting.add(clock())
    setting.add(clock() + timedelta(seconds=10), "d2")
    setting.schedule.plan()
    await setting.wake()

    assert (setting.wakes_at, setting.announced) == (clock() + timedelta(seconds=30), 1)


class _BrokenDeadlines(FakeDeadlines):
    """Dates on a disk that fails while `is_broken`."""

    is_broken = False

    def next_due(self) -> datetime | None:
        self._check()
        return super().next_due()

    def count_due(self, until: datetime) -> int:
        self._check()
        return super().count_due(until)

    def _check(self) -> None:
        if self.is_broken:
            raise StoreUnavailableError("the disk is full")


@pytest.mark.parametrize("kept", ["in memory"], indirect=True)
@pytest.mark.parametrize("when", ["planning", "running"])
async def test_looks_again_soon_after_a_store_error(
    kept: Stores, content: Content, clock: SettableClock, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    """A full disk for a while does not stop reminders for ever: once it is over they are sent."""
    monkeypatch.setattr(module, "_AFTER_STORE_ERROR", timedelta(milliseconds=1))
    deadlines = _BrokenDeadlines()
    setting = Setting(replace(kept, deadlines=deadlines), content, clock)
    setting.scheduler.start(paused=True)
    setting.add(clock())
    deadlines.is_broken = when == "planning"
    setting.schedule.plan()
    deadlines.is_broken = True
    await setting.wake()

    assert setting.wakes_at <= clock() + _SOON

    deadlines.is_broken = False
    clock.advance(minutes=1)
    await setting.wake()
    assert waiting(setting.kept) == ()
    setting.scheduler.shutdown(wait=False)


@pytest.mark.parametrize("jump", [timedelta(hours=3), -timedelta(hours=3)], ids=["ahead", "back"])
async def test_a_clock_that_jumps(
    setting: Setting, clock: SettableClock, monkeypatch: pytest.MonkeyPatch, jump: timedelta
) -> None:
    """After the clock was set or the machine slept, the moment is worked out again."""
    monkeypatch.setattr(module, "_WATCH_EVERY", 0.01)
    due = clock() + timedelta(hours=2)
    setting.add(due)
    setting.schedule.plan()
    watch = asyncio.create_task(setting.schedule.watch_clock())
    await asyncio.sleep(0.05)
    clock.moment += jump
    await asyncio.sleep(0.1)
    watch.cancel()
    with suppress(asyncio.CancelledError):
        await watch

    assert setting.wakes_at == max(clock(), min(due, clock() + _HOUR))


async def test_a_steady_clock_plans_nothing_anew(
    setting: Setting, clock: SettableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Watching alone changes nothing."""
    monkeypatch.setattr(module, "_WATCH_EVERY", 0.01)
    watch = asyncio.create_task(setting.schedule.watch_clock())
    await asyncio.sleep(0.05)
    watch.cancel()
    with suppress(asyncio.CancelledError):
        await watch

    assert setting.scheduler.get_jobs() == []


@pytest.mark.parametrize("kept", ["in memory"], indirect=True)
async def test_counsellors_hear_of_a_new_case_at_once(kept: Stores, content: Content) -> None:
    """Who taps "I need help" does not wait for the next reminder of somebody else, up to an hour."""
    setting = Setting(kept, content, SettableClock(datetime.now(UTC)))
    setting.scheduler.start()
    setting.schedule.plan()
    with suppress(TimeoutError):
        await asyncio.wait_for(setting.has_announced.wait(), timeout=1)
    setting.scheduler.shutdown(wait=False)

    assert setting.announced == 1


async def test_the_real_scheduler_wakes_the_runner(kept: Stores, content: Content) -> None:
    """With APScheduler running, a reminder that is due is sent without anybody asking."""
    setting = Setting(kept, content, SettableClock(datetime.now(UTC)))
    setting.scheduler.start()
    setting.add(setting.clock())
    setting.schedule.plan()
    async with asyncio.timeout(10):
        while waiting(kept):  # noqa: ASYNC110 - the store tells nobody
            await asyncio.sleep(0.02)
    setting.scheduler.shutdown(wait=False)

    assert setting.kept.deadlines.counts() == {ReminderState.SENT: 1}
