"""Put what the assistant says on its way: rendered for Telegram, and kept until it has arrived."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.reminders.calendar_file import FILE_NAME, calendar_file
from bot.rendering.telegram_html import render_html
from bot.settings import DEFAULT_TIMEZONE
from bot.telegram.callback_data import encode
from bot.telegram.outgoing import (
    EmptyChat,
    Letter,
    Payload,
    RemoveButtons,
    ReplaceText,
    Rows,
    SendFile,
    SendText,
    encode_payload,
)
from content.loader import Content
from conversations.messages import Kind, Message
from conversations.outbox import Outbox


def button_rows(message: Message) -> Rows:
    """Return the buttons of `message` with their callback data."""
    return tuple(
        tuple((button.label, encode(button.action)) for button in row)
        for row in (*message.picker, *message.buttons)
    )


class Sender:
    """Puts messages into the outbox, in the transaction of whoever calls; nothing is sent here."""

    def __init__(
        self, outbox: Outbox, content: Callable[[], Content], timezone: ZoneInfo = DEFAULT_TIMEZONE
    ) -> None:
        """Put into `outbox`; `content` gives the words that join the parts of a long message."""
        self._outbox = outbox
        self._content = content
        self._timezone = timezone

    def send(
        self,
        chat: int,
        messages: tuple[Message, ...],
        letter: Letter | None = None,
        reply_to: int | None = None,
    ) -> None:
        """Put `messages` on their way in order; the buttons come under the last part of each.

        The first part answers the message `reply_to` of the chat; all are what `letter` is about. Raises
        StoreError when they cannot be kept.
        """
        for message in messages:
            if message.clears_chat:
                self.put(chat, EmptyChat())
            urgent = message.kind is Kind.CRISIS
            parts = self._parts(message)
            for number, part in enumerate(parts, start=1):
                rows = button_rows(message) if number == len(parts) else ()
                self.put(chat, SendText(part, rows, letter, reply_to=reply_to), urgent=urgent)
                reply_to = None
            for name, file in self._files(message):
                self.put(chat, SendFile(name, file))

    def _files(self, message: Message) -> Iterator[tuple[str, bytes]]:
        """Give the files that come with `message`, each with its name."""
        if message.calendar is not None:
            yield FILE_NAME, calendar_file(message.calendar, datetime.now(UTC), self._timezone)
        for document in message.documents:
            yield document.name, document.content.encode()

    def replace(self, chat: int, message_id: int, message: Message) -> None:
        """Show `message` in the place of an earlier one; a long one comes anew.

        Raises StoreError when it cannot be kept.
        """
        parts = self._parts(message)
        if len(parts) > 1:
            self.send(chat, (message,))
        else:
            self.put(chat, ReplaceText(message_id, parts[0], button_rows(message)))

    def remove_buttons(self, chat: int, message_id: int) -> None:
        """Take the buttons from a message whose question is answered.

        Raises StoreError when that cannot be kept.
        """
        self.put(chat, RemoveButtons(message_id))

    def put(self, chat: int, payload: Payload, *, urgent: bool = False) -> None:
        """Put anything on its way.

        Raises StoreError when it cannot be kept.
        """
        self._outbox.put(str(chat), encode_payload(payload), urgent=urgent)

    def _parts(self, message: Message) -> list[str]:
        return render_html(message, self._content().interface("continued", message.language))
