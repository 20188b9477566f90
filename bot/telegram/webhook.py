"""Receive updates by webhook; Telegram gets its answer only after they are on disk."""

import hmac
import json
import re
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

import structlog
from tornado.httpserver import HTTPServer
from tornado.web import Application, RequestHandler

from bot.errors import TelegramStartError
from bot.settings import Settings
from bot.telegram.receiving import read_received
from conversations.errors import StoreError
from conversations.inbox import Inbox

_SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header
_LARGEST_BODY = 1024 * 1024
_SLOWEST_BODY_SECONDS = 20.0
_LOG = structlog.get_logger(__name__)


class _Silent(RequestHandler):
    """Tells strangers nothing, not even which server this is."""

    def set_default_headers(self) -> None:
        self.clear_header("Server")

    def write_error(self, status_code: int, **_details: object) -> None:
        self.set_status(status_code)
        self.finish()


class _NothingHere(_Silent):
    def prepare(self) -> None:
        self.send_error(404)


class _Updates(_Silent):
    def initialize(
        self, secret: str, inbox: Inbox, on_disk: Callable[[], Awaitable[None]], arrived: Callable[[], None]
    ) -> None:
        self.secret = secret
        self.inbox = inbox
        self.on_disk = on_disk
        self.arrived = arrived

    async def post(self) -> None:
        given = self.request.headers.get(_SECRET_HEADER, "")
        # In constant time: nobody may find the secret by measuring.
        if not hmac.compare_digest(given.encode(), self.secret.encode()):
            _LOG.warning("webhook_refused")
            self.set_status(403)
            return
        try:
            received = read_received(json.loads(self.request.body))
        except (ValueError, RecursionError):
            # With the secret only Telegram comes here; sending it again would not make it readable.
            _LOG.error("update_not_readable")
            return
        try:
            new = self.inbox.keep([received])
        except StoreError as error:
            _LOG.error("update_not_stored", error=error)
            self.set_status(503)
            return
        if new:
            self.arrived()
        try:
            await self.on_disk()
        except OSError as error:
            # Telegram sends it again; it is known by its number then.
            _LOG.error("update_not_on_disk", error=error)
            self.set_status(503)


def start_webhook(
    settings: Settings, inbox: Inbox, on_disk: Callable[[], Awaitable[None]], arrived: Callable[[], None]
) -> HTTPServer:
    """Listen for updates; nothing but the path with the secret header is answered.

    `on_disk` returns when what the inbox keeps is on disk, and raises OSError when it cannot be.

    Raises TelegramStartError when the address is in use.
    """
    host, port = settings.webhook_listen
    path = urlsplit(settings.webhook_url or "").path or "/"
    handler = (
        re.escape(path),
        _Updates,
        {"secret": settings.webhook_secret, "inbox": inbox, "on_disk": on_disk, "arrived": arrived},
    )
    server = HTTPServer(
        Application([handler], default_handler_class=_NothingHere, log_function=lambda _: None),
        max_body_size=_LARGEST_BODY,
        body_timeout=_SLOWEST_BODY_SECONDS,
        idle_connection_timeout=300,
    )
    try:
        server.listen(port, host)
    except OSError as error:
        message = (
            f"The address {host}:{port} is in use. Stop the other program or set TELEGRAM_WEBHOOK_LISTEN."
        )
        raise TelegramStartError(message) from error
    return server
