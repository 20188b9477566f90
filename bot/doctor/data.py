"""Look at what is kept: the key, reminders, what waits, and backups; without network."""

import stat
from collections.abc import Callable
from datetime import datetime

from bot.composition import open_stores
from bot.data_folder import is_held
from bot.doctor.finding import Finding, local
from bot.health import OVERDUE, backlogs_of
from bot.metrics import Backlog
from bot.settings import Settings
from bot.stores import Stores
from bot.telegram.updates import CHANNEL
from conversations.deadlines import ReminderState
from conversations.errors import StoreError
from conversations.store.backups import backup_folder, backups_in
from conversations.store.database import database_exists, database_path, fits, is_older
from conversations.store.keys import read_key, waiting_key_file

_STALE_BACKUP_DAYS = 2
_OF_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_MANY = 50
"""So many updates or messages wait only when nobody works on them, or very many people write at once."""


def look_at_key(settings: Settings) -> list[Finding]:
    """Look at the key: whether it is there, fits the database and can be read by its owner only."""
    key_file = settings.key_file
    put_back = f"Put the copy of the key back as {key_file}: without it nobody can read the database."
    if not database_exists(settings.data_folder):
        return []
    try:
        key = read_key(key_file)
        if key is None:
            return [Finding("the key of the database is missing", put_back)]
        keys = [each for each in (key, read_key(waiting_key_file(key_file))) if each is not None]
        if not any(fits(database_path(settings.data_folder), each) for each in keys):
            advice = f"{put_back} Is the key the right one, restore a backup: the database is damaged."
            return [Finding("the key does not fit the database", advice)]
    except StoreError as error:
        return [Finding("the key cannot be used", str(error))]
    found = []
    if waiting_key_file(key_file).exists():
        advice = "Stop the bot and run ./wegwijzer rotate-key: it goes on where it was."
        found.append(Finding("a change of the key was interrupted", advice))
    if stat.S_IMODE(key_file.stat().st_mode) & _OF_OTHERS:
        advice = f"chmod 600 {key_file}. Who may have read it? If you don't know, change the key."
        return [*found, Finding("others on this machine can read the key", advice)]
    return [*found, Finding("the key fits the database")]


def look_at_stores(settings: Settings, now: Callable[[], datetime]) -> list[Finding]:
    """Look at the reminders, and at what waits to be handled, sent or answered."""
    if not database_exists(settings.data_folder):
        return [Finding("no database yet: the first start makes it")]
    try:
        if is_older(database_path(settings.data_folder), settings.key_file):
            advice = "Make a backup (./wegwijzer backup), so that you can go back, and start the bot again."
            return [Finding("this version has other tables: reminders and backlog are not looked at", advice)]
        stores = open_stores(settings, CHANNEL)
        return [*_reminders(stores, settings, now), *_backlog(stores, settings, now)]
    except StoreError as error:
        return [Finding("the database cannot be used", str(error))]


def groups_now(settings: Settings) -> dict[int, int]:
    """Return the number that each group of counsellors has now: Telegram may have given it another one."""
    if database_exists(settings.data_folder):
        try:
            if is_older(database_path(settings.data_folder), settings.key_file):
                return {number: number for number in settings.counsellor_groups}
            cases = open_stores(settings, CHANNEL).cases
            return {number: cases.moved_to(number) for number in settings.counsellor_groups}
        except StoreError:
            # Told by look_at_stores; the groups can be looked at all the same.
            pass
    return {number: number for number in settings.counsellor_groups}


def look_at_backups(settings: Settings, now: Callable[[], datetime]) -> list[Finding]:
    """Look at the backups: whether there is one, and how old the newest is."""
    if not database_exists(settings.data_folder):
        return []
    backups = [each for each in backups_in(backup_folder(settings.data_folder)) if not each.set_aside]
    if not backups:
        advice = "Run ./wegwijzer backup now. Every night one is made by itself: see docs/operations.md."
        return [Finding("no backup in the data folder", advice)]
    days = (now() - backups[-1].made_at).days
    what = f"{len(backups)} backups, the newest {days} days old"
    if days < _STALE_BACKUP_DAYS:
        return [Finding(what)]
    advice = (
        "Why does the nightly backup not run? docker compose logs backup, or journalctl -u wegwijzer-backup. "
        "Make one now: ./wegwijzer backup"
    )
    return [Finding(what, advice)]


def _reminders(stores: Stores, settings: Settings, now: Callable[[], datetime]) -> list[Finding]:
    counts = stores.deadlines.counts()
    next_due = stores.deadlines.next_due()
    planned = counts.get(ReminderState.PLANNED, 0) + counts.get(ReminderState.SENDING, 0)
    when = f", the next {local(next_due, settings.timezone)}" if next_due is not None else ""
    found = [Finding(f"{planned} reminders planned{when}, {counts.get(ReminderState.SENT, 0)} sent")]
    if overdue := stores.deadlines.count_due(now() - OVERDUE):
        advice = "Is the bot running? After a start it sends them by itself, the most urgent first."
        found.append(Finding(f"{overdue} reminders should have been sent", advice))
    if failed := counts.get(ReminderState.FAILED, 0):
        advice = "Telegram did not take them: look for reminder_refused and reminder_given_up in the log."
        found.append(Finding(f"{failed} reminders failed", advice))
    if unreachable := counts.get(ReminderState.UNREACHABLE, 0):
        found.append(Finding(f"{unreachable} reminders to people who have blocked the bot"))
    return found


def _backlog(stores: Stores, settings: Settings, now: Callable[[], datetime]) -> list[Finding]:
    waiting = {what: count() for what, count in backlogs_of(stores, now).items()}
    handled_by = "The bot works on them by itself. Do they become more, its log says why."
    if not is_held(settings.data_folder):
        handled_by = "Start the bot: it handles them first."
    most = _MANY if is_held(settings.data_folder) else 0
    found = []
    if waiting[Backlog.INBOX] > most:
        found.append(Finding(f"{waiting[Backlog.INBOX]} updates are not handled yet", handled_by))
    if waiting[Backlog.OUTBOX] > most:
        found.append(Finding(f"{waiting[Backlog.OUTBOX]} messages have not reached Telegram yet", handled_by))
    if questions := waiting[Backlog.QUESTIONS]:
        advice = "They are answered when Rasa is back. If that takes long, start the bot again."
        found.append(Finding(f"{questions} questions wait for Rasa", advice))
    if posts := waiting[Backlog.POSTS]:
        advice = "Is COUNSELLOR_GROUP_ID right, and is the bot a member of that group that may write?"
        found.append(Finding(f"{posts} messages have not reached the counsellors yet", advice))
    return found or [Finding("nothing is left waiting")]
