"""The small web page for machines that watch: /health and /metrics, on an address of your choice."""

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus

from tornado.httpserver import HTTPServer
from tornado.routing import URLSpec
from tornado.web import Application, RequestHandler

from bot.errors import HealthStartError
from bot.health import Health
from bot.metrics import Metrics

_TEXT = "text/plain; charset=utf-8"


@asynccontextmanager
async def serving_health(
    listen: tuple[str, int] | None, health: Health, metrics: Metrics
) -> AsyncIterator[int | None]:
    """Serve until the context ends and give the port; without an address nothing is served.

    Raises HealthStartError when the address is taken.
    """
    if listen is None:
        yield None
        return
    host, port = listen
    try:
        opened = socket.create_server((host, port))
    except OSError as error:
        where = f"{host}:{port}"
        message = f"The address {where} is in use. Stop the other program or set WEGWIJZER_HEALTH_LISTEN."
        raise HealthStartError(message) from error
    application = Application(
        [
            URLSpec("/health", _HealthPage, {"health": health}),
            URLSpec("/metrics", _MetricsPage, {"metrics": metrics}),
        ],
        log_function=_log_nothing,
    )
    server = HTTPServer(application)
    opened.setblocking(False)
    server.add_socket(opened)
    try:
        yield opened.getsockname()[1]
    finally:
        server.stop()
        await server.close_all_connections()


class _HealthPage(RequestHandler):
    """200 when all is well and 503 when not, with a line for each thing that was looked at."""

    def initialize(self, health: Health) -> None:
        self._health = health

    async def get(self) -> None:
        report = await self._health.report()
        self.set_status(HTTPStatus.OK if report.is_well else HTTPStatus.SERVICE_UNAVAILABLE)
        self.set_header("Content-Type", _TEXT)
        self.write(str(report))


class _MetricsPage(RequestHandler):
    """Everything that is counted, for Prometheus."""

    def initialize(self, metrics: Metrics) -> None:
        self._metrics = metrics

    def get(self) -> None:
        self.set_header("Content-Type", _TEXT)
        self.write(self._metrics.page())


def _log_nothing(_handler: RequestHandler) -> None:
    """Log no request: somebody asks every few seconds."""
