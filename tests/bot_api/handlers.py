"""The HTTP side: addresses, errors, delays and cut connections."""

import asyncio
import json
from typing import TYPE_CHECKING, Any

from tornado.web import Application, RequestHandler

from tests.bot_api.calls import Call
from tests.bot_api.decoding import decode_parameters
from tests.bot_api.dispatch import perform
from tests.bot_api.methods_updates import end_poll
from tests.bot_api.problems import ApiError, Problem, bad_request
from tests.bot_api.request_body import read_parameters
from tests.bot_api.specification import SPECIFICATION, check_call

if TYPE_CHECKING:
    from tests.bot_api.server import BotApiServer

UNAUTHORIZED = ApiError(401, "Unauthorized")
NOT_FOUND = ApiError(404, "Not Found")
CLOSED = ApiError(500, "Internal Server Error: request aborted")


def make_application(server: "BotApiServer") -> Application:
    """Build the application with its two kinds of addresses."""
    return Application(
        [
            (r"/bot(?P<token>[^/]*)/(?P<name>[A-Za-z]*)/?", MethodHandler, {"server": server}),
            (r"/file/bot(?P<token>[^/]*)/(?P<path>.+)", FileHandler, {"server": server}),
        ],
        default_handler_class=NotFoundHandler,
        log_function=lambda _handler: None,
    )


class _JsonHandler(RequestHandler):
    """Answers the way Telegram writes JSON."""

    def answer_error(self, error: ApiError) -> None:
        """Send an error."""
        self.set_status(error.status, reason=error.description.partition(":")[0])
        if "retry_after" in error.parameters:
            self.set_header("Retry-After", str(error.parameters["retry_after"]))
        self.answer(error.body())

    def answer(self, body: dict[str, Any]) -> None:
        """Send a body."""
        self.set_header("Content-Type", "application/json")
        self.write(json.dumps(body))

    def check_xsrf_cookie(self) -> None:
        """Bots send no cookies."""


class NotFoundHandler(_JsonHandler):
    """Answers all other addresses."""

    def prepare(self) -> None:
        """Say that there is nothing here."""
        self.answer_error(NOT_FOUND)
        self.finish()


class MethodHandler(_JsonHandler):
    """Answers `/bot<token>/<method>`."""

    def initialize(self, server: "BotApiServer") -> None:
        """Remember the server."""
        self._server = server
        self._task: asyncio.Task[Any] | None = None

    async def get(self, token: str, name: str) -> None:
        """Answer a call whose parameters may be in the address."""
        await self.post(token, name)

    async def post(self, token: str, name: str) -> None:
        """Answer a call."""
        self._task = asyncio.current_task()
        with self._server.under_way():
            await self._answer_call(token, name)

    def on_connection_close(self) -> None:
        """End the long poll of a client that went away."""
        poll = self._server.cloud.poll
        if poll is not None and poll.task is self._task:
            end_poll(self._server.cloud, CLOSED)

    async def _answer_call(self, token: str, name: str) -> None:
        server = self._server
        if token != server.token:
            self.answer_error(UNAUTHORIZED)
            return
        try:
            call, problems = self._read_call(name)
        except ApiError as error:
            self.answer_error(error)
            return
        server.calls.append(call)
        server.cloud.changes.notify()
        server.cloud.problems += problems
        if server.faults.take_drop_before(call.method):
            self._cut(call)
            return
        try:
            call.result = await self._perform(call, problems)
            call.status, body = 200, {"ok": True, "result": call.result}
        except ApiError as error:
            call.status, call.description, body = error.status, error.description, error.body()
            self.answer_error(error)
        await server.delay()
        if server.faults.take_drop_after(call.method) or server.is_stopping:
            self._cut(call)
        elif call.status == 200:
            self.answer(body)

    def _read_call(self, name: str) -> tuple[Call, list[Problem]]:
        """Read and check a call."""
        parameters = read_parameters(self.request)
        method = SPECIFICATION.method(name)
        if method is None:
            self._server.cloud.problems.append(Problem(name, "", "method not found"))
            raise NOT_FOUND
        decoded = decode_parameters(method, parameters)
        return Call(method.name, decoded, self._server.cloud.clock()), check_call(method.name, decoded)

    async def _perform(self, call: Call, problems: list[Problem]) -> Any:
        """Fail as a test asked for, refuse what is malformed, or do the work."""
        failure = self._server.faults.take_failure(call.method)
        if failure is not None:
            raise failure
        if problems:
            raise bad_request(problems[0].description)
        return await perform(self._server.cloud, call, self._server.rates)

    def _cut(self, call: Call) -> None:
        """Close the connection without an answer."""
        call.status = 0
        self.clear()
        self.detach().close()


class FileHandler(_JsonHandler):
    """Answers `/file/bot<token>/<path>`."""

    def initialize(self, server: "BotApiServer") -> None:
        """Remember the server."""
        self._server = server

    async def get(self, token: str, path: str) -> None:
        """Send a file."""
        with self._server.under_way():
            await asyncio.sleep(0)
            stored = self._server.cloud.files.by_path(path)
            if token != self._server.token:
                self.answer_error(UNAUTHORIZED)
            elif stored is None:
                self.answer_error(NOT_FOUND)
            else:
                self.set_header("Content-Type", "application/octet-stream")
                self.write(stored.content)
