"""Telegram's sending limits."""

from datetime import timedelta

import pytest
from telegram import Bot
from telegram.error import RetryAfter

from tests.bot_api import BotApiServer
from tests.unit.bot_api.helpers import Clock


async def send(bot: Bot, chat_id: int, count: int) -> int | None:
    """Send messages until one is refused; return after how many seconds to try again."""
    for _ in range(count):
        try:
            await bot.send_message(chat_id, "a")
        except RetryAfter as error:
            return round(error.retry_after / timedelta(seconds=1))  # type: ignore[operator]
    return None


async def test_no_limits_unless_asked(server: BotApiServer, bot: Bot) -> None:
    """Ordinary tests need not pace."""
    assert await send(bot, server.person(known=True).chat_id, 40) is None


async def test_one_a_second_in_a_chat(server: BotApiServer, bot: Bot, clock: Clock) -> None:
    """A short burst passes, then a chat takes one message a second."""
    server.enforce_limits = True
    chat_id = server.person(known=True).chat_id
    assert await send(bot, chat_id, 4) == 3
    clock.advance(3)
    assert await send(bot, chat_id, 3) is None
    assert len(server.messages(chat_id)) == 6


async def test_thirty_a_second_overall(server: BotApiServer, bot: Bot, clock: Clock) -> None:
    """All chats together take 30 messages a second."""
    server.enforce_limits = True
    people = [server.person(known=True) for _ in range(31)]
    assert [await send(bot, person.chat_id, 1) for person in people] == [None] * 30 + [1]
    clock.advance(1)
    assert await send(bot, people[-1].chat_id, 1) is None


async def test_twenty_a_minute_in_a_group(server: BotApiServer, bot: Bot, clock: Clock) -> None:
    """A group takes 20 messages a minute, however they are spread; copies count."""
    server.enforce_limits = True
    group = server.group()
    for _ in range(20):
        assert await send(bot, group.id, 1) is None
        clock.advance(1)
    with pytest.raises(RetryAfter) as caught:
        await bot.copy_message(group.id, group.id, group.messages()[0].message_id)
    assert caught.value.retry_after == timedelta(seconds=40)


async def test_other_calls_are_not_paced(server: BotApiServer, bot: Bot) -> None:
    """Signs of typing, edits and answers do not count as messages."""
    server.enforce_limits = True
    chat_id = server.person(known=True).chat_id
    for _ in range(10):
        await bot.send_chat_action(chat_id, "typing")
    assert await send(bot, chat_id, 3) is None
