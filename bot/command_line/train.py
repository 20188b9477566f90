"""`./wegwijzer train`: train the model again, or only when there is none for this version."""

import argparse

from bot.command_line.preparing import say, train_with_progress
from bot.command_line.types import Commands
from bot.errors import PreparationError
from bot.rasa.model import find_model


def add_to(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add_parser("train", help="train the language model again")
    parser.add_argument(
        "--if-needed", action="store_true", help="not when there is a model for this version already"
    )
    parser.set_defaults(run=run)


async def run(options: argparse.Namespace) -> int:
    """Train and report.

    Raises PreparationError when the training fails.
    """
    if options.if_needed and _there_is_a_model():
        say("The model for this version is there already.")
        return 0
    await train_with_progress()
    return 0


def _there_is_a_model() -> bool:
    try:
        return find_model() is not None
    except PreparationError:
        # Damaged: a new one is needed.
        return False
