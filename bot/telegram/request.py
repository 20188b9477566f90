"""Every call to Telegram: none goes out before the disk has what it rests on."""

from collections.abc import Awaitable, Callable
from typing import Any

from telegram.request import HTTPXRequest

_PATIENCE_SECONDS = 30.0
"""How long Telegram may take over a call: what it accepts later than that is sent once more."""


class DurableRequest(HTTPXRequest):
    """Calls of the library that first wait for the disk.

    An answer rests on what was decided, a confirmation of updates on their being kept. When the disk refuses,
    the library turns the error into a NetworkError, and who called tries again.
    """

    def __init__(self, on_disk: Callable[[], Awaitable[None]]) -> None:
        """`on_disk` returns when all that is stored is on disk, and raises OSError when it cannot be."""
        super().__init__(read_timeout=_PATIENCE_SECONDS)
        self._on_disk = on_disk

    async def do_request(self, *args: Any, **options: Any) -> tuple[int, bytes]:  # noqa: ANN401 - the library's own
        """Make a call when the disk is ready for it."""
        await self._on_disk()
        return await super().do_request(*args, **options)
