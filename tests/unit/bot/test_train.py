"""When `./wegwijzer train` trains."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.command_line import train
from bot.command_line.main import build_parser
from bot.errors import PreparationError


def _there() -> Path | None:
    return Path("model.tar.gz")


def _missing() -> Path | None:
    return None


def _damaged() -> Path | None:
    raise PreparationError("The model is damaged.")


@pytest.mark.parametrize(
    ("arguments", "model", "expected"),
    [
        (["train"], _there, 1),
        (["train", "--if-needed"], _there, 0),
        (["train", "--if-needed"], _missing, 1),
        (["train", "--if-needed"], _damaged, 1),
    ],
)
async def test_an_update_of_texts_needs_no_training(
    arguments: list[str], model: Callable[[], Path | None], expected: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With --if-needed a whole model of this version is kept; a missing or damaged one is made."""
    trained = []

    async def train_with_progress() -> Path:
        trained.append(1)
        return Path("model.tar.gz")

    monkeypatch.setattr(train, "find_model", model)
    monkeypatch.setattr(train, "train_with_progress", train_with_progress)

    assert await train.run(build_parser("train").parse_args(arguments)) == 0
    assert len(trained) == expected
