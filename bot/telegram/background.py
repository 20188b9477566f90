"""Everything that works beside the answering of updates, built around one bot."""

from collections.abc import Callable
from dataclasses import dataclass

from telegram import Bot

from bot.desk.handler import GroupHandler
from bot.desk.poster import DeskPoster
from bot.reminders.schedule import ReminderSchedule
from bot.telegram.chat_memory import ChatMemory
from bot.telegram.delivering import Deliveries
from bot.telegram.limits import Limits
from bot.telegram.sending import Sender
from conversations.cases import Cases
from conversations.desk_corrections import DeskCorrections
from conversations.desk_counsellors import CounsellorDesk


@dataclass(frozen=True, slots=True)
class GroupSide:
    """What serves the counsellors' group."""

    handler: GroupHandler
    poster: DeskPoster
    desk: CounsellorDesk
    corrections: DeskCorrections
    cases: Cases


@dataclass(frozen=True, slots=True)
class Background:
    """Reminders, what hears how messages ended, and the counsellors' group when there is one."""

    schedule: ReminderSchedule
    deliveries: Deliveries
    memory: ChatMemory
    group: GroupSide | None = None


StartBackground = Callable[[Bot, Sender, Limits], Background]
