"""Run the Telegram side: updates by polling or webhook, until the process is asked to stop."""

import asyncio
import signal
from collections.abc import Callable
from contextlib import suppress
from urllib.parse import urlsplit

import structlog
from telegram import Update
from telegram.error import InvalidToken, NetworkError, TelegramError
from telegram.ext import Application, ApplicationBuilder, TypeHandler

from bot.errors import TelegramStartError
from bot.rasa.client import RasaClient
from bot.settings import Settings
from bot.telegram.background import StartBackground
from bot.telegram.commands import publish_commands
from bot.telegram.handler import UpdateHandler
from bot.telegram.sending import Sender
from bot.telegram.turns import TurnByTurnProcessor, Turns
from bot.telegram.waiting import answer_waiting_questions
from content.loader import Content
from conversations.people import People
from conversations.talk import Talk

_ALLOWED_UPDATES = [Update.MESSAGE, Update.EDITED_MESSAGE, Update.CALLBACK_QUERY]
_LOG = structlog.get_logger(__name__)


async def run_telegram(
    token: str,
    settings: Settings,
    content: Callable[[], Content],
    talk: Talk,
    people: People,
    rasa: RasaClient,
    start_background: StartBackground,
) -> None:
    """Serve people on Telegram until SIGINT or SIGTERM; reminders and counsellors with the same bot.

    Raises TelegramStartError when Telegram refuses the token or a port is taken.
    """
    turns = Turns()
    application = (
        ApplicationBuilder()
        .token(token)
        .base_url(f"{settings.telegram_api_url}/bot")
        .base_file_url(f"{settings.telegram_api_url}/file/bot")
        .concurrent_updates(TurnByTurnProcessor(turns))
        .build()
    )
    sender = Sender(application.bot, content, settings.timezone)
    background = start_background(application.bot, sender)
    handler = UpdateHandler(talk, sender, background.group.handler if background.group else None)
    application.add_handler(TypeHandler(Update, handler.handle))
    application.add_error_handler(handler.on_error)
    stopped = _stop_signal()
    try:
        await application.initialize()
        await publish_commands(application.bot, content())
    except InvalidToken as error:
        message = "Telegram does not know this TELEGRAM_BOT_TOKEN. Copy it again from @BotFather."
        raise TelegramStartError(message) from error
    except NetworkError as error:
        message = f"Telegram cannot be reached at {settings.telegram_api_url}. Check the network."
        raise TelegramStartError(message) from error
    except TelegramError as error:
        raise TelegramStartError(f"Telegram refuses the start: {error}.") from error
    tasks = [
        asyncio.create_task(answer_waiting_questions(talk, people, rasa, sender, turns)),
        asyncio.create_task(background.schedule.watch_clock()),
    ]
    if background.group is not None:
        tasks.append(asyncio.create_task(background.group.poster.run_forever()))
    try:
        await application.start()
        background.schedule.plan()
        await _receive(application, settings)
        _LOG.info("serving", by="webhook" if settings.webhook_url else "polling")
        await stopped.wait()
    finally:
        for task in tasks:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        if application.updater is not None and application.updater.running:
            await application.updater.stop()
        if application.running:
            await application.stop()
        await application.shutdown()
        _LOG.info("stopped")


async def _receive(application: Application, settings: Settings) -> None:  # type: ignore[type-arg]
    if application.updater is None:
        raise TelegramStartError("The program was built without a way to receive updates.")
    if settings.webhook_url is None:
        await application.updater.start_polling(
            allowed_updates=_ALLOWED_UPDATES, error_callback=_log_polling_error
        )
        return
    host, port = settings.webhook_listen
    try:
        await application.updater.start_webhook(
            listen=host,
            port=port,
            url_path=urlsplit(settings.webhook_url).path,
            webhook_url=settings.webhook_url,
            secret_token=settings.webhook_secret,
            allowed_updates=_ALLOWED_UPDATES,
        )
    except OSError as error:
        message = (
            f"The address {host}:{port} is in use. Stop the other program or set TELEGRAM_WEBHOOK_LISTEN."
        )
        raise TelegramStartError(message) from error


def _log_polling_error(error: TelegramError) -> None:
    _LOG.warning("polling_failed", error=error)


def _stop_signal() -> asyncio.Event:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopped.set)
    return stopped
