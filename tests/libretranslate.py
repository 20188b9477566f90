"""A LibreTranslate server on loopback: the API of version 1.9, with a machine that only shouts.

Words become capitals behind the code of the language; numbers, and what HTML marks as not to be translated,
stay. `breaks` stands for what real machines do to numbers.
"""

import asyncio
import json
import re
from collections.abc import Callable
from html import escape, unescape
from types import TracebackType
from typing import Any, Self

import httpx
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler

_TARGETS = {"nl": ("en", "fr", "ar"), "en": ("nl", "fr"), "fr": ("nl", "en"), "ar": ("nl",)}
_KEPT = re.compile(r'(<span translate="no">.*?</span>)')


class FakeLibreTranslate:
    """What the server knows and was asked."""

    def __init__(self, api_key: str | None = None) -> None:
        self.api_key = api_key
        self.asked: list[dict[str, Any]] = []
        self.languages_asked = 0
        self.status = 200
        self.body: object = None
        self.breaks: Callable[[str], str] = lambda text: text
        self.seconds = 0.0
        self.error: httpx.HTTPError | None = None

    def answer(self, method: str, path: str, body: bytes) -> tuple[int, object]:
        """Return the status and the JSON of the answer to one request."""
        if self.status != 200 or self.body is not None:
            return self.status, self.body
        if (method, path) == ("GET", "/languages"):
            self.languages_asked += 1
            return 200, [
                {"code": code, "name": code, "targets": [*targets, code]}
                for code, targets in _TARGETS.items()
            ]
        if (method, path) != ("POST", "/translate"):
            return 404, {"error": "Not Found"}
        request = json.loads(body)
        self.asked.append(request)
        if self.api_key not in (None, request.get("api_key")):
            return 403, {"error": "Invalid API key"}
        if request["target"] not in _TARGETS.get(request["source"], ()):
            return 400, {"error": f"{request['target']} is not supported"}
        return 200, {"translatedText": self._translate(request)}

    async def over_mock(self, request: httpx.Request) -> httpx.Response:
        """Answer a request of httpx.MockTransport."""
        if self.error is not None:
            raise self.error
        await asyncio.sleep(self.seconds)
        status, body = self.answer(request.method, request.url.path, request.content)
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        return httpx.Response(status, content=content, headers={"Location": "https://elsewhere.example"})

    def _translate(self, request: dict[str, Any]) -> str:
        if request["format"] == "text":
            return f"{request['target']}: {self.breaks(request['q']).upper()}"
        pieces = [
            piece if _KEPT.fullmatch(piece) else escape(unescape(piece).upper())
            for piece in _KEPT.split(request["q"])
        ]
        return unescape(f"{request['target']}: {''.join(pieces)}")


class LibreTranslateServer:
    """The same over HTTP; `async with LibreTranslateServer() as server` starts and stops it."""

    def __init__(self, api_key: str | None = None) -> None:
        self.machine = FakeLibreTranslate(api_key)
        self.url = ""

    async def __aenter__(self) -> Self:
        """Listen on a free port of loopback."""
        sockets = bind_sockets(0, "127.0.0.1")
        self.url = f"http://127.0.0.1:{sockets[0].getsockname()[1]}"
        self._server = HTTPServer(Application([(r"/.*", _Handler, {"machine": self.machine})]))
        self._server.add_sockets(sockets)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Stop."""
        self._server.stop()
        await self._server.close_all_connections()


class _Handler(RequestHandler):
    def initialize(self, machine: FakeLibreTranslate) -> None:
        self._machine = machine

    async def get(self) -> None:
        await self._answer("GET")

    async def post(self) -> None:
        await self._answer("POST")

    async def _answer(self, method: str) -> None:
        await asyncio.sleep(self._machine.seconds)
        status, body = self._machine.answer(method, self.request.path, self.request.body)
        self.set_status(status)
        self.finish(json.dumps(body))
