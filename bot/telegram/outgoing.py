"""What is sent through Telegram, as it is kept in the outbox until Telegram has taken it."""

from datetime import datetime

import msgspec
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from conversations.attachments import Attachment
from conversations.cases import CaseId

Rows = tuple[tuple[tuple[str, str], ...], ...]
"""Buttons in rows, each as its label and its callback data."""


class Letter(msgspec.Struct, frozen=True):
    """That a message is from a counsellor: the topic of the case is told when it does not arrive.

    `answers_since` is how long the person had waited for it, `in_topic` the message of the counsellor.
    """

    case: CaseId
    answers_since: datetime | None = None
    in_topic: int | None = None


class SendText(msgspec.Struct, frozen=True, tag="text"):
    """A new message in Telegram's HTML."""

    text: str
    rows: Rows = ()
    letter: Letter | None = None
    thread: int | None = None
    reply_to: int | None = None


class ReplaceText(msgspec.Struct, frozen=True, tag="replace"):
    """A message in the place of an earlier one, or a new one when that is gone."""

    message: int
    text: str
    rows: Rows = ()


class RemoveButtons(msgspec.Struct, frozen=True, tag="buttons"):
    """Take the buttons from an earlier message."""

    message: int


class SendFile(msgspec.Struct, frozen=True, tag="file"):
    """A file that we made."""

    name: str
    content: bytes


class SendAttachment(msgspec.Struct, frozen=True, tag="attachment"):
    """What a counsellor sent besides words."""

    attachment: Attachment
    letter: Letter
    reply_to: int | None = None


class CorrectText(msgspec.Struct, frozen=True, tag="correct"):
    """What a counsellor changed: put in the place of `messages`, or sent `anew` where that cannot be.

    `text` is empty when it no longer fits into one message; `caption` are the bare words below an attachment.
    """

    messages: tuple[int, ...]
    text: str
    caption: str | None
    anew: tuple[str, ...]
    letter: Letter


class TakeBack(msgspec.Struct, frozen=True, tag="take_back"):
    """What a counsellor took back."""

    messages: tuple[int, ...]
    letter: Letter


class EmptyChat(msgspec.Struct, frozen=True, tag="empty"):
    """Take away all messages of the chat that Telegram lets a bot take away."""


Payload = (
    EmptyChat | SendText | ReplaceText | RemoveButtons | SendFile | SendAttachment | CorrectText | TakeBack
)
_DECODER = msgspec.json.Decoder(Payload)
_ENCODER = msgspec.json.Encoder()


def encode_payload(payload: Payload) -> str:
    """Return `payload` as it is stored."""
    return _ENCODER.encode(payload).decode()


def decode_payload(stored: str) -> Payload:
    """Return what was stored.

    Raises msgspec.DecodeError when it is not one of ours.
    """
    payload: Payload = _DECODER.decode(stored)
    return payload


def keyboard(rows: Rows) -> InlineKeyboardMarkup | None:
    """Return the buttons as Telegram takes them, or None when there are none."""
    if not rows:
        return None
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(label, callback_data=data) for label, data in row] for row in rows]
    )
