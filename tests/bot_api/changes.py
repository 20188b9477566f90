"""Waiting for something to become true, without polling."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

Found = TypeVar("Found")


class Changes:
    """Wakes everyone who waits whenever anything changed."""

    def __init__(self) -> None:
        self._next = asyncio.Event()

    def notify(self) -> None:
        """Let everyone who waits look again."""
        woken, self._next = self._next, asyncio.Event()
        woken.set()

    async def until(self, find: Callable[[], Found | None], timeout: float | None) -> Found:  # noqa: ASYNC109
        """Wait until `find` finds something, or raise `TimeoutError`."""
        async with asyncio.timeout(timeout):
            while (found := find()) is None:
                await self._next.wait()
        return found
