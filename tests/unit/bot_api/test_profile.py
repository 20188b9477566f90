"""The bot's account, commands and texts."""

import pytest
from telegram import Bot, BotCommand, BotCommandScopeAllPrivateChats, BotCommandScopeChat
from telegram.error import BadRequest

from tests.bot_api import BotApiServer

HELP, HULP = BotCommand("help", "Help"), BotCommand("help", "Hulp")


async def test_account(bot: Bot) -> None:
    """The bot learns who it is."""
    assert (bot.id, bot.username) == (7_000_000_001, "wegwijzer_test_bot")


async def test_commands(server: BotApiServer, bot: Bot) -> None:
    """Commands are kept for each scope and language, and can be deleted."""
    private = BotCommandScopeAllPrivateChats()
    await bot.set_my_commands([HELP], private)
    await bot.set_my_commands([HULP], private, language_code="nl")
    assert await bot.get_my_commands(private) == (HELP,)
    assert await bot.get_my_commands(private, language_code="nl") == (HULP,)
    assert await bot.get_my_commands() == ()
    await bot.delete_my_commands(private)
    assert await bot.get_my_commands(private) == ()
    assert await bot.get_my_commands(private, language_code="nl") == (HULP,)
    assert server.problems == []


async def test_commands_of_an_unknown_chat(bot: Bot) -> None:
    """Commands for a chat that the bot does not know are refused."""
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.set_my_commands([HELP], BotCommandScopeChat(12345))


async def test_two_letters_only(bot: Bot) -> None:
    """Telegram takes no language codes of three letters, Sorani's `ckb` among them."""
    with pytest.raises(BadRequest, match="Invalid language code specified"):
        await bot.set_my_commands([HELP], language_code="ckb")


async def test_texts(bot: Bot) -> None:
    """Names and descriptions are kept for each language, with the default for the rest."""
    await bot.set_my_description("What this is")
    await bot.set_my_description("Wat dit is", language_code="nl")
    await bot.set_my_short_description("Short")
    descriptions = [(await bot.get_my_description(code)).description for code in ("nl", "fa")]
    assert descriptions == ["Wat dit is", "What this is"]
    assert (await bot.get_my_short_description()).short_description == "Short"
    assert (await bot.get_my_name()).name == "Wegwijzer test"
