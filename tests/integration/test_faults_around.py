"""What surrounds the bot fails: the disk, the log of the database, Telegram, Rasa. Nothing is lost."""

import asyncio
import contextlib
import os
import random
import resource
import secrets
import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from content.loader import Content
from content.model import LanguageCode
from tests.bot_api.server import BotApiServer
from tests.faults.journal import Journal
from tests.faults.questions import clear_questions
from tests.faults.run import LANGUAGES
from tests.faults.traffic import Asker, Tapper, Traffic, all_going_on
from tests.integration.test_talk import introduced
from tests.processes import BotProcess, RasaServer, free_port, running_bot, running_rasa

_EN = LanguageCode("en")
_SEED = 6
_MEGABYTE = 1024 * 1024


def settings_of(rasa: RasaServer) -> dict[str, str]:
    return {"RASA_URL": rasa.url, "RASA_TOKEN": rasa.token}


async def people_of(server: BotApiServer, rasa: RasaServer, content: Content) -> list[Traffic]:
    """Return people who ask in several languages, and one who taps."""
    questions = await clear_questions(content, rasa, LANGUAGES)
    journal, chance = Journal(server), random.Random(_SEED)  # noqa: S311 - moments, no secrets
    tapper, *persons = await asyncio.gather(
        *(introduced(server, content, language) for language in ("en", *LANGUAGES))
    )
    askers = [
        Asker(person, journal, server, questions[LanguageCode(language)], chance)
        for person, language in zip(persons, LANGUAGES, strict=True)
    ]
    return [*askers, Tapper(tapper, journal, server, content)]


def lost_of(people: list[Traffic]) -> list[str]:
    return [lost for each in people for account in each.accounts() for lost in account.lost]


def duplicates_of(people: list[Traffic]) -> int:
    return sum(account.duplicates for each in people for account in each.accounts())


