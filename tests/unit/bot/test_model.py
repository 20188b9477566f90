import hashlib
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.errors import PreparationError
from bot.rasa import model
from bot.rasa.model import find_model, fingerprint, model_path, train_model

TRAINED_ON = [
    "config.yml",
    "domain/session.yml",
    "domain/topics/rights.yml",
    "data/nlu/nl/rights.yml",
    "data/rules/smalltalk.yml",
    "components/danger_first.py",
    "train.py",
    "uv.lock",
]
NOT_TRAINED_ON = [
    "serve.py",
    "serving/channel.py",
    "credentials.yml",
    "endpoints.yml",
    "evaluation/scores.py",
    "data/nlu/nl/notes.txt",
    "components/__pycache__/danger_first.pyc",
    ".rasa/cache/cache.db",
    "models/old.tar.gz",
]
GOOD_TRAINING = """
import pathlib, sys
for line in ("loading", "progress 1 2", "progress 2 2"):
    print(line, file=sys.stderr)
(pathlib.Path(sys.argv[1]) / sys.argv[2]).write_bytes(b"a model")
"""
BAD_TRAINING = """
import sys
for number in range(9):
    print("line", number, file=sys.stderr)
"""
Trainer = Callable[[str], int]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a Rasa project with one small file in every place."""
    folder = tmp_path / "rasa_project"
    for name in (*TRAINED_ON, *NOT_TRAINED_ON):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"the file {name}\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize("name", TRAINED_ON)
def test_change_of_what_is_learned(project: Path, name: str) -> None:
    """A change of any file that a model learns from gives it another name."""
    before = fingerprint(project)
    (project / name).write_text("changed\n", encoding="utf-8")
    assert fingerprint(project) != before


@pytest.mark.parametrize("name", NOT_TRAINED_ON)
def test_change_of_anything_else(project: Path, name: str) -> None:
    """A change of any other file costs nobody a training."""
    before = fingerprint(project)
    (project / name).write_text("changed\n", encoding="utf-8")
    assert fingerprint(project) == before


def test_new_renamed_and_removed_files(project: Path) -> None:
    """A file more, less or under another name is another state, and the way back leads to the first one."""
    names = [fingerprint(project)]
    new = project / "data" / "nlu" / "nl" / "new.yml"
    new.write_text("x", encoding="utf-8")
    names.append(fingerprint(project))
    renamed = new.rename(new.with_name("newer.yml"))
    names.append(fingerprint(project))
    renamed.unlink()
    assert len(set(names)) == 3
    assert fingerprint(project) == names[0]


def test_place_does_not_matter(project: Path, tmp_path: Path) -> None:
    """The same files in another folder have the same name, so that a model can be copied."""
    before = fingerprint(project)
    assert fingerprint(project.rename(tmp_path / "elsewhere")) == before


def test_no_model(tmp_path: Path) -> None:
    """Without a model for the present state there is none, whatever else is in the folder."""
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "0123456789abcdef.tar.gz").write_bytes(b"another state")
    assert find_model(tmp_path) is None


def test_sound_model(tmp_path: Path) -> None:
    """A model whose checksum is right is found."""
    assert find_model(tmp_path) is None
    path = _stored(tmp_path, b"a model")
    assert find_model(tmp_path) == path


@pytest.mark.parametrize("damage", ["changed", "cut", "empty", "no checksum", "checksum is no text"])
def test_damaged_model(tmp_path: Path, damage: str) -> None:
    """A damaged model is told with the command that makes a new one, and never served."""
    path = _stored(tmp_path, b"a model")
    checksum = path.with_name(f"{path.name}.sha256")
    match damage:
        case "changed":
            path.write_bytes(b"A model")
        case "cut":
            path.write_bytes(b"a mo")
        case "empty":
            path.write_bytes(b"")
        case "no checksum":
            checksum.unlink()
        case _:
            checksum.write_bytes(b"\xff" * 64)
    with pytest.raises(PreparationError) as error:
        find_model(tmp_path)
    assert str(error.value) == f"The model {path} is damaged. Run ./wegwijzer train to make a new one."


@pytest.fixture
def trainer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Trainer:
    """Return a way to put a small program in the place of the training."""
    folder = tmp_path / "trainer"
    folder.mkdir()
    monkeypatch.setattr(model, "RASA_PYTHON", Path(sys.executable))
    monkeypatch.setattr(model, "RASA_PROJECT", folder)
    return lambda program: (folder / "train.py").write_text(program, encoding="utf-8")


async def test_training(tmp_path: Path, trainer: Trainer) -> None:
    """A training reports how far it is and leaves a sound model."""
    trainer(GOOD_TRAINING)
    progress: list[tuple[int, int]] = []
    path = await train_model(lambda done, total: progress.append((done, total)), tmp_path)
    assert progress == [(1, 2), (2, 2)]
    assert find_model(tmp_path) == path


@pytest.mark.parametrize("ending", ["sys.exit(3)", "sys.exit(0)"])
async def test_training_that_fails(tmp_path: Path, trainer: Trainer, ending: str) -> None:
    """A training that fails, or ends without a model, tells its last lines and leaves nothing behind."""
    trainer(f"{BAD_TRAINING}{ending}")
    with pytest.raises(PreparationError) as error:
        await train_model(lambda _done, _total: None, tmp_path)
    assert str(error.value) == "The training failed:\nline 4\nline 5\nline 6\nline 7\nline 8"
    assert _models(tmp_path) == []


def _stored(cache: Path, data: bytes) -> Path:
    path = model_path(cache)
    path.parent.mkdir(parents=True)
    path.write_bytes(data)
    path.with_name(f"{path.name}.sha256").write_text(hashlib.sha256(data).hexdigest(), encoding="ascii")
    return path


def _models(cache: Path) -> list[str]:
    return [path.name for path in (cache / "models").glob("*.tar.gz*")]


async def test_a_folder_of_somebody_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The bot's own user cannot train: it is told who must, in one sentence."""
    monkeypatch.setattr(model.os, "access", lambda *_: False)

    with pytest.raises(PreparationError, match="train --if-needed as root"):
        await train_model(lambda *_: None, tmp_path)
