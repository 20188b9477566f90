"""Posting updates to the bot's webhook: in order for every chat or person, again until it answers 200."""

import asyncio
import json
import ssl
from collections.abc import Coroutine
from dataclasses import dataclass

import httpx

from tests.bot_api.cloud import Cloud, WebhookState
from tests.bot_api.updates import Update

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
LONGEST_RETRY = 1.0
REQUEST_SECONDS = 60.0


@dataclass(frozen=True)
class Delivery:
    """One attempt; status 0 means that there was no answer."""

    update_id: int
    status: int


class WebhookDelivery:
    """Posts what waits for as long as a webhook is set."""

    def __init__(self, cloud: Cloud, first_retry: float) -> None:
        self.attempts: list[Delivery] = []
        self._cloud = cloud
        self._first_retry = first_retry
        self._busy: set[int] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._client = httpx.AsyncClient(
            verify=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT),  # no certificates: webhooks are on this machine
            trust_env=False,
            timeout=REQUEST_SECONDS,
            limits=httpx.Limits(max_connections=None, max_keepalive_connections=0),
        )

    def start(self) -> None:
        """Begin to watch for updates."""
        self._spawn(self._watch())

    async def stop(self) -> None:
        """Give up everything that is under way."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._client.aclose()

    def _spawn(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _next(self) -> Update | None:
        """Find an update that can be posted now."""
        webhook = self._cloud.webhook
        if not webhook.url or len(self._busy) >= webhook.max_connections:
            return None
        lanes = self._cloud.updates.in_lanes()
        return next((update for lane, update in lanes.items() if lane not in self._busy), None)

    async def _watch(self) -> None:
        while True:
            update = await self._cloud.changes.until(self._next, None)
            self._busy.add(update.lane)
            self._spawn(self._deliver(self._cloud.webhook, update))

    async def _deliver(self, webhook: WebhookState, update: Update) -> None:
        """Post one update until it is taken or the webhook changes."""
        delay = self._first_retry
        try:
            while self._cloud.webhook is webhook:
                status, reason = await self._post(webhook, update)
                self.attempts.append(Delivery(update.id, status))
                self._cloud.changes.notify()
                if 200 <= status < 300:
                    self._cloud.updates.confirm([update.id])
                    return
                webhook.last_error_date = self._cloud.now()
                webhook.last_error_message = reason
                await asyncio.sleep(delay)
                delay = min(delay * 2, LONGEST_RETRY)
        finally:
            self._busy.discard(update.lane)
            self._cloud.changes.notify()

    async def _post(self, webhook: WebhookState, update: Update) -> tuple[int, str]:
        """Post once; return the status and how Telegram would describe a failure."""
        headers = {"Content-Type": "application/json"}
        if webhook.secret_token:
            headers[SECRET_HEADER] = webhook.secret_token
        body = json.dumps(update.body, ensure_ascii=False).encode()
        try:
            response = await self._client.post(webhook.url, content=body, headers=headers)
        except httpx.TransportError as error:
            return 0, f"Connection failed: {type(error).__name__}"
        status = response.status_code
        return status, f"Wrong response from the webhook: {status} {response.reason_phrase}"
