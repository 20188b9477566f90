"""Fetch updates by long polling; Telegram hears that we have them only after they are on disk."""

import asyncio
import json
from collections.abc import Callable
from urllib.parse import quote

import structlog
from telegram import Bot
from telegram.error import Conflict, RetryAfter, TelegramError

from bot.telegram.limits import seconds_asked
from bot.telegram.receiving import ALLOWED_UPDATES, read_received
from conversations.errors import StoreError
from conversations.inbox import Inbox, ReceivedUpdate

_SECONDS = 25
_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 30.0
_AFTER_CONFLICT = 5.0
_LOG = structlog.get_logger(__name__)


async def poll_forever(bot: Bot, inbox: Inbox, arrived: Callable[[], None]) -> None:
    """Keep what comes in `inbox` and call `arrived`, until this is cancelled.

    The updates are stored as Telegram wrote them, before anything is read from them: an update that nobody
    understands must not stop those behind it.
    """
    offset, pause = 0, _FIRST_PAUSE
    while True:
        try:
            updates = await _fetch(bot, offset)
            if updates:
                received = _readable(updates)
                if inbox.keep(received):
                    arrived()
                offset = max((update.id + 1 for update in received), default=offset)
        except RetryAfter as error:
            await asyncio.sleep(seconds_asked(error))
        except Conflict:
            _LOG.error("another_bot_runs_with_this_token")
            await asyncio.sleep(_AFTER_CONFLICT)
        except (TelegramError, StoreError) as error:
            _LOG.warning("polling_failed", error=error, next_try_in_seconds=pause)
            await asyncio.sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)
        else:
            pause = _FIRST_PAUSE


def _readable(updates: list[object]) -> list[ReceivedUpdate]:
    """Return the updates; what has no number cannot even be confirmed, and is left out.

    Raises TelegramError when nothing is left: asking again at once would not help.
    """
    received = []
    for update in updates:
        try:
            received.append(read_received(update))
        except ValueError as error:
            _LOG.error("update_not_readable", error=error)
    if not received:
        raise TelegramError("no update has a number")
    return received


async def _fetch(bot: Bot, offset: int) -> list[object]:
    """Return the next updates as Telegram wrote them.

    Raises TelegramError.
    """
    allowed = quote(json.dumps(ALLOWED_UPDATES))
    address = f"{bot.base_url}/getUpdates?offset={offset}&timeout={_SECONDS}&allowed_updates={allowed}"
    updates = await bot.request.post(address, read_timeout=_SECONDS + 10)
    return list(updates) if isinstance(updates, list) else []
