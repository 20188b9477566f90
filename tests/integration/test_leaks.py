"""The search for leaks at the end of every test here finds what there is."""

import json
from pathlib import Path

import pytest

from tests.bot_api.server import BotApiServer
from tests.integration.leaks import leaks

_SAID = "Je m'appelle Émilie"


@pytest.mark.parametrize(
    "written", [_SAID.encode(), _SAID.upper().encode("utf-16-le"), json.dumps(_SAID).encode()]
)
async def test_what_leaks_is_found(server: BotApiServer, tmp_path: Path, written: bytes) -> None:
    """A sentence or a number of somebody in a log or a database ends a test, however it is written there."""
    person = server.person()
    await person.writes(_SAID)
    log, database = tmp_path / "bot.log", tmp_path / "data" / "wegwijzer.db-wal"
    database.parent.mkdir()
    log.write_bytes(b"event " + written + b"\n")
    database.write_bytes(b"\0\1" + f"{person.id}".encode() + b"\0")

    found = leaks(server, tmp_path)
    for path in (log, database):
        path.unlink()

    assert found == {"bot.log": [_SAID], "wegwijzer.db-wal": [str(person.id)]}
