"""`./wegwijzer restore`: put a backup in the place of the database."""

import argparse
import os
import sys
from pathlib import Path

from bot.command_line.types import Commands
from bot.composition import env_file, utc_now
from bot.data_folder import held
from bot.settings import load_settings
from conversations.store.restoring import Restored, restore


def add_to(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "restore", help="put a backup in the place of the database; stop the bot first"
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="the backup")
    parser.add_argument(
        "--old", action="store_true", help="also when people who have erased themselves since could come back"
    )
    parser.set_defaults(run=run)


async def run(options: argparse.Namespace) -> int:
    """Restore while no bot can start, and say what was done.

    Raises DataFolderBusyError, and what the settings or the store raise; nothing is changed then.
    """
    settings = load_settings(os.environ, env_file())
    with held(settings.data_folder):
        restored = restore(
            options.file,
            settings.data_folder,
            settings.key_file,
            utc_now(),
            kept=settings.keeping.backups,
            however_old=options.old,
        )
    for sentence in _told(restored):
        sys.stdout.write(f"{sentence}\n")
    return 0


def _told(restored: Restored) -> list[str]:
    made_at = restored.made_at.strftime("%Y-%m-%d %H:%M UTC")
    told = [f"Restored the backup of {made_at}, with {restored.people} people."]
    if restored.set_aside is not None:
        told.append(f"What was there before is kept as {restored.set_aside}.")
    if restored.erased_again:
        told.append(f"{restored.erased_again} people had erased themselves since: they stay erased.")
    if restored.settled is None:
        told.append(
            "What was there before could not be read. Reminders that were due since the backup are sent once "
            "more where they still help."
        )
    else:
        told.append(f"{restored.settled} reminders were sent since: they are not sent again.")
    told.append("Start the bot again.")
    return told
