from typing import Any

import pytest
from telegram import Update

from bot.telegram.updates import Incoming, read_update
from content.model import LanguageCode
from conversations.actions import ShowMenu
from conversations.attachments import Attachment, AttachmentKind
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

PERSON = {"id": 42, "is_bot": False, "first_name": "P", "language_code": "en"}
CHAT = {"id": 42, "type": "private", "first_name": "P"}
MESSAGE = {"message_id": 7, "date": 1_700_000_000, "chat": CHAT, "from": PERSON}
FILE = {"file_id": "f", "file_unique_id": "u"}
SIZED = {**FILE, "width": 1, "height": 1}
STICKER = {**SIZED, "type": "regular", "is_animated": False, "is_video": False}
PLACE = {"latitude": 52.0, "longitude": 5.0}
TIMED = {**SIZED, "duration": 1}

MEDIA = [
    ({"voice": {**FILE, "duration": 1}}, MediaKind.VOICE),
    ({"audio": {**FILE, "duration": 1}}, MediaKind.VOICE),
    ({"photo": [SIZED]}, MediaKind.PHOTO),
    ({"video": TIMED}, MediaKind.VIDEO),
    ({"video_note": {**FILE, "length": 1, "duration": 1}}, MediaKind.VIDEO),
    ({"animation": TIMED, "document": FILE}, MediaKind.STICKER),
    ({"sticker": STICKER}, MediaKind.STICKER),
    ({"document": FILE}, MediaKind.DOCUMENT),
    ({"location": PLACE}, MediaKind.LOCATION),
    ({"venue": {"location": PLACE, "title": "T", "address": "A"}, "location": PLACE}, MediaKind.LOCATION),
    ({"contact": {"phone_number": "1", "first_name": "F"}}, MediaKind.CONTACT),
    ({"dice": {"emoji": "🎲", "value": 1}}, MediaKind.OTHER),
    ({"a_kind_of_the_future": {}}, MediaKind.OTHER),
]

COMMANDS = [
    ("/start", Command.START, None),
    ("/start deep_link", Command.START, "deep_link"),
    ("/START", Command.START, None),
    ("/menu@wegwijzer_bot", Command.MENU, None),
    ("/help@wegwijzer_bot please come", Command.HELP, "please come"),
    ("/forget\nnow", Command.FORGET, "now"),
    ("  /language  ", Command.LANGUAGE, None),
    ("/restart", None, "/restart"),
    ("/inform", None, "/inform"),
    ("/starting  me up", None, "/starting  me up"),
]

TEXTS = [
    "hello",
    "",
    "   ",
    "/",
    "/ start",
    "//start",
    '/inform{"a": 1}',
    "/1",
    "/@wegwijzer_bot",
    "what does /start do?",
    "مرحبا",
    "ሰላም",
]


def read(**update: Any) -> Incoming | None:
    return read_update(Update.de_json({"update_id": 1, **update}, None))


def event_of(**message: Any) -> Event | None:
    incoming = read(message={**MESSAGE, **message})
    return incoming.event if incoming else None


@pytest.mark.parametrize("text", TEXTS)
def test_text(text: str) -> None:
    """What a person types arrives unchanged, also when it only looks like a command."""
    assert event_of(text=text) == TextWritten(text, MESSAGE["message_id"])


@pytest.mark.parametrize(("text", "command", "behind"), COMMANDS)
def test_command(text: str, command: Command | None, behind: str | None) -> None:
    """A command is known in any case and with the bot's name; words behind it are kept, others whole."""
    written = None if behind is None else TextWritten(behind, MESSAGE["message_id"])
    assert event_of(text=text) == CommandGiven(command, written)


@pytest.mark.parametrize("command", Command)
def test_every_command(command: Command) -> None:
    """Every command of ours is understood as people type it."""
    assert event_of(text=f"/{command}") == CommandGiven(command)


@pytest.mark.parametrize(("media", "kind"), MEDIA)
def test_media(media: dict[str, Any], kind: MediaKind) -> None:
    """Every kind of message without text is an event, so that nobody is met with silence."""
    event = event_of(**media)
    assert isinstance(event, MediaSent)
    assert (event.kind, event.message) == (kind, MESSAGE["message_id"])


@pytest.mark.parametrize("media", [media for media, _ in MEDIA[:8]])
def test_caption(media: dict[str, Any]) -> None:
    """A question under a photo or a document is a question, with what it stands below."""
    question = "what is this letter?"
    event = event_of(**media, caption=question)
    assert isinstance(event, TextWritten)
    assert (event.text, event.message) == (question, MESSAGE["message_id"])
    assert event.attachment is not None
    assert (event.attachment.file, event.attachment.caption) == ("f", question)


