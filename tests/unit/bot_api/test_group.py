"""Counsellors in a forum: topics, their messages, and what the bot may do."""

import asyncio

import pytest
from telegram import Bot, ChatMemberAdministrator, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest

from tests.bot_api import BotApiServer


async def test_topics(server: BotApiServer, bot: Bot) -> None:
    """The bot opens a topic, writes in it, renames, closes, reopens and deletes it."""
    group = server.group()
    topic = await bot.create_forum_topic(group.id, "Case 12")
    thread = topic.message_thread_id
    sent = await bot.send_message(group.id, "question", message_thread_id=thread)
    await bot.send_message(group.id, "in general")
    assert (sent.message_thread_id, sent.is_topic_message) == (thread, True)
    assert [message.text for message in group.messages(thread)] == ["question"]
    await bot.edit_forum_topic(group.id, thread, name="Case 12, closed")
    await bot.close_forum_topic(group.id, thread)
    assert [(seen.name, seen.closed) for seen in group.topics] == [("Case 12, closed", True)]
    await bot.reopen_forum_topic(group.id, thread)
    assert group.topics[0].closed is False
    await bot.delete_forum_topic(group.id, thread)
    assert (group.topics, group.screen()) == ([], "bot: in general")
    assert server.problems == []


async def test_topics_that_are_gone(server: BotApiServer, bot: Bot) -> None:
    """A topic that is not there, or that is so already, is refused in Telegram's words."""
    group = server.group()
    thread = (await bot.create_forum_topic(group.id, "Case")).message_thread_id
    with pytest.raises(BadRequest, match="Topic_not_modified"):
        await bot.reopen_forum_topic(group.id, thread)
    await bot.delete_forum_topic(group.id, thread)
    with pytest.raises(BadRequest, match="Message thread not found"):
        await bot.send_message(group.id, "a", message_thread_id=thread)
    with pytest.raises(BadRequest, match="Topic_id_invalid"):
        await bot.close_forum_topic(group.id, thread)
    person = server.person(known=True)
    with pytest.raises(BadRequest, match="The chat is not a forum"):
        await bot.create_forum_topic(person.chat_id, "Case")


async def test_rights(server: BotApiServer, bot: Bot) -> None:
    """Without the right, the bot manages no topics, pins nothing and deletes only its own."""
    group = server.group(bot_status="member", bot_rights=())
    theirs = await group.writes_in_topic(None, "/hello", by=group.owner)
    with pytest.raises(BadRequest, match="Not enough rights to manage topics"):
        await bot.create_forum_topic(group.id, "Case")
    with pytest.raises(BadRequest, match="Not enough rights to manage pinned messages"):
        await bot.pin_chat_message(group.id, theirs)
    with pytest.raises(BadRequest, match="Message can't be deleted"):
        await bot.delete_message(group.id, theirs)
    await (await bot.send_message(group.id, "own")).delete()


async def test_closed_topics(server: BotApiServer, bot: Bot) -> None:
    """In a closed topic only a bot that manages topics can write."""
    managed, unmanaged = server.group(), server.group(bot_rights=("can_pin_messages",))
    for group in (managed, unmanaged):
        topic = await group.opens_topic("Case", by=group.owner)
        await group.closes_topic(topic.thread_id, by=group.owner)
    await bot.send_message(managed.id, "a", message_thread_id=managed.topics[0].thread_id)
    with pytest.raises(BadRequest, match="Topic_closed"):
        await bot.send_message(unmanaged.id, "a", message_thread_id=unmanaged.topics[0].thread_id)


async def test_counsellor_writes_in_topic(server: BotApiServer, bot: Bot) -> None:
    """What a counsellor writes in a topic arrives with the topic and who wrote it."""
    counsellor = server.person(first_name="Counsellor")
    group = server.group(members=[counsellor])
    thread = (await bot.create_forum_topic(group.id, "Case")).message_thread_id
    question = await bot.send_message(group.id, "question", message_thread_id=thread)
    await group.writes_in_topic(thread, "answer", by=counsellor)
    await group.writes_in_topic(thread, "reply", by=counsellor, reply_to=question.message_id)
    await group.writes_in_topic(None, "chat", by=counsellor)
    await group.seat(counsellor, thread).sends_voice(b"voice")
    messages = [update.message for update in await bot.get_updates() if update.message]
    assert [(message.text, message.message_thread_id) for message in messages] == [
        ("answer", thread),
        ("reply", thread),
        ("chat", None),
        (None, thread),
    ]
    assert messages[0].from_user is not None
    assert messages[0].from_user.first_name == "Counsellor"
    replied = [message.reply_to_message for message in messages]
    assert replied[0] is not None
    assert replied[0].forum_topic_created is not None
    assert replied[1] is not None
    assert replied[1].text == "question"
    assert replied[2] is None
    assert server.problems == []


