"""Bring what is in an outbox to a bot, as the program does, and wait until nothing is left."""

import asyncio
from typing import Any

from bot.telegram.calls import Calls
from bot.telegram.delivering import Deliveries, OutboxWorker
from bot.telegram.limits import Limits
from conversations.outbox import Outbox


async def nothing_to_empty(_chat: int) -> None:
    """Empty no chat."""


async def deliver(
    bot: Any, outbox: Outbox, deliveries: Deliveries, limits: Limits | None = None, empty: Any = None
) -> None:
    """Run a fresh worker until the outbox is empty."""
    calls = Calls(bot, empty or nothing_to_empty)
    worker = OutboxWorker(calls, outbox, limits or Limits(), deliveries, pause=0.5 if limits else 0)
    running = asyncio.create_task(worker.run_forever())
    async with asyncio.timeout(20):
        while outbox.count_waiting():  # noqa: ASYNC110 - the worker tells nobody that it has nothing to do
            await asyncio.sleep(0)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
