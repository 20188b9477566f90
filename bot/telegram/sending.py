"""Send messages to a chat, in parts and with patience."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

import structlog
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.constants import ParseMode
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError

from bot.reminders.calendar_file import FILE_NAME, calendar_file
from bot.rendering.telegram_html import render_html
from bot.settings import DEFAULT_TIMEZONE
from bot.telegram.callback_data import encode
from content.loader import Content
from conversations.messages import CalendarEntry, Message

_TRIES = 4
_FIRST_PAUSE = 0.5
_NOT_MODIFIED = "not modified"
_LOG = structlog.get_logger(__name__)
_Result = TypeVar("_Result")


def build_keyboard(message: Message) -> InlineKeyboardMarkup | None:
    """Return the buttons of `message`, or None when it has none."""
    rows = [
        [InlineKeyboardButton(button.label, callback_data=encode(button.action)) for button in row]
        for row in (*message.picker, *message.buttons)
    ]
    return InlineKeyboardMarkup(rows) if rows else None


class Sender:
    """Sends what the assistant says."""

    def __init__(
        self, bot: Bot, content: Callable[[], Content], timezone: ZoneInfo = DEFAULT_TIMEZONE
    ) -> None:
        """Send with `bot`; `content` gives the words that join the parts of a long message."""
        self._bot = bot
        self._content = content
        self._timezone = timezone

    async def send(self, chat: int, messages: tuple[Message, ...]) -> None:
        """Send `messages` in order; the buttons come under the last part of each.

        Raises TelegramError when Telegram does not take a message after several tries.
        """
        for message in messages:
            continued = self._content().interface("continued", message.language)
            parts = render_html(message, continued)
            for number, part in enumerate(parts, start=1):
                keyboard = build_keyboard(message) if number == len(parts) else None
                await _patiently(
                    lambda part=part, keyboard=keyboard: self._bot.send_message(  # type: ignore[misc]
                        chat, part, parse_mode=ParseMode.HTML, reply_markup=keyboard
                    )
                )
            if message.calendar is not None:
                await self._send_file(chat, message.calendar)

    async def _send_file(self, chat: int, entry: CalendarEntry) -> None:
        file = calendar_file(entry, datetime.now(UTC), self._timezone)
        await _patiently(lambda: self._bot.send_document(chat, file, filename=FILE_NAME))

    async def replace(self, chat: int, message_id: int, message: Message) -> None:
        """Show `message` in the place of an earlier one; send it anew when that one is gone.

        Raises TelegramError when Telegram does not take it after several tries.
        """
        (part, *more) = render_html(message, self._content().interface("continued", message.language))
        keyboard = build_keyboard(message)
        if more:
            await self.send(chat, (message,))
            return
        try:
            await _patiently(
                lambda: self._bot.edit_message_text(
                    part, chat, message_id, parse_mode=ParseMode.HTML, reply_markup=keyboard
                )
            )
        except BadRequest as error:
            if _NOT_MODIFIED not in str(error):
                await self.send(chat, (message,))

    async def remove_buttons(self, chat: int, message_id: int) -> None:
        """Take the buttons from a message whose question is answered.

        Raises TelegramError when Telegram does not do it after several tries.
        """
        try:
            await _patiently(lambda: self._bot.edit_message_reply_markup(chat, message_id))
        except BadRequest:
            # The message is gone or had no buttons any more: a double tap.
            _LOG.info("buttons_already_removed")


async def _patiently(call: Callable[[], Awaitable[_Result]]) -> _Result:
    """Call, wait as Telegram asks, and try again when the network fails.

    Raises BadRequest and Forbidden at once, other TelegramErrors after several tries.
    """
    pause = _FIRST_PAUSE
    for attempt in range(1, _TRIES + 1):
        try:
            return await call()
        except (BadRequest, Forbidden):
            raise
        except RetryAfter as error:
            wait = error.retry_after
            seconds = wait if isinstance(wait, int | float) else wait.total_seconds()
            if attempt == _TRIES:
                raise
            await asyncio.sleep(seconds)
        except NetworkError:
            if attempt == _TRIES:
                raise
            await asyncio.sleep(pause)
            pause *= 2
    raise TelegramError("unreachable: the last try returns or raises")
