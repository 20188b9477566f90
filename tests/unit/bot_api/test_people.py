"""People: what they do arrives as an update that the real server could have sent."""

import asyncio

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.error import BadRequest

from tests.bot_api import BotApiServer
from tests.unit.bot_api.helpers import Clock


def keyboard(*labels: str) -> InlineKeyboardMarkup:
    """Return one row of buttons whose data is `do:` and their label."""
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(label, callback_data=f"do:{label}") for label in labels]]
    )


async def only_update(bot: Bot) -> Update:
    """Return the one update that waits, and confirm it."""
    (update,) = await bot.get_updates()
    await bot.get_updates(offset=update.update_id + 1)
    return update


async def test_writes(server: BotApiServer, bot: Bot) -> None:
    """Words arrive with who wrote them and when, and commands are marked."""
    person = server.person(first_name="Amal", username="amal_test", language_code="ar")
    await person.starts("from_poster")
    message = (await only_update(bot)).message
    assert message is not None
    assert message.from_user is not None
    assert (
        message.text,
        message.from_user.first_name,
        message.from_user.username,
        message.from_user.language_code,
        message.chat_id,
        message.date.timestamp(),
    ) == ("/start from_poster", "Amal", "amal_test", "ar", person.chat_id, server.cloud.clock())
    assert [message.parse_entity(entity) for entity in message.entities] == ["/start"]


async def test_every_kind_of_message(server: BotApiServer, bot: Bot) -> None:
    """All that a telephone can send arrives as its own kind and can be fetched."""
    person = server.person()
    await person.sends_voice(b"v")
    await person.sends_photo(b"p", caption="my letter")
    await person.sends_document(b"d", name="letter.pdf")
    await person.sends_location()
    await person.sends_sticker(b"s")
    await person.sends_contact()
    await person.sends_video(b"f")
    messages = [update.message for update in await bot.get_updates()]
    kinds = ("voice", "photo", "document", "location", "sticker", "contact", "video")
    assert [[kind for kind in kinds if getattr(message, kind)] for message in messages] == [
        [kind] for kind in kinds
    ]
    assert messages[1] is not None
    assert messages[1].caption == "my letter"
    photo = await messages[1].photo[-1].get_file()
    assert bytes(await photo.download_as_bytearray()) == b"p"
    assert server.problems == []


async def test_edits(server: BotApiServer, bot: Bot) -> None:
    """A correction arrives as an edit of the same message."""
    person = server.person()
    sent = await person.writes("wrng")
    await only_update(bot)
    await person.edits("wrong")
    edited = (await only_update(bot)).edited_message
    assert edited is not None
    assert (edited.message_id, edited.text) == (sent, "wrong")
    assert edited.edit_date is not None
    assert person.screen() == f"{person.user.first_name}: wrong"


async def test_presses_the_newest_button(server: BotApiServer, bot: Bot) -> None:
    """A press is that of the newest message with such a button, and its answer is shown."""
    person = server.person(known=True)
    await bot.send_message(person.chat_id, "first", reply_markup=keyboard("yes", "no"))
    second = await bot.send_message(person.chat_id, "second", reply_markup=keyboard("yes"))
    await person.presses("yes")
    query = (await only_update(bot)).callback_query
    assert query is not None
    assert query.message is not None
    assert (query.data, query.message.message_id, query.from_user.id) == (
        "do:yes",
        second.message_id,
        person.id,
    )
    assert person.unanswered_presses == ["do:yes"]
    await query.answer("Noted")
    await person.sees_every_press_answered()
    assert (person.notices, person.unanswered_presses) == (["Noted"], [])
    await person.presses(data="do:no")
    query = (await only_update(bot)).callback_query
    assert query is not None
    assert query.data == "do:no"


