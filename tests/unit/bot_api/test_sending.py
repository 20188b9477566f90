"""What the bot sends, as the person sees it, through python-telegram-bot."""

import httpx
import pytest
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    Message,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
)
from telegram.error import BadRequest, Forbidden, TelegramError

from tests.bot_api import BotApiServer, Button
from tests.unit.bot_api.helpers import Clock

KEYBOARD = InlineKeyboardMarkup(
    [[InlineKeyboardButton("yes", callback_data="y"), InlineKeyboardButton("no", callback_data="n")]]
)


async def test_text(server: BotApiServer, bot: Bot) -> None:
    """A message is seen as plain words, with its formatting and its rows of buttons."""
    person = server.person(known=True)
    sent = await bot.send_message(
        person.chat_id, "<b>Term</b>: &lt;28 days", parse_mode="HTML", reply_markup=KEYBOARD
    )
    (seen,) = server.messages(person.chat_id)
    assert (seen.text, seen.styled("bold"), seen.rows) == ("Term: <28 days", ["Term"], [["yes", "no"]])
    assert seen.buttons[0] == Button("yes", data="y")
    assert (sent.text, sent.message_id, sent.reply_markup) == (seen.text, seen.message_id, KEYBOARD)
    assert str(seen) == "bot: Term: <28 days\n  [yes] [no]"
    assert server.problems == []


async def test_edits_are_applied(server: BotApiServer, bot: Bot, clock: Clock) -> None:
    """After an edit the person sees only the new words, without the buttons unless they are sent again."""
    person = server.person(known=True)
    sent = await bot.send_message(person.chat_id, "old", reply_markup=KEYBOARD)
    clock.advance(5)
    edited = await bot.edit_message_text("new", person.chat_id, sent.message_id)
    assert person.screen() == "bot: new"
    assert isinstance(edited, Message)
    assert edited.edit_date is not None
    await bot.edit_message_reply_markup(person.chat_id, sent.message_id, reply_markup=KEYBOARD)
    assert person.screen() == "bot: new\n  [yes] [no]"


async def test_edit_without_a_difference(server: BotApiServer, bot: Bot) -> None:
    """Editing a message into itself is refused in the words that bots look for."""
    person = server.person(known=True)
    sent = await bot.send_message(person.chat_id, "same", reply_markup=KEYBOARD)
    with pytest.raises(BadRequest, match="Message is not modified"):
        await bot.edit_message_text("same", person.chat_id, sent.message_id, reply_markup=KEYBOARD)
    assert server.problems == []


async def test_foreign_and_missing_messages(server: BotApiServer, bot: Bot) -> None:
    """The bot edits its own messages only, and only while they are there."""
    person = server.person()
    theirs = await person.writes("mine")
    with pytest.raises(BadRequest, match="Message can't be edited"):
        await bot.edit_message_text("a", person.chat_id, theirs)
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await bot.edit_message_text("a", person.chat_id, 999_999)
    with pytest.raises(BadRequest, match="Message to delete not found"):
        await bot.delete_message(person.chat_id, 999_999)


async def test_delete(server: BotApiServer, bot: Bot, clock: Clock) -> None:
    """A deleted message is gone; after two days it can no longer be deleted."""
    person = server.person(known=True)
    first = await bot.send_message(person.chat_id, "first")
    second = await bot.send_message(person.chat_id, "second")
    await first.delete()
    assert person.screen() == "bot: second"
    clock.advance(49 * 3600)
    with pytest.raises(BadRequest, match="Message can't be deleted"):
        await second.delete()


async def test_unknown_people(server: BotApiServer, bot: Bot) -> None:
    """The bot cannot write first: not to strangers, and not to people it only knows from a group."""
    stranger, counsellor = server.person(), server.person()
    server.group(members=[counsellor])
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(stranger.chat_id, "a")
    with pytest.raises(Forbidden, match="bot can't initiate conversation with a user"):
        await bot.send_message(counsellor.chat_id, "a")
    await stranger.starts()
    await bot.send_message(stranger.chat_id, "a")
    assert [message.text for message in stranger.messages()] == ["/start", "a"]


