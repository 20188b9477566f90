"""`./wegwijzer test`: every test and check of the project."""

import argparse
import asyncio
import os
import sys

from bot.command_line.preparing import ensure_model
from bot.command_line.types import Commands
from bot.paths import PROJECT
from bot.settings import load_settings

_LONG = "--long"
_TOGETHER = ("--numprocesses", "2", "--dist", "loadfile")
"""Without arguments two processes share the files of tests; with arguments somebody wants to look closely."""


def add_to(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add_parser("test", help="run all tests; other arguments go to pytest", add_help=False)
    parser.set_defaults(run=run, passes_on=True)


async def run(options: argparse.Namespace) -> int:
    """Prepare the model and run pytest; `--long` runs the long tests instead of the others.

    Raises PreparationError when the model cannot be trained.
    """
    await ensure_model(load_settings({}))
    arguments = [argument for argument in options.rest if argument != _LONG]
    marker = "long" if _LONG in options.rest else "not long"
    together = () if options.rest else _TOGETHER
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "pytest", "-m", marker, *together, *arguments),
        cwd=PROJECT,
        env={**os.environ, "RASA_TELEMETRY_ENABLED": "false"},
    )
    return await process.wait()
