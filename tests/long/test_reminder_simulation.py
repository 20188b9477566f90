"""Two years, 10,000 people, and a process that is killed hundreds of times: nothing may be lost."""

import random
import subprocess
import sys
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from content.model import LanguageCode
from conversations.deadlines import Deadline, DeadlineId, DeadlineKind, ReminderSettings
from conversations.events import Address
from conversations.identifiers import new_short_id
from conversations.people import Consent
from conversations.reminder_planning import plan
from conversations.store.database import open_database
from conversations.store.deadlines import StoredDeadlines
from conversations.store.people import StoredPeople
from tests.fakes import AMSTERDAM, SettableClock

PROJECT = Path(__file__).parents[2]
PEOPLE = 10_000
KILLS = 220
BEGIN = datetime(2026, 11, 2, 12, tzinfo=UTC)
END = BEGIN + timedelta(days=730)
OFF_FOR = timedelta(days=3)
_KINDS = [kind for kind in DeadlineKind if kind is not DeadlineKind.WEEKLY_REPORT]


def _fill(folder: Path, chance: random.Random) -> int:
    """Give every person a date within the two years, some of them a weekly duty; return how many."""
    clock = SettableClock(BEGIN)
    database = open_database(folder, folder / "key")
    people, deadlines = StoredPeople(database, clock), StoredDeadlines(database, clock)
    languages = ["nl", "en", "ar", "fa", "tr", "fr", "so", "ti"]
    database.execute("PRAGMA synchronous = OFF")
    for number in range(PEOPLE):
        person = people.find_or_add(Address("telegram", str(number)))
        people.set_language(person.id, LanguageCode(languages[number % len(languages)]))
        people.set_consent(person.id, Consent.GIVEN)
        kind = DeadlineKind.WEEKLY_REPORT if number % 500 == 0 else chance.choice(_KINDS)
        deadline = Deadline(
            DeadlineId(new_short_id()),
            person.id,
            kind,
            (BEGIN + timedelta(days=chance.randrange(1, 700))).date(),
            tells_counsellor=number % 2 == 0,
        )
        deadlines.add(deadline, plan(deadline, ReminderSettings(), BEGIN, AMSTERDAM))
    database.close()
    return PEOPLE


def _start(folder: Path, seed: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.long.reminder_worker", str(folder), END.isoformat(), str(seed)]
    worker = subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE)
    assert worker.stdout is not None
    assert worker.stdout.readline() == b"ready\n"
    worker.stdout.close()
    return worker


def _switch_off(folder: Path) -> None:
    """Let three days pass in which nothing runs."""
    clock = folder / "clock"
    later = datetime.fromisoformat(clock.read_text(encoding="utf-8")) + OFF_FOR
    clock.write_text(later.isoformat(), encoding="utf-8")


@pytest.mark.long
@pytest.mark.timeout(7200)
def test_two_years_with_hundreds_of_kills(tmp_path: Path) -> None:
    """No reminder is lost, none is sent for a cancelled date, at most one a kill is sent twice."""
    chance = random.Random(4)  # noqa: S311 - no secret
    folder = tmp_path / "data"
    folder.mkdir()
    dates = _fill(folder, chance)
    (folder / "clock").write_text(BEGIN.isoformat(), encoding="utf-8")
    begun = time.monotonic()
    kills = switched_off = 0
    while kills < KILLS:
        worker = _start(folder, kills)
        try:
            worker.wait(chance.uniform(0.02, 0.6))
            break
        except subprocess.TimeoutExpired:
            worker.kill()
            worker.wait()
            kills += 1
        if kills % 20 == 0:
            _switch_off(folder)
            switched_off += 1
    worker = _start(folder, kills)
    assert worker.wait() == 0

    lines = [line.split() for line in (folder / "log").read_text(encoding="utf-8").splitlines()]
    sent = Counter(line[1] for line in lines if line[0] == "sent")
    duplicates = sum(count - 1 for count in sent.values())
    after_cancelling = _sent_after_cancelling(lines)
    database = open_database(folder, folder / "key")
    states = {
        (row["state"], row["outcome"]): row["found"]
        for row in database.query(
            "select r.state, (select outcome from reminder_attempts a where a.reminder = r.id"
            " order by a.at desc, a.rowid desc limit 1) as outcome, count(*) as found from reminders r"
            " where r.due_at < ? group by 1, 2",
            [END.isoformat(timespec="microseconds")],
        )
    }
    stored = {row["id"] for row in database.query("select id from reminders where state = 'sent'")}
    sys.stderr.write(
        f"\ndates {dates}, kills {kills}, three days off {switched_off}, sent {len(sent)}, "
        f"duplicates {duplicates}, sent after cancelling {after_cancelling}, "
        f"states {states}, seconds {time.monotonic() - begun:.0f}\n"
    )
    assert kills == KILLS
    assert {state for state, _ in states} <= {"sent", "cancelled"}
    assert stored - set(sent) == set()
    assert after_cancelling == 0
    assert duplicates <= kills
    assert {outcome for state, outcome in states if state == "cancelled"} <= {
        None,
        "looked_at",
        "overtaken",
        "pointless",
        "begun",
        "cancelled",
        "sent",
    }
    assert (folder / "log").stat().st_size > 0


def _sent_after_cancelling(lines: list[list[str]]) -> int:
    cancelled: set[str] = set()
    wrong = 0
    for line in lines:
        if line[0] == "cancelled":
            cancelled.add(line[1])
        elif line[0] == "sent":
            wrong += line[2] in cancelled
    return wrong
