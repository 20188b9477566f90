"""A Bot API server on loopback, for the length of a test."""

import asyncio
import contextlib
import time
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Any, Self

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets

from tests.bot_api.calls import Call
from tests.bot_api.chats import User
from tests.bot_api.cloud import Cloud
from tests.bot_api.faults import Faults
from tests.bot_api.group import GroupChat
from tests.bot_api.handlers import CLOSED, make_application
from tests.bot_api.membership import set_blocked
from tests.bot_api.methods_updates import end_poll
from tests.bot_api.people import TestPerson
from tests.bot_api.population import make_group, make_person
from tests.bot_api.problems import Problem
from tests.bot_api.rates import SendingRates
from tests.bot_api.seen import SeenMessage, see_chat
from tests.bot_api.webhook import Delivery, WebhookDelivery

TOKEN = "7000000001:LOCALSERVERTOKEN-NOT-A-REAL-ONE-0001"
FIRST_WEBHOOK_RETRY = 0.05


class BotApiServer:
    """Behaves like Telegram's server; `async with BotApiServer() as server` starts and stops it."""

    def __init__(
        self,
        token: str = TOKEN,
        *,
        clock: Callable[[], float] = time.time,
        webhook_retry: float = FIRST_WEBHOOK_RETRY,
    ) -> None:
        self.token = token
        number = token.partition(":")[0]
        bot = User(
            id=int(number) if number.isdecimal() else 7_000_000_001,
            first_name="Wegwijzer test",
            username="wegwijzer_test_bot",
            is_bot=True,
        )
        self.cloud = Cloud(bot, clock)
        self.faults = Faults()
        self.rates: SendingRates | None = None
        self.calls: list[Call] = []
        self.is_stopping = False
        self.url = ""
        self._stopping = asyncio.Event()
        self._under_way = 0
        self._webhook_retry = webhook_retry

    # Life

    async def __aenter__(self) -> Self:
        sockets = bind_sockets(0, "127.0.0.1")
        self._http = HTTPServer(make_application(self))
        self._http.add_sockets(sockets)
        self.url = f"http://127.0.0.1:{sockets[0].getsockname()[1]}"
        self._webhooks = WebhookDelivery(self.cloud, self._webhook_retry)
        self._webhooks.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.is_stopping = True
        self._stopping.set()
        self._http.stop()
        await self._webhooks.stop()
        end_poll(self.cloud, CLOSED)
        await self.cloud.changes.until(lambda: self._under_way == 0 or None, 10)
        await self._http.close_all_connections()

    @contextlib.contextmanager
    def under_way(self) -> Iterator[None]:
        """Count a request, so that stopping can wait for it."""
        self._under_way += 1
        try:
            yield
        finally:
            self._under_way -= 1
            self.cloud.changes.notify()

    async def delay(self) -> None:
        """Wait as long as `latency` says."""
        if self.faults.latency:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), self.faults.latency)

    # What happened

    @property
    def problems(self) -> list[Problem]:
        """Return all mistakes in calls so far; a test asserts that there are none."""
        return self.cloud.problems

    @property
    def deliveries(self) -> list[Delivery]:
        """Return all attempts to post to the webhook."""
        return self._webhooks.attempts

    def calls_of(self, method: str) -> list[Call]:
        """Return the calls of one method."""
        return [call for call in self.calls if call.method == method]

    def messages(self, chat_id: int, thread_id: int | None = None) -> list[SeenMessage]:
        """Return the messages of a chat, or of one topic, as people would see them now."""
        return see_chat(self.cloud.chats[chat_id], thread_id)

    # People and groups

    def person(self, **details: Any) -> TestPerson:
        """Make a person; see `population.make_person` for what can be said about one."""
        return make_person(self.cloud, **details)

    def group(self, **details: Any) -> GroupChat:
        """Make a group of counsellors; see `population.make_group`."""
        return make_group(self.cloud, **details)

    # Faults

    def fail_next(
        self,
        n: int,
        status: int,
        description: str | None = None,
        retry_after: int | None = None,
        method: str | None = None,
    ) -> None:
        """Answer the next calls with an error instead of doing what they ask."""
        self.faults.fail_next(n, status, description, retry_after, method)

    def drop_before_accept(self, n: int, method: str | None = None) -> None:
        """Close the connection of the next calls without doing what they ask."""
        self.faults.drop_before_accept(n, method)

    def drop_after_accept(self, n: int, method: str | None = None) -> None:
        """Do what the next calls ask, then close the connection without an answer."""
        self.faults.drop_after_accept(n, method)

    def latency(self, seconds: float) -> None:
        """Answer this much later, after the work is done."""
        self.faults.latency = seconds

    def block(self, chat_id: int) -> None:
        """Let a person block the bot, or a group remove it."""
        set_blocked(self.cloud, chat_id, blocked=True)

    def unblock(self, chat_id: int) -> None:
        """Let a person or a group take the bot back."""
        set_blocked(self.cloud, chat_id, blocked=False)

    @property
    def enforce_limits(self) -> bool:
        """Tell whether Telegram's sending limits hold."""
        return self.rates is not None

    @enforce_limits.setter
    def enforce_limits(self, enforced: bool) -> None:
        self.rates = SendingRates(self.cloud.clock) if enforced else None
