"""Bring what is in the outbox to Telegram: in order for each chat, many chats at once, until it is there."""

import asyncio
import random
from collections import deque
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext, suppress
from functools import partial
from time import monotonic
from typing import Protocol

import msgspec
import structlog
from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TelegramError

from bot.telegram.calls import Calls
from bot.telegram.limits import BURST, BURST_SECONDS, Limits, Window, seconds_asked
from bot.telegram.outgoing import Payload, decode_payload
from conversations.errors import StoreError
from conversations.outbox import Outbox, Outgoing

_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 60.0
_AFTER_STORE_ERROR = 1.0
_LOOK_EVERY = 5.0
_AT_THE_END = 5.0
"""So many seconds a stop waits for the calls that are under way."""

Tell = Callable[[], None]
"""Tells what follows how a delivery ended."""

_LOG = structlog.get_logger(__name__)


class Deliveries(Protocol):
    """Hears how messages ended."""

    def arrived(self, chat: int, payload: Payload, messages: tuple[int, ...]) -> None:
        """Tell that `payload` was carried out in `chat`; `messages` are the numbers of new messages."""

    def lost(self, payload: Payload, *, blocked: bool) -> None:
        """Tell that `payload` will never be carried out, maybe as the person has blocked the bot."""


class OutboxWorker:
    """Sends what waits."""

    def __init__(
        self,
        calls: Calls,
        outbox: Outbox,
        limits: Limits,
        deliveries: Deliveries,
        pause: float = _FIRST_PAUSE,
        together: Callable[[], AbstractContextManager[object]] = nullcontext,
    ) -> None:
        """Send by `calls`; `pause` in seconds is how long to wait after a first failure.

        What is done inside `together` is stored together: that a message is gone, and what follows from that.
        """
        self._calls = calls
        self._outbox = outbox
        self._limits = limits
        self._deliveries = deliveries
        self._pause = pause
        self._together = together
        self._lanes: dict[str, deque[Outgoing]] = {}
        self._windows: dict[str, Window] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._news = asyncio.Event()
        self._ends = False
        self.refused = 0
        """How many messages Telegram would not take since the start."""

    def wake(self) -> None:
        """Look for messages at once."""
        self._news.set()

    async def run_forever(self) -> None:
        """Send, until this is cancelled; what is not sent by then stays in the outbox."""
        self._ends = False
        try:
            while True:
                self._news.clear()
                try:
                    self._take_up()
                except StoreError as error:
                    _LOG.error("outbox_not_read", error=error)
                with suppress(TimeoutError):
                    async with asyncio.timeout(_LOOK_EVERY):
                        await self._news.wait()
        finally:
            await self._finish()

    async def _finish(self) -> None:
        """Let the calls that are under way end: one that is cut off may arrive, and come again later."""
        self._ends = True
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=_AT_THE_END)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _take_up(self) -> None:
        for message in self._outbox.waiting():
            lane = self._lanes.get(message.lane)
            if lane is not None:
                lane.append(message)
                continue
            self._lanes[message.lane] = deque([message])
            task = asyncio.create_task(self._drain(message.lane))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _drain(self, name: str) -> None:
        lane = self._lanes[name]
        while lane and not self._ends:
            await self._deliver(lane[0])
            lane.popleft()
        del self._lanes[name]
        if not self._window(name).pause():
            self._windows.pop(name, None)

    def _window(self, name: str) -> Window:
        return self._windows.setdefault(name, Window(BURST, BURST_SECONDS, monotonic))

    async def _deliver(self, message: Outgoing) -> None:
        """Send one message until it has arrived or never will, and forget it."""
        try:
            payload = decode_payload(message.payload)
        except msgspec.DecodeError as error:
            _LOG.error("outgoing_not_understood", error=error)
            await self._forget(message, _tell_nobody)
            return
        try:
            await self._forget(message, await self._bring(int(message.lane), payload, message))
        except Exception as error:  # noqa: BLE001 - a fault of ours must not hold up what comes behind
            await self._drop_broken(message, payload, error)

    async def _bring(self, chat: int, payload: Payload, message: Outgoing) -> Tell:
        """Send until it has ended, and return what is to be told of that."""
        pause = self._pause
        window = self._window(message.lane)
        while True:
            await window.wait()
            await self._limits.turn(urgent=message.urgent)
            if not await self._is_wanted(message):
                return _tell_nobody
            try:
                messages = await self._calls.make(chat, payload)
            except RetryAfter as error:
                asked = seconds_asked(error)
                self._limits.refused(chat, asked)
                await asyncio.sleep(asked)
            except (Forbidden, ChatMigrated, BadRequest) as error:
                return self._give_up(payload, error)
            except TelegramError as error:
                # The network, or Telegram itself: whether it has arrived nobody knows, so it is sent again.
                _LOG.warning("telegram_not_reached", error=error, next_try_in_seconds=round(pause, 1))
                await asyncio.sleep(pause * random.uniform(0.5, 1))  # noqa: S311 - jitter, not a secret
                pause = min(pause * 2, _LONGEST_PAUSE)
            else:
                return partial(self._deliveries.arrived, chat, payload, messages)

    async def _is_wanted(self, message: Outgoing) -> bool:
        """Tell whether a message is still to be sent: the person may have been erased while it waited."""
        while True:
            try:
                return self._outbox.is_waiting(message.id)
            except StoreError as error:
                _LOG.error("outbox_not_read", error=error)
                await asyncio.sleep(_AFTER_STORE_ERROR)

    def _give_up(self, payload: Payload, error: TelegramError) -> Tell:
        self.refused += 1
        blocked = isinstance(error, Forbidden) or "chat not found" in str(error).casefold()
        if blocked:
            _LOG.info("person_cannot_be_reached")
        else:
            _LOG.error("message_refused", kind=type(payload).__name__, error=error, refused=self.refused)
        return partial(self._deliveries.lost, payload, blocked=blocked)

    async def _drop_broken(self, message: Outgoing, payload: Payload, error: Exception) -> None:
        _LOG.error("message_broken", kind=type(payload).__name__, error=error)
        try:
            await self._forget(message, partial(self._deliveries.lost, payload, blocked=False))
        except Exception as second:  # noqa: BLE001 - telling is broken as well; the log has both
            _LOG.error("loss_not_told", error=second)
            await self._forget(message, _tell_nobody)

    async def _forget(self, message: Outgoing, tell: Tell) -> None:
        """Store in one step that a message is gone and what follows; while the disk fails, only later."""
        while True:
            try:
                with self._together():
                    tell()
                    self._outbox.gone(message.id)
            except StoreError as error:
                _LOG.error("delivery_not_stored", error=error)
                await asyncio.sleep(_AFTER_STORE_ERROR)
            else:
                return


def _tell_nobody() -> None:
    """Tell nobody: nothing is known of the message any more."""
