"""Rasa's own checks of the Rasa project."""

import asyncio
import os
from pathlib import Path

from bot.paths import RASA_PROJECT, RASA_PYTHON
from bot.rasa.model import model_path


async def rasa(*arguments: str) -> tuple[int, str]:
    """Run Rasa's command line in the Rasa project; return its exit code and what it said."""
    process = await asyncio.create_subprocess_exec(
        *(str(RASA_PYTHON), "-W", "ignore", "-m", "rasa", *arguments),
        cwd=RASA_PROJECT,
        env={**os.environ, "RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3"},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    output, _ = await process.communicate()
    return process.returncode or 0, output.decode("utf-8", "replace")


async def test_data_is_valid() -> None:
    """`rasa data validate` finds nothing, not even a warning."""
    code, output = await rasa("data", "validate", "--domain", "domain", "--fail-on-warnings")
    assert code == 0, output[-3000:]


async def test_conversation_stories(tmp_path: Path) -> None:
    """Follow-ups, asking back in two stages, hand-over and small talk go as the stories tell."""
    code, output = await rasa(
        *("test", "core", "--stories", "tests", "--model", str(model_path())),
        *("--out", str(tmp_path), "--fail-on-prediction-errors", "--no-plot"),
    )
    assert code == 0, output[-3000:]
