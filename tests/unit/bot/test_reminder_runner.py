"""Sending what is due: in which order, how often, and what happens when it does not arrive."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from bot.reminders import runner as module
from bot.reminders.courier import Outcome, Report
from bot.reminders.runner import MOST_TRIES, ReminderRunner
from bot.stores import Stores
from content.loader import Content
from conversations.cases import CaseReason
from conversations.deadlines import Deadline, DeadlineKind, DeadlineState, ReminderState
from conversations.events import Address
from conversations.messages import Message
from conversations.people import Person
from conversations.personal_data import DATES, DataKind
from conversations.reminder_delivery import ReminderDelivery
from tests.dates import a_deadline, at, waiting
from tests.fakes import AMSTERDAM, SettableClock

_SENT = Report(Outcome.SENT)
_LATER = Report(Outcome.TRY_LATER)


class FakeCourier:
    """Hands out the reports that are lined up, then `SENT`; remembers to whom it went."""

    def __init__(self, *reports: Report) -> None:
        self.reports = list(reports)
        self.tried: list[str] = []
        self.meanwhile: Callable[[], object] = lambda: None
        self.is_busy = False

    async def carry(self, person: Person, _message: Message) -> Report:
        assert not self.is_busy, "one at a time"
        self.is_busy = True
        await asyncio.sleep(0)
        self.meanwhile()
        self.tried.append(person.address.number)
        self.is_busy = False
        return self.reports.pop(0) if self.reports else _SENT


async def _no_sleep(_seconds: float) -> None:
    await asyncio.sleep(0)


@pytest.fixture
def courier() -> FakeCourier:
    """Return a courier to whom everything succeeds."""
    return FakeCourier()


@pytest.fixture
def runner(kept: Stores, content: Content, courier: FakeCourier, clock: SettableClock) -> ReminderRunner:
    """Return what is tested."""
    delivery = ReminderDelivery(kept.deadlines, kept.people, kept.cases, lambda: content, AMSTERDAM)
    return ReminderRunner(kept.deadlines, delivery, courier, clock, _no_sleep)


def _due(
    kept: Stores, clock: SettableClock, number: str, kind: DeadlineKind = DeadlineKind.DEPARTURE_TERM
) -> Deadline:
    """Store a date of the person at `number`, with a reminder that is due now."""
    person = kept.people.find_or_add(Address("telegram", number))
    deadline = a_deadline(person.id, kind, name=f"{number}-{kind}")
    kept.deadlines.add(deadline, [at(clock())])
    return deadline


async def test_the_most_urgent_is_sent_first(
    kept: Stores, runner: ReminderRunner, courier: FakeCourier, clock: SettableClock
) -> None:
    """The end of a term goes before an appointment, and that before the rest."""
    for kind in reversed(DeadlineKind):
        _due(kept, clock, kind, kind)

    assert await runner.run() == len(DeadlineKind)
    assert courier.tried == list(DeadlineKind)


async def test_everything_is_sent_once(
    kept: Stores, runner: ReminderRunner, courier: FakeCourier, clock: SettableClock
) -> None:
    """More than fits in one batch arrives in one run, and nothing arrives again in the next."""
    numbers = {str(number) for number in range(module.BATCH + 5)}
    for number in numbers:
        _due(kept, clock, number)

    assert (await runner.run(), await runner.run()) == (len(numbers), 0)
    assert sorted(courier.tried) == sorted(numbers)


async def test_what_is_not_due_waits(
    kept: Stores, runner: ReminderRunner, courier: FakeCourier, clock: SettableClock
) -> None:
    """Nothing is sent before its time."""
    _due(kept, clock, "1")
    clock.advance(seconds=-1)

    assert (await runner.run(), courier.tried) == (0, [])


async def test_runs_never_overlap(
    kept: Stores, runner: ReminderRunner, courier: FakeCourier, clock: SettableClock
) -> None:
    """Two runs at the same time send each reminder once, one after another."""
    for number in "123":
        _due(kept, clock, number)

    assert sorted(await asyncio.gather(runner.run(), runner.run())) == [0, 3]
    assert sorted(courier.tried) == ["1", "2", "3"]


async def test_a_pause_when_the_channel_is_down(
    kept: Stores, runner: ReminderRunner, courier: FakeCourier, clock: SettableClock
) -> None:
    """One failure stops the run: the others would fail as well. Nothing is lost."""
    courier.reports = [_LATER]
    for number in "12":
        _due(kept, clock, number)

    assert (await runner.run(), len(courier.tried)) == (0, 1)
    assert runner.paused_until == clock() + timedelta(seconds=30)
    assert (await runner.run(), len(courier.tried)) == (0, 1)

    clock.advance(seconds=30)
    assert await runner.run() == 2
    assert runner.paused_until is None


async def test_the_wait_for_one_chat(
    kept: Stores, runner: ReminderRunner, courier: FakeCourier, clock: SettableClock
) -> None:
    """When Telegram asks to leave one chat alone that is kept to, and the others get their reminders."""
    courier.reports = [Report(Outcome.TRY_LATER, 77)]
    for number in "12":
        _due(kept, clock, number)

    assert (await runner.run(), len(courier.tried), runner.paused_until) == (1, 2, None)
    assert kept.deadlines.next_due() == clock() + timedelta(seconds=77)

    clock.advance(seconds=77)
    assert await runner.run() == 1


async def test_pauses_grow_and_start_small_again(
    kept: Stores, runner: ReminderRunner, courier: FakeCourier, clock: SettableClock
) -> None:
    """Each failure doubles the pause, up to half an hour; a success resets it."""
    pauses = []
    courier.reports = [*[_LATER] * 8, _SENT, _LATER]
    _due(kept, clock, "1")
    _due(kept, clock, "2", DeadlineKind.OWN)
    for _ in range(9):
        await runner.run()
        assert runner.paused_until is not None
        pauses.append((runner.paused_until - clock()).total_seconds())
        clock.moment = runner.paused_until

    assert pauses == [30, 60, 120, 240, 480, 960, 1800, 1800, 30]


async def test_given_up_after_many_tries(
    kept: Stores, runner: ReminderRunner, courier: FakeCourier, clock: SettableClock
) -> None:
    """After about a day of trying a counsellor is told, and nothing is tried again."""
    began = clock()
    courier.reports = [_LATER] * (MOST_TRIES + 1)
    _due(kept, clock, "1")
    while (due := kept.deadlines.next_due()) is not None:
        clock.moment = max(clock(), due)
        await runner.run()

    assert MOST_TRIES - 4 <= len(courier.tried) <= MOST_TRIES
    assert timedelta(days=1) <= clock() - began <= timedelta(days=4)
    assert kept.deadlines.counts() == {ReminderState.FAILED: 1}
    assert [each.reason for each in kept.cases.all_open()] == [CaseReason.REMINDER_UNREACHABLE]


@pytest.mark.parametrize(
    ("outcome", "state"),
    [(Outcome.BLOCKED, ReminderState.UNREACHABLE), (Outcome.REFUSED, ReminderState.FAILED)],
)
@pytest.mark.parametrize(
    ("kind", "cases"), [(DeadlineKind.DEPARTURE_TERM, 1), (DeadlineKind.IOM_APPOINTMENT, 0)]
)
async def test_who_cannot_be_reached(
    kept: Stores,
    runner: ReminderRunner,
    courier: FakeCourier,
    clock: SettableClock,
    outcome: Outcome,
    state: ReminderState,
    kind: DeadlineKind,
    cases: int,
) -> None:
    """It is not tried again; for a term there is a case. The others get theirs at once."""
    courier.reports = [Report(outcome)]
    _due(kept, clock, "1", kind)
    _due(kept, clock, "2", DeadlineKind.OWN)

    assert (await runner.run(), courier.tried, runner.paused_until) == (1, ["1", "2"], None)
    assert kept.deadlines.counts() == {state: 1, ReminderState.SENT: 1}
    assert len(kept.cases.all_open()) == cases


@pytest.mark.parametrize("report", [_SENT, _LATER], ids=["sent", "try later"])
async def test_cancelled_while_it_was_sent(
    kept: Stores, runner: ReminderRunner, courier: FakeCourier, clock: SettableClock, report: Report
) -> None:
    """A person who stops it at that moment gets no further attempt."""
    deadline = _due(kept, clock, "1")
    courier.reports = [report]
    cancelled = replace(deadline, state=DeadlineState.CANCELLED)
    courier.meanwhile = lambda: kept.deadlines.replan(cancelled, ())
    await runner.run()
    clock.advance(hours=1)
    await runner.run()

    assert (courier.tried, waiting(kept)) == (["1"], ())
    assert kept.deadlines.counts() == {ReminderState.CANCELLED: 1}


@pytest.mark.parametrize(
    "report", [_SENT, _LATER, Report(Outcome.TRY_LATER, 7), Report(Outcome.BLOCKED)], ids=repr
)
@pytest.mark.parametrize("kinds", [frozenset(DataKind), DATES], ids=["everything", "dates"])
async def test_erased_while_it_was_sent(
    kept: Stores,
    runner: ReminderRunner,
    courier: FakeCourier,
    clock: SettableClock,
    report: Report,
    kinds: frozenset[DataKind],
) -> None:
    """Who erases everything, or only their dates, at that moment stops nobody else's reminders."""
    person = _due(kept, clock, "1").person
    _due(kept, clock, "2", DeadlineKind.OWN)
    courier.reports = [report]
    courier.meanwhile = lambda: kept.personal.erase(person, kinds)
    await runner.run()
    clock.advance(seconds=30)
    await runner.run()

    assert (courier.tried, kept.deadlines.counts()) == (["1", "2"], {ReminderState.SENT: 1})


