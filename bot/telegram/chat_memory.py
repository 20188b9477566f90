"""Know which messages stand in the chats, and take them away when somebody wants an empty chat."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import structlog
from telegram import Bot
from telegram.constants import BulkRequestLimit
from telegram.error import BadRequest

from bot.telegram.updates import CHANNEL
from conversations.chat_messages import ChatMessages
from conversations.errors import StoreError
from conversations.events import Address

_LOG = structlog.get_logger(__name__)


class ChatMemory:
    """Remembers numbers of messages in both directions, for as long as Telegram lets a bot delete them."""

    def __init__(
        self, bot: Bot, messages: ChatMessages, now: Callable[[], datetime], deletable: timedelta
    ) -> None:
        """Delete with `bot`, and only what is not older than `deletable`."""
        self._bot = bot
        self._messages = messages
        self._now = now
        self._deletable = deletable

    def remember(self, chat: int, *numbers: int) -> None:
        """Remember messages in `chat`; a store that fails is no reason to keep an answer from somebody."""
        try:
            self._messages.remember(_address(chat), numbers)
        except StoreError as error:
            _LOG.error("message_numbers_not_kept", error=error)

    async def empty(self, chat: int) -> None:
        """Delete what is known of `chat`, the newest first, as far as Telegram allows.

        Each message is forgotten as soon as it is gone or Telegram will never delete it, so that a repeat
        is short; in the end nothing is left to repeat, as nothing that is too old is tried.
        Raises TelegramError when Telegram was not reached or asks to wait: then this is to be called again.
        """
        try:
            numbers = self._messages.recent(_address(chat), self._now() - self._deletable)
        except StoreError as error:
            _LOG.error("chat_not_emptied", error=error)
            return
        most = BulkRequestLimit.MAX_LIMIT
        for start in range(0, len(numbers), most):
            await self._delete(chat, numbers[start : start + most])

    async def _delete(self, chat: int, numbers: Sequence[int]) -> None:
        try:
            await self._bot.delete_messages(chat, numbers)
        except BadRequest:
            # One message that cannot be deleted must not save the others.
            for number in numbers:
                try:
                    await self._bot.delete_message(chat, number)
                except BadRequest:
                    _LOG.info("message_not_deleted")
                self._forget(chat, number)
        else:
            self._forget(chat, *numbers)

    def _forget(self, chat: int, *numbers: int) -> None:
        try:
            self._messages.forget(_address(chat), numbers)
        except StoreError as error:
            # A number too many costs a call; stopping here would leave messages in the chat.
            _LOG.error("message_numbers_not_forgotten", error=error)


def _address(chat: int) -> Address:
    return Address(CHANNEL, str(chat))
