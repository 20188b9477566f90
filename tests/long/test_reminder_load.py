"""100,000 stored reminders: what they cost at the start, in memory, and at every look."""

import statistics
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database

from bot.reminders.courier import Outcome, Report
from bot.reminders.runner import ReminderRunner
from bot.settings import DEFAULT_TIMEZONE
from content.loader import Content
from conversations.deadlines import Deadline, DeadlineId, DeadlineKind, Distance, PlannedReminder
from conversations.events import Address
from conversations.identifiers import new_short_id
from conversations.messages import Message
from conversations.people import Person
from conversations.reminder_delivery import ReminderDelivery
from conversations.store.cases import StoredCases
from conversations.store.database import open_database
from conversations.store.deadlines import StoredDeadlines
from conversations.store.people import StoredPeople
from tests.fakes import SettableClock

PROJECT = Path(__file__).parents[2]
REMINDERS = 100_000
NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)
_LOOKS = 50
_MEASURE = """
import sys, time, resource
from datetime import datetime, timedelta
from pathlib import Path
begun = time.perf_counter()
from conversations.store.database import open_database
from conversations.store.deadlines import StoredDeadlines
folder, now = Path(sys.argv[1]), datetime.fromisoformat(sys.argv[2])
deadlines = StoredDeadlines(open_database(folder, folder / "key"), lambda: now)
deadlines.next_due()
deadlines.due(now + timedelta(hours=1), 50)
print(time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def _fill(folder: Path, count: int) -> Database:
    clock = SettableClock(NOW)
    database = open_database(folder, folder / "key")
    database.execute("PRAGMA synchronous = OFF")
    people, deadlines = StoredPeople(database, clock), StoredDeadlines(database, clock)
    each = 10
    for number in range(count // each):
        person = people.find_or_add(Address("telegram", str(number)))
        day = (NOW + timedelta(days=number % 700 + 1)).date()
        deadline = Deadline(DeadlineId(new_short_id()), person.id, DeadlineKind.DEPARTURE_TERM, day)
        moments = (NOW + timedelta(minutes=(number * each + step) * 7) for step in range(each))
        deadlines.add(deadline, [PlannedReminder(Distance.LATER, moment) for moment in moments])
    return database


def _start(folder: Path) -> tuple[float, float]:
    command = [sys.executable, "-c", _MEASURE, str(folder), NOW.isoformat()]
    told = subprocess.run(command, cwd=PROJECT, check=True, capture_output=True, text=True)
    seconds, megabytes = told.stdout.split()
    return float(seconds), float(megabytes)


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_a_hundred_thousand_reminders(tmp_path: Path) -> None:
    """Start under 3 s more than with none, under 50 MB more, the next hour found in under 10 ms."""
    empty, full = tmp_path / "empty", tmp_path / "full"
    _fill(empty, 0).close()
    database = _fill(full, REMINDERS)
    deadlines = StoredDeadlines(database, lambda: NOW)
    seconds = []
    for _ in range(_LOOKS):
        begun = time.perf_counter()
        found = deadlines.due(NOW + timedelta(hours=1), REMINDERS)
        seconds.append(time.perf_counter() - begun)
        assert len(found) == 9
    milliseconds = statistics.median(seconds) * 1000
    database.close()
    starts = [(_start(empty), _start(full)) for _ in range(5)]
    longer = statistics.median(with_all[0] - with_none[0] for with_none, with_all in starts)
    larger = statistics.median(with_all[1] - with_none[1] for with_none, with_all in starts)
    sys.stderr.write(
        f"\n{REMINDERS} reminders: start {longer:.2f} s longer, {larger:.1f} MB more, "
        f"the next hour found in {milliseconds:.2f} ms (median)\n"
    )
    assert longer < 3
    assert larger < 50
    assert milliseconds < 10


class _InstantCourier:
    """Takes every message at once and remembers whose it was."""

    def __init__(self) -> None:
        self.order: list[str] = []

    async def carry(self, _person: Person, message: Message) -> Report:
        self.order.append(str(message.blocks[0]))
        return Report(Outcome.SENT)


async def _no_waiting(_seconds: float) -> None:
    """Let the space between two reminders take no time."""


@pytest.mark.long
@pytest.mark.timeout(1800)
async def test_ten_thousand_on_a_monday_morning(tmp_path: Path, content: Content) -> None:
    """10,000 due in one minute all go out, departure terms first, faster than Telegram takes them."""
    clock = SettableClock(datetime(2026, 11, 23, 8, tzinfo=UTC))
    database = open_database(tmp_path, tmp_path / "key")
    database.execute("PRAGMA synchronous = OFF")
    people, deadlines = StoredPeople(database, clock), StoredDeadlines(database, clock)
    kinds = [
        DeadlineKind.OWN,
        DeadlineKind.DEPARTURE_TERM,
        DeadlineKind.IOM_APPOINTMENT,
        DeadlineKind.VBL_STAY,
    ]
    for number in range(10_000):
        person = people.find_or_add(Address("telegram", str(number)))
        kind = kinds[number % len(kinds)]
        deadline = Deadline(DeadlineId(new_short_id()), person.id, kind, clock().date() + timedelta(days=3))
        deadlines.add(deadline, [PlannedReminder(Distance.DAYS_3, clock())])
    database.execute("PRAGMA synchronous = FULL")
    delivery = ReminderDelivery(
        deadlines, people, StoredCases(database, clock), lambda: content, DEFAULT_TIMEZONE
    )
    courier = _InstantCourier()
    begun = time.perf_counter()
    sent = await ReminderRunner(deadlines, delivery, courier, clock, _no_waiting).run()
    seconds = time.perf_counter() - begun
    sys.stderr.write(f"\n10,000 at once: {seconds:.0f} s of our own work, {10_000 / seconds:.0f} a second\n")
    assert sent == 10_000
    assert deadlines.next_due() is None
    assert len(set(courier.order[:2_500]) & set(courier.order[2_500:])) == 0
    assert 10_000 / seconds > 30
