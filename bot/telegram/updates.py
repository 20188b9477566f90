"""What an update of Telegram means: who did what."""

from dataclasses import dataclass, replace

from telegram import CallbackQuery, Message, Update
from telegram.constants import ChatType

from bot.telegram.attachments import read_attachment
from bot.telegram.callback_data import CallbackDataError, decode
from content.model import LanguageCode
from conversations.events import (
    Address,
    ButtonPressed,
    Command,
    CommandGiven,
    Event,
    MediaKind,
    MediaSent,
    TextWritten,
)

CHANNEL = "telegram"

_MEDIA = (
    ("voice", MediaKind.VOICE),
    ("audio", MediaKind.VOICE),
    ("photo", MediaKind.PHOTO),
    ("video", MediaKind.VIDEO),
    ("video_note", MediaKind.VIDEO),
    ("animation", MediaKind.STICKER),
    ("sticker", MediaKind.STICKER),
    ("document", MediaKind.DOCUMENT),
    ("venue", MediaKind.LOCATION),
    ("location", MediaKind.LOCATION),
    ("contact", MediaKind.CONTACT),
)
"""Attributes of a message, the telling ones first: an animation also has a document."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """An event of one person: the button press to confirm, or else the number of their message."""

    address: Address
    event: Event
    query: CallbackQuery | None = None
    message: int | None = None


def read_update(update: Update) -> Incoming | None:
    """Return what `update` means, or None when it is not a person writing to us in private."""
    chat, user = update.effective_chat, update.effective_user
    if chat is None or user is None or user.is_bot or chat.type != ChatType.PRIVATE:
        return None
    hint = LanguageCode(user.language_code.split("-")[0]) if user.language_code else None
    address = Address(CHANNEL, str(chat.id), hint)
    query = update.callback_query
    if query is not None:
        return Incoming(address, _button(query), query)
    message = update.message or update.edited_message
    if message is None:
        return None
    told = _message(message, edited=update.message is None)
    return Incoming(address, told, message=message.message_id)


def _button(query: CallbackQuery) -> Event:
    try:
        return ButtonPressed(decode(query.data or ""))
    except CallbackDataError:
        return ButtonPressed(None)


def _message(message: Message, *, edited: bool) -> Event:
    number, reply_to = message.message_id, replied_message(message)
    if message.text is not None:
        written = TextWritten(message.text, number, None, reply_to, edited)
        return _command(written) or written
    attachment = read_attachment(message)
    if message.caption:
        # The question often stands under the photo of a letter.
        return TextWritten(message.caption, number, attachment, reply_to, edited)
    kind = next((kind for attribute, kind in _MEDIA if getattr(message, attribute)), MediaKind.OTHER)
    return MediaSent(kind, number, attachment, reply_to, edited)


def replied_message(message: Message) -> int | None:
    """Return the message that `message` answers; in a topic the one that opened it is no such message."""
    replied = message.reply_to_message
    if replied is None or replied.message_id == message.message_thread_id:
        return None
    return replied.message_id


def _command(written: TextWritten) -> CommandGiven | None:
    """Read `/name`, alone or with words behind it, as a command; anything else is words."""
    first, *behind = written.text.split(maxsplit=1) or [""]
    if not (first.startswith("/") and first[1:].partition("@")[0].isidentifier()):
        return None
    name = first[1:].partition("@")[0].lower()
    if name not in list(Command):
        return CommandGiven(None, written)
    return CommandGiven(Command(name), replace(written, text=behind[0]) if behind else None)
