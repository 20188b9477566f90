"""The transcripts in docs show what the program says now."""

import argparse
import asyncio
from pathlib import Path

from bot.command_line.transcripts import OUTPUT, run


def test_transcripts_are_up_to_date(tmp_path: Path) -> None:
    """After a change of a rule or a text somebody has looked at what ./wegwijzer transcripts writes."""
    asyncio.run(run(argparse.Namespace(output=tmp_path)))

    fresh = {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()}
    assert {path.name: path.read_text(encoding="utf-8") for path in OUTPUT.iterdir()} == fresh
