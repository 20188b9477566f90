"""`./wegwijzer chat`: talk to the assistant in the terminal, with the same engine as on Telegram."""

import argparse
import logging
import os
import sys
from dataclasses import replace

from bot.command_line.preparing import ensure_model, say
from bot.command_line.types import Commands
from bot.composition import (
    build_desk,
    build_privacy,
    build_reminders,
    build_reminding,
    build_talk,
    env_file,
    nobody_to_tell,
    open_stores,
    running_engine,
)
from bot.jobs import LoopScheduler
from bot.log import configure_logging
from bot.settings import load_settings
from bot.terminal.courier import CHANNEL, TerminalCourier
from bot.terminal.lines import typed_lines
from bot.terminal.screen import Screen
from content.model import LanguageCode
from conversations.actions import ChooseLanguage
from conversations.events import Address, ButtonPressed, Command, CommandGiven
from conversations.statistics import NotCounting


def add_to(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add_parser("chat", help="talk to the assistant in the terminal")
    parser.add_argument("--language", help="speak this language from the start")
    parser.set_defaults(run=run)


async def run(options: argparse.Namespace) -> int:
    """Talk until an empty line, Ctrl-D or Ctrl-C.

    Raises what the engine or the store raises when they cannot start.
    """
    configure_logging(logging.WARNING)
    settings = load_settings(os.environ, env_file())
    await ensure_model(settings)
    # Trying out in the terminal is no service to anybody: its questions are not counted.
    stores = replace(open_stores(settings, CHANNEL), statistics=NotCounting())
    say("Starting the assistant (about ten seconds).")
    async with running_engine(settings) as engine:
        if options.language and options.language not in engine.content.texts:
            served = ", ".join(engine.content.languages)
            say(f"The language {options.language!r} is not served. Served are: {served}.")
            return 1
        reminding = build_reminding(engine, stores, settings)
        privacy = build_privacy(engine, stores, settings)
        desk = build_desk(engine, stores, settings, reminding)
        talk = build_talk(engine, stores, reminding, desk, privacy)
        address = Address(CHANNEL, "me")
        screen = Screen(sys.stdout)
        scheduler = LoopScheduler(settings.timezone)
        courier = TerminalCourier(screen)
        schedule = build_reminders(engine, stores, settings, scheduler, courier, nobody_to_tell)
        reminding.when_changed = privacy.when_dates_changed = schedule.plan
        scheduler.start()
        schedule.plan()
        first = (
            ButtonPressed(ChooseLanguage(LanguageCode(options.language)))
            if options.language
            else CommandGiven(Command.START)
        )
        screen.show(await talk.handle(address, first))
        language = talk.language_of(stores.people.find_or_add(address))
        screen.hint(engine.content.interface("terminal_hint", language))
        screen.prompt()
        async for line in typed_lines(sys.stdin):
            if not line:
                break
            screen.show(await talk.handle(address, screen.event(line)))
            screen.prompt()
        language = talk.language_of(stores.people.find_or_add(address))
        screen.hint(engine.content.interface("terminal_goodbye", language))
        scheduler.shutdown(wait=False)
    return 0
