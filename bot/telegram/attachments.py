"""Attachments on Telegram: read from a message, and sent again by the name of the file.

Sending by file instead of copying a message keeps the number of the chat it came from out of the call. What a
person calls a file often is a name: only content that is sent anew is without it.
"""

import re
from pathlib import PurePath

from telegram import Bot, Message, ReplyParameters
from telegram.constants import FileSizeLimit, MessageLimit

from conversations.attachments import Attachment, AttachmentKind
from conversations.cleaning import clean

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

_NAMED = (AttachmentKind.DOCUMENT, AttachmentKind.AUDIO, AttachmentKind.VIDEO, AttachmentKind.ANIMATION)
"""Kinds that Telegram keeps together with what their sender calls them."""

_WITHOUT_CAPTION = (AttachmentKind.STICKER, AttachmentKind.VIDEO_NOTE)
_FILE_ID = re.compile(r"[A-Za-z0-9_-]{1,255}")
"""What Telegram names files by. The library would open and send a file of ours for the name of a path."""

_ENDING = re.compile(r"\.[a-z0-9]{1,8}")


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
        name = _name(file) if kind in _NAMED else ""
        return Attachment(
            kind,
            file.file_id,
            caption,
            ending if _ENDING.fullmatch(ending) else "",
            nameless=not name,
            kept_name=name if _is_too_large(file) else "",
        )
    if message.location is not None:
        place = message.location
        return Attachment(AttachmentKind.LOCATION, latitude=place.latitude, longitude=place.longitude)
    return None


def _is_too_large(file: object) -> bool:
    """Tell whether Telegram gives no bot the content."""
    return (getattr(file, "file_size", None) or 0) > FileSizeLimit.FILESIZE_DOWNLOAD


def _name(file: object) -> str:
    """Return everything by which a file is called: a song also has a title and somebody who plays it."""
    called = (getattr(file, each, None) for each in ("performer", "title", "file_name"))
    return ", ".join(dict.fromkeys(filter(None, (clean(each) for each in called if each))))


def loses_its_name(attachment: Attachment) -> bool:
    """Tell whether the content of a file of a person is to be sent anew."""
    return attachment.kind in _NAMED and not attachment.nameless and not attachment.kept_name


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
    content: bytes | None = None,
) -> int:
    """Send an attachment; return the number of the message. `content` is sent anew, under no name.

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
    file: str | bytes = attachment.file if content is None else content
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
    if content is not None:
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