async def test_files(server: BotApiServer, bot: Bot) -> None:
    """Files arrive whole with name and caption, and can be sent again by their id."""
    person = server.person(known=True)
    sent = await bot.send_document(
        person.chat_id,
        b"BEGIN:VCALENDAR",
        filename="appointment.ics",
        caption="<i>soon</i>",
        parse_mode="HTML",
    )
    assert sent.document is not None
    await bot.send_document(person.chat_id, sent.document.file_id)
    await bot.send_photo(person.chat_id, b"\xff\xd8photo")
    await bot.send_voice(person.chat_id, b"OggS")
    seen = person.messages()
    assert [(message.kind, message.text, message.file, message.file_name) for message in seen] == [
        ("document", "soon", b"BEGIN:VCALENDAR", "appointment.ics"),
        ("document", "", b"BEGIN:VCALENDAR", "appointment.ics"),
        ("photo", "", b"\xff\xd8photo", ""),
        ("voice", "", b"OggS", ""),
    ]
    assert sent.document.mime_type == "text/calendar"
    assert server.problems == []


async def test_unknown_files(server: BotApiServer, bot: Bot) -> None:
    """A file id that nobody gave out is refused, and so is one of another kind."""
    person = server.person()
    await person.sends_voice()
    (update,) = await bot.get_updates()
    assert update.message is not None
    assert update.message.voice is not None
    with pytest.raises(BadRequest, match="Wrong file identifier"):
        await bot.send_photo(person.chat_id, "unknown")
    with pytest.raises(BadRequest, match="Can't use file of type voice as photo"):
        await bot.send_photo(person.chat_id, update.message.voice.file_id)


async def test_location_and_contact(server: BotApiServer, bot: Bot) -> None:
    """Places and contacts are seen as such."""
    person = server.person(known=True)
    sent = await bot.send_location(person.chat_id, 52.1, 5)
    await bot.send_contact(person.chat_id, "+31000000", "Help")
    assert sent.location is not None
    assert [message.kind for message in person.messages()] == ["location", "contact"]


async def test_copy_tells_no_origin(server: BotApiServer, bot: Bot) -> None:
    """A copy carries the content and nothing of who sent it."""
    person, group = server.person(), server.group()
    voice = await person.sends_document(b"letter", name="letter.pdf", caption="look")
    copied = await bot.copy_message(group.id, person.chat_id, voice, caption="case 7")
    (seen,) = group.messages()
    assert (seen.message_id, seen.from_bot, seen.kind, seen.text, seen.file) == (
        copied.message_id,
        True,
        "document",
        "case 7",
        b"letter",
    )
    assert [secret for secret in person.secrets if secret in group.screen()] == []
    with pytest.raises(BadRequest, match="Message to copy not found"):
        await bot.copy_message(group.id, person.chat_id, 999_999)


async def test_replies(server: BotApiServer, bot: Bot) -> None:
    """A reply names what it replies to; a reply to nothing is refused unless the bot does not mind."""
    person = server.person()
    question = await person.writes("question")
    sent = await bot.send_message(person.chat_id, "answer", reply_parameters=ReplyParameters(question))
    assert sent.reply_to_message is not None
    assert sent.reply_to_message.text == "question"
    with pytest.raises(BadRequest, match="Message to be replied not found"):
        await bot.send_message(person.chat_id, "a", reply_parameters=ReplyParameters(999_999))
    await bot.send_message(
        person.chat_id,
        "b",
        reply_parameters=ReplyParameters(999_999, allow_sending_without_reply=True),
    )


