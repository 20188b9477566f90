"""Two years of reminders in a process of its own, which the simulation kills again and again.

    python -m tests.long.reminder_worker FOLDER END SEED

The clock stands in FOLDER/clock and jumps from one due moment to the next. What reaches people, and what
people cancel, is appended to FOLDER/log: what stands there has happened, whenever the process is killed.
"""

import asyncio
import logging
import os
import random
import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from bot.log import configure_logging
from bot.reminders.courier import Outcome, Report
from bot.reminders.runner import ReminderRunner
from content.loader import load
from conversations.deadlines import DeadlineState, Reminder
from conversations.messages import Message
from conversations.people import Person
from conversations.reminder_delivery import Letter, ReminderDelivery
from conversations.store.cases import StoredCases
from conversations.store.database import open_database
from conversations.store.deadlines import StoredDeadlines
from conversations.store.people import StoredPeople
from tests.fakes import AMSTERDAM, SettableClock

CANCELLED_SHARE = 0.02
"""How many of the people who get a reminder cancel the date then."""

TROUBLE_SHARE = 0.01
"""How many attempts meet a channel that is down."""


class Log:
    """A file to which one write adds one line, so that no kill can leave half of it."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def add(self, *words: str) -> None:
        os.write(self._file, (" ".join(words) + "\n").encode())


class LoggingDelivery(ReminderDelivery):
    """Remembers which reminder is on its way."""

    current: Reminder | None = None

    def begin(self, reminder: Reminder, now: datetime) -> Letter | None:
        self.current = reminder
        return super().begin(reminder, now)


class LoggingCourier:
    """Brings every reminder, after a few attempts that fail; now and then the person cancels the date."""

    def __init__(
        self, log: Log, delivery: LoggingDelivery, deadlines: StoredDeadlines, chance: random.Random
    ) -> None:
        self._log = log
        self._delivery = delivery
        self._deadlines = deadlines
        self._chance = chance

    async def carry(self, person: Person, message: Message) -> Report:
        reminder = self._delivery.current
        if reminder is None or not message.blocks:
            raise AssertionError("nothing is on its way")
        if self._chance.random() < TROUBLE_SHARE:
            return Report(Outcome.TRY_LATER, 5.0)
        self._log.add("sent", reminder.id, reminder.deadline)
        if self._chance.random() < CANCELLED_SHARE:
            deadline = self._deadlines.find(person.id, reminder.deadline)
            if deadline is not None:
                self._deadlines.replan(replace(deadline, state=DeadlineState.CANCELLED), ())
                self._log.add("cancelled", reminder.deadline)
        return Report(Outcome.SENT)


async def _no_waiting(_seconds: float) -> None:
    """Let no time pass: the clock is ours."""


async def live(folder: Path, end: datetime, seed: str) -> None:
    """Go from due moment to due moment until `end`."""
    configure_logging(logging.ERROR)
    clock = SettableClock(datetime.fromisoformat((folder / "clock").read_text(encoding="utf-8")))
    content = load()
    database = open_database(folder, folder / "key")
    deadlines, people = StoredDeadlines(database, clock), StoredPeople(database, clock)
    delivery = LoggingDelivery(deadlines, people, StoredCases(database, clock), lambda: content, AMSTERDAM)
    log = Log(folder / "log")
    courier = LoggingCourier(log, delivery, deadlines, random.Random(seed))  # noqa: S311 - no secret
    runner = ReminderRunner(deadlines, delivery, courier, clock, _no_waiting)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    while (due := deadlines.next_due()) is not None and due < end:
        clock.moment = max(clock.moment, due, runner.paused_until or due)
        temporary = folder / "clock.new"
        temporary.write_text(clock.moment.isoformat(), encoding="utf-8")
        temporary.replace(folder / "clock")
        await runner.run()
    log.add("finished")


if __name__ == "__main__":
    asyncio.run(live(Path(sys.argv[1]), datetime.fromisoformat(sys.argv[2]), sys.argv[3]))
