"""`./wegwijzer doctor`: what is well and what is not, in words that tell what to do."""

import argparse
import os
import sys
from collections.abc import Sequence

from bot.command_line.types import Commands
from bot.composition import env_file, utc_now
from bot.data_folder import check_user
from bot.doctor.data import groups_now, look_at_backups, look_at_key, look_at_stores
from bot.doctor.finding import Finding
from bot.doctor.machine import look_at_bot, look_at_disk, look_at_files_of_the_future, look_at_owner
from bot.doctor.setup import look_at_content, look_at_counsellors, look_at_understanding
from bot.doctor.telegram import look_at_clock, look_at_telegram
from bot.settings import Settings, load_settings


def add_to(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add_parser("doctor", help="say what is well, what is not, and what to do")
    parser.set_defaults(run=run)


async def run(_options: argparse.Namespace) -> int:
    """Print every finding; exit code 1 when something needs attention. Nothing is changed or sent.

    Raises SettingsError when the settings cannot be read at all, WrongUserError.
    """
    # python-telegram-bot then gives waiting times as timedelta, as its next version will.
    os.environ.setdefault("PTB_TIMEDELTA", "true")
    settings = load_settings(os.environ, env_file())
    check_user(settings.data_folder)
    findings = await look_at_everything(settings)
    for finding in findings:
        mark = "look" if finding.advice else "ok  "
        sys.stdout.write(f"{mark}  {finding.what}\n")
        if finding.advice:
            sys.stdout.write(f"      {finding.advice}\n")
    return 1 if any(finding.advice for finding in findings) else 0


async def look_at_everything(settings: Settings) -> Sequence[Finding]:
    """Look at each thing in turn; what cannot be looked at is a finding too."""
    return [
        *look_at_bot(settings),
        *await look_at_telegram(settings, groups_now(settings), utc_now),
        *look_at_counsellors(settings),
        *look_at_content(settings),
        *await look_at_understanding(settings),
        *(await look_at_clock(settings, utc_now) or look_at_files_of_the_future(settings, utc_now)),
        *look_at_disk(settings),
        *look_at_owner(settings),
        *look_at_key(settings),
        *look_at_stores(settings, utc_now),
        *look_at_backups(settings, utc_now),
    ]
