"""Stands between the bot and Rasa: passes everything on, or answers nonsense."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tornado.httpclient import AsyncHTTPClient, HTTPRequest
from tornado.httpserver import HTTPServer
from tornado.web import Application, RequestHandler

from tests.processes import RasaServer, free_port


class Middleman:
    """Answers at `url` as Rasa does, or with `nonsense` while that is set."""

    def __init__(self, rasa: RasaServer, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.target = rasa.url
        self.nonsense: tuple[int, bytes] | None = None


class _Passing(RequestHandler):
    def initialize(self, middleman: Middleman) -> None:
        self._middleman = middleman

    async def _pass(self) -> None:
        nonsense = self._middleman.nonsense
        if nonsense is not None and self.request.path.endswith("/turn"):
            status, body = nonsense
            self.set_status(status)
            self.write(body)
            return
        headers = {"Authorization": self.request.headers.get("Authorization", "")}
        headers["Content-Type"] = "application/json"
        answer = await AsyncHTTPClient().fetch(
            HTTPRequest(
                f"{self._middleman.target}{self.request.uri}",
                method=self.request.method or "GET",
                headers=headers,
                body=self.request.body if self.request.method == "POST" else None,
            ),
            raise_error=False,
        )
        self.set_status(answer.code)
        self.write(answer.body)

    get = post = delete = _pass


@asynccontextmanager
async def standing_between(rasa: RasaServer) -> AsyncIterator[Middleman]:
    """Listen until the context ends."""
    port = free_port()
    middleman = Middleman(rasa, port)
    server = HTTPServer(
        Application([(".*", _Passing, {"middleman": middleman})], log_function=lambda _: None)
    )
    server.listen(port, "127.0.0.1")
    try:
        yield middleman
    finally:
        server.stop()
        await server.close_all_connections()
        await asyncio.sleep(0)
