"""Three hundred kills: nothing is lost, nothing is done twice."""

import os
from pathlib import Path

import pytest

from content.loader import Content
from tests.faults.run import assert_nothing_lost, run_under_kills
from tests.processes import free_port, running_rasa

_KILLS = int(os.environ.get("FAULT_KILLS", "100"))
"""In each run: fewer for a look in between."""

_RUNS = {1: 0.0, 2: 0.1, 3: 0.2}
"""The share of the kills that hits Rasa, by the seed of the moments; without any, people ask more at once."""


@pytest.mark.long
@pytest.mark.timeout(7200)
@pytest.mark.parametrize("seed", _RUNS)
async def test_hundred_kills(tmp_path: Path, content: Content, seed: int) -> None:
    """After each hundred kills every question is answered, every letter is there, each date stands once."""
    with running_rasa(free_port(), tmp_path / "rasa.log") as rasa:
        outcome = await run_under_kills(
            tmp_path, content, rasa, kills=_KILLS, rasa_share=_RUNS[seed], seed=seed
        )
    assert_nothing_lost(outcome)
