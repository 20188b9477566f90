"""Read typed lines without holding up the end of the program."""

import asyncio
import threading
from collections.abc import AsyncIterator
from typing import TextIO


async def typed_lines(source: TextIO) -> AsyncIterator[str]:
    """Yield lines without their end, until the source ends.

    A daemon thread reads: nobody waits for it, so Ctrl-C ends the program at once.
    """
    lines: asyncio.Queue[str | None] = asyncio.Queue()
    loop = asyncio.get_running_loop()

    def read() -> None:
        try:
            for line in iter(source.readline, ""):
                loop.call_soon_threadsafe(lines.put_nowait, line.strip())
        finally:
            if not loop.is_closed():
                loop.call_soon_threadsafe(lines.put_nowait, None)

    threading.Thread(target=read, daemon=True).start()
    while (line := await lines.get()) is not None:
        yield line
