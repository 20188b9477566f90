"""The bot and Rasa killed at random moments while people write: nothing is lost, nothing is done twice."""

from pathlib import Path

import pytest

from content.loader import Content
from tests.faults.run import assert_nothing_lost, run_under_kills
from tests.processes import free_port, running_rasa

_KILLS, _SEED = 20, 6


@pytest.mark.timeout(600)
async def test_twenty_kills(tmp_path: Path, content: Content) -> None:
    """After twenty kills every question is answered, every letter is there, and each date stands once."""
    with running_rasa(free_port(), tmp_path / "rasa.log") as rasa:
        outcome = await run_under_kills(tmp_path, content, rasa, kills=_KILLS, rasa_share=0.1, seed=_SEED)
    assert_nothing_lost(outcome)
