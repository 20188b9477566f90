"""One process at a time works with a data folder."""

import os
import stat
import time
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from bot.data_folder import check_user, held, is_held
from bot.errors import DataFolderBusyError, WrongUserError
from conversations.errors import StoreUnavailableError


def _hold(folder: Path, ready: Connection) -> None:
    with held(folder):
        ready.send("held")
        time.sleep(60)


def test_a_second_bot_is_kept_out(data_folder: Path) -> None:
    """While one process has the folder no other gets it, and when the first is killed it is free at once."""
    here, there = get_context("fork").Pipe()
    first = get_context("fork").Process(target=_hold, args=(data_folder, there))
    first.start()
    assert here.recv() == "held"

    with pytest.raises(DataFolderBusyError, match="Stop it first"), held(data_folder):
        pass

    first.kill()
    first.join()
    with held(data_folder):
        assert stat.S_IMODE((data_folder / ".lock").stat().st_mode) == 0o600
    with held(data_folder):
        pass


def test_other_folders_are_free(tmp_path: Path) -> None:
    """Two bots with a folder each do not hinder each other."""
    with held(tmp_path / "one"), held(tmp_path / "two"):
        pass


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    """A file in its place is told."""
    (tmp_path / "data").touch()

    with pytest.raises(StoreUnavailableError, match="cannot be made"), held(tmp_path / "data"):
        pass


def test_whether_somebody_works_with_it(data_folder: Path) -> None:
    """Asking whether a bot runs makes nothing and keeps no bot out."""
    assert not is_held(data_folder)
    assert not data_folder.exists()
    with held(data_folder):
        assert is_held(data_folder)
    assert not is_held(data_folder)
    with held(data_folder):
        pass


def test_another_user_leaves_no_files(data_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Root is told which user to be, before it leaves files that the bot could not read."""
    data_folder.mkdir()
    check_user(data_folder)
    if os.geteuid() == 0:
        os.chown(data_folder, 65534, 65534)
    else:
        monkeypatch.setattr(os, "geteuid", lambda: 0)

    with pytest.raises(WrongUserError, match="runuser -u"), held(data_folder):
        pass

    assert list(data_folder.iterdir()) == []