@contextlib.contextmanager
def _files_that_cannot_grow(bot: BotProcess, _folder: Path) -> Iterator[None]:
    """Make every write of the bot beyond the first byte of a file fail."""
    assert bot.process is not None
    limits = resource.prlimit(bot.process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(bot.process.pid, resource.RLIMIT_FSIZE, (1, limits[1]))
    yield
    resource.prlimit(bot.process.pid, resource.RLIMIT_FSIZE, limits)


@contextlib.contextmanager
def _full_disk(_bot: BotProcess, folder: Path) -> Iterator[None]:
    """Fill the disk to the last byte."""
    filler = folder / "filler"
    with contextlib.suppress(OSError), filler.open("wb", buffering=0) as file:
        for size in (_MEGABYTE, 4096, 1):
            with contextlib.suppress(OSError):
                while file.write(b"\x00" * size) == size:
                    pass
    yield
    filler.unlink()


@pytest.fixture(params=[_files_that_cannot_grow, _full_disk], ids=["writes fail", "disk full"])
def disk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Path, Callable[..., object]]]:
    """Return a folder, and how to make writing into it fail; a disk of one's own needs the right to mount."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if request.param is not _full_disk:
        yield folder, request.param
        return
    mounted = subprocess.run(
        ["/bin/mount", "-t", "tmpfs", "-o", "size=8m", "none", str(folder)], check=False, capture_output=True
    )
    if mounted.returncode != 0:
        pytest.skip("nobody may mount here")
    yield folder, request.param
    subprocess.run(["/bin/umount", "-l", str(folder)], check=True)


@pytest.mark.timeout(300)
async def test_a_disk_that_fails_for_a_while(
    server: BotApiServer,
    disk: tuple[Path, Callable[..., contextlib.AbstractContextManager[None]]],
    rasa_server: RasaServer,
    content: Content,
) -> None:
    """While nothing can be written nothing is confirmed; afterwards everything is answered, once."""
    folder, failing = disk
    async with running_bot(server, folder / "data", **settings_of(rasa_server)) as bot:
        people = await people_of(server, rasa_server, content)
        other = await introduced(server, content, "en")
        async with all_going_on(people):
            for _ in range(2):
                await asyncio.sleep(3)
                with failing(bot, folder):
                    # So much that it does not fit into what the log of the database has already.
                    await other.writes("/menu")
                    await other.writes("x" * 4000)
                    await asyncio.sleep(3)
                    if failing is _files_that_cannot_grow:
                        assert other.unread() == []
                await other.reads(2, 60)
        await other.hears_nothing()
    assert (lost_of(people), duplicates_of(people)) == ([], 0)


@pytest.mark.parametrize("damage", ["torn", "garbled"])
async def test_a_damaged_end_of_the_log(
    server: BotApiServer, tmp_path: Path, rasa_server: RasaServer, content: Content, damage: str
) -> None:
    """After a power cut that left rubbish at the end of the write-ahead log all that was stored is there."""
    log = tmp_path / "data" / "wegwijzer.db-wal"
    async with running_bot(server, tmp_path / "data", **settings_of(rasa_server)) as bot:
        person = await introduced(server, content, "fr")
        await bot.stop(signal.SIGKILL)
        assert log.stat().st_size > 0
        with log.open("r+b") as file:
            if damage == "garbled":
                # The last thing that was stored: that the welcome has arrived. It comes again.
                file.seek(-100, os.SEEK_END)
            else:
                file.seek(0, os.SEEK_END)
            file.write(secrets.token_bytes(10_000))
        await bot.start()
        await person.writes("/menu")
        await person.sees(content.interface("menu_title", "fr"), 30)
        assert '"level": "error"' not in bot.log


@pytest.mark.timeout(300)
async def test_storms(
    server: BotApiServer, tmp_path: Path, rasa_server: RasaServer, content: Content
) -> None:
    """Floods of 429 and 5xx and lost connections lose nothing; twice comes only what was accepted unheard."""
    async with running_bot(server, tmp_path / "data", **settings_of(rasa_server)):
        people = await people_of(server, rasa_server, content)
        async with all_going_on(people):
            for storm in (
                lambda: server.fail_next(6, 429, retry_after=1),
                lambda: server.fail_next(10, 502),
                lambda: server.fail_next(5, 500, method="getUpdates"),
                lambda: server.drop_before_accept(6),
                lambda: server.drop_after_accept(4, method="sendMessage"),
                lambda: server.drop_after_accept(4, method="getUpdates"),
            ):
                await asyncio.sleep(2)
                storm()
            await asyncio.sleep(2)
    assert lost_of(people) == []
    assert duplicates_of(people) <= 4


async def test_a_connection_lost_after_acceptance(
    server: BotApiServer, tmp_path: Path, rasa_server: RasaServer, content: Content
) -> None:
    """Of a message of which nobody knows whether it arrived comes one more, and no third."""
    async with running_bot(server, tmp_path / "data", **settings_of(rasa_server)):
        person = await introduced(server, content, "en")
        server.drop_after_accept(1, method="sendMessage")
        await person.writes("/menu")
        first, second = await person.reads(2)
        assert first.text == second.text
        await person.hears_nothing(3)


async def test_a_slow_telegram(
    server: BotApiServer, tmp_path: Path, rasa_server: RasaServer, content: Content
) -> None:
    """An answer that Telegram takes six seconds to accept comes once."""
    async with running_bot(server, tmp_path / "data", **settings_of(rasa_server)):
        person = await introduced(server, content, "en")
        server.latency(6)
        await person.writes("/menu")
        await person.reads_one(30)
        await asyncio.sleep(8)
        server.latency(0)
        await person.hears_nothing(3)


async def test_a_stop_while_telegram_is_slow(
    server: BotApiServer, tmp_path: Path, rasa_server: RasaServer, content: Content
) -> None:
    """A message that is being sent when the bot is stopped comes once, not again after the next start."""
    async with running_bot(server, tmp_path / "data", **settings_of(rasa_server)) as bot:
        person = await introduced(server, content, "en")
        server.latency(2)
        await person.writes("/menu")
        await person.reads_one()
        await bot.stop()
        server.latency(0)
        await bot.start()
        await person.hears_nothing(3)


@pytest.mark.timeout(300)
async def test_rasa_hangs(server: BotApiServer, tmp_path: Path, content: Content) -> None:
    """A Rasa that stands still costs the asker a word and some patience, and the others nothing."""
    with running_rasa(free_port()) as rasa:
        (question, *_) = (await clear_questions(content, rasa.server, ["en"]))[_EN]
        async with running_bot(server, tmp_path / "data", **settings_of(rasa.server)):
            asker, other = (await introduced(server, content, "en"), await introduced(server, content, "en"))
            rasa.send(signal.SIGSTOP)
            await asker.writes(question.text)
            await other.writes("/menu")
            await other.reads_one(5)
            assert asker.unread() == []
            told = await asker.reads_one(30)
            assert told.text == content.interface("understanding_down", "en")
            rasa.send(signal.SIGCONT)
            answer = await asker.reads_one(60)
            assert content.interface("understanding_back", "en") in answer.text
            await asker.hears_nothing(3)
