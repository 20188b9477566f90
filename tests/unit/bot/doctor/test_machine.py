"""What the doctor says about the machine: the bot, the disk and the clock, without network."""

import os
from datetime import timedelta

import pytest

from bot.composition import open_stores, utc_now
from bot.data_folder import held
from bot.doctor.finding import Finding
from bot.doctor.machine import (
    SET_THE_CLOCK,
    look_at_bot,
    look_at_disk,
    look_at_files_of_the_future,
    look_at_owner,
)
from bot.settings import Settings
from conversations.store.backups import backup_folder, make_backup
from conversations.store.database import database_path


def test_the_bot(settings: Settings) -> None:
    """Whether the bot runs is known from the hold on its folder; looking leaves nothing behind."""
    (stopped,) = look_at_bot(settings)
    assert not settings.data_folder.exists()

    with held(settings.data_folder):
        (running,) = look_at_bot(settings)

    assert (stopped.what, bool(stopped.advice)) == ("the bot is not running", True)
    assert running == Finding("the bot is running")


@pytest.mark.parametrize(("free", "is_enough"), [(5_000_000_000, True), (900_000_000, False)])
def test_the_disk(settings: Settings, free: int, is_enough: bool) -> None:
    """Less than a gigabyte needs attention, also before the data folder is made."""
    (told,) = look_at_disk(settings, lambda _folder: free)

    assert (told.what.endswith("GB free on the disk of the data folder"), told.advice == "") == (
        True,
        is_enough,
    )


def test_a_large_database_needs_more(settings: Settings) -> None:
    """There must be room for the copies of a backup and a change of the key."""
    settings.data_folder.mkdir()
    with database_path(settings.data_folder).open("wb") as database:
        database.truncate(3_000_000_000)

    (told,) = look_at_disk(settings, lambda _folder: 5_000_000_000)

    assert told.advice.startswith("At least 7.0 GB is needed")


def test_the_real_disk(settings: Settings) -> None:
    """Without a stand-in the machine itself is asked."""
    assert len(look_at_disk(settings)) == 1


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_files_of_another_user(settings: Settings) -> None:
    """A backup that root has made, and the bot cannot read, is found before it is needed."""
    assert look_at_owner(settings) == []
    open_stores(settings, "telegram")
    backup, _ = make_backup(
        settings.data_folder, settings.key_file, backup_folder(settings.data_folder), utc_now()
    )
    assert look_at_owner(settings) == []

    os.chown(backup.path, 65534, 65534)

    assert ["chown" in told.advice for told in look_at_owner(settings)] == [True]


def test_a_clock_that_stands_back(settings: Settings) -> None:
    """A database or backup from the future means that the clock is wrong; otherwise nothing is said."""
    assert look_at_files_of_the_future(settings, utc_now) == []

    open_stores(settings, "telegram")
    make_backup(settings.data_folder, settings.key_file, backup_folder(settings.data_folder), utc_now())
    assert look_at_files_of_the_future(settings, utc_now) == []

    (told,) = look_at_files_of_the_future(settings, lambda: utc_now() - timedelta(hours=1))
    assert told.advice == SET_THE_CLOCK


def test_the_database_alone_shows_the_clock(settings: Settings) -> None:
    """Without any backup the time of the database is enough."""
    open_stores(settings, "telegram")
    later = utc_now().timestamp() + 3600
    os.utime(database_path(settings.data_folder), (later, later))

    assert [each.advice for each in look_at_files_of_the_future(settings, utc_now)] == [SET_THE_CLOCK]
