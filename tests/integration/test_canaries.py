"""Whatever people do and whatever fails: no word, name, number, token or key gets into a log or a file."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import httpx
import pytest

from bot.settings import DEFAULT_TIMEZONE
from content.formatting import format_day
from content.loader import Content
from content.model import DangerKind, LanguageCode
from conversations.store.database import connect, database_path
from tests.bot_api.people import TestPerson
from tests.bot_api.seat import Seat
from tests.bot_api.server import BotApiServer
from tests.integration.leaks import found, secrets_of
from tests.integration.middleman import Middleman, standing_between
from tests.integration.test_desk import Room, make_room
from tests.integration.test_talk import introduced
from tests.processes import BotProcess, free_port, running_rasa_server

_FR, _NL = LanguageCode("fr"), LanguageCode("nl")
_PLACE = ("52.0907", "5.1214")
"""Where somebody says they are."""

_WORD = "kanarievogel"
"""In everything that somebody writes, draws or calls a file; and in what servers say when they fail."""

_AT_LOWEST_LEVEL = (
    "import functools, logging, sys\n"
    "from bot.command_line import main, serve\n"
    "serve.configure_logging = functools.partial(serve.configure_logging, logging.DEBUG)\n"
    "sys.exit(main.main(['bot']))"
)
_STORE_FAILS = 8.0
"""Seconds: longer than the database waits for a lock."""


@dataclass(frozen=True)
class Scene:
    """Everything that can leak, and where it could."""

    room: Room
    bot: BotProcess
    middleman: Middleman
    data: Path
    rasa_output: Path
    health: str

    async def lock_store(self) -> None:
        """Let every write fail for a while."""
        key = (self.data / "database.key").read_text().strip()
        database = connect(database_path(self.data), key)
        database.execute("begin immediate")
        await asyncio.sleep(_STORE_FAILS)
        database.execute("rollback")
        database.close()


@pytest.fixture
async def scene(server: BotApiServer, tmp_path: Path) -> AsyncIterator[Scene]:
    """Run the real bot at the lowest log level, with a Rasa whose output is kept."""
    output, health = tmp_path / "rasa.log", f"127.0.0.1:{free_port()}"
    with running_rasa_server(free_port(), output) as rasa:
        async with standing_between(rasa) as middleman:
            room = make_room(server, tmp_path, rasa)
            settings = {
                **room.settings,
                "RASA_URL": middleman.url,
                "WEGWIJZER_HEALTH_LISTEN": health,
            }
            bot = BotProcess(server, tmp_path / "data", settings)
            bot.command = ("-c", _AT_LOWEST_LEVEL)
            await bot.start()
            try:
                yield Scene(room, bot, middleman, tmp_path / "data", output, f"http://{health}/metrics")
            finally:
                await bot.stop()


@pytest.mark.timeout(400)
async def test_nothing_of_anybody_is_written_down(scene: Scene, content: Content) -> None:
    """A day with people, counsellors, danger and every failure leaves nothing for a thief to read."""
    room, server = scene.room, scene.room.server
    person, topic, seat = await room.taken(content)
    await _people_write(room, person, seat, content)
    days = await _somebody_plans(server, content)
    await _servers_fail(scene, content)
    await person.writes("/mydata")
    await person.sees(content.interface("mydata_message", _FR), 60)
    await person.writes(f"{_WORD} tout à la fin")
    await room.group.reader(topic.thread_id).sees("tout à la fin", 90)
    async with httpx.AsyncClient(trust_env=False) as client:
        metrics = (await client.get(scene.health)).text

    secrets = [*_secrets(scene), *days, *_PLACE]
    lines = scene.bot.log.splitlines()
    events = {json.loads(line)["event"] for line in lines}
    # Which part meets the store that fails is a matter of the moment.
    met = {"turn_not_stored", "polling_failed", "delivery_not_stored", "message_numbers_not_kept"}
    assert met & events
    assert {
        "rasa_answer_not_in_contract",
        "telegram_not_reached",
        "message_refused",
    } <= events
    assert found(secrets, scene.bot.log.encode()) == []
    assert found(secrets, scene.rasa_output.read_bytes()) == []
    assert found(secrets, metrics.encode()) == []
    files = [path for path in scene.data.rglob("*") if path.is_file() and path.name != "database.key"]
    assert database_path(scene.data) in files
    assert {path.name: found(secrets, path.read_bytes()) for path in files} == {
        path.name: [] for path in files
    }
    assert server.problems == []


async def _people_write(room: Room, person: TestPerson, seat: Seat, content: Content) -> None:
    """Write, send and tap whatever can be written, sent and tapped, in both chats."""
    other = await introduced(room.server, content, "nl")
    await other.writes(f"Wat is een vbl? {_WORD}")
    await other.reads_one(30)
    await other.writes(f"/{_WORD}")
    await other.reads_one(30)
    await person.sends_photo(caption=f"{_WORD} sous la photo")
    await person.sends_document(name=f"{_WORD}.pdf")
    await person.sends_voice()
    await person.sends_contact()
    await person.sends_location()
    own = await person.writes(f"Bonjour {_WORD}")
    await person.edits(f"Bonjour encore {_WORD}", message_id=own)
    await person.writes(f"{content.texts[_FR].danger_phrases[DangerKind.SELF_HARM][0]} {_WORD}")
    await seat.writes(f"Ja {_WORD}")
    for command in (
        "/note",
        "/answer",
        "/deadline",
        "/appointment",
        "/ask",
        "/who",
        "/overview",
        f"/{_WORD}",
    ):
        await seat.writes(f"{command} {_WORD}")
    await room.group.seat(room.stranger, seat.messages()[-1].thread_id).writes(f"/take {_WORD}")
    await seat.sees(f"Bonjour encore {_WORD}", 90)


async def _somebody_plans(server: BotApiServer, content: Content) -> list[str]:
    """Let somebody set a date with words of their own, and return how that day could be written down."""
    person = await introduced(server, content, "nl")
    day = datetime.now(DEFAULT_TIMEZONE).date() + timedelta(days=115)
    await person.writes("/deadlines")
    await person.reads_one()
    await person.presses(content.interface("button_new_deadline", _NL))
    await person.reads_one()
    await person.presses(content.interface("deadline_own", _NL))
    await person.sees(content.interface("new_deadline_ask_day", _NL))
    for typed in (f"{day:%d-%m-%Y}", "09:30", f"{_WORD} bellen"):
        await person.writes(typed)
        await person.reads_one()
    await person.presses(content.interface("button_confirm", _NL))
    await person.sees(content.interface("deadline_moments", _NL))
    return [f"{day:%d-%m-%Y}", day.isoformat(), format_day(day, _NL)]


async def _servers_fail(scene: Scene, content: Content) -> None:
    """Let Rasa answer nonsense, Telegram refuse and break, and the store fail."""
    server = scene.room.server
    other = await introduced(server, content, "nl")
    for nonsense in ((200, b'{"messages": [{"%s": 1}]}'), (200, b"<html>%s"), (500, b"%s"), (401, b"%s")):
        scene.middleman.nonsense = (nonsense[0], nonsense[1] % _WORD.encode())
        await other.writes(f"Wat krijg ik? {_WORD}")
        await other.reads_one(60)
    scene.middleman.nonsense = None
    for status in (400, 500, 502, 429):
        server.fail_next(1, status, f"Bad Request: {_WORD} {other.secrets[0]}", method="sendMessage")
        await other.writes("/menu")
    locked = asyncio.create_task(scene.lock_store())
    await asyncio.sleep(0.2)
    await other.writes(f"/help {_WORD}")
    await locked
    await other.sees("/menu", 60)


def _secrets(scene: Scene) -> list[str]:
    """Return everything that may stand nowhere: words, who people and counsellors are, tokens and keys."""
    key = (scene.data / "database.key").read_text().strip()
    return [_WORD, *secrets_of(scene.room.server), scene.room.settings["RASA_TOKEN"], key]
