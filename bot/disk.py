"""Nothing is told to anybody before the disk has what it rests on."""

import asyncio
from collections.abc import Callable


class DiskBarrier:
    """Lets many wait for the same sync of the disk, while everybody else goes on."""

    def __init__(self, changes: Callable[[], int], sync: Callable[[], None]) -> None:
        """Ask `changes` for a number that grows with each change; `sync` blocks until they are on disk."""
        self._changes = changes
        self._sync = sync
        self._on_disk = -1
        self._running: asyncio.Task[None] | None = None

    async def pass_through(self) -> None:
        """Wait until all that was stored before this call is on disk.

        Raises OSError when the disk refuses; the next call tries again.
        """
        wanted = self._changes()
        while self._on_disk < wanted:
            if self._running is None:
                self._running = asyncio.create_task(self._bring())
            # One who stops waiting must not stop the others.
            await asyncio.shield(self._running)

    async def _bring(self) -> None:
        reached = self._changes()
        try:
            await asyncio.to_thread(self._sync)
            self._on_disk = reached
        finally:
            self._running = None
