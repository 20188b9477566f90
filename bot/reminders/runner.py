"""Send what is due, the most urgent first, one after another and within the channel's limits.

One at a time, so that a machine that dies leaves at most one reminder of which nobody knows whether it has
arrived; that one is sent again.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import structlog

from bot.reminders.courier import Courier, Outcome, Report
from conversations.deadline_store import Deadlines
from conversations.deadlines import Reminder, ReminderState
from conversations.errors import StoreError
from conversations.reminder_delivery import ReminderDelivery

BATCH = 50
MOST_TRIES = 60
"""With the pauses below about a day: after that a reminder counts as failed."""

_PAUSE = timedelta(seconds=30)
_LONGEST_PAUSE = timedelta(minutes=30)
_SPACE = 0.04
"""Seconds between two reminders: 25 a second leave room for answers below Telegram's limit of 30."""

_PROGRESS_EVERY = 500
_LOG = structlog.get_logger(__name__)


class ReminderRunner:
    """Delivers due reminders; `run` is called whenever something is due."""

    def __init__(
        self,
        deadlines: Deadlines,
        delivery: ReminderDelivery,
        courier: Courier,
        now: Callable[[], datetime],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """Wire the parts; `now` returns an aware time, `sleep` takes seconds."""
        self._deadlines = deadlines
        self._delivery = delivery
        self._courier = courier
        self._now = now
        self._sleep = sleep
        self._running = asyncio.Lock()
        self._failures = 0
        self.paused_until: datetime | None = None

    def end_pause(self) -> None:
        """Try again at once: the clock by which the pause was to end has jumped."""
        self.paused_until = None

    async def run(self) -> int:
        """Send everything that is due and return how much arrived; stop early when the channel is down.

        Raises StoreError when the store cannot be read or written.
        """
        async with self._running:
            if self.paused_until is not None and self._now() < self.paused_until:
                return 0
            self.paused_until = None
            waiting = self._deadlines.count_due(self._now())
            arrived = handled = 0
            while self.paused_until is None:
                batch = self._deadlines.due(self._now(), BATCH)
                if not batch:
                    break
                for reminder in batch:
                    arrived += await self._deliver_or_set_aside(reminder)
                    handled += 1
                    if handled % _PROGRESS_EVERY == 0:
                        _LOG.info("reminders_progress", handled=handled, waiting=waiting)
                    if self.paused_until is not None:
                        break
            if handled:
                _LOG.info("reminders_handled", handled=handled, arrived=arrived)
            return arrived

    async def _deliver_or_set_aside(self, reminder: Reminder) -> bool:
        """Deliver one reminder; what breaks costs that one a delay, and nobody else anything.

        Raises StoreError when the store cannot be read or written.
        """
        try:
            return await self._deliver(reminder)
        except StoreError:
            raise
        except Exception as error:  # noqa: BLE001 - one reminder must not hold up the others
            _LOG.error("reminder_broken", error=error)
            if reminder.tries + 1 >= MOST_TRIES:
                self._delivery.not_sent(reminder, ReminderState.FAILED)
            else:
                self._delivery.try_later(reminder, self._now() + _LONGEST_PAUSE, "broken")
            return False

    async def _deliver(self, reminder: Reminder) -> bool:
        letter = self._delivery.begin(reminder, self._now())
        if letter is None:
            return False
        report = await self._courier.carry(letter.person, letter.message)
        match report.outcome:
            case Outcome.SENT:
                self._delivery.sent(reminder)
                self._failures = 0
            case Outcome.BLOCKED:
                self._delivery.not_sent(reminder, ReminderState.UNREACHABLE)
            case Outcome.REFUSED:
                self._delivery.not_sent(reminder, ReminderState.FAILED)
                _LOG.error("reminder_refused")
            case Outcome.TRY_LATER:
                self._put_off(reminder, report)
        await self._sleep(_SPACE)
        return report.outcome is Outcome.SENT

    def _put_off(self, reminder: Reminder, report: Report) -> None:
        """Pause everything when the channel is down: the next one would fail as well.

        When the channel asks to wait that is for this chat; the courier waits where it is for everybody.
        """
        if reminder.tries + 1 >= MOST_TRIES:
            self._delivery.not_sent(reminder, ReminderState.FAILED)
            _LOG.error("reminder_given_up", tries=MOST_TRIES)
            return
        if report.wait:
            until = self._now() + timedelta(seconds=report.wait)
            self._delivery.try_later(reminder, until, Outcome.TRY_LATER.value)
            return
        self._failures += 1
        pause = min(_LONGEST_PAUSE, _PAUSE * 2 ** min(self._failures - 1, 10))
        until = self._now() + pause
        self._delivery.try_later(reminder, until, Outcome.TRY_LATER.value)
        self.paused_until = until
        _LOG.warning("reminders_paused", seconds=pause.total_seconds())
