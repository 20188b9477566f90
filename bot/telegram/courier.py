"""Bring reminders to people on Telegram, one attempt at a time."""

from collections.abc import Callable

from telegram import Bot
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter, TelegramError

from bot.reminders.courier import Outcome, Report
from bot.rendering.telegram_html import render_html
from bot.telegram.chat_memory import ChatMemory
from bot.telegram.limits import Limits, seconds_asked
from bot.telegram.outgoing import keyboard as build_keyboard
from bot.telegram.sending import button_rows
from bot.telegram.updates import CHANNEL
from content.loader import Content
from conversations.messages import Message
from conversations.people import Person


class TelegramCourier:
    """Sends one message to one person, without trying again by itself."""

    def __init__(
        self, bot: Bot, content: Callable[[], Content], limits: Limits, memory: ChatMemory | None = None
    ) -> None:
        """Send with `bot` when it is our turn within `limits`; `memory` hears the numbers of messages."""
        self._bot = bot
        self._limits = limits
        self._memory = memory
        self._content = content

    async def carry(self, person: Person, message: Message) -> Report:
        """Try once to bring `message` to `person`."""
        if person.address.channel != CHANNEL:
            return Report(Outcome.BLOCKED)
        continued = self._content().interface("continued", message.language)
        parts = render_html(message, continued)
        keyboard = build_keyboard(button_rows(message))
        try:
            for number, part in enumerate(parts, start=1):
                await self._limits.turn()
                sent = await self._bot.send_message(
                    int(person.address.number),
                    part,
                    parse_mode=ParseMode.HTML,
                    reply_markup=keyboard if number == len(parts) else None,
                )
                if self._memory is not None:
                    self._memory.remember(int(person.address.number), sent.message_id)
        except RetryAfter as error:
            asked = seconds_asked(error)
            self._limits.refused(int(person.address.number), asked)
            return Report(Outcome.TRY_LATER, asked)
        except (Forbidden, ChatMigrated):
            return Report(Outcome.BLOCKED)
        except BadRequest as error:
            gone = "chat not found" in str(error).casefold()
            return Report(Outcome.BLOCKED if gone else Outcome.REFUSED)
        except (NetworkError, TelegramError):
            return Report(Outcome.TRY_LATER)
        return Report(Outcome.SENT)
