"""Make the model ready before a command needs it, and show how far it is."""

import sys
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from bot.rasa.model import find_model, train_model
from bot.settings import Settings


async def ensure_model(settings: Settings) -> None:
    """Train the model when there is none for the present state; at once back otherwise.

    Raises PreparationError when the training fails or the model is damaged.
    """
    if settings.rasa_url is None and find_model() is None:
        await train_with_progress()


async def train_with_progress() -> Path:
    """Train with a bar on standard error.

    Raises PreparationError when the training fails.
    """
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    say("Training the language model (once; some minutes).")
    with Progress(*columns, console=Console(file=sys.stderr), transient=True) as progress:
        task = progress.add_task("Loading Rasa", total=None)
        parts = ["Reading examples (1 of 2)", "Reading examples (2 of 2)", "Learning"]
        stage = 0

        def show(done: int, total: int) -> None:
            nonlocal stage
            progress.update(task, description=parts[stage], completed=done, total=total)
            if done == total:
                stage = min(stage + 1, len(parts) - 1)
                if stage == len(parts) - 1:
                    progress.update(task, description=parts[stage], completed=0, total=None)

        path = await train_model(show)
    say("The model is ready.")
    return path


def say(sentence: str) -> None:
    """Tell the operator something on standard error."""
    sys.stderr.write(f"{sentence}\n")
    sys.stderr.flush()
