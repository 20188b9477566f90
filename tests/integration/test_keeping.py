"""Backup, restore, a new key and erasing as an operator types them, also beside a bot that runs."""

import asyncio
import sys
from pathlib import Path

import pytest

from tests.bot_api.server import TOKEN, BotApiServer
from tests.data_folders import DataFolder
from tests.fakes import SettableClock
from tests.processes import PATIENCE, PROJECT, BotProcess, RasaServer, clean_environment, run_command


async def _typed(words: str, *arguments: str, data: Path) -> tuple[int, str, str]:
    """Run a command and type `words` when it asks."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", *arguments),
        cwd=PROJECT,
        env=clean_environment({"WEGWIJZER_DATA_DIR": str(data)}),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    output, errors = await asyncio.wait_for(process.communicate(f"{words}\n".encode()), PATIENCE)
    return process.returncode or 0, output.decode(), errors.decode()


def _case_name(kept: DataFolder, number: str) -> str:
    with kept.opened() as database:
        query = "select name from cases join people on people.id = person where number = ?"
        return str(next(iter(database.query(query, [number])))["name"])


async def test_a_whole_round(kept_folder: DataFolder, tmp_path: Path) -> None:
    """Back up, change the key, erase a person and restore: each says what it did, and no trace is shown."""
    data, stick = kept_folder.folder, tmp_path / "stick"
    kept_folder.clock = SettableClock()

    code, output, errors = await run_command("backup", data=data)
    assert (code, errors) == (0, "")
    assert "Keep a copy of" in output
    (backup,) = (data / "backups").glob("*.db")

    code, output, errors = await run_command("rotate-key", data=data)
    assert (code, errors) == (0, "")
    assert "The database and 1 backups have a new key" in output

    name = _case_name(kept_folder, "1002")
    code, output, errors = await run_command("erase", "--case", name, "--yes", data=data)
    assert (code, errors) == (0, "")
    assert kept_folder.numbers() == ["1001", "1003"]

    code, output, errors = await run_command("restore", str(backup), data=data)
    assert (code, errors) == (0, "")
    assert "1 people had erased themselves since" in output
    assert kept_folder.numbers() == ["1001", "1003"]

    code, output, errors = await run_command("backup", "--to", str(stick), data=data)
    assert (code, errors) == (0, "")
    assert sorted(path.suffix for path in stick.iterdir()) == ["", ".db"]


async def test_beside_a_bot_that_runs(
    bot: BotProcess, server: BotApiServer, rasa_server: RasaServer, tmp_path: Path
) -> None:
    """A backup is made meanwhile; what would take the database away is refused, as is a second bot."""
    data = tmp_path / "data"
    code, _, errors = await run_command("backup", data=data)
    assert (code, errors) == (0, "")
    (backup,) = (data / "backups").glob("*.db")

    token = {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": server.url}
    for arguments in (
        ("restore", str(backup)),
        ("rotate-key",),
        ("erase", "--everything", "--yes"),
        ("bot",),
    ):
        code, output, errors = await run_command(*arguments, data=data, **token)
        assert (code, output) == (1, "")
        assert errors == f"A bot is running on the data folder {data}. Stop it first.\n"

    await bot.stop()
    code, _, errors = await run_command("restore", str(backup), data=data)
    assert (code, errors) == (0, "")


async def test_erasing_asks_first(kept_folder: DataFolder) -> None:
    """Without the right words nothing is erased; with them only that person is."""
    data, name = kept_folder.folder, _case_name(kept_folder, "1002")
    for words, arguments, sentence in (
        ("", ("--case", name), "That is another name. Nothing was erased."),
        ("XXXXX", ("--case", name), "That is another name. Nothing was erased."),
        ("yes", ("--everything",), "Those are other words. Nothing was erased."),
        ("", ("--case", "XXXXX"), "0 people have a case with the name XXXXX. Nothing was erased."),
    ):
        code, _, errors = await _typed(words, "erase", *arguments, data=data)
        assert (code, errors) == (1, f"{sentence}\n")
    assert len(kept_folder.numbers()) == 3

    code, _, errors = await _typed(name.lower(), "erase", "--case", name, data=data)
    assert (code, errors) == (0, "")
    assert kept_folder.numbers() == ["1001", "1003"]

    code, _, errors = await _typed("Erase everything", "erase", "--everything", data=data)
    assert (code, errors) == (0, "")
    assert list(kept_folder.files()) == [".lock"]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("backup",), "nothing to back up"),
        (("restore", "nowhere.db"), "There is no file nowhere.db."),
        (("rotate-key",), "no key to change"),
        (("erase", "--case", "XXXXX"), "There is no database"),
        (("erase", "--everything", "--yes"), "There is nothing in"),
    ],
)
async def test_before_the_first_start(arguments: tuple[str, ...], sentence: str, tmp_path: Path) -> None:
    """Where there is nothing yet, one sentence says so."""
    code, output, errors = await run_command(*arguments, data=tmp_path / "data")

    assert (code, output) == (1, "")
    assert sentence in errors
    assert errors.count("\n") == 1
