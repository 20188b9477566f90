"""One turn of one person at a time, many people at once."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager

from telegram import Update
from telegram.ext import BaseUpdateProcessor

_AT_ONCE = 64


class Turns:
    """Hands out turns: the next one of a person begins when the one before has ended."""

    def __init__(self) -> None:
        """Start with nobody waiting."""
        self._locks: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._waiting: defaultdict[int, int] = defaultdict(int)

    @asynccontextmanager
    async def turn(self, chat: int) -> AsyncIterator[None]:
        """Wait for and hold the turn of `chat`; turns come in the order in which they were asked for."""
        self._waiting[chat] += 1
        try:
            async with self._locks[chat]:
                yield
        finally:
            self._waiting[chat] -= 1
            if not self._waiting[chat]:
                del self._waiting[chat], self._locks[chat]


class TurnByTurnProcessor(BaseUpdateProcessor):
    """Lets python-telegram-bot handle updates of different people side by side, of one person in order."""

    def __init__(self, turns: Turns) -> None:
        """Share `turns` with everybody else who talks to people."""
        super().__init__(_AT_ONCE)
        self._turns = turns

    async def do_process_update(self, update: object, coroutine: Awaitable[object]) -> None:
        """Handle one update when it is its turn."""
        chat = update.effective_chat.id if isinstance(update, Update) and update.effective_chat else 0
        async with self._turns.turn(chat):
            await coroutine

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""
