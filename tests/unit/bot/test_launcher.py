"""The launcher `./wegwijzer`, which prepares what a command needs."""

import importlib.util
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType

import pytest

from bot.paths import PROJECT


@pytest.fixture(scope="module")
def launcher() -> ModuleType:
    """Return the launcher as a module."""
    loader = SourceFileLoader("launcher", str(PROJECT / "wegwijzer"))
    specification = importlib.util.spec_from_loader("launcher", loader)
    assert specification is not None
    module = importlib.util.module_from_spec(specification)
    loader.exec_module(module)
    return module


def test_only_the_owner_prepares(
    launcher: ModuleType,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """After an update the service's own user is told who must prepare it, in one sentence."""
    for name in ("pyproject.toml", "uv.lock"):
        (tmp_path / name).touch()
    monkeypatch.setattr(launcher.os, "access", lambda *_: False)

    with pytest.raises(SystemExit) as stopped:
        launcher.prepare("everything", tmp_path, "python3.11")

    assert stopped.value.code == 1
    assert "train --if-needed there as its owner" in capsys.readouterr().err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["pyproject.toml", "uv.lock"]


@pytest.mark.parametrize("command", ["doctor", "backup", "restore", "rotate-key", "erase", "report"])
def test_help_in_trouble_needs_no_rasa(launcher: ModuleType, command: str) -> None:
    """What somebody needs on a machine in trouble starts without Rasa's large environment."""
    assert command in launcher.WITHOUT_RASA
