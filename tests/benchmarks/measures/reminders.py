"""Reminders: 100,000 stored, and 10,000 due in the same minute."""

import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlite_utils import Database

from bot.paths import PROJECT
from bot.reminders.courier import Outcome, Report
from bot.reminders.runner import ReminderRunner
from bot.settings import DEFAULT_TIMEZONE
from content.loader import Content, load
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
from tests.benchmarks.figures import Chapter, Figure
from tests.benchmarks.measures.context import Context
from tests.fakes import SettableClock

STORED, QUICK_STORED = 100_000, 2_000
AT_ONCE, QUICK_AT_ONCE = 10_000, 200
NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)
KINDS = (
    DeadlineKind.OWN,
    DeadlineKind.DEPARTURE_TERM,
    DeadlineKind.IOM_APPOINTMENT,
    DeadlineKind.VBL_STAY,
)
_LOOKS = 50
_STARTS = 5
_EACH = 10
_START = """
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


@dataclass(frozen=True, slots=True)
class Stored:
    """What many stored reminders cost: seconds and megabytes at a start, milliseconds at a look."""

    longer_start: float
    larger: float
    look: float
    found: int


@dataclass(frozen=True, slots=True)
class Burst:
    """What came of many at once: how many were sent in how many seconds, and to whom in which order."""

    sent: int
    seconds: float
    order: tuple[str, ...]
    left: datetime | None


async def measure(context: Context) -> Chapter:
    """Measure both."""
    stored_count = QUICK_STORED if context.quick else STORED
    at_once = QUICK_AT_ONCE if context.quick else AT_ONCE
    with context.new_folder() as folder:
        stored = measure_stored(folder, stored_count)
    with context.new_folder() as folder:
        burst = await measure_burst(folder, load(), at_once)
    return Chapter(
        "reminders",
        "Reminders",
        (
            Figure(f"{stored_count:,} stored: start longer by", stored.longer_start, "s"),
            Figure(f"{stored_count:,} stored: start larger by", stored.larger, "MB"),
            Figure(f"{stored_count:,} stored: finding those of the next hour", stored.look, "ms"),
            Figure(f"{at_once:,} in one minute: our own work", burst.sent / burst.seconds, "a second"),
        ),
        "They are sent at 25 a second, because Telegram takes about 30.",
    )


def measure_stored(folder: Path, count: int) -> Stored:
    """Fill one database with `count` reminders, leave one empty, and compare."""
    empty, full = folder / "empty", folder / "full"
    _fill(empty, 0).close()
    database = _fill(full, count)
    deadlines = StoredDeadlines(database, lambda: NOW)
    seconds = []
    found = 0
    for _ in range(_LOOKS):
        begun = time.perf_counter()
        found = len(deadlines.due(NOW + timedelta(hours=1), count))
        seconds.append(time.perf_counter() - begun)
    database.close()
    starts = [(_start(empty), _start(full)) for _ in range(_STARTS)]
    return Stored(
        longer_start=statistics.median(with_all[0] - with_none[0] for with_none, with_all in starts),
        larger=statistics.median(with_all[1] - with_none[1] for with_none, with_all in starts),
        look=statistics.median(seconds) * 1000,
        found=found,
    )


def _fill(folder: Path, count: int) -> Database:
    clock = SettableClock(NOW)
    database = open_database(folder, folder / "key")
    database.execute("PRAGMA synchronous = OFF")
    people, deadlines = StoredPeople(database, clock), StoredDeadlines(database, clock)
    for number in range(count // _EACH):
        person = people.find_or_add(Address("telegram", str(number)))
        day = (NOW + timedelta(days=number % 700 + 1)).date()
        deadline = Deadline(DeadlineId(new_short_id()), person.id, DeadlineKind.DEPARTURE_TERM, day)
        moments = (NOW + timedelta(minutes=(number * _EACH + step) * 7) for step in range(_EACH))
        deadlines.add(deadline, [PlannedReminder(Distance.LATER, moment) for moment in moments])
    return database


def _start(folder: Path) -> tuple[float, float]:
    command = [sys.executable, "-c", _START, str(folder), NOW.isoformat()]
    told = subprocess.run(command, cwd=PROJECT, check=True, capture_output=True, text=True)
    seconds, megabytes = told.stdout.split()
    return float(seconds), float(megabytes)


class _InstantCourier:
    """Takes every message at once and remembers whose it was."""

    def __init__(self) -> None:
        self.order: list[str] = []

    async def carry(self, _person: Person, message: Message) -> Report:
        self.order.append(str(message.blocks[0]))
        return Report(Outcome.SENT)


async def _no_waiting(_seconds: float) -> None:
    """Let the space between two reminders take no time."""


async def measure_burst(folder: Path, content: Content, count: int) -> Burst:
    """Let `count` reminders of four kinds be due at once, and send them to a channel that takes no time."""
    clock = SettableClock(datetime(2026, 11, 23, 8, tzinfo=UTC))
    database = open_database(folder, folder / "key")
    database.execute("PRAGMA synchronous = OFF")
    people, deadlines = StoredPeople(database, clock), StoredDeadlines(database, clock)
    for number in range(count):
        person = people.find_or_add(Address("telegram", str(number)))
        kind = KINDS[number % len(KINDS)]
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
    left = deadlines.next_due()
    database.close()
    return Burst(sent, seconds, tuple(courier.order), left)
