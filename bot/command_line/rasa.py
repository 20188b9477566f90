"""`./wegwijzer rasa`: a Rasa server of its own, for a bot with RASA_URL."""

import argparse
import os
from pathlib import Path

from bot.command_line.types import Commands
from bot.errors import PreparationError, SettingsError
from bot.paths import RASA_PROJECT, RASA_PYTHON
from bot.rasa.model import find_model
from bot.settings import read_listen

_DEFAULT = "127.0.0.1:5005"


def add_to(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add_parser("rasa", help="run a Rasa server alone; needs WEGWIJZER_RASA_TOKEN")
    parser.add_argument("--listen", default=_DEFAULT, metavar="host:port", help=f"the default is {_DEFAULT}")
    parser.set_defaults(run=run)


async def run(options: argparse.Namespace) -> int:
    """Become the Rasa server, with the model for the present state.

    Raises SettingsError when the address is malformed, PreparationError when there is no model.
    """
    try:
        host, port = read_listen(options.listen)
    except ValueError as error:
        raise SettingsError(f"--listen {error}.") from error
    model = find_model()
    if model is None:
        raise PreparationError("There is no model yet. Run ./wegwijzer train.")
    become(model, host, port)
    return 0


def become(model: Path, host: str, port: int) -> None:
    """Put the server in the place of this process, so that signals reach it."""
    os.chdir(RASA_PROJECT)
    arguments = [str(RASA_PYTHON), "serve.py", str(model), str(port), host]
    os.execve(  # noqa: S606 - no shell, and nothing that a person wrote
        RASA_PYTHON, arguments, {**os.environ, "RASA_TELEMETRY_ENABLED": "false"}
    )