async def test_presses_what_is_there(server: BotApiServer, bot: Bot) -> None:
    """Only a button that can be seen can be pressed, and a link tells the bot nothing."""
    person = server.person(known=True)
    link = InlineKeyboardMarkup([[InlineKeyboardButton("site", url="https://example.org")]])
    sent = await bot.send_message(person.chat_id, "a", reply_markup=keyboard("yes"))
    await bot.send_message(person.chat_id, "b", reply_markup=link)
    await sent.edit_reply_markup(None)
    with pytest.raises(LookupError, match="no button 'yes'"):
        await person.presses("yes")
    with pytest.raises(LookupError, match="'site' opens https:"):
        await person.presses("site")
    assert await bot.get_updates() == ()


async def test_late_answers(server: BotApiServer, bot: Bot, clock: Clock) -> None:
    """A press that waited too long, or that never was, cannot be answered."""
    person = server.person(known=True)
    await bot.send_message(person.chat_id, "a", reply_markup=keyboard("yes"))
    query_id = await person.presses("yes")
    clock.advance(3600)
    for wrong in (query_id, "12345"):
        with pytest.raises(BadRequest, match="Query is too old"):
            await bot.answer_callback_query(wrong)


async def test_reads_what_is_new(server: BotApiServer, bot: Bot) -> None:
    """`reads` waits, returns what was not read yet, and says what the screen shows if nothing comes."""
    person = server.person(known=True)
    await bot.send_message(person.chat_id, "one")
    waiting = asyncio.create_task(person.reads(3, timeout=5))
    await bot.send_message(person.chat_id, "two")
    assert not waiting.done()
    await bot.send_message(person.chat_id, "three")
    assert [message.text for message in await waiting] == ["one", "two", "three"]
    with pytest.raises(TimeoutError, match=r"no 1 new messages within 0.05 s; the screen:\nbot: one"):
        await person.reads(timeout=0.05)
    await bot.send_message(person.chat_id, "four")
    assert (await person.reads_one()).text == "four"


async def test_sees_edits(server: BotApiServer, bot: Bot) -> None:
    """`sees` also waits for words that come by an edit."""
    person = server.person(known=True)
    sent = await bot.send_message(person.chat_id, "wait")
    waiting = asyncio.create_task(person.sees("ready"))
    await sent.edit_text("it is ready now")
    assert (await waiting).text == "it is ready now"


async def test_hears_nothing(server: BotApiServer, bot: Bot) -> None:
    """Silence is confirmed, and a message breaks it."""
    person = server.person(known=True)
    await person.hears_nothing(0.05)
    await bot.send_message(person.chat_id, "psst")
    with pytest.raises(AssertionError, match="the bot wrote:\nbot: psst"):
        await person.hears_nothing(0.05)


async def test_names_cannot_be_mistaken(server: BotApiServer) -> None:
    """Everything that identifies a person is unique, so that a leak can be found by searching."""
    people = [server.person() for _ in range(20)]
    secrets = [secret for person in people for secret in person.secrets]
    assert (len(secrets), len(set(secrets))) == (100, 100)
    assert people[0].secrets == (
        "LEAKFIRST0001",
        "LEAKLAST0001",
        "leak_username_0001",
        "+31699000001",
        "7700000001",
    )
    assert all(person.id > 2**32 for person in people)


async def test_people_without_names(server: BotApiServer, bot: Bot) -> None:
    """A person may have neither last name, username nor language."""
    person = server.person(first_name="A", last_name="", username="", language_code=None)
    await person.writes("a")
    message = (await only_update(bot)).message
    assert message is not None
    assert message.from_user is not None
    assert message.from_user.to_dict() == {"id": person.id, "is_bot": False, "first_name": "A"}


async def test_blocked_people_write_nothing(server: BotApiServer, bot: Bot) -> None:
    """Who blocked the bot cannot write to it until they take it back."""
    person = server.person(known=True)
    person.blocks()
    with pytest.raises(RuntimeError):
        await person.writes("a")
    person.unblocks()
    await person.writes("b")
    assert [update.message.text for update in await bot.get_updates() if update.message] == ["b"]
