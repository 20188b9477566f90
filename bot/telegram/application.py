"""Run the Telegram side: updates by polling or webhook, until the process is asked to stop."""

import asyncio
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import structlog
from telegram import Bot
from telegram.error import InvalidToken, NetworkError, TelegramError

from bot.disk import DiskBarrier
from bot.errors import TelegramStartError
from bot.metrics import Metrics
from bot.settings import Settings
from bot.stores import Stores
from bot.telegram.background import StartBackground
from bot.telegram.calls import Calls
from bot.telegram.commands import publish_commands
from bot.telegram.delivering import OutboxWorker
from bot.telegram.forgetting import forget_forever
from bot.telegram.handler import UpdateHandler
from bot.telegram.limits import Limits
from bot.telegram.polling import poll_forever
from bot.telegram.processing import InboxWorker
from bot.telegram.receiving import ALLOWED_UPDATES
from bot.telegram.request import DurableRequest
from bot.telegram.sending import Sender
from bot.telegram.turns import Turns
from bot.telegram.waiting import WaitingQuestions
from bot.telegram.webhook import start_webhook
from content.loader import Content
from conversations.prepared_understanding import PreparedUnderstanding
from conversations.store.turns import StoredTurns
from conversations.talk import Talk

_LOG = structlog.get_logger(__name__)


async def run_telegram(
    token: str,
    settings: Settings,
    content: Callable[[], Content],
    talk: Talk,
    stores: Stores,
    stored: StoredTurns,
    disk: DiskBarrier,
    understanding: PreparedUnderstanding,
    is_ready: Callable[[], Awaitable[bool]],
    start_background: StartBackground,
    metrics: Metrics,
) -> None:
    """Serve people on Telegram until SIGINT or SIGTERM; reminders and counsellors with the same bot.

    Raises TelegramStartError when Telegram refuses the token or a port is taken.
    """
    stopped = _stop_signal()
    async with _connected(token, settings, content, disk) as bot:
        limits, turns = Limits(per_second=settings.messages_per_second), Turns()
        sender = Sender(stores.outbox, content, settings.timezone)
        background = start_background(bot, sender, limits)
        outbox = OutboxWorker(
            Calls(bot, background.memory.empty),
            stores.outbox,
            limits,
            background.deliveries,
            together=stored.together,
        )
        group = background.group.handler if background.group else None
        handler = UpdateHandler(talk, sender, group, background.memory)
        inbox = InboxWorker(bot, stores.inbox, stored, turns, handler, outbox.wake, metrics)
        questions = WaitingQuestions(talk, stores.people, is_ready, sender, stored, turns, outbox.wake)
        background.schedule.plan()
        async with asyncio.TaskGroup() as tasks:
            running = [
                tasks.create_task(each)
                for each in (
                    inbox.run_forever(),
                    outbox.run_forever(),
                    questions.answer_forever(),
                    forget_forever(understanding),
                    background.schedule.watch_clock(),
                    *([background.group.poster.run_forever()] if background.group else []),
                )
            ]
            server = None
            if settings.webhook_url is None:
                running.append(tasks.create_task(poll_forever(bot, stores.inbox, inbox.wake)))
            else:
                server = start_webhook(settings, stores.inbox, disk.pass_through, inbox.wake)
            _LOG.info("serving", by="webhook" if server else "polling")
            await stopped.wait()
            if server is not None:
                server.stop()
            for task in running:
                task.cancel()
    _LOG.info("stopped")


@asynccontextmanager
async def _connected(
    token: str, settings: Settings, content: Callable[[], Content], disk: DiskBarrier
) -> AsyncIterator[Bot]:
    """Give a bot that Telegram knows, and that gets its updates in the way of the settings.

    Raises TelegramStartError.
    """
    bot = Bot(
        token,
        base_url=f"{settings.telegram_api_url}/bot",
        base_file_url=f"{settings.telegram_api_url}/file/bot",
        request=DurableRequest(disk.pass_through),
    )
    try:
        await bot.initialize()
        await publish_commands(bot, content())
        if settings.webhook_url is None:
            await bot.delete_webhook()
        else:
            await bot.set_webhook(
                settings.webhook_url, allowed_updates=ALLOWED_UPDATES, secret_token=settings.webhook_secret
            )
    except InvalidToken as error:
        message = "Telegram does not know this TELEGRAM_BOT_TOKEN. Copy it again from @BotFather."
        raise TelegramStartError(message) from error
    except NetworkError as error:
        message = f"Telegram cannot be reached at {settings.telegram_api_url}. Check the network."
        raise TelegramStartError(message) from error
    except TelegramError as error:
        raise TelegramStartError(f"Telegram refuses the start: {error}.") from error
    try:
        yield bot
    finally:
        await bot.shutdown()


def _stop_signal() -> asyncio.Event:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopped.set)
    return stopped
