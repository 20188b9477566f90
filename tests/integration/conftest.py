"""A Bot API server and a bot process for each test, one Rasa server for all."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.bot_api.server import BotApiServer
from tests.processes import BotProcess, RasaServer, running_bot


@pytest.fixture
async def server() -> AsyncIterator[BotApiServer]:
    """Run a local Bot API server; at the end no call may have been against the specification."""
    async with BotApiServer() as server:
        yield server
        assert server.problems == []


@pytest.fixture
async def bot(server: BotApiServer, tmp_path: Path, rasa_server: RasaServer) -> AsyncIterator[BotProcess]:
    """Run the real bot by long polling, with the real Rasa server."""
    settings = {"RASA_URL": rasa_server.url, "RASA_TOKEN": rasa_server.token}
    async with running_bot(server, tmp_path / "data", **settings) as process:
        yield process
