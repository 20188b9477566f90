"""One turn of one person at a time, many people at once."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


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
