"""`./wegwijzer erase`: erase one person, or everything."""

import argparse
import os
import sys

from bot.command_line.types import Commands
from bot.composition import env_file, utc_now
from bot.data_folder import held
from bot.settings import Settings, load_settings
from conversations.store.backups import backup_folder
from conversations.store.database import database_exists, open_database
from conversations.store.erased import ErasedPeople
from conversations.store.erasing import people_with_case_named
from conversations.store.erasing_everything import erase_everything
from conversations.store.people import StoredPeople

_EVERYTHING = "erase everything"


def add_to(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add_parser("erase", help="erase one person, or everything, for good")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument(
        "--case", metavar="NAME", help="erase the person of the case with this name; the bot may run"
    )
    what.add_argument(
        "--everything", action="store_true", help="erase database, key and backups; stop the bot first"
    )
    parser.add_argument("--yes", action="store_true", help="do not ask")
    parser.set_defaults(run=run)


async def run(options: argparse.Namespace) -> int:
    """Ask, erase, and say what was erased and what is beyond our reach.

    Raises DataFolderBusyError, and what the settings or the store raise.
    """
    settings = load_settings(os.environ, env_file())
    asked = not options.yes
    if options.everything:
        return _erase_everything(settings, asked=asked)
    return _erase_person(settings, options.case, asked=asked)


def _erase_person(settings: Settings, name: str, *, asked: bool) -> int:
    if not database_exists(settings.data_folder):
        return _nothing(f"There is no database in {settings.data_folder}.")
    database = open_database(settings.data_folder, settings.key_file)
    try:
        found = people_with_case_named(database, name)
        if len(found) != 1:
            return _nothing(f"{len(found)} people have a case with the name {name}.")
        (person,) = found
        if asked and not _confirmed("the name of the case again", name):
            return _nothing("That is another name.")
        people = StoredPeople(database, utc_now, ErasedPeople(settings.data_folder))
        people.forget(person)
    finally:
        database.close()
    sys.stdout.write(
        "Everything about this person is erased here. Backups still hold it, encrypted, for up to "
        f"{settings.keeping.backups.days} days; a restore erases it again.\n"
        "What stands in Telegram is not ours to erase: delete the topic in the counsellors' group by hand.\n"
    )
    return 0


def _erase_everything(settings: Settings, *, asked: bool) -> int:
    if not settings.data_folder.exists() and not settings.key_file.exists():
        return _nothing(f"There is nothing in {settings.data_folder}.")
    with held(settings.data_folder):
        if asked and not _confirmed(f'the words "{_EVERYTHING}"', _EVERYTHING):
            return _nothing("Those are other words.")
        folders = (backup_folder(settings.data_folder),)
        backups = erase_everything(settings.data_folder, settings.key_file, folders)
    sys.stdout.write(
        f"The key, the database and {backups} backups are erased.\n"
        "Erase by hand: copies of the key and of backups in other places, the log of the service, and what "
        "stands in Telegram.\n"
    )
    return 0


def _confirmed(what: str, expected: str) -> bool:
    sys.stdout.write(f"This cannot be undone. Type {what} to go on: ")
    sys.stdout.flush()
    return sys.stdin.readline().strip().casefold() == expected.casefold()


def _nothing(why: str) -> int:
    sys.stderr.write(f"{why} Nothing was erased.\n")
    return 1
