"""What the doctor says about the key, reminders, backlog and backups, and what it advises."""

import stat
from collections.abc import Callable, Iterable
from datetime import timedelta
from pathlib import Path

import pytest

from bot.composition import open_stores, utc_now
from bot.data_folder import held
from bot.doctor.data import groups_now, look_at_backups, look_at_key, look_at_stores
from bot.doctor.finding import Finding
from bot.settings import DEFAULT_TIMEZONE, Settings, load_settings
from content.model import DUTCH
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
from conversations.inbox import ReceivedUpdate
from conversations.people import Consent
from conversations.store.backups import backup_folder, make_backup
from conversations.store.cases import StoredCases
from conversations.store.database import database_path, open_database
from conversations.store.deadlines import StoredDeadlines
from conversations.store.keys import waiting_key_file
from conversations.store.people import StoredPeople

GROUP = -1001234567890


def _fill(settings: Settings, *due: timedelta) -> StoredDeadlines:
    """Store one date with a reminder at each of `due` from now."""
    database = open_database(settings.data_folder, settings.key_file)
    person = StoredPeople(database, utc_now).find_or_add(Address("telegram", "1"))
    deadlines = StoredDeadlines(database, utc_now)
    day = utc_now().astimezone(DEFAULT_TIMEZONE).date()
    deadline = Deadline(DeadlineId("d"), person.id, DeadlineKind.DEPARTURE_TERM, day)
    deadlines.add(deadline, [PlannedReminder(Distance.LATER, utc_now() + each) for each in due])
    StoredCases(database, utc_now).open(person.id, CaseReason.HELP_WANTED, deadline.id)
    return deadlines


def _told(findings: Iterable[Finding]) -> dict[str, bool]:
    """Return what is said, and whether each needs attention."""
    return {finding.what: bool(finding.advice) for finding in findings}


def test_nothing_yet(settings: Settings) -> None:
    """Before the first start there is nothing to look at, and the doctor makes no database."""
    assert _told(look_at_stores(settings, utc_now)) == {"no database yet: the first start makes it": False}
    assert look_at_key(settings) == []
    assert look_at_backups(settings, utc_now) == []
    assert not settings.data_folder.exists()


def test_all_is_well(settings: Settings) -> None:
    """Reminders that are to come, and nothing that waits, ask for nothing."""
    _fill(settings, timedelta(days=2))
    stores = open_stores(settings, "telegram")
    stores.cases.posted(*(post.id for post in stores.cases.next_posts(10)))

    planned, left = look_at_stores(settings, utc_now)

    assert planned.what.startswith("1 reminders planned, the next ")
    assert planned.advice == ""
    assert left == Finding("nothing is left waiting")


def test_overdue_reminders_and_waiting_cases(settings: Settings) -> None:
    """What should have been sent and who was not told needs attention; what is planned does not."""
    _fill(settings, timedelta(hours=-1), timedelta(days=2))

    planned, *others = _told(look_at_stores(settings, utc_now)).items()

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
    (reminder,) = deadlines.due(utc_now(), 1)
    deadlines.begin(reminder, None)
    deadlines.finish(reminder.id, state)

    told = _told(look_at_stores(settings, utc_now))

    assert {what: told.get(what) for what in expected} == expected
    assert "0 reminders planned, 0 sent" in told


def test_backlog(settings: Settings) -> None:
    """While no bot runs whatever waits needs attention; a running bot may have some at any moment.

    A question that waits for a tap on language or consent is no backlog.
    """
    stores = open_stores(settings, "telegram")
    person = stores.people.find_or_add(Address("telegram", "1"))
    stores.inbox.keep([ReceivedUpdate(1, "1", "{}")])
    stores.outbox.put("1", "{}")
    expected = {
        "1 updates are not handled yet": True,
        "1 messages have not reached Telegram yet": True,
    }

    _, *stopped = look_at_stores(settings, utc_now)
    with held(settings.data_folder):
        _, *running = look_at_stores(settings, utc_now)
    stores.people.keep_question(person.id, "?", utc_now())
    _, *asked_for_language = look_at_stores(settings, utc_now)
    stores.people.set_language(person.id, DUTCH)
    stores.people.set_consent(person.id, Consent.GIVEN)
    _, *_, question = look_at_stores(settings, utc_now)

    assert _told(stopped) == expected
    assert running == [Finding("nothing is left waiting")]
    assert _told(asked_for_language) == expected
    assert (question.what, bool(question.advice)) == ("1 questions wait for Rasa", True)


