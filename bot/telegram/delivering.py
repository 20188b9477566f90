"""Bring what is in the outbox to Telegram: in order for each chat, many chats at once, until it is there."""

import asyncio
import random
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from time import monotonic
from typing import Protocol

import msgspec
import structlog
from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TelegramError

from bot.telegram.calls import Calls
from bot.telegram.limits import BURST, BURST_SECONDS, Limits, Window
from bot.telegram.outgoing import Payload, decode_payload
from conversations.errors import StoreError
from conversations.outbox import Outbox, Outgoing

_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 60.0
_AFTER_STORE_ERROR = 1.0
_LOOK_EVERY = 5.0
_AT_THE_END = 5.0
"""So many seconds a stop waits for the calls that are under way."""

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
    ) -> None:
        """Send by `calls`; `pause` in seconds is how long to wait after a first failure."""
        self._calls = calls
        self._outbox = outbox
        self._limits = limits
        self._deliveries = deliveries
        self._pause = pause
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
        else:
            try:
                await self._bring(int(message.lane), payload, message)
            except Exception as error:  # noqa: BLE001 - a fault of ours must not hold up what comes behind
                await self._drop_broken(payload, error)
        await self._until_stored(lambda: self._outbox.gone(message.id))

    async def _bring(self, chat: int, payload: Payload, message: Outgoing) -> None:
        pause = self._pause
        window = self._window(message.lane)
        while True:
            await window.wait()
            await self._limits.turn(urgent=message.urgent)
            try:
                messages = await self._calls.make(chat, payload)
            except RetryAfter as error:
                asked = error.retry_after
                self._limits.hold(asked if isinstance(asked, int | float) else asked.total_seconds())
            except (Forbidden, ChatMigrated, BadRequest) as error:
                await self._give_up(payload, error)
                return
            except TelegramError as error:
                # The network, or Telegram itself: whether it has arrived nobody knows, so it is sent again.
                _LOG.warning("telegram_not_reached", error=error, next_try_in_seconds=round(pause, 1))
                await asyncio.sleep(pause * random.uniform(0.5, 1))  # noqa: S311 - jitter, not a secret
                pause = min(pause * 2, _LONGEST_PAUSE)
            else:
                await self._until_stored(partial(self._deliveries.arrived, chat, payload, messages))
                return

    async def _give_up(self, payload: Payload, error: TelegramError) -> None:
        self.refused += 1
        blocked = isinstance(error, Forbidden) or "chat not found" in str(error).casefold()
        if blocked:
            _LOG.info("person_cannot_be_reached")
        else:
            _LOG.error("message_refused", kind=type(payload).__name__, error=error, refused=self.refused)
        await self._tell_lost(payload, blocked=blocked)

    async def _drop_broken(self, payload: Payload, error: Exception) -> None:
        _LOG.error("message_broken", kind=type(payload).__name__, error=error)
        try:
            await self._tell_lost(payload, blocked=False)
        except Exception as second:  # noqa: BLE001 - telling is broken as well; the log has both
            _LOG.error("loss_not_told", error=second)

    async def _tell_lost(self, payload: Payload, *, blocked: bool) -> None:
        await self._until_stored(lambda: self._deliveries.lost(payload, blocked=blocked))

    async def _until_stored(self, store: Callable[[], None]) -> None:
        """Store how a delivery ended; while the disk fails it is not sent again, only stored later."""
        while True:
            try:
                store()
            except StoreError as error:
                _LOG.error("delivery_not_stored", error=error)
                await asyncio.sleep(_AFTER_STORE_ERROR)
            else:
                return
