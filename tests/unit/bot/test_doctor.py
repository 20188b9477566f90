"""What the doctor says about reminders and cases, and what it advises."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.command_line import doctor
from bot.settings import DEFAULT_TIMEZONE, Settings, load_settings
from conversations.cases import CaseReason
from conversations.deadlines import (
    Deadline,
    DeadlineId,
    DeadlineKind,
    Distance,
    PlannedReminder,
    ReminderState,
)
from conversations.events import Address
from conversations.store.backups import backup_folder, make_backup
from conversations.store.cases import StoredCases
from conversations.store.database import open_database
from conversations.store.deadlines import StoredDeadlines
from conversations.store.people import StoredPeople


def _now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Return settings with a data folder of its own and no token."""
    return load_settings({"WEGWIJZER_DATA_DIR": str(tmp_path / "data")})


def _fill(settings: Settings, *due: timedelta) -> StoredDeadlines:
    """Store one date with a reminder at each of `due` from now."""
    database = open_database(settings.data_folder, settings.key_file)
    person = StoredPeople(database, _now).find_or_add(Address("telegram", "1"))
    deadlines = StoredDeadlines(database, _now)
    day = _now().astimezone(DEFAULT_TIMEZONE).date()
    deadline = Deadline(DeadlineId("d"), person.id, DeadlineKind.DEPARTURE_TERM, day)
    deadlines.add(deadline, [PlannedReminder(Distance.LATER, _now() + each) for each in due])
    StoredCases(database, _now).open(person.id, CaseReason.HELP_WANTED, deadline.id)
    return deadlines


def _told(settings: Settings) -> dict[str, bool]:
    """Return what is said about the reminders, and whether each needs attention."""
    return {finding.what: bool(finding.advice) for finding in doctor.look_at_reminders(settings)}


def test_nothing_yet(settings: Settings) -> None:
    """Before the first start there is nothing to look at, and the doctor makes no database."""
    assert _told(settings) == {"no database yet: the first start makes it": False}
    assert not settings.data_folder.exists()


def test_overdue_reminders_and_waiting_cases(settings: Settings) -> None:
    """What should have been sent and who was not told needs attention; what is planned does not."""
    _fill(settings, timedelta(hours=-1), timedelta(days=2))

    planned, *others = _told(settings).items()

    assert planned[0].startswith("2 reminders planned, the next ")
    assert planned[1] is False
    assert dict(others) == {
        "1 reminders should have been sent": True,
        "1 messages have not reached the counsellors yet": True,
    }


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (ReminderState.FAILED, {"1 reminders failed": True}),
        (ReminderState.UNREACHABLE, {"1 reminders to people who have blocked the bot": False}),
    ],
)
def test_reminders_that_did_not_arrive(
    settings: Settings, state: ReminderState, expected: dict[str, bool]
) -> None:
    """A failed reminder needs attention; that somebody has blocked the bot is only said."""
    deadlines = _fill(settings, timedelta(hours=-1))
    (reminder,) = deadlines.due(_now(), 1)
    deadlines.begin(reminder, None)
    deadlines.finish(reminder.id, state)

    told = _told(settings)

    assert {what: told.get(what) for what in expected} == expected
    assert "0 reminders planned, 0 sent" in told


async def test_everything_is_said_in_one_page(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command ends with 1 when something needs attention, and says after each such line what to do."""
    monkeypatch.setattr(doctor, "load_settings", lambda *_: settings)

    assert await doctor.run(doctor.argparse.Namespace()) == 1

    lines = capsys.readouterr().out.splitlines()
    for number, line in enumerate(lines):
        if line.startswith("look"):
            assert lines[number + 1].startswith("      ")
    assert "ok    texts in 8 languages" in lines


def test_backups(settings: Settings) -> None:
    """Without a backup of the last days, or in the middle of a change of the key, something is to be done."""
    assert doctor.look_at_backups(settings) == []
    _fill(settings, timedelta(days=2))

    def told() -> dict[str, bool]:
        return {each.what: bool(each.advice) for each in doctor.look_at_backups(settings)}

    assert told() == {"no backup in the data folder": True}

    folder = backup_folder(settings.data_folder)
    make_backup(settings.data_folder, settings.key_file, folder, _now() - timedelta(days=3))
    assert told() == {"1 backups, the newest 3 days old": True}

    make_backup(settings.data_folder, settings.key_file, folder, _now())
    settings.key_file.with_name("database.key.new").touch()
    assert told() == {
        "a change of the key was interrupted": True,
        "2 backups, the newest 0 days old": False,
    }
