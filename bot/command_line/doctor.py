"""`./wegwijzer doctor`: what is well and what is not, in words that tell what to do."""

import argparse
import os
import sys
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.command_line.types import Commands
from bot.composition import env_file, open_stores, utc_now
from bot.health import OVERDUE
from bot.rasa.model import find_model
from bot.settings import Settings, load_settings
from bot.telegram.updates import CHANNEL
from content.checks import check
from content.errors import BrokenContentError
from content.loader import ROOT, load
from conversations.deadlines import ReminderState
from conversations.errors import StoreError
from conversations.store.backups import backup_folder, backups_in
from conversations.store.database import database_exists
from conversations.store.keys import waiting_key_file

_STALE_BACKUP_DAYS = 2


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; `advice` is empty when all is well."""

    what: str
    advice: str = ""


def add_to(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add_parser("doctor", help="say what is well, what is not, and what to do")
    parser.set_defaults(run=run)


async def run(_options: argparse.Namespace) -> int:
    """Print every finding; exit code 1 when something needs attention.

    Raises SettingsError when the settings cannot be read at all.
    """
    settings = load_settings(os.environ, env_file())
    findings = [*_settings(settings), *_content(settings), *_model(), *look_at_reminders(settings)]
    findings += look_at_backups(settings)
    for finding in findings:
        mark = "look" if finding.advice else "ok  "
        sys.stdout.write(f"{mark}  {finding.what}\n")
        if finding.advice:
            sys.stdout.write(f"      {finding.advice}\n")
    return 1 if any(finding.advice for finding in findings) else 0


def _settings(settings: Settings) -> list[Finding]:
    found = []
    if settings.telegram_token is None:
        found.append(Finding("no Telegram token", "Put TELEGRAM_BOT_TOKEN from @BotFather in .env."))
    else:
        found.append(Finding("a Telegram token is set"))
    if not settings.counsellor_groups:
        advice = "Put COUNSELLOR_GROUP_ID in .env: until then nobody is told when somebody asks for help."
        found.append(Finding("no group of counsellors", advice))
    else:
        found.append(Finding("a group of counsellors is set"))
    return found


def _content(settings: Settings) -> list[Finding]:
    try:
        content = load(organisation_file=settings.organisation_file)
    except BrokenContentError as error:
        return [Finding("the texts cannot be read", f"Run ./wegwijzer content check. {error}")]
    if findings := check(content, ROOT):
        return [Finding(f"{len(findings)} texts need attention", "Run ./wegwijzer content check.")]
    return [Finding(f"texts in {len(content.languages)} languages")]


def _model() -> list[Finding]:
    if find_model() is None:
        return [Finding("no language model for this version", "Run ./wegwijzer train (some minutes).")]
    return [Finding("the language model is there")]


def look_at_reminders(settings: Settings) -> list[Finding]:
    """Look at the reminders: how many wait, whether any should have been sent, how many could not arrive."""
    if not database_exists(settings.data_folder):
        return [Finding("no database yet: the first start makes it")]
    try:
        stores = open_stores(settings, CHANNEL)
        counts = stores.deadlines.counts()
        next_due = stores.deadlines.next_due()
        overdue = stores.deadlines.count_due(utc_now() - OVERDUE)
        waiting = stores.cases.count_waiting()
    except StoreError as error:
        return [Finding("the database cannot be used", str(error))]
    planned = counts.get(ReminderState.PLANNED, 0) + counts.get(ReminderState.SENDING, 0)
    when = f", the next {_local(next_due, settings.timezone)}" if next_due is not None else ""
    found = [Finding(f"{planned} reminders planned{when}, {counts.get(ReminderState.SENT, 0)} sent")]
    if overdue:
        advice = "Is ./wegwijzer bot running? After a start it sends them by itself, the most urgent first."
        found.append(Finding(f"{overdue} reminders should have been sent", advice))
    if failed := counts.get(ReminderState.FAILED, 0):
        advice = "Telegram did not take them: look for reminder_refused and reminder_given_up in the log."
        found.append(Finding(f"{failed} reminders failed", advice))
    if unreachable := counts.get(ReminderState.UNREACHABLE, 0):
        found.append(Finding(f"{unreachable} reminders to people who have blocked the bot"))
    if waiting:
        advice = "Is COUNSELLOR_GROUP_ID right, and is the bot a member of that group that may write?"
        found.append(Finding(f"{waiting} messages have not reached the counsellors yet", advice))
    return found


def look_at_backups(settings: Settings) -> list[Finding]:
    """Look at the backups: whether there is one, and how old the newest is."""
    if not database_exists(settings.data_folder):
        return []
    found = []
    if waiting_key_file(settings.key_file).exists():
        advice = "Stop the bot and run ./wegwijzer rotate-key: it goes on where it was."
        found.append(Finding("a change of the key was interrupted", advice))
    backups = [each for each in backups_in(backup_folder(settings.data_folder)) if not each.set_aside]
    if not backups:
        advice = "Run ./wegwijzer backup every day: see docs/operations.md."
        return [*found, Finding("no backup in the data folder", advice)]
    days = (utc_now() - backups[-1].made_at).days
    advice = "Does ./wegwijzer backup still run every day?" if days >= _STALE_BACKUP_DAYS else ""
    return [*found, Finding(f"{len(backups)} backups, the newest {days} days old", advice)]


def _local(moment: datetime, timezone: ZoneInfo) -> str:
    return moment.astimezone(timezone).strftime("%Y-%m-%d %H:%M")
