"""Updates by webhook, with a secret."""

from pathlib import Path

import httpx

from content.loader import Content
from tests.bot_api.server import BotApiServer
from tests.processes import RasaServer, free_port, running_bot

SECRET = "a-secret-of-the-webhook-test"


async def test_webhook_needs_the_secret(
    server: BotApiServer, tmp_path: Path, rasa_server: RasaServer, content: Content
) -> None:
    """Updates with Telegram's secret are served; others are refused."""
    port = free_port()
    settings = {
        "RASA_URL": rasa_server.url,
        "RASA_TOKEN": rasa_server.token,
        "TELEGRAM_WEBHOOK_URL": "https://bot.example.org/telegram",
        "TELEGRAM_WEBHOOK_SECRET": SECRET,
        "TELEGRAM_WEBHOOK_LISTEN": f"127.0.0.1:{port}",
    }
    async with running_bot(server, tmp_path / "data", **settings):
        assert server.cloud.webhook.url == "https://bot.example.org/telegram"
        # The reverse proxy with the certificate, which is not part of this test.
        server.cloud.webhook.url = f"http://127.0.0.1:{port}/telegram"
        person = server.person(language_code="fa")
        await person.starts()
        assert (await person.reads_one(20)).text.endswith(content.interface("choose_language", "fa"))
        async with httpx.AsyncClient(trust_env=False) as stranger:
            refused = await stranger.post(
                f"http://127.0.0.1:{port}/telegram",
                json={"update_id": 1},
                headers={"X-Telegram-Bot-Api-Secret-Token": "a-guess-at-the-secret"},
            )
        assert refused.status_code == 403
