"""A real bot with the Rasa process that it starts itself, against a local server, with a crowd it knows."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.crowd import Asker, in_turn, introduce, make_crowd
from tests.benchmarks.machine import children_of
from tests.bot_api.server import BotApiServer
from tests.processes import BotProcess, running_bot

CROWD = 2_000
UNLIMITED = {"TELEGRAM_MESSAGES_PER_SECOND": "1000"}
"""Without it the bot sends 28 a second at most, as Telegram asks: then nothing else could be measured."""


@dataclass(frozen=True, slots=True)
class Running:
    """The parts of one running system."""

    server: BotApiServer
    bot: BotProcess
    crowd: tuple[Asker, ...]
    askers: Iterator[Asker]

    @property
    def bot_id(self) -> int:
        """Return the id of the bot process."""
        assert self.bot.process is not None
        return self.bot.process.pid

    @property
    def rasa_id(self) -> int:
        """Return the id of the Rasa process, a child of the bot."""
        (rasa,) = children_of(self.bot_id)
        return rasa

    def errors(self) -> int:
        """Return how many errors the bot has logged."""
        return self.bot.log.count('"level": "error"')


@asynccontextmanager
async def running_system(folder: Path, crowd_size: int = CROWD, **settings: str) -> AsyncIterator[Running]:
    """Run a bot whose data is in `folder`, by long polling, until the context ends."""
    async with BotApiServer() as server:
        crowd = make_crowd(server, crowd_size)
        introduce(crowd, folder / "data")
        async with running_bot(server, folder / "data", **settings) as bot:
            yield Running(server, bot, crowd, in_turn(crowd))
