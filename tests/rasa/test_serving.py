"""What a Rasa server shows, keeps and forgets."""

import asyncio
import json
import os
import socket
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from bot.paths import PROJECT, RASA_PROJECT, RASA_PYTHON
from bot.rasa.client import RasaClient
from conversations.identifiers import ConversationId
from tests.processes import RASA_TOKEN, RasaServer, run_command
from tests.scale.replicas import is_ready

KEY = "PdZ6cHhQ8YwQ0bH2ZJ4zqRk2m1vJ8vHn3o8mC2cV0nE="
SHARED = {
    "WEGWIJZER_RASA_TRACKER_DATABASE": "sqlite://",
    "WEGWIJZER_RASA_TRACKER_KEY": KEY,
    "WEGWIJZER_RASA_LOCKS": "redis://localhost",
}
CLOSED = ("version", "status", "domain", "conversations/x/tracker", "model/parse", "webhooks/rest/webhook")


async def in_rasa(*arguments: str, **settings: str) -> tuple[int, str, str]:
    """Run Python in Rasa's environment; return its exit code and both outputs."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("WEGWIJZER_")}
    process = await asyncio.create_subprocess_exec(
        *(str(RASA_PYTHON), "-W", "ignore", *arguments),
        cwd=RASA_PROJECT,
        env={**kept, "RASA_TELEMETRY_ENABLED": "false", "PYTHONPATH": str(RASA_PROJECT), **settings},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    output, errors = await process.communicate()
    return process.returncode or 0, output.decode(), errors.decode()


@pytest.mark.parametrize("path", CLOSED)
async def test_nothing_but_the_connector_is_served(rasa_server: RasaServer, path: str) -> None:
    """Rasa's own pages, which show conversations and the model, are not there."""
    async with httpx.AsyncClient(trust_env=False) as stranger:
        for method in ("GET", "POST"):
            assert (await stranger.request(method, f"{rasa_server.url}/{path}")).status_code == 404


async def test_the_token_is_needed(rasa_server: RasaServer) -> None:
    """Without the token nobody asks anything and nobody erases anything."""
    seam = f"{rasa_server.url}/webhooks/seam"
    for headers in ({}, {"Authorization": "Bearer a-guess"}):
        async with httpx.AsyncClient(trust_env=False, headers=headers) as stranger:
            body = {"conversation": "x", "text": "hello"}
            assert (await stranger.post(f"{seam}/turn", json=body)).status_code == 401
            assert (await stranger.delete(f"{seam}/conversation/x")).status_code == 401


@pytest.mark.parametrize(("token", "ready"), [(RASA_TOKEN, True), ("a-token-of-another-server", False)])
async def test_a_wrong_token_is_heard_before_anybody_asks(
    rasa_server: RasaServer, token: str, ready: bool
) -> None:
    """A server that would refuse every question is not ready for us; a balancer asks without a token."""
    async with RasaClient(rasa_server.url, token) as rasa:
        assert await rasa.is_ready() is ready
    assert is_ready(rasa_server.url)


def test_only_this_machine_reaches_it(rasa_server: RasaServer) -> None:
    """Rasa listens on one loopback address, not on all addresses of the machine."""
    port = urlsplit(rasa_server.url).port
    assert port is not None
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.2", port)) != 0


async def test_forgetting_reaches_rasa(rasa_server: RasaServer) -> None:
    """After forgetting, a follow-up has nothing to follow."""
    follow_up, conversation = "en voor mijn kinderen?", ConversationId("forgetful")
    async with RasaClient(rasa_server.url, rasa_server.token) as rasa:
        alone = await rasa.understand(ConversationId("nobody"), follow_up, None)
        await rasa.understand(conversation, "wat krijg ik vd hrt", None)
        known = await rasa.understand(conversation, follow_up, None)
        await rasa.forget(conversation)
        forgotten = await rasa.understand(conversation, follow_up, None)
    assert known.directives != alone.directives
    assert forgotten.directives == alone.directives


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({}, "WEGWIJZER_RASA_TOKEN is not set."),
        ({"WEGWIJZER_RASA_TOKEN": "t", **SHARED, "WEGWIJZER_RASA_LOCKS": ""}, "WEGWIJZER_RASA_LOCKS as well"),
        ({"WEGWIJZER_RASA_TOKEN": "t", **SHARED, "WEGWIJZER_RASA_TRACKER_KEY": "short"}, "32 random bytes"),
    ],
    ids=["no token", "half of the settings", "malformed key"],
)
async def test_a_server_that_cannot_serve_says_why(settings: dict[str, str], sentence: str) -> None:
    """A missing or malformed setting stops the start with what to do."""
    code, _, errors = await in_rasa("serve.py", "model.tar.gz", "5005", **settings)
    assert (code, sentence in errors, "Traceback" in errors) == (1, True, False)


async def test_shared_trackers(tmp_path: Path) -> None:
    """Trackers are shared and sealed; while the database or Redis is away, a server goes on alone."""
    script = PROJECT / "tests" / "rasa" / "try_stores.py"
    code, output, errors = await in_rasa(str(script), str(tmp_path / "trackers.db"), KEY)
    assert code == 0, errors[-2000:]
    assert json.loads(output.splitlines()[-1]) == {
        "seen by another replica": "hrt_amounts",
        "readable in the database": [],
        "with another key": None,
        "forgotten": None,
        "without the database": "entry_ban",
        "newest after the database came back": "entry_ban",
        "turn without Redis": "went on",
    }


@pytest.mark.parametrize("address", ["5005", "localhost", "127.0.0.1:0", "127.0.0.1:70000"])
async def test_an_address_that_is_none(tmp_path: Path, address: str) -> None:
    """`./wegwijzer rasa` says what an address must look like."""
    code, _, errors = await run_command("rasa", "--listen", address, data=tmp_path)
    assert (code, errors) == (1, "--listen must look like 127.0.0.1:8080.\n")


async def test_the_command_serves(tmp_path: Path) -> None:
    """`./wegwijzer rasa` becomes the server, which says at once what it misses."""
    code, _, errors = await run_command("rasa", data=tmp_path)
    assert (code, "WEGWIJZER_RASA_TOKEN is not set." in errors) == (1, True)


@pytest.mark.parametrize(
    "text",
    ["/greet", "/restart", "/session_start", '/inform{"last_topic":"hrt_amounts"}', " //greet", "/ /back"],
)
async def test_a_slash_that_somebody_types_is_a_word(rasa_server: RasaServer, text: str) -> None:
    """What a person types is never a payload: it means what the same words mean without the slash."""
    with_slash, without = ConversationId("slash"), ConversationId("no-slash")
    async with RasaClient(rasa_server.url, rasa_server.token) as rasa:
        for conversation, said in ((with_slash, text), (without, text.lstrip(" /"))):
            await rasa.understand(conversation, "wat krijg ik vd hrt", None)
            understood = await rasa.understand(conversation, said, None)
            if conversation == with_slash:
                typed = understood
        follow_ups = [
            await rasa.understand(each, "en voor mijn kinderen?", None) for each in (with_slash, without)
        ]
        for conversation in (with_slash, without):
            await rasa.forget(conversation)
    assert typed.directives == understood.directives
    assert max(ranked.confidence for ranked in typed.ranking) < 1
    assert follow_ups[0].directives == follow_ups[1].directives
