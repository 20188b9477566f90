"""Store operations with 1,000, 10,000 and 100,000 people in the encrypted database."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.composition import put_together
from bot.retention import purge
from bot.settings import DEFAULT_TIMEZONE
from bot.telegram.updates import CHANNEL
from content.model import LanguageCode, TopicId
from conversations.cases import CaseReason, Sharing
from conversations.events import Address
from conversations.inbox import ReceivedUpdate
from conversations.people import Consent
from conversations.personal_data import Keeping
from conversations.store.database import EncryptedDatabase, open_database
from conversations.store.durability import WriteAheadLog
from tests.benchmarks.figures import Chapter, Figure, median_time
from tests.benchmarks.measures.context import Context

SIZES, QUICK_SIZES = (1_000, 10_000, 100_000), (100, 1_000)
_TIMES, _QUICK_TIMES = 100, 15
_STEP = 7919
"""A prime: people are taken from all over the table."""

_TOPIC = TopicId("work_permission")


async def measure(context: Context) -> Chapter:
    """Measure each size in a database of its own."""
    figures: list[Figure] = []
    for size in QUICK_SIZES if context.quick else SIZES:
        context.tell(f"{size:,} people")
        with context.new_folder() as folder:
            begun = time.perf_counter()
            database = _filled(folder, size)
            context.tell(f"filled in {time.perf_counter() - begun:.0f} s")
            figures += _operations(database, size, _QUICK_TIMES if context.quick else _TIMES)
            database.close()
            begun = time.perf_counter()
            open_database(folder, folder / "key").close()
            figures.append(Figure(f"{size:,} people: open", (time.perf_counter() - begun) * 1000, "ms"))
            megabytes = (folder / "wegwijzer.db").stat().st_size / 1024 / 1024
            figures.append(Figure(f"{size:,} people: file", megabytes, "MB"))
    with context.new_folder() as folder:
        figures += _commits(folder, _QUICK_TIMES if context.quick else _TIMES)
    return Chapter(
        "store",
        "Store operations, median of one",
        tuple(figures),
        "Every change waits for the disk, as in the commands; the bot waits once for many. "
        "One in ten people has a case, one in five questions of today.",
    )


def _filled(folder: Path, size: int) -> EncryptedDatabase:
    database = open_database(folder, folder / "key")
    stores = put_together(database, CHANNEL, _now, DEFAULT_TIMEZONE)
    with database.atomic():
        for number in range(size):
            person = stores.people.find_or_add(_address(number)).id
            stores.people.set_language(person, LanguageCode("en"))
            stores.people.set_consent(person, Consent.GIVEN)
            if number % 5 == 0:
                stores.people.remember_asked(person, "can I work while I wait?", _TOPIC)
            if number % 10 == 0:
                stores.cases.open(person, CaseReason.ASKED_FOR, sharing=Sharing.NOTHING)
    return database


def _operations(database: EncryptedDatabase, size: int, times: int) -> list[Figure]:
    stores = put_together(database, CHANNEL, _now, DEFAULT_TIMEZONE)
    people = [
        stores.people.find_or_add(_address(number * _STEP % size))
        for number in range(1, times + 1)
        if number * _STEP % size % 10
    ]
    times = len(people)
    operations: dict[str, Callable[[int], object]] = {
        "find a person": lambda number: stores.people.find_or_add(people[number].address),
        "add a person": lambda number: stores.people.find_or_add(_address(size + number)),
        "keep an update": lambda number: stores.inbox.keep([ReceivedUpdate(number, "1", "{}")]),
        "remember the last topic": lambda number: stores.people.set_last_topic(people[number].id, _TOPIC),
        "keep a question": lambda number: stores.people.remember_asked(people[number].id, "why?", _TOPIC),
        "open a case": lambda number: stores.cases.open(people[number].id, CaseReason.ASKED_FOR),
        "copy what is kept": lambda number: stores.personal.copy_of(people[number].id),
        "forget a person": lambda number: stores.personal.erase(people[number].id),
    }
    figures = [
        Figure(f"{size:,} people: {name}", median_time(work, times, time.perf_counter) * 1000, "ms")
        for name, work in operations.items()
    ]
    begun = time.perf_counter()
    purge(stores, lambda: _now() + timedelta(days=2), DEFAULT_TIMEZONE, Keeping())
    figures.append(
        Figure(f"{size:,} people: nightly clean-up", (time.perf_counter() - begun) * 1000, "ms", "once")
    )
    return figures


def _commits(folder: Path, times: int) -> list[Figure]:
    """Measure what waiting for the disk costs at each commit, and what it costs once before a call."""
    database = open_database(folder, folder / "key")
    stores = put_together(database, CHANNEL, _now, DEFAULT_TIMEZONE)

    def keep(number: int) -> None:
        stores.inbox.keep([ReceivedUpdate(number, "1", "{}")])

    waiting = median_time(keep, times, time.perf_counter)
    log = WriteAheadLog(database, folder)
    at_once = median_time(lambda number: keep(times + number), times, time.perf_counter)
    both = median_time(lambda number: (keep(2 * times + number), log.sync()), times, time.perf_counter)
    database.close()
    return [
        Figure("commit, waiting for the disk", waiting * 1000, "ms"),
        Figure("commit, not waiting", at_once * 1000, "ms", "as in the bot"),
        Figure("bring what was committed to the disk", (both - at_once) * 1000, "ms", "in another thread"),
    ]


def _address(number: int) -> Address:
    return Address(CHANNEL, str(7_700_000_000 + number))


def _now() -> datetime:
    return datetime.now(UTC)