async def test_reply_keyboard(server: BotApiServer, bot: Bot) -> None:
    """A reply keyboard stays until it is removed, and its buttons write in the person's name."""
    person = server.person(known=True)
    number = KeyboardButton("My number", request_contact=True)
    place = KeyboardButton("My place", request_location=True)
    keyboard = ReplyKeyboardMarkup([["My case", number, place]])
    await bot.send_message(person.chat_id, "menu", reply_markup=keyboard)
    await person.presses("My case")
    await person.presses("My number")
    await person.presses("My place")
    first, second, third = (update.message for update in await bot.get_updates())
    assert first is not None
    assert first.text == "My case"
    assert second is not None
    assert second.contact is not None
    assert third is not None
    assert third.location is not None
    assert (second.contact.phone_number, second.contact.user_id) == (person.user.phone_number, person.id)
    await bot.send_message(person.chat_id, "closed", reply_markup=ReplyKeyboardRemove())
    with pytest.raises(LookupError, match="no button 'My case'"):
        await person.presses("My case")


async def test_captions(server: BotApiServer, bot: Bot) -> None:
    """A caption can be changed; a text has none, and a file no text."""
    person = server.person(known=True)
    photo = await bot.send_photo(person.chat_id, b"photo", caption="before")
    text = await bot.send_message(person.chat_id, "text")
    await photo.edit_caption("<b>after</b>", parse_mode="HTML")
    seen = person.messages()[0]
    assert (seen.text, seen.styled("bold"), seen.file) == ("after", ["after"], b"photo")
    with pytest.raises(BadRequest, match="There is no caption in the message to edit"):
        await text.edit_caption("a")
    with pytest.raises(BadRequest, match="There is no text in the message to edit"):
        await bot.edit_message_text("a", person.chat_id, photo.message_id)


async def test_delete_many(server: BotApiServer, bot: Bot) -> None:
    """Of a list those that are there are deleted."""
    person = server.person(known=True)
    ids = [(await bot.send_message(person.chat_id, text)).message_id for text in ("a", "b", "c")]
    await bot.delete_messages(person.chat_id, [*ids[:2], 999_999])
    assert person.screen() == "bot: c"


async def test_uploads_beside_the_parameter(server: BotApiServer) -> None:
    """A file that is attached under another name is found by its reference."""
    person = server.person(known=True)
    async with httpx.AsyncClient() as client:
        answer = await client.post(
            f"{server.url}/bot{server.token}/sendDocument",
            data={"chat_id": str(person.chat_id), "document": "attach://part"},
            files={"part": ("letter.pdf", b"letter")},
        )
    assert answer.status_code == 200
    assert [(seen.file, seen.file_name) for seen in person.messages()] == [(b"letter", "letter.pdf")]
    assert server.problems == []


async def test_nothing_is_fetched(server: BotApiServer, bot: Bot) -> None:
    """A file by its address is refused: tests reach nothing outside."""
    person = server.person(known=True)
    with pytest.raises(TelegramError, match="fetches nothing from the internet"):
        await bot.send_photo(person.chat_id, "https://example.org/photo.jpg")


async def test_pins(server: BotApiServer, bot: Bot) -> None:
    """A pinned message is seen as pinned, also by `getChat`, until it is unpinned."""
    person = server.person(known=True)
    sent = await bot.send_message(person.chat_id, "a")
    await sent.pin()
    pinned = (await bot.get_chat(person.chat_id)).pinned_message
    assert pinned is not None
    assert (person.messages()[0].pinned, pinned.message_id) == (True, sent.message_id)
    await bot.unpin_chat_message(person.chat_id, sent.message_id)
    assert person.messages()[0].pinned is False


async def test_message_numbers(server: BotApiServer, bot: Bot) -> None:
    """Private chats share one numbering and groups have their own, so that ids alone mean nothing."""
    first, second, group = server.person(known=True), server.person(known=True), server.group()
    ids = [
        (await bot.send_message(chat, "a")).message_id for chat in (first.chat_id, second.chat_id, group.id)
    ]
    assert ids == [1001, 1002, 11]