def _lose(settings: Settings) -> None:
    settings.key_file.unlink()


def _replace(settings: Settings) -> None:
    settings.key_file.write_text(f"{'0' * 64}\n", encoding="ascii")


def _spoil(settings: Settings) -> None:
    settings.key_file.write_text("not a key", encoding="ascii")


def _open_up(settings: Settings) -> None:
    settings.key_file.chmod(0o640)


def _interrupt(settings: Settings) -> None:
    waiting = waiting_key_file(settings.key_file)
    waiting.write_text(f"{'1' * 64}\n", encoding="ascii")
    waiting.chmod(0o600)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda _: None, {"the key fits the database": False}),
        (_lose, {"the key of the database is missing": True}),
        (_replace, {"the key does not fit the database": True}),
        (_spoil, {"the key cannot be used": True}),
        (_open_up, {"others on this machine can read the key": True}),
        (_interrupt, {"a change of the key was interrupted": True, "the key fits the database": False}),
    ],
)
def test_the_key(settings: Settings, change: Callable[[Settings], None], expected: dict[str, bool]) -> None:
    """A key that is missing, wrong or open to others is told apart, and nothing is changed by looking."""
    _fill(settings)
    change(settings)
    before = {path: (path.stat().st_mode, path.read_bytes()) for path in _files(settings.data_folder)}

    told = _told(look_at_key(settings))

    assert told == expected
    after = {path: (path.stat().st_mode, path.read_bytes()) for path in _files(settings.data_folder)}
    assert after == before


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if stat.S_ISREG(path.stat().st_mode)]


def test_a_damaged_database(settings: Settings) -> None:
    """A database that cannot be read is a finding and not the end of the doctor."""
    _fill(settings)
    database_path(settings.data_folder).write_bytes(bytes(8192))

    (told,) = look_at_stores(settings, utc_now)

    assert (told.what, bool(told.advice)) == ("the database cannot be used", True)
    assert groups_now(settings) == {}


def test_an_update_that_was_not_started_yet(settings: Settings) -> None:
    """The doctor of a new version does not change the database under the old one that runs."""
    database = open_database(settings.data_folder, settings.key_file)
    (last,) = database.query("select max(id) as id from _sqlite_migrations")
    database.table("_sqlite_migrations").delete(last["id"])

    (told,) = look_at_stores(settings, utc_now)

    assert (told.what.startswith("this version has other tables"), bool(told.advice)) == (True, True)
    assert groups_now(settings) == {}
    assert list(database.query("select max(id) as id from _sqlite_migrations")) == [{"id": last["id"] - 1}]


def test_a_group_that_moved(tmp_path: Path) -> None:
    """The group is looked at under the number that Telegram gave it since."""
    settings = load_settings(
        {
            "WEGWIJZER_DATA_DIR": str(tmp_path / "data"),
            "COUNSELLOR_GROUP_ID": str(GROUP),
            "WEGWIJZER_COUNSELLORS_FILE": "counsellors.yml",
        }
    )
    assert groups_now(settings) == {GROUP: GROUP}

    open_stores(settings, "telegram").cases.move_group(GROUP, GROUP - 1)

    assert groups_now(settings) == {GROUP: GROUP - 1}


def test_backups(settings: Settings) -> None:
    """Without a backup of the last days something is to be done."""
    _fill(settings, timedelta(days=2))

    def told() -> dict[str, bool]:
        return _told(look_at_backups(settings, utc_now))

    assert told() == {"no backup in the data folder": True}

    folder = backup_folder(settings.data_folder)
    make_backup(settings.data_folder, settings.key_file, folder, utc_now() - timedelta(days=3))
    assert told() == {"1 backups, the newest 3 days old": True}

    make_backup(settings.data_folder, settings.key_file, folder, utc_now())
    assert told() == {"2 backups, the newest 0 days old": False}
