"""The door for updates: only Telegram comes in, and hears that we have an update when it is on disk."""

import errno
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field

import httpx
import pytest

from bot.errors import TelegramStartError
from bot.settings import load_settings
from bot.telegram.webhook import start_webhook
from conversations.errors import StoreUnavailableError
from conversations.inbox import ReceivedUpdate
from tests.fakes import SettableClock
from tests.fakes_of_boxes import FakeInbox
from tests.processes import free_port
from tests.updates import received, written

_SECRET = "a-secret-of-the-webhook-test"
_HEADER = "X-Telegram-Bot-Api-Secret-Token"
_UPDATE = written(7, "ክሰርሕ")


class Inbox(FakeInbox):
    """An inbox whose disk may fail."""

    is_down = False

    def keep(self, updates: Sequence[ReceivedUpdate]) -> int:
        if self.is_down:
            raise StoreUnavailableError("full")
        return super().keep(updates)


@dataclass
class Door:
    """A webhook that listens, and how often something came in."""

    inbox: Inbox
    client: httpx.AsyncClient
    arrivals: list[None] = field(default_factory=list)
    disk_refuses: bool = False

    async def on_disk(self) -> None:
        """Do as a disk that keeps what it is given, or not."""
        if self.disk_refuses:
            raise OSError(errno.EIO, "refused")

    async def post(self, body: object = _UPDATE, *, secret: str | bytes | None = _SECRET) -> httpx.Response:
        """Post as Telegram does; raw bytes as they are."""
        headers = {} if secret is None else {_HEADER: secret}
        if isinstance(body, bytes):
            return await self.client.post("/hook.+", content=body, headers=headers)
        return await self.client.post("/hook.+", json=body, headers=headers)


def _settings(port: int) -> dict[str, str]:
    return {
        "TELEGRAM_WEBHOOK_URL": "https://bot.example.org/hook.+",
        "TELEGRAM_WEBHOOK_SECRET": _SECRET,
        "TELEGRAM_WEBHOOK_LISTEN": f"127.0.0.1:{port}",
    }


@pytest.fixture
async def door(clock: SettableClock) -> AsyncIterator[Door]:
    """Return a webhook on loopback."""
    port, inbox = free_port(), Inbox(clock)
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client:
        door = Door(inbox, client)
        server = start_webhook(
            load_settings(_settings(port)), inbox, door.on_disk, lambda: door.arrivals.append(None)
        )
        yield door
        server.stop()
        await server.close_all_connections()


async def test_an_update(door: Door) -> None:
    """An update with the secret is kept for its chat, and the answer says nothing but that."""
    answer = await door.post()
    assert (answer.status_code, answer.content) == (200, b"")
    assert door.inbox.waiting() == (received(_UPDATE),)
    assert len(door.arrivals) == 1


@pytest.mark.parametrize(
    "secret",
    [
        None,
        "",
        "a-guess-at-the-secret",
        _SECRET[:-1],
        _SECRET + "x",
        _SECRET.upper(),
        "é".encode(),
        b"\xff" * 28,
    ],
    ids=repr,
)
async def test_without_the_secret(door: Door, secret: str | bytes | None) -> None:
    """Without exactly the secret nothing comes in, whatever else is there."""
    assert (await door.post(secret=secret)).status_code == 403
    assert door.inbox.count_waiting() == 0


async def test_the_secret_twice(door: Door) -> None:
    """Two headers of that name are not the secret."""
    headers = [(_HEADER, _SECRET), (_HEADER, _SECRET)]
    assert (await door.client.post("/hook.+", json=_UPDATE, headers=headers)).status_code == 403


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[" * 100_000,
        b"9" * 10_000,
        b"null",
        [],
        "update_id",
        {},
        {"update_id": "7"},
        {"update_id": None},
        {"update_id": True},
        {"update_id": 2**63},
        {"update_id": -1},
        b'{"update_id": Infinity}',
    ],
    ids=lambda body: repr(body)[:20],
)
async def test_what_is_no_update(door: Door, body: object) -> None:
    """What will never be readable is answered as taken, so that Telegram goes on with the next."""
    assert (await door.post(body)).status_code == 200
    assert door.inbox.count_waiting() == 0
    assert (await door.post()).status_code == 200
    assert door.inbox.count_waiting() == 1


async def test_too_large(door: Door) -> None:
    """A body over a megabyte is not read, and the next update comes in."""
    try:
        status = (await door.post(b" " * (1024 * 1024 + 1))).status_code
    except httpx.TransportError:
        status = 0
    assert status in (0, 400, 413)
    assert (await door.post()).status_code == 200
    assert door.inbox.count_waiting() == 1


async def test_the_disk_fails(door: Door) -> None:
    """While nothing can be kept Telegram is told to come back, and its repetition is taken."""
    door.inbox.is_down = True
    assert (await door.post()).status_code == 503
    door.inbox.is_down = False
    assert (await door.post()).status_code == 200
    assert door.inbox.waiting() == (received(_UPDATE),)


async def test_the_disk_takes_what_is_stored_later(door: Door) -> None:
    """Until the disk has an update Telegram is told to come back; its repetition is known, and taken."""
    door.disk_refuses = True
    assert (await door.post()).status_code == 503
    door.disk_refuses = False
    assert (await door.post()).status_code == 200
    assert (door.inbox.count_waiting(), len(door.arrivals)) == (1, 1)


async def test_what_comes_again(door: Door) -> None:
    """When our answer got lost Telegram sends again: that is taken, and handled once."""
    for _ in range(3):
        assert (await door.post()).status_code == 200
    assert (door.inbox.count_waiting(), len(door.arrivals)) == (1, 1)


@pytest.mark.parametrize("path", ["/", "/hook", "/hook.+/", "/hookkk", "/hook.+x", "/../hook.+x", "/%00"])
async def test_other_paths(door: Door, path: str) -> None:
    """Anywhere else there is nothing, even with the secret."""
    answer = await door.client.post(path, json=_UPDATE, headers={_HEADER: _SECRET})
    assert (answer.status_code, answer.content) == (404, b"")
    assert door.inbox.count_waiting() == 0


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS"])
async def test_other_methods(door: Door, method: str) -> None:
    """Nothing but posting works."""
    answer = await door.client.request(method, "/hook.+", headers={_HEADER: _SECRET})
    assert (answer.status_code, answer.content) == (405, b"")


@pytest.mark.parametrize("path", ["/hook.+", "/elsewhere"])
@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_no_server_is_named(door: Door, path: str, method: str) -> None:
    """No answer tells which program this is."""
    answer = await door.client.request(method, path)
    assert "server" not in answer.headers
    assert "tornado" not in answer.text.casefold()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # tornado leaves its socket
async def test_an_address_in_use(door: Door) -> None:
    """A port that another program has stops the start with a sentence that names the setting."""
    port = door.client.base_url.port
    assert port is not None
    with pytest.raises(TelegramStartError, match="TELEGRAM_WEBHOOK_LISTEN"):
        start_webhook(load_settings(_settings(port)), door.inbox, door.on_disk, lambda: None)
