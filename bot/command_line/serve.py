"""`./wegwijzer bot`: the Telegram bot."""

import argparse
import os

from telegram import Bot

from bot.clock_jumps import ClockJumps
from bot.command_line.preparing import ensure_model
from bot.command_line.types import Commands
from bot.composition import (
    build_desk,
    build_health,
    build_privacy,
    build_reminders,
    build_reminding,
    build_stores,
    build_talk,
    env_file,
    running_engine,
    running_translator,
    utc_now,
)
from bot.data_folder import held
from bot.desk.counsellors import load_counsellors
from bot.disk import DiskBarrier
from bot.errors import SettingsError
from bot.health_server import serving_health
from bot.jobs import LoopScheduler
from bot.log import configure_logging
from bot.metrics import Metrics
from bot.reloading import ContentReloader, schedule_reload
from bot.retention import schedule_purge
from bot.settings import Settings, load_settings
from bot.telegram.application import run_telegram
from bot.telegram.background import Background
from bot.telegram.chat_memory import ChatMemory
from bot.telegram.courier import TelegramCourier
from bot.telegram.group import build_group
from bot.telegram.letters import LetterNews
from bot.telegram.limits import Limits
from bot.telegram.sending import Sender
from bot.telegram.updates import CHANNEL
from content.checks import check_or_raise
from content.loader import ROOT
from conversations.prepared_understanding import PreparedUnderstanding
from conversations.store.database import open_database
from conversations.store.durability import WriteAheadLog
from conversations.store.forgotten import StoredForgotten
from conversations.store.moments import StoredMoments
from conversations.store.turns import StoredTurns
from conversations.understanding import Understanding


def add_to(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add_parser("bot", help="run the Telegram bot; needs TELEGRAM_BOT_TOKEN")
    parser.set_defaults(run=run)


async def run(_options: argparse.Namespace) -> int:
    """Serve until the process is asked to stop; no other bot can use the data folder meanwhile.

    Raises DataFolderBusyError when one does, and what the settings, the content, the store, the engine or
    Telegram raise when they cannot start.
    """
    metrics = Metrics()
    configure_logging(count=metrics.logged)
    # python-telegram-bot then gives waiting times as timedelta, as its next version will.
    os.environ.setdefault("PTB_TIMEDELTA", "true")
    settings = load_settings(os.environ, env_file())
    if settings.telegram_token is None:
        message = "TELEGRAM_BOT_TOKEN is not set. Get a token from @BotFather and put it in .env."
        raise SettingsError(message)
    with held(settings.data_folder):
        return await _serve(settings, settings.telegram_token, metrics)


async def _serve(settings: Settings, token: str, metrics: Metrics) -> int:
    database = open_database(settings.data_folder, settings.key_file)
    stored = StoredTurns(database)
    log = WriteAheadLog(database, settings.data_folder)
    stores = build_stores(settings, database, CHANNEL)
    await ensure_model(settings)
    prepared: list[PreparedUnderstanding] = []

    def prepare(rasa: Understanding) -> Understanding:
        prepared.append(PreparedUnderstanding(rasa, StoredForgotten(database)))
        return prepared[0]

    async with (
        running_engine(settings, prepare, metrics) as engine,
        running_translator(settings, engine) as translator,
    ):
        check_or_raise(engine.content, ROOT)
        scheduler = LoopScheduler(settings.timezone)
        schedule_purge(scheduler, stores, utc_now, settings.timezone, settings.keeping)
        schedule_reload(scheduler, ContentReloader(ROOT, settings.organisation_file, engine.use))
        scheduler.start()
        try:
            counsellors = load_counsellors(settings.counsellors_file)
            reminding = build_reminding(engine, stores, settings)
            desk = build_desk(engine, stores, settings, reminding)
            privacy = build_privacy(engine, stores, settings)
            talk = build_talk(engine, stores, reminding, desk, privacy)

            def start_background(telegram: Bot, sender: Sender, limits: Limits) -> Background:
                group = build_group(
                    engine, stores, settings, scheduler, telegram, sender, counsellors, stored, translator
                )
                if group is not None:
                    desk.when_changed = group.poster.wake

                async def announce() -> bool:
                    if group is not None:
                        group.poster.wake()
                    return True

                memory = ChatMemory(telegram, stores.messages, utc_now, settings.keeping.messages)
                courier = TelegramCourier(telegram, lambda: engine.content, limits, memory)
                schedule = build_reminders(engine, stores, settings, scheduler, courier, announce)
                reminding.when_changed = privacy.when_dates_changed = schedule.plan
                jumps = ClockJumps(scheduler, StoredMoments(database, utc_now), utc_now)
                schedule.when_clock_jumped = jumps.mend
                # It may have jumped while nothing ran.
                jumps.mend()
                return Background(schedule, LetterNews(memory, group), memory, group)

            health = build_health(engine, stores, metrics)
            async with serving_health(settings.health_listen, health, metrics):
                await run_telegram(
                    token,
                    settings,
                    lambda: engine.content,
                    talk,
                    stores,
                    stored,
                    DiskBarrier(log.changes, log.sync),
                    prepared[0],
                    engine.rasa.is_ready,
                    start_background,
                    metrics,
                )
        finally:
            scheduler.shutdown(wait=False)
    return 0
