"""The disk becomes read-only while it is in use: nothing is lost, and everything is answered afterwards."""

import asyncio
import contextlib
import shutil
import signal
import subprocess
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from content.loader import Content
from tests.bot_api.server import BotApiServer
from tests.faults.run import open_stores
from tests.faults.traffic import all_going_on
from tests.integration.test_faults_around import duplicates_of, lost_of, people_of, settings_of
from tests.integration.test_talk import introduced
from tests.processes import BotProcess, RasaServer, running_bot

_MEGABYTES = 24
_WRITING = ("write", "pwrite64", "writev", "ftruncate", "fallocate", "fsync", "fdatasync", "unlink")


class Disk:
    """A disk of one's own, which becomes read-only as Linux makes it so when it finds a fault."""

    def __init__(self, image: Path, folder: Path) -> None:
        self._image = image
        self.folder = folder

    def mount(self) -> None:
        """Put it in place; skips the test where nobody may."""
        mounted = _run("mount", "-o", "loop", str(self._image), str(self.folder))
        if mounted.returncode != 0:
            pytest.skip(f"nobody may mount a disk here: {mounted.stderr.strip()}")

    def fail(self) -> None:
        """Let every write fail from now on, with files open as they are."""
        failed = _run("mount", "-o", "remount,abort", str(self.folder))
        assert failed.returncode == 0, failed.stderr

    def repair(self) -> None:
        """Take it away, repair it and put it back; nobody may use it meanwhile."""
        assert _run("umount", str(self.folder)).returncode == 0
        # 1: there was something to repair, and that is done.
        assert _run("e2fsck", "-fy", str(self._image)).returncode in {0, 1}
        self.mount()


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    """Return a disk that is in place."""
    if shutil.which("mkfs.ext4") is None:
        pytest.skip("nothing here makes a file system")
    image, folder = tmp_path / "image", tmp_path / "disk"
    with image.open("wb") as file:
        file.truncate(_MEGABYTES * 1024 * 1024)
    folder.mkdir()
    assert _run("mkfs.ext4", "-q", "-F", str(image)).returncode == 0
    disk = Disk(image, folder)
    disk.mount()
    yield disk
    _run("umount", "-l", str(folder))


def _run(*command: str) -> subprocess.CompletedProcess[str]:
    path = shutil.which(command[0], path="/usr/sbin:/usr/bin:/sbin:/bin") or command[0]
    return subprocess.run([path, *command[1:]], check=False, capture_output=True, text=True)


@pytest.mark.timeout(300)
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL], ids=["stopped", "killed"])
async def test_a_disk_that_becomes_read_only(
    server: BotApiServer, disk: Disk, rasa_server: RasaServer, content: Content, number: signal.Signals
) -> None:
    """Nothing is lost; after repair and a start everything is answered, at most one answer a chat twice."""
    data = disk.folder / "data"
    async with running_bot(server, data, **settings_of(rasa_server)) as bot:
        people = await people_of(server, rasa_server, content)
        other = await introduced(server, content, "en")
        async with all_going_on(people):
            await asyncio.sleep(4)
            disk.fail()
            await other.writes("/menu")
            await asyncio.sleep(6)
            assert bot.process is not None
            assert (other.unread(), bot.process.returncode) == ([], None)
            await bot.stop(number)
            disk.repair()
            await bot.start()
            await other.reads_one(60)
        await other.hears_nothing()
    assert (lost_of(people), duplicates_of(people) <= len(people)) == ([], True)
    assert open_stores(data).inbox.count_set_aside() == 0


@contextlib.asynccontextmanager
async def _writes_refused(bot: BotProcess, data: Path) -> AsyncIterator[None]:
    """Answer what the bot writes into its database as a read-only disk does; skips where nobody may."""
    assert bot.process is not None
    files = [
        option for name in ("", "-wal", "-shm", "-journal") for option in ("-P", f"{data}/wegwijzer.db{name}")
    ]
    inject = f"inject={','.join(_WRITING)}:error=EROFS"
    strace = await asyncio.create_subprocess_exec(
        *("strace", "-f", "-qqq", "-e", inject, *files, "-o", "/dev/null", "-p", str(bot.process.pid)),
        stderr=asyncio.subprocess.PIPE,
    )
    await asyncio.sleep(1)
    if strace.returncode is not None:
        assert strace.stderr is not None
        pytest.skip(f"nobody may watch a process here: {(await strace.stderr.read()).decode().strip()}")
    try:
        yield
    finally:
        strace.send_signal(signal.SIGINT)
        await strace.wait()


@pytest.mark.timeout(300)
@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not here")
async def test_a_disk_that_is_read_only_for_a_while(
    server: BotApiServer, tmp_path: Path, rasa_server: RasaServer, content: Content
) -> None:
    """When it can be written again the bot goes on by itself: everything is answered, once."""
    data = tmp_path / "data"
    async with running_bot(server, data, **settings_of(rasa_server)) as bot:
        people = await people_of(server, rasa_server, content)
        other = await introduced(server, content, "en")
        async with all_going_on(people):
            for _ in range(2):
                await asyncio.sleep(2)
                async with _writes_refused(bot, data):
                    await other.writes("/menu")
                    await asyncio.sleep(4)
                    assert other.unread() == []
                await other.reads_one(60)
        await other.hears_nothing()
    assert (lost_of(people), duplicates_of(people)) == ([], 0)
