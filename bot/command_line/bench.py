"""`./wegwijzer bench`: how fast everything is; the measures are in tests/benchmarks."""

import argparse
import asyncio
import os
import sys

from bot.command_line.preparing import ensure_model
from bot.command_line.types import Commands
from bot.paths import PROJECT
from bot.settings import load_settings

_HELP = {"-h", "--help"}


def add_to(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add_parser("bench", help="measure how fast everything is", add_help=False)
    parser.set_defaults(run=run, passes_on=True)


async def run(options: argparse.Namespace) -> int:
    """Prepare the model and run the measures.

    Raises PreparationError when the model cannot be trained.
    """
    if not _HELP & set(options.rest):
        await ensure_model(load_settings({}))
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.benchmarks.run", *options.rest),
        cwd=PROJECT,
        env={**os.environ, "RASA_TELEMETRY_ENABLED": "false"},
    )
    return await process.wait()
