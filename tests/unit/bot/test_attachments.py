"""Attachments: only names of files that Telegram gives; words below a file that are too long for a bot."""

from typing import Any

import pytest
from telegram import Message

from bot.telegram.attachments import read_attachment, send_attachment
from conversations.attachments import Attachment, AttachmentKind
from tests.fakes_of_desk import FakeBot


def _with_photo(file: str) -> Message:
    size = {"file_id": file, "file_unique_id": "u", "width": 1, "height": 1}
    chat = {"id": 5, "type": "private"}
    data: dict[str, Any] = {"message_id": 1, "date": 0, "chat": chat, "photo": [size]}
    message = Message.de_json(data, None)
    assert message is not None
    return message


@pytest.mark.parametrize(
    "file", ["/etc/passwd", "file:///etc/passwd", "../data/database.key", "a.b", "", "é"]
)
def test_a_path_is_no_file_of_telegram(file: str) -> None:
    """The library would send a file of this machine for a path: such a name is never passed on."""
    assert read_attachment(_with_photo(file)) is None


def test_a_name_of_telegram() -> None:
    """The names that Telegram gives are passed on."""
    found = read_attachment(_with_photo("AgACAgQAAxkBAAI-_1"))
    assert found == Attachment(AttachmentKind.PHOTO, "AgACAgQAAxkBAAI-_1")


@pytest.mark.parametrize(("length", "messages"), [(1024, 1), (1025, 2), (4096, 2)])
async def test_words_below_a_file(length: int, messages: int) -> None:
    """Who pays Telegram may write more below a file than a bot: those words come as a message behind it."""
    bot, words = FakeBot(), "a" * length
    attachment = Attachment(AttachmentKind.PHOTO, "f", words)
    await send_attachment(bot, 5, attachment)  # type: ignore[arg-type]
    assert len(bot.calls) == messages
    assert bot.calls[-1].text.removeprefix("f ") == words
