"""The parts of an update that the program reads, and the types that they must have.

The library takes whatever stands in the JSON. An update in which a text is a number, say, is none that
Telegram sends; it is found here, before anything is done with it.
"""

from typing import Annotated

import msgspec

_Number = Annotated[int, msgspec.Meta(ge=-(2**63), le=2**63 - 1)]
_Moment = Annotated[int, msgspec.Meta(ge=0, lt=2**38)]
"""Seconds since 1970, far enough and still a date."""


class _User(msgspec.Struct):
    id: _Number
    is_bot: bool
    language_code: str | None = None


class _Chat(msgspec.Struct):
    id: _Number
    type: str


class _File(msgspec.Struct):
    file_id: str
    file_name: str | None = None
    file_size: _Number | None = None
    title: str | None = None
    performer: str | None = None


class _Location(msgspec.Struct):
    latitude: float
    longitude: float


class _Replied(msgspec.Struct):
    message_id: _Number
    sender: _User | None = msgspec.field(default=None, name="from")


class _Message(msgspec.Struct):
    message_id: _Number
    date: _Moment
    chat: _Chat
    sender: _User | None = msgspec.field(default=None, name="from")
    message_thread_id: _Number | None = None
    reply_to_message: _Replied | None = None
    migrate_to_chat_id: _Number | None = None
    text: str | None = None
    caption: str | None = None
    photo: tuple[_File, ...] | None = None
    voice: _File | None = None
    audio: _File | None = None
    video: _File | None = None
    video_note: _File | None = None
    animation: _File | None = None
    sticker: _File | None = None
    document: _File | None = None
    location: _Location | None = None


class _Tap(msgspec.Struct):
    id: str
    sender: _User = msgspec.field(name="from")
    data: str | None = None
    message: _Message | None = None


class _Update(msgspec.Struct):
    update_id: _Number
    message: _Message | None = None
    edited_message: _Message | None = None
    callback_query: _Tap | None = None


def check_readable(update: object) -> None:
    """Look at everything in `update` that is read.

    Raises ValueError when something is missing or of a wrong type.
    """
    msgspec.convert(update, _Update)
