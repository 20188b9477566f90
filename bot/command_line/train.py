"""`./wegwijzer train`: train the model again, whatever is cached."""

import argparse

from bot.command_line.preparing import train_with_progress
from bot.command_line.types import Commands


def add_to(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add_parser("train", help="train the language model again")
    parser.set_defaults(run=run)


async def run(_options: argparse.Namespace) -> int:
    """Train and report.

    Raises PreparationError when the training fails.
    """
    await train_with_progress()
    return 0