@pytest.mark.parametrize(
    ("name", "ending"),
    [("Ahmed Unmistakabel.PDF", ".pdf"), ("brief", ""), ("a.b c", ""), ("x.jpeg", ".jpeg"), (None, "")],
)
def test_of_the_name_of_a_file_only_the_ending_is_read(name: str | None, ending: str) -> None:
    """Names of files hold names of people."""
    event = event_of(document={**FILE, "file_name": name})
    assert event == MediaSent(
        MediaKind.DOCUMENT,
        MESSAGE["message_id"],
        Attachment(AttachmentKind.DOCUMENT, "f", ending=ending, nameless=name is None),
    )


@pytest.mark.parametrize(
    ("media", "attachment"),
    [
        ({"location": PLACE}, Attachment(AttachmentKind.LOCATION, latitude=52.0, longitude=5.0)),
        ({"animation": TIMED, "document": FILE}, Attachment(AttachmentKind.ANIMATION, "f", nameless=True)),
        ({"contact": {"phone_number": "1", "first_name": "F"}}, None),
        ({"dice": {"emoji": "🎲", "value": 1}}, None),
    ],
)
def test_attachments(media: dict[str, Any], attachment: Attachment | None) -> None:
    """A place and a moving picture can be passed on; a telephone number cannot."""
    event = event_of(**media)
    assert isinstance(event, MediaSent)
    assert event.attachment == attachment


def test_reply() -> None:
    """What a message answers is known."""
    event = event_of(text="yes", reply_to_message={**MESSAGE, "message_id": 5, "text": "really?"})
    assert event == TextWritten("yes", MESSAGE["message_id"], reply_to=5)


def test_edited_message() -> None:
    """A corrected message is read like a new one, and known as corrected."""
    incoming = read(edited_message={**MESSAGE, "edit_date": 1_700_000_001, "text": "corrected"})
    assert incoming == Incoming(
        Address("telegram", "42", LanguageCode("en")),
        TextWritten("corrected", MESSAGE["message_id"], edited=True),
        message=MESSAGE["message_id"],
    )


@pytest.mark.parametrize(
    ("code", "hint"), [("en", "en"), ("nl-BE", "nl"), ("pt-br", "pt"), ("", None), (None, None)]
)
def test_language_hint(code: str | None, hint: str | None) -> None:
    """The language of the app is passed on without its region, when there is one."""
    incoming = read(message={**MESSAGE, "from": {**PERSON, "language_code": code}, "text": "x"})
    assert incoming is not None
    assert incoming.address == Address("telegram", "42", LanguageCode(hint) if hint else None)


@pytest.mark.parametrize("kind", ["group", "supergroup", "channel"])
def test_only_private_chats(kind: str) -> None:
    """Nothing that is said in a group or channel is read."""
    group = {"id": -100, "type": kind, "title": "G"}
    assert read(message={**MESSAGE, "chat": group, "text": "x"}) is None
    assert read(callback_query=_query("m", chat=group)) is None


@pytest.mark.parametrize(
    "update",
    [
        {"message": {**MESSAGE, "from": {**PERSON, "is_bot": True}, "text": "x"}},
        {"message": {key: value for key, value in MESSAGE.items() if key != "from"}},
        {"poll_answer": {"poll_id": "1", "user": PERSON, "option_ids": [], "option_persistent_ids": []}},
        {"inline_query": {"id": "1", "from": PERSON, "query": "x", "offset": ""}},
        {},
    ],
)
def test_not_a_person_in_a_chat(update: dict[str, Any]) -> None:
    """Other bots, and updates without a chat with a person, are left alone."""
    assert read(**update) is None


def test_button() -> None:
    """A tap is its action, with the query that must be confirmed."""
    incoming = read(callback_query=_query("m"))
    assert incoming is not None
    assert incoming.event == ButtonPressed(ShowMenu())
    assert incoming.query is not None
    assert incoming.query.id == "9"


@pytest.mark.parametrize(
    "data", ["old", "t", "g:gone", "c:7", "", None, "'; drop table people; --", "\u202em"]
)
def test_old_or_forged_button(data: str | None) -> None:
    """A tap on a button that is not ours or no longer is a tap on nothing."""
    incoming = read(callback_query=_query(data))
    assert incoming is not None
    assert incoming.event == ButtonPressed(None)


def test_button_of_a_vanished_message() -> None:
    """A tap under a message that Telegram no longer has is still worth an answer."""
    incoming = read(callback_query={**_query("m"), "message": {"message_id": 7, "date": 0, "chat": CHAT}})
    assert incoming is not None
    assert incoming.event == ButtonPressed(ShowMenu())


def _query(data: str | None, chat: dict[str, Any] = CHAT) -> dict[str, Any]:
    message = {**MESSAGE, "chat": chat, "text": "x"}
    return {"id": "9", "from": PERSON, "chat_instance": "1", "data": data, "message": message}
