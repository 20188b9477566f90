"""What somebody who watches the machine sees of a real bot."""

from pathlib import Path

import httpx

from content.loader import Content
from tests.bot_api.server import BotApiServer
from tests.integration.test_talk import introduced
from tests.processes import RasaServer, free_port, running_bot

SECRET_WORDS = "wat krijg ik vd hrt"


async def look(port: int, page: str) -> httpx.Response:
    async with httpx.AsyncClient(trust_env=False) as watcher:
        return await watcher.get(f"http://127.0.0.1:{port}/{page}")


async def test_a_bot_that_is_well(
    server: BotApiServer, tmp_path: Path, rasa_server: RasaServer, content: Content
) -> None:
    """A bot that answers says so, counts what it does, and tells nothing about the person."""
    port = free_port()
    settings = {
        "RASA_URL": rasa_server.url,
        "RASA_TOKEN": rasa_server.token,
        "WEGWIJZER_HEALTH_LISTEN": f"127.0.0.1:{port}",
    }
    async with running_bot(server, tmp_path / "data", **settings):
        person = await introduced(server, content, "nl")
        await person.writes(SECRET_WORDS)
        await person.reads_one(30)
        health, metrics = await look(port, "health"), await look(port, "metrics")
    assert health.status_code == 200
    assert health.text == "ok    understanding\nok    Telegram\nok    reminders\n"
    assert "wegwijzer_updates_total 4.0" in metrics.text
    assert "wegwijzer_understanding_seconds_count 1.0" in metrics.text
    assert 'wegwijzer_backlog{kind="reminders_overdue"} 0.0' in metrics.text
    told = health.text + metrics.text
    assert [word for word in (*person.secrets, SECRET_WORDS, server.token) if word in told] == []


async def test_a_bot_without_understanding(server: BotApiServer, tmp_path: Path) -> None:
    """While Rasa is down, who watches gets 503 and reads what to do."""
    port = free_port()
    settings = {
        "RASA_URL": f"http://127.0.0.1:{free_port()}",
        "RASA_TOKEN": "token-of-nobody-at-all",
        "WEGWIJZER_HEALTH_LISTEN": f"127.0.0.1:{port}",
    }
    async with running_bot(server, tmp_path / "data", **settings):
        health = await look(port, "health")
    assert health.status_code == 503
    assert health.text.startswith("look  understanding: Rasa does not answer.")
