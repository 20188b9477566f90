"""Fetch files of people, because only a file that is sent anew loses its name.

That takes seconds: it happens beside the calls, so that nobody in danger waits for somebody else's video.
"""

import asyncio
from collections.abc import Callable, Collection
from dataclasses import dataclass

import structlog
from telegram import Bot
from telegram.error import BadRequest, TelegramError

from bot.telegram.attachments import loses_its_name
from conversations.attachments import Attachment
from conversations.cases import CaseId, Post, PostId

_AT_ONCE = 3
"""Files that are fetched or wait to be sent, of 20 MB each at most."""

_DOWNLOAD_SECONDS = 30
_PAUSE = 2.0
_LOOK_AGAIN = 5.0
_LOG = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Fetch:
    case: CaseId
    content: asyncio.Task[bytes]


class NamelessFiles:
    """Holds the content of the files that are to be sent next."""

    def __init__(self, bot: Bot, pause: float = _PAUSE) -> None:
        """Fetch with `bot`; after a failure wait for `pause` seconds before it is told."""
        self._bot = bot
        self._pause = pause
        self._fetches: dict[PostId, _Fetch] = {}
        self._queue: set[CaseId] = set()

    def ready(self, post: Post, when_done: Callable[[], None]) -> bool:
        """Tell whether a post can be sent; if not, begin to fetch its file when there is room."""
        if post.attachment is None or not loses_its_name(post.attachment):
            return True
        if post.id in self._fetches:
            return self._fetches[post.id].content.done()
        if len(self._fetches) >= _AT_ONCE:
            self._queue.add(post.case)
            return False
        self._queue.discard(post.case)
        content = asyncio.ensure_future(self._fetch(post.attachment))
        content.add_done_callback(lambda _content: when_done())
        self._fetches[post.id] = _Fetch(post.case, content)
        return False

    def ready_in(self, case: CaseId) -> float:
        """Return for how many seconds a case waits for its file, or for room for it, before a new look."""
        fetched = any(each.case == case and not each.content.done() for each in self._fetches.values())
        queued = case in self._queue and len(self._fetches) >= _AT_ONCE
        return _LOOK_AGAIN if fetched or queued else 0.0

    def take(self, post: Post) -> bytes | None:
        """Return the content of the file of a post that is ready, or None when it is sent as it is.

        Raises TelegramError when it cannot be fetched, and KeyError when it was not: nothing is sent by a
        name that was to be lost.
        """
        if post.attachment is None or not loses_its_name(post.attachment):
            return None
        return self._fetches.pop(post.id).content.result()

    def keep(self, cases: Collection[CaseId]) -> None:
        """Drop what was fetched for other cases: they are erased."""
        self._queue.intersection_update(cases)
        for post in [post for post, each in self._fetches.items() if each.case not in cases]:
            self._drop(post)

    def stop(self) -> None:
        """Give up what is still being fetched."""
        for post in list(self._fetches):
            self._drop(post)

    def _drop(self, post: PostId) -> None:
        content = self._fetches.pop(post).content
        if not content.cancel() and not content.cancelled():
            content.exception()

    async def _fetch(self, attachment: Attachment) -> bytes:
        file = await self._bot.get_file(attachment.file)
        try:
            async with asyncio.timeout(_DOWNLOAD_SECONDS):
                return bytes(await file.download_as_bytearray())
        except (TelegramError, TimeoutError) as error:
            _LOG.info("file_not_fetched", error=type(error).__name__)
            await asyncio.sleep(self._pause)
            # Telegram itself is there: only this file waits, and is given up after some tries.
            raise BadRequest("The content cannot be fetched") from error
