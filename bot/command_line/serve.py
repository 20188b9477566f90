"""`./wegwijzer bot`: the Telegram bot."""

import argparse
import os

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.command_line.preparing import ensure_model
from bot.command_line.types import Commands
from bot.composition import build_talk, env_file, open_people, running_engine, utc_now
from bot.errors import SettingsError
from bot.log import configure_logging
from bot.reloading import ContentReloader, schedule_reload
from bot.retention import schedule_purge
from bot.settings import load_settings
from bot.telegram.application import run_telegram
from content.checks import check_or_raise
from content.loader import ROOT


def add_to(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add_parser("bot", help="run the Telegram bot; needs TELEGRAM_BOT_TOKEN")
    parser.set_defaults(run=run)


async def run(_options: argparse.Namespace) -> int:
    """Serve until the process is asked to stop.

    Raises what the settings, the content, the store, the engine or Telegram raise when they cannot start.
    """
    configure_logging()
    # python-telegram-bot then gives waiting times as timedelta, as its next version will.
    os.environ.setdefault("PTB_TIMEDELTA", "true")
    settings = load_settings(os.environ, env_file())
    if settings.telegram_token is None:
        message = "TELEGRAM_BOT_TOKEN is not set. Get a token from @BotFather and put it in .env."
        raise SettingsError(message)
    people = open_people(settings)
    await ensure_model(settings)
    async with running_engine(settings) as engine:
        check_or_raise(engine.content, ROOT)
        scheduler = AsyncIOScheduler(timezone=settings.timezone)
        schedule_purge(scheduler, people, utc_now, settings.timezone)
        schedule_reload(scheduler, ContentReloader(ROOT, settings.organisation_file, engine.use))
        scheduler.start()
        try:
            talk = build_talk(engine, people)
            await run_telegram(
                settings.telegram_token, settings, lambda: engine.content, talk, people, engine.rasa
            )
        finally:
            scheduler.shutdown(wait=False)
    return 0
