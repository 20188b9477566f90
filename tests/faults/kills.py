"""Killing the bot and Rasa at random moments while people write."""

import asyncio
import random
import signal
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime

from tests.bot_api.server import BotApiServer
from tests.faults.waits import LONG, Waits
from tests.processes import BotProcess, RasaProcess

_SHORTEST, _LIFE_OF_RASA = 2.5, 8.0
_SHARE_AT_A_CALL, _SHARE_AT_THE_START = 0.5, 0.1


@dataclass
class Killer:
    """Kills by SIGKILL; half of the time in the milliseconds around a call, where it hurts most."""

    server: BotApiServer
    bot: BotProcess
    rasa: RasaProcess
    random: random.Random
    rasa_share: float
    waits: Waits
    of_bot: int = 0
    of_rasa: int = 0
    held_back: int = 0
    restarts: set[asyncio.Task[None]] = field(default_factory=set)
    longest_life: float = _SHORTEST
    story: list[str] = field(default_factory=list)
    """What was killed and started when, in UTC as in the bot's log."""

    async def kill(self, times: int) -> None:
        """Kill so often, and leave everything running."""
        for number in range(1, times + 1):
            await self._moment()
            await self._hold_back()
            if self.rasa_share and number % round(1 / self.rasa_share) == 0:
                await self._kill_rasa()
            else:
                await self._kill_bot()
        await asyncio.gather(*self.restarts)

    async def _moment(self) -> None:
        await asyncio.sleep(self.random.uniform(0, self.longest_life))
        if self.random.random() < _SHARE_AT_A_CALL:
            before = len(self.server.calls)
            try:
                await self.server.cloud.changes.until(lambda: len(self.server.calls) > before or None, 2)
            except TimeoutError:
                return
            await asyncio.sleep(self.random.choice((0, 0.001, 0.003, 0.01, 0.03)))

    async def _hold_back(self) -> None:
        """Let everything live while somebody has waited for long: who is stuck stays so, and is lost then."""
        if self.waits.longest < LONG:
            return
        self.held_back += 1
        self._note(f"nobody is killed: somebody has waited for {self.waits.longest:.0f} s")
        await asyncio.gather(*self.restarts)
        while self.waits.longest >= LONG:  # noqa: ASYNC110 - a fifth of a second more does no harm
            await asyncio.sleep(0.2)
        self._note("everybody has what they have waited for")

    async def _kill_bot(self) -> None:
        self.of_bot += 1
        self._note("the bot is killed")
        await self.bot.stop(signal.SIGKILL)
        await self.bot.launch()
        if self.random.random() < _SHARE_AT_THE_START:
            await asyncio.sleep(self.random.uniform(0, 3))
            self._note("the bot is killed while it starts")
            await self.bot.stop(signal.SIGKILL)
            await self.bot.launch()
        begun = time.monotonic()
        await self.bot.serves()
        # On a busy machine a bot that lives much shorter than it starts never gets to an answer.
        took = time.monotonic() - begun
        self._note(f"the bot serves after {took:.1f} s")
        self.longest_life = max(_SHORTEST, 1.5 * took)

    async def _kill_rasa(self) -> None:
        """Kill Rasa and let it start while the bot goes on; one start at a time."""
        await asyncio.gather(*self.restarts)
        # Who kills it again and again as soon as it has started lets nobody be answered.
        await asyncio.sleep(_LIFE_OF_RASA if self.of_rasa else 0)
        self.of_rasa += 1
        self._note("Rasa is killed")
        await asyncio.to_thread(self.rasa.stop, signal.SIGKILL)
        task = asyncio.create_task(self._start_rasa())
        self.restarts.add(task)
        task.add_done_callback(self.restarts.discard)

    async def _start_rasa(self) -> None:
        begun = time.monotonic()
        await asyncio.to_thread(self.rasa.start)
        self._note(f"Rasa answers after {time.monotonic() - begun:.1f} s")

    def _note(self, what: str) -> None:
        self.story.append(f"{datetime.now(UTC):%H:%M:%S.%f} {what}")
