"""The trained model: made once for each state of what it learns from, found again by fingerprint."""

import asyncio
import hashlib
import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from filelock import FileLock

from bot.errors import PreparationError
from bot.paths import CACHE, RASA_PROJECT, RASA_PYTHON

_TRAINED_ON = ("config.yml", "domain", "data", "components", "train.py", "uv.lock")
_FINGERPRINT_LENGTH = 16
_LAST_LINES = 5

Progress = Callable[[int, int], None]
"""Called with how many sentences are encoded and how many there are."""


def fingerprint(project: Path = RASA_PROJECT) -> str:
    """Return a name for everything that a model is trained on: the same files, the same name."""
    digest = hashlib.sha256()
    for path in _files(project):
        digest.update(path.relative_to(project).as_posix().encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:_FINGERPRINT_LENGTH]


def model_path(cache: Path = CACHE) -> Path:
    """Return where the model for the present state of the project is, or would be."""
    return cache / "models" / f"{fingerprint()}.tar.gz"


def find_model(cache: Path = CACHE) -> Path | None:
    """Return the model for the present state of the project, or None when it must be trained.

    Raises PreparationError when the file is damaged.
    """
    path = model_path(cache)
    if not path.exists():
        return None
    expected = _checksum_file(path)
    if not expected.exists() or expected.read_bytes() != _checksum(path).encode():
        raise PreparationError(f"The model {path} is damaged. Run ./wegwijzer train to make a new one.")
    return path


async def train_model(progress: Progress, cache: Path = CACHE) -> Path:
    """Train a model in the Rasa environment and return its path; nothing half-written stays behind.

    Raises PreparationError when the training fails, with its last lines, or the folder cannot be written.
    """
    path = model_path(cache)
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
    if not os.access(path.parent, os.W_OK):
        raise PreparationError(
            f"There is no language model for this version, and you may not write in {path.parent}. With "
            "systemd run ./wegwijzer train --if-needed as root; with containers build the image again."
        )
    with FileLock(path.parent / "training.lock"):
        unfinished = path.with_name(f"unfinished-{path.name}")
        unfinished.unlink(missing_ok=True)
        environment = {
            **os.environ,
            "WEGWIJZER_TRAINING_CACHE": str(cache / "vectors"),
            "RASA_TELEMETRY_ENABLED": "false",
        }
        process = await asyncio.create_subprocess_exec(
            str(RASA_PYTHON),
            "train.py",
            str(path.parent),
            unfinished.name,
            cwd=RASA_PROJECT,
            env=environment,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
        )
        last_lines = await _follow(process, progress)
        if process.returncode != 0 or not unfinished.exists():
            unfinished.unlink(missing_ok=True)
            raise PreparationError("The training failed:\n" + "\n".join(last_lines))
        _checksum_file(path).write_text(_checksum(unfinished), encoding="ascii")
        unfinished.replace(path)
    return path


async def _follow(process: asyncio.subprocess.Process, progress: Progress) -> list[str]:
    """Report progress lines and return the last other ones."""
    if process.stderr is None:
        raise PreparationError("The training was started without a way to follow it.")
    last_lines: list[str] = []
    async for raw in process.stderr:
        match raw.decode("utf-8", "replace").split():
            case ["progress", done, total] if done.isdigit() and total.isdigit():
                progress(int(done), int(total))
            case words:
                last_lines = [*last_lines, " ".join(words)][-_LAST_LINES:]
    await process.wait()
    return last_lines


def _files(project: Path) -> Iterable[Path]:
    for name in _TRAINED_ON:
        path = project / name
        candidates = [path] if path.is_file() else path.rglob("*")
        yield from sorted(
            candidate
            for candidate in candidates
            if candidate.is_file() and candidate.suffix in (".yml", ".py", ".lock")
        )


def _checksum_file(path: Path) -> Path:
    return path.with_name(f"{path.name}.sha256")


def _checksum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
