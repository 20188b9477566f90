"""`./wegwijzer rotate-key`: a new key for the database and its backups."""

import argparse
import os
import sys

from bot.command_line.types import Commands
from bot.composition import env_file
from bot.data_folder import held
from bot.settings import load_settings
from conversations.store.backups import backup_folder
from conversations.store.rotating import rotate_key


def add_to(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add_parser("rotate-key", help="change the key of the database; stop the bot first")
    parser.set_defaults(run=run)


async def run(_options: argparse.Namespace) -> int:
    """Change the key while no bot can start.

    Raises DataFolderBusyError, and what the settings or the store raise.
    """
    settings = load_settings(os.environ, env_file())
    folders = (settings.data_folder, backup_folder(settings.data_folder))
    with held(settings.data_folder):
        changed = rotate_key(settings.data_folder, settings.key_file, folders)
    sys.stdout.write(
        f"The database and {changed.backups} backups have a new key: {settings.key_file}.\n"
        "Put a copy of the new key in another place now. Backups elsewhere still have the old key: make a "
        "new one there, and keep the old key as long as you keep the old ones.\n"
    )
    for path in changed.left:
        sys.stdout.write(f"Not changed, because it has yet another key or is damaged: {path}\n")
    return 0
