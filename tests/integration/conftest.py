"""A Bot API server and a bot process for each test, one Rasa server for all."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.bot_api.server import BotApiServer
from tests.integration.leaks import leaks
from tests.processes import BotProcess, RasaServer, running_bot


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[BotApiServer]:
    """Run a local Bot API server.

    At the end of each test no call may have been against the specification, and nothing of anybody may stand
    in a log or in the bytes of a database.
    """
    async with BotApiServer() as server:
        yield server
        assert server.problems == []
        assert leaks(server, tmp_path) == {}


@pytest.fixture
async def bot(server: BotApiServer, tmp_path: Path, rasa_server: RasaServer) -> AsyncIterator[BotProcess]:
    """Run the real bot by long polling, with the real Rasa server."""
    settings = {"RASA_URL": rasa_server.url, "RASA_TOKEN": rasa_server.token}
    async with running_bot(server, tmp_path / "data", **settings) as process:
        yield process
