"""The barrier before the disk: nobody passes too early, many wait for one sync, and an error is no loss."""

import asyncio
import errno
import threading
from collections.abc import AsyncIterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from telegram import Bot
from telegram.error import NetworkError

from bot.disk import DiskBarrier
from bot.telegram.request import DurableRequest
from conversations.store.database import open_database
from conversations.store.durability import WriteAheadLog


class Disk:
    """A disk that takes as long as the test wants, and knows what it had been given when it began."""

    def __init__(self) -> None:
        self.stored = 0
        self.kept: list[int] = []
        self.may_end = threading.Event()
        self.may_end.set()
        self.refuses = False

    def sync(self) -> None:
        reached = self.stored
        self.may_end.wait(10)
        if self.refuses:
            raise OSError(errno.EIO, "refused")
        self.kept.append(reached)


@pytest.fixture
def disk() -> Disk:
    """Return a disk that is fast and kind until the test says otherwise."""
    return Disk()


@pytest.fixture
def barrier(disk: Disk) -> DiskBarrier:
    """Return a barrier before `disk`."""
    return DiskBarrier(lambda: disk.stored, disk.sync)


async def test_nothing_new(disk: Disk, barrier: DiskBarrier) -> None:
    """Who waits for nothing new does not make the disk work."""
    disk.stored = 1
    await barrier.pass_through()
    await barrier.pass_through()
    assert disk.kept == [1]


async def test_stored_while_the_disk_works(disk: Disk, barrier: DiskBarrier) -> None:
    """A sync that began before a change says nothing about it: it takes one more, for all who came since."""
    disk.stored = 1
    disk.may_end.clear()
    first = asyncio.create_task(barrier.pass_through())
    await asyncio.sleep(0.05)
    disk.stored = 2
    others = [asyncio.create_task(barrier.pass_through()) for _ in range(20)]
    await asyncio.sleep(0.05)
    assert [each.done() for each in (first, *others)] == [False] * 21
    disk.may_end.set()
    await asyncio.gather(first, *others)
    assert disk.kept == [1, 2]


async def test_the_disk_refuses(disk: Disk, barrier: DiskBarrier) -> None:
    """Everybody who waited hears of the error, and the next try passes when the disk is well again."""
    disk.stored, disk.refuses = 1, True
    outcomes = await asyncio.gather(*(barrier.pass_through() for _ in range(3)), return_exceptions=True)
    assert [type(each) for each in outcomes] == [OSError] * 3
    disk.refuses = False
    await barrier.pass_through()
    assert disk.kept == [1]


async def test_one_who_stops_waiting(disk: Disk, barrier: DiskBarrier) -> None:
    """A call that is cut off takes nobody with it."""
    disk.stored = 1
    disk.may_end.clear()
    one, other = (asyncio.create_task(barrier.pass_through()) for _ in range(2))
    await asyncio.sleep(0.05)
    one.cancel()
    disk.may_end.set()
    await other
    assert (one.cancelled() or one.cancelling() > 0, disk.kept) == (True, [1])


class _Telegram(BaseHTTPRequestHandler):
    calls = 0

    def do_POST(self) -> None:
        type(self).calls += 1
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        body = b'{"ok": true, "result": []}'
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Write nothing."""


@pytest.fixture
async def telegram(disk: Disk, barrier: DiskBarrier) -> AsyncIterator[Bot]:
    """Return a bot whose calls wait for the barrier, and whose Telegram counts them."""
    server = HTTPServer(("127.0.0.1", 0), _Telegram)
    _Telegram.calls = 0
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    request = DurableRequest(barrier.pass_through)
    await request.initialize()
    yield Bot("1:token", base_url=f"http://127.0.0.1:{server.server_port}/bot", request=request)
    await request.shutdown()
    server.shutdown()
    thread.join()
    server.server_close()


async def test_no_call_before_the_disk(disk: Disk, telegram: Bot) -> None:
    """A call goes out when the disk has all that was stored before it."""
    disk.stored = 1
    disk.may_end.clear()
    call = asyncio.create_task(telegram.request.post(f"{telegram.base_url}/getUpdates"))
    await asyncio.sleep(0.1)
    assert _Telegram.calls == 0
    disk.may_end.set()
    assert await call == []
    assert _Telegram.calls == 1


async def test_no_call_while_the_disk_refuses(disk: Disk, telegram: Bot) -> None:
    """A disk that refuses looks like a network that is down: the call is tried again later."""
    disk.stored, disk.refuses = 1, True
    with pytest.raises(NetworkError):
        await telegram.request.post(f"{telegram.base_url}/getUpdates")
    assert _Telegram.calls == 0


def test_the_log_of_the_database(tmp_path: Path) -> None:
    """Changes are counted as they are made, a sync finds the log, and another connection reads all of it."""
    database = open_database(tmp_path, tmp_path / "key")
    log = WriteAheadLog(database, tmp_path)
    before = log.changes()
    database["people_met"].insert({"name": "one"})
    assert log.changes() > before
    log.sync()
    again = open_database(tmp_path, tmp_path / "key")
    assert [row["name"] for row in again["people_met"].rows] == ["one"]
    database.close()
    again.close()
