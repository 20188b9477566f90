"""Attachments on Telegram: read from a message, and sent again by the name of the file.

Sending by file instead of copying a message keeps the number of the chat it came from out of the call.
"""

import asyncio
import re
from pathlib import PurePath

import structlog
from telegram import Bot, Message, ReplyParameters
from telegram.constants import MessageLimit
from telegram.error import BadRequest, NetworkError

from conversations.attachments import Attachment, AttachmentKind

_FILES = (
    AttachmentKind.VOICE,
    AttachmentKind.AUDIO,
    AttachmentKind.PHOTO,
    AttachmentKind.VIDEO,
    AttachmentKind.VIDEO_NOTE,
    AttachmentKind.ANIMATION,
    AttachmentKind.STICKER,
    AttachmentKind.DOCUMENT,
)
"""Attributes of a message, the telling ones first: an animation also has a document."""

_WITHOUT_CAPTION = (AttachmentKind.STICKER, AttachmentKind.VIDEO_NOTE)
_FILE_ID = re.compile(r"[A-Za-z0-9_-]{1,255}")
"""What Telegram names files by. The library would open and send a file of ours for the name of a path."""

_ENDING = re.compile(r"\.[a-z0-9]{1,8}")
_DOWNLOAD_SECONDS = 10
_LOG = structlog.get_logger(__name__)


def read_attachment(message: Message) -> Attachment | None:
    """Return what comes with `message` and can be passed on."""
    caption = message.caption or ""
    for kind in _FILES:
        found = getattr(message, kind.value)
        if not found:
            continue
        file = found[-1] if kind is AttachmentKind.PHOTO else found
        if not _FILE_ID.fullmatch(file.file_id):
            return None
        ending = PurePath(getattr(file, "file_name", None) or "").suffix.lower()
        return Attachment(kind, file.file_id, caption, ending if _ENDING.fullmatch(ending) else "")
    if message.location is not None:
        place = message.location
        return Attachment(AttachmentKind.LOCATION, latitude=place.latitude, longitude=place.longitude)
    return None


def replying_to(message: int | None) -> ReplyParameters | None:
    """Refer to an earlier message of the same chat, when it is still there."""
    return ReplyParameters(message, allow_sending_without_reply=True) if message is not None else None


async def send_attachment(
    bot: Bot,
    chat: int,
    attachment: Attachment,
    *,
    thread: int | None = None,
    reply_to: int | None = None,
    silent: bool | None = None,
    unnamed: bool = False,
) -> int:
    """Send an attachment; return the number of the message. `unnamed` takes the name from a file.

    Raises TelegramError when Telegram does not take it.
    """
    if attachment.kind is AttachmentKind.LOCATION:
        sent = await bot.send_location(
            chat,
            attachment.latitude,
            attachment.longitude,
            message_thread_id=thread,
            reply_parameters=replying_to(reply_to),
            disable_notification=silent,
        )
        return sent.message_id
    file: str | bytes = attachment.file
    named = attachment.kind in (AttachmentKind.DOCUMENT, AttachmentKind.AUDIO)
    if unnamed and named:
        file = await _content(bot, attachment.file) or file
    send = {
        AttachmentKind.PHOTO: bot.send_photo,
        AttachmentKind.VOICE: bot.send_voice,
        AttachmentKind.AUDIO: bot.send_audio,
        AttachmentKind.VIDEO: bot.send_video,
        AttachmentKind.VIDEO_NOTE: bot.send_video_note,
        AttachmentKind.ANIMATION: bot.send_animation,
        AttachmentKind.STICKER: bot.send_sticker,
        AttachmentKind.DOCUMENT: bot.send_document,
    }[attachment.kind]
    options: dict[str, object] = {}
    caption = attachment.caption if attachment.kind not in _WITHOUT_CAPTION else ""
    # Who pays Telegram can write more below a file than a bot may: the words then come as a message.
    is_long = len(caption) > MessageLimit.CAPTION_LENGTH
    if attachment.kind not in _WITHOUT_CAPTION:
        options["caption"] = (caption if not is_long else "") or None
    if isinstance(file, bytes):
        options["filename"] = f"{attachment.kind.value}{attachment.ending}"
    sent = await send(  # type: ignore[operator]
        chat,
        file,
        message_thread_id=thread,
        reply_parameters=replying_to(reply_to),
        disable_notification=silent,
        **options,
    )
    if is_long:
        words = caption[: MessageLimit.MAX_TEXT_LENGTH]
        await bot.send_message(chat, words, message_thread_id=thread, disable_notification=silent)
    return int(sent.message_id)


async def _content(bot: Bot, file: str) -> bytes | None:
    """Fetch a file, because only a file that is sent anew has a new name.

    Telegram gives bots no more than 20 MB: a larger one keeps its name, and people are told beforehand what
    a file can give away.
    """
    try:
        async with asyncio.timeout(_DOWNLOAD_SECONDS):
            return bytes(await (await bot.get_file(file)).download_as_bytearray())
    except (BadRequest, NetworkError, TimeoutError) as error:
        _LOG.info("file_keeps_its_name", error=type(error).__name__)
        return None