async def test_left_behind_by_a_crash_is_sent_again(
    kept: Stores, runner: ReminderRunner, courier: FakeCourier, clock: SettableClock
) -> None:
    """Rather twice than never: nobody knows whether it has arrived."""
    _due(kept, clock, "1")
    kept.deadlines.begin(waiting(kept)[0], None)

    assert (await runner.run(), courier.tried) == (1, ["1"])


async def test_one_that_breaks_does_not_stop_the_others(
    kept: Stores, runner: ReminderRunner, courier: FakeCourier, clock: SettableClock
) -> None:
    """An error in one message costs that message, not everybody else's."""
    _due(kept, clock, "1")
    _due(kept, clock, "2", DeadlineKind.OWN)

    def break_once() -> None:
        courier.meanwhile = lambda: None
        courier.is_busy = False
        courier.tried.append("broken")
        raise ZeroDivisionError

    courier.meanwhile = break_once

    assert (await runner.run(), courier.tried[-1]) == (1, "2")


async def test_progress_is_told(
    kept: Stores, runner: ReminderRunner, clock: SettableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With many to send the operator sees how far it is, and no word of whom."""
    monkeypatch.setattr(module, "_PROGRESS_EVERY", 2)
    for number in "12345":
        _due(kept, clock, number)
    with capture_logs() as logs:
        await runner.run()

    assert logs == [
        {"event": "reminders_progress", "handled": 2, "waiting": 5, "log_level": "info"},
        {"event": "reminders_progress", "handled": 4, "waiting": 5, "log_level": "info"},
        {"event": "reminders_handled", "handled": 5, "arrived": 5, "log_level": "info"},
    ]
