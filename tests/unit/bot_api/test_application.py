"""A whole python-telegram-bot application against the local server, polling and by webhook."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import Application, CallbackQueryHandler, CommandHandler, MessageHandler, filters

from tests.bot_api import BotApiServer

KEYBOARD = InlineKeyboardMarkup([[InlineKeyboardButton("More", callback_data="more")]])


async def _start(update: Update, _context: Any) -> None:
    assert update.effective_message is not None
    await update.effective_message.reply_text("Welcome", reply_markup=KEYBOARD)


async def _more(update: Update, _context: Any) -> None:
    assert update.callback_query is not None
    await update.callback_query.answer("Coming")
    await update.callback_query.edit_message_text("Here is more")


async def _echo(update: Update, _context: Any) -> None:
    assert update.effective_message is not None
    await update.effective_message.reply_html(f"<b>{update.effective_message.text}</b>")


@asynccontextmanager
async def running(server: BotApiServer) -> AsyncIterator[Application[Any, Any, Any, Any, Any, Any]]:
    """Start an application with three handlers, without a way to get updates yet."""
    application = (
        Application.builder()
        .token(server.token)
        .base_url(f"{server.url}/bot")
        .base_file_url(f"{server.url}/file/bot")
        .build()
    )
    application.add_handler(CommandHandler("start", _start))
    application.add_handler(CallbackQueryHandler(_more))
    application.add_handler(MessageHandler(filters.TEXT, _echo))
    async with application:
        await application.start()
        yield application
        assert application.updater is not None
        await application.updater.stop()
        await application.stop()


async def _talk(server: BotApiServer) -> None:
    """Have the conversation that both ways of getting updates must carry."""
    person = server.person()
    await person.starts()
    assert (await person.reads_one()).rows == [["More"]]
    await person.presses("More")
    assert (await person.sees("Here is more")).edited is True
    await person.writes("hello")
    echo = await person.reads_one()
    assert (echo.text, echo.styled("bold")) == ("hello", ["hello"])
    assert person.notices == ["Coming"]
    assert server.problems == []


async def test_polling(server: BotApiServer) -> None:
    """An application that polls talks with a person, and confirms what it took."""
    async with asyncio.timeout(20), running(server) as application:
        assert application.updater is not None
        await application.updater.start_polling(timeout=5)
        await _talk(server)
    assert len(server.cloud.updates) == 0


async def test_webhook(server: BotApiServer) -> None:
    """An application with a webhook talks with a person."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    async with asyncio.timeout(20), running(server) as application:
        assert application.updater is not None
        await application.updater.start_webhook(
            listen="127.0.0.1",
            port=port,
            url_path="hook",
            webhook_url=f"http://127.0.0.1:{port}/hook",
            secret_token="secret-1",
        )
        await _talk(server)
    assert len(server.cloud.updates) == 0
    assert {attempt.status for attempt in server.deliveries} == {200}
