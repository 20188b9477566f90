"""`./wegwijzer backup`: an encrypted copy of everything, also while the bot runs."""

import argparse
import os
import sys
from pathlib import Path

from bot.command_line.types import Commands
from bot.composition import env_file, utc_now
from bot.data_folder import check_user
from bot.settings import load_settings
from conversations.store.backups import backup_folder, make_backup, remove_old


def add_to(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add_parser("backup", help="make an encrypted copy of the database; the bot may run")
    parser.add_argument(
        "--to", type=Path, metavar="FOLDER", help="keep it there (default: backups, in the data folder)"
    )
    parser.set_defaults(run=run)


async def run(options: argparse.Namespace) -> int:
    """Make a backup, check it, and then remove those that are too old.

    Raises WrongUserError, and what the settings or the store raise.
    """
    settings = load_settings(os.environ, env_file())
    check_user(settings.data_folder)
    folder = options.to or backup_folder(settings.data_folder)
    now = utc_now()
    backup, rows = make_backup(settings.data_folder, settings.key_file, folder, now)
    removed = sum(remove_old(each, settings.keeping.backups, now) for each in {folder, settings.data_folder})
    sys.stdout.write(
        f"Backup made and checked: {backup.path} ({rows} rows).\n"
        f"Removed {removed} older than {settings.keeping.backups.days} days.\n"
        f"The key is not in it. Keep a copy of {settings.key_file} in another place, not beside the backups: "
        "without the key nobody can read them, with it everybody can.\n"
    )
    return 0
