"""Webhooks: the secret, order, and trying again."""

import asyncio
import json
from collections.abc import AsyncIterator

import httpx
import pytest
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler

from tests.bot_api import BotApiServer
from tests.bot_api.updates import FIRST_UPDATE

SECRET = "secret-of-the-webhook_1"


class Receiver:
    """A bot's webhook that can be told to fail, and notes what it got."""

    def __init__(self) -> None:
        self.statuses: list[int] = []
        self.got: list[tuple[str, int]] = []
        self.secrets: set[str | None] = set()
        self.url = ""


class Hook(RequestHandler):
    """Takes one update."""

    def initialize(self, receiver: Receiver) -> None:
        self._receiver = receiver

    def post(self) -> None:
        receiver = self._receiver
        update = json.loads(self.request.body)
        receiver.secrets.add(self.request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        status = receiver.statuses.pop(0) if receiver.statuses else 200
        receiver.got.append((update["message"]["text"], status))
        self.set_status(status)


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    """A webhook on loopback."""
    receiver = Receiver()
    http = HTTPServer(Application([("/", Hook, {"receiver": receiver})], log_function=lambda _: None))
    sockets = bind_sockets(0, "127.0.0.1")
    http.add_sockets(sockets)
    receiver.url = f"http://127.0.0.1:{sockets[0].getsockname()[1]}/"
    yield receiver
    http.stop()
    await http.close_all_connections()


async def until_delivered(server: BotApiServer) -> None:
    """Wait until nothing is left to post."""
    await server.cloud.changes.until(lambda: len(server.cloud.updates) == 0 or None, 5)


async def until_tried(server: BotApiServer) -> None:
    """Wait for the first attempt to post."""
    await server.cloud.changes.until(lambda: server.deliveries or None, 5)


async def test_posts_with_the_secret(
    server: BotApiServer, client: httpx.AsyncClient, receiver: Receiver
) -> None:
    """Updates, also those from before, are posted once, in order and with the secret."""
    person = server.person()
    await person.writes("a")
    await client.post("setWebhook", json={"url": receiver.url, "secret_token": SECRET})
    await person.writes("b")
    await until_delivered(server)
    assert receiver.got == [("a", 200), ("b", 200)]
    assert receiver.secrets == {SECRET}


async def test_posts_again_until_200(
    server: BotApiServer, client: httpx.AsyncClient, receiver: Receiver
) -> None:
    """What the bot does not take comes again, before what follows it."""
    receiver.statuses = [500, 503]
    await client.post("setWebhook", json={"url": receiver.url})
    person = server.person()
    await person.writes("a")
    await person.writes("b")
    await until_delivered(server)
    assert receiver.got == [("a", 500), ("a", 503), ("a", 200), ("b", 200)]
    assert [(attempt.update_id, attempt.status) for attempt in server.deliveries] == [
        (FIRST_UPDATE, 500),
        (FIRST_UPDATE, 503),
        (FIRST_UPDATE, 200),
        (FIRST_UPDATE + 1, 200),
    ]


async def test_one_person_does_not_hold_up_another(
    server: BotApiServer, client: httpx.AsyncClient, receiver: Receiver
) -> None:
    """Order is kept for each person, not between people."""
    receiver.statuses = [500]
    await client.post("setWebhook", json={"url": receiver.url})
    await server.person().writes("a")
    await server.person().writes("b")
    await until_delivered(server)
    assert receiver.got == [("a", 500), ("b", 200), ("a", 200)]


async def test_posts_again_when_nobody_answers(
    server: BotApiServer, client: httpx.AsyncClient, receiver: Receiver
) -> None:
    """A webhook that is not there loses nothing, and is described by `getWebhookInfo`."""
    sockets = bind_sockets(0, "127.0.0.1")
    closed_port = sockets[0].getsockname()[1]
    sockets[0].close()
    await client.post("setWebhook", json={"url": f"http://127.0.0.1:{closed_port}/"})
    await server.person().writes("a")
    await until_tried(server)
    info = (await client.post("getWebhookInfo")).json()["result"]
    assert (info["pending_update_count"], info["last_error_message"]) == (
        1,
        "Connection failed: ConnectError",
    )
    await client.post("setWebhook", json={"url": receiver.url})
    await until_delivered(server)
    assert receiver.got == [("a", 200)]


async def test_deleted_webhook_leaves_updates_for_polling(
    server: BotApiServer, client: httpx.AsyncClient, receiver: Receiver
) -> None:
    """After `deleteWebhook` nothing is posted any more, and what waits can be polled."""
    receiver.statuses = [500] * 100
    await client.post("setWebhook", json={"url": receiver.url})
    await server.person().writes("a")
    await until_tried(server)
    await client.post("deleteWebhook")
    result = (await client.post("getUpdates")).json()["result"]
    assert [update["message"]["text"] for update in result] == ["a"]


async def test_drop_pending_updates(server: BotApiServer, client: httpx.AsyncClient) -> None:
    """`drop_pending_updates` forgets what waits."""
    await server.person().writes("a")
    await client.post("deleteWebhook", json={"drop_pending_updates": True})
    assert (await client.post("getWebhookInfo")).json()["result"] == {
        "url": "",
        "has_custom_certificate": False,
        "pending_update_count": 0,
    }


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://example.org/hook", "Bad Request: bad webhook: An HTTPS URL must be provided for webhook"),
        ("nonsense", "Bad Request: invalid webhook URL specified"),
    ],
)
async def test_bad_addresses(client: httpx.AsyncClient, url: str, expected: str) -> None:
    """An address that Telegram would not post to is refused."""
    answer = await client.post("setWebhook", json={"url": url})
    assert answer.json()["description"] == expected


async def test_stops_while_the_webhook_hangs() -> None:
    """The server stops at once, and hangs up, although a webhook never answers."""
    hung_up = asyncio.Event()

    async def hang(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()
        hung_up.set()

    hanging = await asyncio.start_server(hang, "127.0.0.1", 0)
    port = hanging.sockets[0].getsockname()[1]
    async with asyncio.timeout(5), hanging:
        async with BotApiServer() as server, httpx.AsyncClient() as client:
            address = f"{server.url}/bot{server.token}/setWebhook"
            await client.post(address, json={"url": f"http://127.0.0.1:{port}/"})
            await server.person().writes("a")
            await asyncio.sleep(0.1)
        await hung_up.wait()
    assert server.deliveries == []
