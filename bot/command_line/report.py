"""`./wegwijzer report`: what a team lead wants to know, in numbers."""

import argparse
import os
import sys
from pathlib import Path

import msgspec
from rich.console import Console

from bot.command_line.types import Commands
from bot.composition import env_file, open_stores, utc_now
from bot.errors import BotError
from bot.report.page import report_page
from bot.report.sections import Layout
from bot.report.tables import print_report
from bot.retention import COUNTS_KEPT
from bot.settings import load_settings
from bot.telegram.updates import CHANNEL
from content.loader import load
from conversations.reporting import make_report
from conversations.store.database import database_exists

_FOUR_WEEKS = 28


class NothingToReportError(BotError):
    """There is no database yet."""


class PageNotWrittenError(BotError):
    """The page cannot be written where it should go."""


def add_to(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "report", help="cases, waiting times and questions in numbers, for the team lead (in Dutch)"
    )
    parser.add_argument(
        "--days",
        type=_days,
        default=_FOUR_WEEKS,
        metavar="N",
        help=f"today and the days before it, N in all; at most {COUNTS_KEPT.days} (default: {_FOUR_WEEKS})",
    )
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--html", type=Path, metavar="FILE", help="write a page that opens without a network")
    where.add_argument("--json", action="store_true", help="print JSON; durations as in ISO 8601")
    parser.set_defaults(run=run)


async def run(options: argparse.Namespace) -> int:
    """Print the report, or write it to a file.

    Raises NothingToReportError, PageNotWrittenError, SettingsError, BrokenContentError or StoreError.
    """
    settings = load_settings(os.environ, env_file())
    if not database_exists(settings.data_folder):
        raise NothingToReportError("There is nothing to report yet: no database has been made.")
    content = load(organisation_file=settings.organisation_file)
    stores, now = open_stores(settings, CHANNEL), utc_now()
    report = make_report(stores.cases, stores.people, stores.statistics, options.days, now, settings.timezone)
    if options.json:
        sys.stdout.write(f"{msgspec.json.format(msgspec.json.encode(report)).decode()}\n")
        return 0
    layout = Layout(report, content)
    if options.html is None:
        print_report(Console(), layout)
        return 0
    try:
        options.html.write_text(report_page(layout, now, settings.timezone), encoding="utf-8")
    except OSError as error:
        message = f"The page {options.html} cannot be written: {error.strerror}. Name another file."
        raise PageNotWrittenError(message) from error
    sys.stdout.write(f"The page is in {options.html}.\n")
    return 0


def _days(value: str) -> int:
    if not value.isdecimal() or not 0 < int(value) <= COUNTS_KEPT.days:
        raise argparse.ArgumentTypeError(f"must be a number from 1 to {COUNTS_KEPT.days}")
    return int(value)
