"""Fetch updates by long polling; Telegram hears that we have them only after they are on disk."""

import asyncio
import json
from collections.abc import Callable
from urllib.parse import quote

import structlog
from telegram import Bot
from telegram.error import Conflict, RetryAfter, TelegramError

from bot.telegram.receiving import ALLOWED_UPDATES, read_lane
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
                received = [_received(update) for update in updates]
                if inbox.keep(received):
                    arrived()
                offset = max(update.id for update in received) + 1
        except RetryAfter as error:
            asked = error.retry_after
            await asyncio.sleep(asked if isinstance(asked, int | float) else asked.total_seconds())
        except Conflict:
            _LOG.error("another_bot_runs_with_this_token")
            await asyncio.sleep(_AFTER_CONFLICT)
        except (TelegramError, StoreError) as error:
            _LOG.warning("polling_failed", error=error, next_try_in_seconds=pause)
            await asyncio.sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)
        else:
            pause = _FIRST_PAUSE


def _received(update: dict[str, object]) -> ReceivedUpdate:
    return ReceivedUpdate(int(str(update["update_id"])), read_lane(update), json.dumps(update))


async def _fetch(bot: Bot, offset: int) -> list[dict[str, object]]:
    """Return the next updates as Telegram wrote them.

    Raises TelegramError.
    """
    allowed = quote(json.dumps(ALLOWED_UPDATES))
    address = f"{bot.base_url}/getUpdates?offset={offset}&timeout={_SECONDS}&allowed_updates={allowed}"
    updates = await bot.request.post(address, read_timeout=_SECONDS + 10)
    return list(updates) if isinstance(updates, list) else []
