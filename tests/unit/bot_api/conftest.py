"""A running server, a clock that only a test moves, and python-telegram-bot's own `Bot`."""

from collections.abc import AsyncIterator

import httpx
import pytest
from telegram import Bot

from tests.bot_api import BotApiServer
from tests.unit.bot_api.helpers import Clock, make_bot


@pytest.fixture(autouse=True)
def _timedelta(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let python-telegram-bot give durations as such; reading them as numbers is deprecated."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


@pytest.fixture
def clock() -> Clock:
    """A clock that stands still until a test moves it."""
    return Clock()


@pytest.fixture
async def server(clock: Clock) -> AsyncIterator[BotApiServer]:
    """A server on the test's clock."""
    async with BotApiServer(clock=clock) as running:
        yield running


@pytest.fixture
async def bot(server: BotApiServer) -> AsyncIterator[Bot]:
    """A real `Bot` that talks with the server."""
    async with make_bot(server) as running:
        yield running


@pytest.fixture
async def client(server: BotApiServer) -> AsyncIterator[httpx.AsyncClient]:
    """A plain HTTP client whose addresses are methods of the bot."""
    async with httpx.AsyncClient(base_url=f"{server.url}/bot{server.token}/") as running:
        yield running
