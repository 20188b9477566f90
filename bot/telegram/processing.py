"""Handle the updates that are in the inbox: each person's in order, many people at once, each update once."""

import asyncio
import json
import secrets
from collections import deque
from collections.abc import Callable, Coroutine
from contextlib import suppress
from datetime import timedelta
from typing import Any

import structlog
from telegram import Bot, Update
from telegram.constants import ChatAction
from telegram.error import TelegramError

from bot.metrics import Metrics
from bot.telegram.flood import FloodGuard, Verdict
from bot.telegram.handler import UpdateHandler
from bot.telegram.readable import check_readable
from bot.telegram.turns import Turns
from conversations.errors import StoreError
from conversations.inbox import Inbox, ReceivedUpdate
from conversations.store.turns import StoredTurns

MOST_TRIES = 3
_AT_ONCE = 64
_LOOK_EVERY = 5.0
_BREATHER = 0.01
"""So many seconds others get between two updates of somebody who sends too many."""

_TYPING_AFTER = timedelta(seconds=0.7)
_LOG = structlog.get_logger(__name__)


class InboxWorker:
    """Handles what waits; an update is done in the transaction that stores its effects."""

    def __init__(
        self,
        bot: Bot,
        inbox: Inbox,
        stored: StoredTurns,
        turns: Turns,
        handler: UpdateHandler,
        decided: Callable[[], None],
        metrics: Metrics,
        pause: float = 1.0,
    ) -> None:
        """Wire the parts; `decided` is called after each turn, `pause` the wait after a fault in seconds."""
        self._bot = bot
        self._inbox = inbox
        self._stored = stored
        self._turns = turns
        self._handler = handler
        self._decided = decided
        self._metrics = metrics
        self._pause = pause
        self._flood = FloodGuard()
        self._lanes: dict[str, deque[ReceivedUpdate]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._room = asyncio.Semaphore(_AT_ONCE)
        self._news = asyncio.Event()

    def wake(self) -> None:
        """Look for updates at once."""
        self._news.set()

    async def run_forever(self) -> None:
        """Handle, until this is cancelled; what is not handled by then stays in the inbox."""
        try:
            while True:
                self._news.clear()
                try:
                    self._take_up()
                except StoreError as error:
                    _LOG.error("inbox_not_read", error=error)
                with suppress(TimeoutError):
                    async with asyncio.timeout(_LOOK_EVERY):
                        await self._news.wait()
        finally:
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)

    def _take_up(self) -> None:
        for update in self._inbox.waiting():
            lane = self._lanes.get(update.lane)
            if lane is not None:
                lane.append(update)
                continue
            self._lanes[update.lane] = deque([update])
            self._start(self._drain(update.lane))

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _drain(self, name: str) -> None:
        lane = self._lanes[name]
        while lane:
            with self._metrics.update():
                async with self._turns.turn(_chat(name)), self._room:
                    await self._handle(lane[0])
            lane.popleft()
            # Handling may wait for nothing at all: a thousand updates of one person let others in between.
            await asyncio.sleep(0)
        del self._lanes[name]

    async def _handle(self, received: ReceivedUpdate) -> None:
        """Handle one update; one that fails again and again is set aside and blocks nobody."""
        update = self._read(received)
        verdict: Verdict | None = None
        while True:
            try:
                if update is None:
                    self._inbox.set_aside(received.id)
                else:
                    verdict = verdict or self._flood.judge(update)
                    await self._decide(received, update, verdict)
            except StoreError as error:
                # Nothing is wrong with the update: it waits until the disk works again.
                _LOG.error("turn_not_stored", error=error)
                await asyncio.sleep(self._pause)
            except Exception as error:  # noqa: BLE001 - one update must not stop the others
                if await self._count_failure(received, update, error):
                    return
            else:
                if verdict in (Verdict.TELL, Verdict.LISTEN):
                    await asyncio.sleep(_BREATHER)
                return

    async def _count_failure(self, received: ReceivedUpdate, update: Update | None, error: Exception) -> bool:
        """Count a failure, and return whether the update was set aside."""
        error_id = secrets.token_hex(3)
        _LOG.error("update_failed", error_id=error_id, error=error)
        while True:
            try:
                if self._inbox.failed(received.id) < MOST_TRIES:
                    await asyncio.sleep(self._pause)
                    return False
                await self._set_aside(received, update, error_id)
            except StoreError as store_error:
                _LOG.error("failure_not_stored", error=store_error)
                await asyncio.sleep(self._pause)
            else:
                return True

    async def _set_aside(self, received: ReceivedUpdate, update: Update | None, error_id: str) -> None:
        """Handle an update no more, and tell the person so in the same transaction.

        Raises StoreError.
        """
        if update is not None:

            async def turn() -> None:
                await self._handler.apologise(update, error_id)
                self._inbox.set_aside(received.id)

            try:
                await self._stored.decide(turn)
            except StoreError:
                raise
            except Exception as second:  # noqa: BLE001 - the apology failed as well; the log has both
                _LOG.error("apology_failed", error_id=error_id, error=second)
                self._inbox.set_aside(received.id)
            self._decided()
        _LOG.error("update_set_aside", error_id=error_id)

    def _read(self, received: ReceivedUpdate) -> Update | None:
        """Return the update, or None when it is nothing that the library can read."""
        try:
            update = json.loads(received.payload)
            check_readable(update)
            return Update.de_json(update, self._bot)
        except Exception as error:  # noqa: BLE001 - whatever is wrong in an update shows here
            _LOG.error("update_not_readable", error=error)
            return None

    async def _decide(self, received: ReceivedUpdate, update: Update, verdict: Verdict) -> None:
        async def turn() -> str:
            words = await self._handler.handle(update, verdict)
            self._inbox.done(received.id)
            return words

        typing = asyncio.create_task(self._show_typing(update))
        try:
            words = await self._stored.decide(turn)
        finally:
            typing.cancel()
        self._decided()
        if update.callback_query is not None:
            self._start(self._confirm(update.callback_query.id, words))

    async def _confirm(self, query: str, words: str) -> None:
        try:
            await self._bot.answer_callback_query(query, words or None)
        except TelegramError as error:
            # Too late to confirm (after a restart, say): the tap itself was carried out.
            _LOG.info("tap_not_confirmed", error=error)

    async def _show_typing(self, update: Update) -> None:
        """Show that something is coming, when it takes a while."""
        await asyncio.sleep(_TYPING_AFTER.total_seconds())
        if update.message is None:
            return
        try:
            await self._bot.send_chat_action(update.message.chat.id, ChatAction.TYPING)
        except TelegramError as error:
            # Only a courtesy; the answer matters.
            _LOG.info("typing_not_shown", error=error)


def _chat(lane: str) -> int:
    """Return the chat of a lane; what belongs to no chat shares one turn, and is handled all the same."""
    return int(lane) if lane.removeprefix("-").isdecimal() else 0
