"""The fault switches, seen through python-telegram-bot."""

import asyncio
import time
from datetime import timedelta

import pytest
from telegram import Bot
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TimedOut

from tests.bot_api import BotApiServer


async def test_fail_next(server: BotApiServer, bot: Bot) -> None:
    """Exactly the next calls fail, and nothing of them reaches the person."""
    person = server.person(known=True)
    server.fail_next(2, 500)
    for _ in range(2):
        with pytest.raises(NetworkError, match="Internal Server Error"):
            await bot.send_message(person.chat_id, "lost")
    await bot.send_message(person.chat_id, "arrived")
    assert person.screen() == "bot: arrived"


async def test_fail_next_of_one_method(server: BotApiServer, bot: Bot) -> None:
    """A fault for one method spares the others."""
    person = server.person(known=True)
    server.fail_next(1, 400, "Bad Request: chat not found", method="sendMessage")
    await bot.get_me()
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(person.chat_id, "a")


async def test_faults_spare_polling(server: BotApiServer, bot: Bot) -> None:
    """A fault without a method waits for a call that is not `getUpdates`."""
    server.fail_next(1, 500)
    assert await bot.get_updates() == ()
    with pytest.raises(NetworkError):
        await bot.get_me()


async def test_clear(server: BotApiServer, bot: Bot) -> None:
    """All faults can be taken back at once."""
    server.fail_next(5, 500)
    server.drop_before_accept(5)
    server.drop_after_accept(5)
    server.latency(60)
    server.faults.clear()
    assert (await bot.get_me()).id == bot.id


async def test_retry_after(server: BotApiServer, bot: Bot) -> None:
    """A 429 carries the seconds to wait."""
    server.fail_next(1, 429, retry_after=17)
    with pytest.raises(RetryAfter) as caught:
        await bot.get_me()
    assert caught.value.retry_after == timedelta(seconds=17)


async def test_blocked(server: BotApiServer, bot: Bot) -> None:
    """A person who blocked the bot gets nothing; the bot is told, also when they come back."""
    person = server.person(known=True)
    server.block(person.chat_id)
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(person.chat_id, "lost")
    server.unblock(person.chat_id)
    await bot.send_message(person.chat_id, "arrived")
    assert person.screen() == "bot: arrived"
    updates = await bot.get_updates()
    assert [update.my_chat_member.new_chat_member.status for update in updates if update.my_chat_member] == [
        "kicked",
        "member",
    ]


async def test_deleted_account(server: BotApiServer, bot: Bot) -> None:
    """A person who left Telegram gets nothing."""
    person = server.person(known=True)
    person.leaves_telegram()
    with pytest.raises(Forbidden, match="user is deactivated"):
        await bot.send_message(person.chat_id, "lost")


async def test_removed_from_a_group(server: BotApiServer, bot: Bot) -> None:
    """A group that removed the bot gets nothing."""
    group = server.group()
    server.block(group.id)
    with pytest.raises(Forbidden, match="bot was kicked from the supergroup chat"):
        await bot.send_message(group.id, "lost")


async def test_drop_after_accept(server: BotApiServer, bot: Bot) -> None:
    """The person has the message although the bot got no answer."""
    person = server.person(known=True)
    server.drop_after_accept(1)
    with pytest.raises(NetworkError, match="disconnected"):
        await bot.send_message(person.chat_id, "arrived")
    assert person.screen() == "bot: arrived"
    assert server.calls[-1].status == 0


async def test_drop_before_accept(server: BotApiServer, bot: Bot) -> None:
    """The bot got no answer, and the person no message."""
    person = server.person(known=True)
    server.drop_before_accept(1)
    with pytest.raises(NetworkError, match="disconnected"):
        await bot.send_message(person.chat_id, "lost")
    assert person.screen() == ""


async def test_latency(server: BotApiServer, bot: Bot) -> None:
    """A slow answer comes late, and a bot that does not wait has still sent its message."""
    person = server.person(known=True)
    server.latency(0.2)
    began = time.monotonic()
    await bot.get_me()
    assert time.monotonic() - began >= 0.2
    server.latency(30)
    with pytest.raises(TimedOut):
        await bot.send_message(person.chat_id, "arrived", read_timeout=0.2)
    assert person.screen() == "bot: arrived"


async def test_stops_in_spite_of_latency() -> None:
    """The server does not wait for its own delays when it stops."""
    async with asyncio.timeout(5):
        async with BotApiServer() as server:
            server.latency(60)
            bot = Bot(server.token, base_url=f"{server.url}/bot")
            starting = asyncio.create_task(bot.initialize())
            await server.cloud.changes.until(lambda: server.calls or None, 5)
        with pytest.raises(NetworkError):
            await starting
        await bot.shutdown()
