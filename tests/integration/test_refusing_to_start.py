"""What stops the start: one clear sentence that says what to do, exit code not 0, nothing half-written."""

import shutil
import socket
from pathlib import Path

import pytest

from content.loader import ROOT
from tests.bot_api.server import TOKEN, BotApiServer
from tests.processes import RasaServer, run_command, running_bot

WRONG_TOKEN = "7000000002:ANOTHER-TOKEN-THAT-NOBODY-KNOWS-01"


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({}, "TELEGRAM_BOT_TOKEN is not set"),
        ({"TELEGRAM_BOT_TOKEN": "abc"}, "TELEGRAM_BOT_TOKEN must look like"),
        ({"TELEGRAM_BOT_TOKEN": TOKEN, "WEGWIJZER_TIMEZONE": "Mars/Base"}, "WEGWIJZER_TIMEZONE must be"),
        ({"TELEGRAM_BOT_TOKEN": TOKEN, "WEGWIJZER_COLOUR": "red"}, "WEGWIJZER_COLOUR is unknown"),
        ({"TELEGRAM_BOT_TOKEN": TOKEN, "COUNSELLOR_GROUP_ID": "12"}, "COUNSELLOR_GROUP_ID must be"),
        ({"TELEGRAM_BOT_TOKEN": TOKEN, "RASA_URL": "http://127.0.0.1:1"}, "RASA_URL needs RASA_TOKEN"),
        ({"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_WEBHOOK_URL": "https://x.nl"}, "TELEGRAM_WEBHOOK_SECRET"),
    ],
)
async def test_wrong_settings(settings: dict[str, str], sentence: str, tmp_path: Path) -> None:
    """A missing, malformed or unknown setting is named before anything is made."""
    code, output, errors = await run_command("bot", data=tmp_path / "data", **settings)
    assert (code, output) == (1, "")
    assert sentence in errors
    assert "Traceback" not in errors
    assert not (tmp_path / "data").exists()


async def test_token_that_telegram_refuses(
    server: BotApiServer, tmp_path: Path, rasa_server: RasaServer
) -> None:
    """A wrong token stops the start with the way to a right one, and the token is not shown."""
    code, _, errors = await run_command(
        "bot",
        data=tmp_path / "data",
        TELEGRAM_BOT_TOKEN=WRONG_TOKEN,
        TELEGRAM_API_URL=server.url,
        RASA_URL=rasa_server.url,
        RASA_TOKEN=rasa_server.token,
    )
    assert code == 1
    assert "Copy it again from @BotFather" in errors
    assert WRONG_TOKEN.partition(":")[2] not in errors


async def test_telegram_out_of_reach(tmp_path: Path, rasa_server: RasaServer) -> None:
    """Without a network the sentence names the network."""
    code, _, errors = await run_command(
        "bot",
        data=tmp_path / "data",
        TELEGRAM_BOT_TOKEN=TOKEN,
        TELEGRAM_API_URL="http://127.0.0.1:9",
        RASA_URL=rasa_server.url,
        RASA_TOKEN=rasa_server.token,
    )
    assert code == 1
    assert "Telegram cannot be reached" in errors


async def test_webhook_port_in_use(server: BotApiServer, tmp_path: Path, rasa_server: RasaServer) -> None:
    """A port in use is named."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        code, _, errors = await run_command(
            "bot",
            data=tmp_path / "data",
            TELEGRAM_BOT_TOKEN=TOKEN,
            TELEGRAM_API_URL=server.url,
            TELEGRAM_WEBHOOK_URL="https://bot.example.org/telegram",
            TELEGRAM_WEBHOOK_SECRET="a-secret-of-this-test",
            TELEGRAM_WEBHOOK_LISTEN=f"127.0.0.1:{port}",
            RASA_URL=rasa_server.url,
            RASA_TOKEN=rasa_server.token,
        )
    assert code == 1
    assert f"127.0.0.1:{port} is in use" in errors


async def test_broken_organisation_file(tmp_path: Path) -> None:
    """A damaged content file is named with its line."""
    broken = tmp_path / "organisation.yml"
    shutil.copy(ROOT / "organisation.yml", broken)
    broken.write_text(broken.read_text(encoding="utf-8") + "phone: [\n", encoding="utf-8")
    code, _, errors = await run_command(
        "bot",
        data=tmp_path / "data",
        TELEGRAM_BOT_TOKEN=TOKEN,
        WEGWIJZER_ORGANISATION_FILE=str(broken),
    )
    assert code == 1
    assert f"{broken}:" in errors
    assert "Traceback" not in errors


async def test_folder_that_cannot_be_written(tmp_path: Path) -> None:
    """A data folder that cannot be made stops the start and leaves nothing."""
    (tmp_path / "data").write_text("a file in the way", encoding="utf-8")
    code, _, errors = await run_command("bot", data=tmp_path / "data", TELEGRAM_BOT_TOKEN=TOKEN)
    assert code == 1
    assert "cannot be made" in errors
    assert "Traceback" not in errors


async def test_key_does_not_fit(server: BotApiServer, tmp_path: Path, rasa_server: RasaServer) -> None:
    """Another key stops the start and leaves the database as it is."""
    settings = {"RASA_URL": rasa_server.url, "RASA_TOKEN": rasa_server.token}
    async with running_bot(server, tmp_path / "data", **settings):
        pass
    database = tmp_path / "data" / "wegwijzer.db"
    before = database.read_bytes()
    (tmp_path / "data" / "database.key").write_text("0" * 64 + "\n", encoding="ascii")
    code, _, errors = await run_command("bot", data=tmp_path / "data", TELEGRAM_BOT_TOKEN=TOKEN)
    assert code == 1
    assert "the key does not fit" in errors
    assert database.read_bytes() == before