async def test_counsellor_presses(server: BotApiServer, bot: Bot) -> None:
    """A press in the group comes from the counsellor, for the message in that topic."""
    counsellor = server.person()
    group = server.group(members=[counsellor])
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Claim", callback_data="claim")]])
    threads = [(await bot.create_forum_topic(group.id, name)).message_thread_id for name in ("A", "B")]
    sent = [
        await bot.send_message(group.id, "case", message_thread_id=thread, reply_markup=keyboard)
        for thread in threads
    ]
    await group.presses("Claim", by=counsellor, thread_id=threads[0])
    (update,) = await bot.get_updates()
    assert update.callback_query is not None
    assert update.callback_query.message is not None
    assert (update.callback_query.from_user.id, update.callback_query.message.message_id) == (
        counsellor.id,
        sent[0].message_id,
    )


async def test_members_manage_topics(server: BotApiServer, bot: Bot) -> None:
    """Topics that people open and close are told to the bot as service messages."""
    group = server.group()
    topic = await group.opens_topic("By hand", by=group.owner)
    await group.closes_topic(topic.thread_id, by=group.owner)
    await group.reopens_topic(topic.thread_id, by=group.owner)
    opened, closed, reopened = (update.message for update in await bot.get_updates())
    assert opened is not None
    assert opened.forum_topic_created is not None
    assert (opened.forum_topic_created.name, opened.message_thread_id) == ("By hand", topic.thread_id)
    assert closed is not None
    assert closed.forum_topic_closed is not None
    assert reopened is not None
    assert reopened.forum_topic_reopened is not None
    assert server.problems == []


async def test_waits_for_topics_and_messages(server: BotApiServer, bot: Bot) -> None:
    """`new_topic` and `reads` wait for what the bot does."""
    group = server.group()
    waiting = asyncio.create_task(group.new_topic())
    created = await bot.create_forum_topic(group.id, "Case")
    topic = await waiting
    assert (topic.name, topic.thread_id) == ("Case", created.message_thread_id)
    await bot.send_message(group.id, "elsewhere")
    await bot.send_message(group.id, "here", message_thread_id=topic.thread_id)
    assert [message.text for message in await group.reads(1, topic.thread_id)] == ["here"]
    assert [message.text for message in await group.reads(2)] == ["elsewhere", "here"]


async def test_privacy_mode(server: BotApiServer, bot: Bot) -> None:
    """A bot that is no administrator sees commands and replies to itself only."""
    group = server.group(bot_status="member", bot_rights=())
    own = await bot.send_message(group.id, "I am here")
    for text, reply_to in (("hello all", None), ("/claim", None), ("thanks", own.message_id)):
        await group.writes_in_topic(None, text, by=group.owner, reply_to=reply_to)
    seen = [update.message.text for update in await bot.get_updates() if update.message]
    assert seen == ["/claim", "thanks"]


async def test_members_and_administrators(server: BotApiServer, bot: Bot) -> None:
    """The bot can look up who is in the group, who runs it, and what it may do itself."""
    counsellor, outsider = server.person(), server.person()
    group = server.group(members=[counsellor])
    members = [await bot.get_chat_member(group.id, person.id) for person in (counsellor, outsider)]
    assert [member.status for member in members] == ["member", "left"]
    administrators = await bot.get_chat_administrators(group.id)
    assert [(member.status, member.user.id) for member in administrators] == [("creator", group.owner.id)]
    itself = await bot.get_chat_member(group.id, bot.id)
    assert isinstance(itself, ChatMemberAdministrator)
    assert itself.can_manage_topics is True
    chat = await bot.get_chat(group.id)
    assert (chat.type, chat.is_forum) == ("supergroup", True)
    with pytest.raises(BadRequest, match="Participant_id_invalid"):
        await bot.get_chat_member(group.id, 12345)
    assert server.problems == []


async def test_only_members_write(server: BotApiServer) -> None:
    """Who is not in the group cannot write there."""
    group, outsider = server.group(), server.person()
    with pytest.raises(LookupError):
        await group.writes_in_topic(None, "a", by=outsider)
