"""Attachments: only names of files that Telegram gives; words below a file that are too long for a bot."""

from typing import Any

import pytest
from telegram import Message

from bot.telegram.attachments import loses_its_name, read_attachment, send_attachment
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
    assert found == Attachment(AttachmentKind.PHOTO, "AgACAgQAAxkBAAI-_1", nameless=True)


@pytest.mark.parametrize(("length", "messages"), [(1024, 1), (1025, 2), (4096, 2)])
async def test_words_below_a_file(length: int, messages: int) -> None:
    """Who pays Telegram may write more below a file than a bot: those words come as a message behind it."""
    bot, words = FakeBot(), "a" * length
    attachment = Attachment(AttachmentKind.PHOTO, "f", words)
    await send_attachment(bot, 5, attachment)  # type: ignore[arg-type]
    assert len(bot.calls) == messages
    assert bot.calls[-1].text.removeprefix("f ") == words


def _with(**what: Any) -> Attachment | None:
    chat = {"id": 5, "type": "private"}
    message = Message.de_json({"message_id": 1, "date": 0, "chat": chat} | what, None)
    assert message is not None
    return read_attachment(message)


_FILE = {"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1, "duration": 1, "length": 1}
_LARGE = 20_000_001


@pytest.mark.parametrize("kind", ["document", "audio", "video", "animation"])
@pytest.mark.parametrize(
    ("size", "kept"),
    [(None, ""), (_LARGE - 1, ""), (_LARGE, "Naam Achternaam.PDF")],
    ids=["", "small", "large"],
)
def test_the_name_of_a_file(kind: str, size: int | None, kept: str) -> None:
    """Up to 20 MB only the ending is left; a larger file keeps its name, and that is known."""
    found = _with(**{kind: _FILE | {"file_name": "Naam Achternaam.PDF", "file_size": size}})

    assert found is not None
    assert (found.ending, found.kept_name, found.nameless) == (".pdf", kept, False)
    assert loses_its_name(found) == (not kept)


def test_a_song_is_called_by_more_than_its_file() -> None:
    """Who plays it and its title are shown in the group as well."""
    named = {"performer": "Voornaam", "title": "Lied", "file_name": "Voornaam.mp3", "file_size": _LARGE}
    found = _with(audio=_FILE | named)

    assert found is not None
    assert found.kept_name == "Voornaam, Lied, Voornaam.mp3"


@pytest.mark.parametrize("kind", ["voice", "video_note", "video", "animation", "document"])
def test_what_has_no_name_keeps_none(kind: str) -> None:
    """A recording has no name, however large: nobody is asked about it and nothing is fetched."""
    found = _with(**{kind: _FILE | {"file_size": 3 * _LARGE}})

    assert found is not None
    assert (found.nameless, found.kept_name, loses_its_name(found)) == (True, "", False)
