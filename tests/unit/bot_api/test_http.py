"""The HTTP side: tokens, encodings and the bodies of errors."""

import json
from typing import Any

import httpx
import pytest

from tests.bot_api import BotApiServer, Problem


async def test_wrong_token(server: BotApiServer) -> None:
    """A wrong token gets Telegram's 401 and nothing else happens."""
    async with httpx.AsyncClient() as client:
        answer = await client.post(f"{server.url}/bot1:wrong/getMe")
    assert (answer.status_code, answer.json()) == (
        401,
        {"ok": False, "error_code": 401, "description": "Unauthorized"},
    )
    assert server.calls == []


async def test_unknown_method(server: BotApiServer, client: httpx.AsyncClient) -> None:
    """A method that does not exist gets Telegram's 404 and is a problem."""
    answer = await client.post("sendMesage")
    assert (answer.status_code, answer.json()["description"]) == (404, "Not Found")
    assert server.problems == [Problem("sendMesage", "", "method not found")]


@pytest.mark.parametrize("path", ["/", "/bot", "/elsewhere/x"])
async def test_unknown_address(server: BotApiServer, path: str) -> None:
    """Other addresses get Telegram's 404."""
    async with httpx.AsyncClient() as client:
        answer = await client.get(f"{server.url}{path}")
    assert (answer.status_code, answer.json()["ok"]) == (404, False)


async def test_method_names_in_any_case(client: httpx.AsyncClient) -> None:
    """Telegram does not mind the case of a method's name."""
    assert (await client.get("GETME")).json()["result"]["username"] == "wegwijzer_test_bot"


ENCODINGS: dict[str, dict[str, Any]] = {
    "json": {"json": {"chat_id": 7_700_000_001, "text": "é 😀", "reply_markup": {"remove_keyboard": True}}},
    "form": {
        "data": {"chat_id": "7700000001", "text": "é 😀", "reply_markup": '{"remove_keyboard": true}'},
    },
    "multipart": {
        "files": {
            "chat_id": (None, "7700000001"),
            "text": (None, "é 😀"),
            "reply_markup": (None, json.dumps({"remove_keyboard": True})),
        }
    },
    "address": {
        "params": {"chat_id": "7700000001", "text": "é 😀", "reply_markup": '{"remove_keyboard":true}'}
    },
}


@pytest.mark.parametrize("request_arguments", ENCODINGS.values(), ids=ENCODINGS)
async def test_encodings(
    server: BotApiServer, client: httpx.AsyncClient, request_arguments: dict[str, Any]
) -> None:
    """Parameters mean the same in every encoding, and are recorded decoded."""
    server.person(user_id=7_700_000_001, known=True)
    answer = await client.post("sendMessage", **request_arguments)
    assert (answer.status_code, answer.json()["result"]["text"]) == (200, "é 😀")
    assert server.calls[-1].parameters == {
        "chat_id": 7_700_000_001,
        "text": "é 😀",
        "reply_markup": {"remove_keyboard": True},
    }
    assert server.problems == []


async def test_problems_are_answered_and_recorded(server: BotApiServer, client: httpx.AsyncClient) -> None:
    """A malformed call gets a 400 that says why, and the test can see it."""
    answer = await client.post("sendMessage", json={"chat_id": 1, "text": ""})
    assert answer.json() == {
        "ok": False,
        "error_code": 400,
        "description": "Bad Request: message text is empty",
    }
    assert server.problems == [Problem("sendMessage", "text", "message text is empty")]
    assert (server.calls[-1].status, server.calls[-1].description) == (
        400,
        "Bad Request: message text is empty",
    )


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"{", "Bad Request: can't parse JSON encoded request content"),
        (b"[1]", "Bad Request: JSON object expected in request content"),
    ],
)
async def test_broken_bodies(client: httpx.AsyncClient, body: bytes, expected: str) -> None:
    """A body that is no JSON object is refused."""
    answer = await client.post("getMe", content=body, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["description"]) == (400, expected)


async def test_only_utf8(client: httpx.AsyncClient) -> None:
    """Text in another encoding is refused."""
    answer = await client.post(
        "sendMessage",
        content=b"chat_id=1&text=%FF",
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )
    assert (answer.status_code, answer.json()["description"]) == (
        400,
        "Bad Request: strings must be encoded in UTF-8",
    )


async def test_methods_that_only_succeed(server: BotApiServer, client: httpx.AsyncClient) -> None:
    """A method that is not played here succeeds if it answers nothing but success."""
    answer = await client.post("setChatTitle", json={"chat_id": 1, "title": "a"})
    assert answer.json() == {"ok": True, "result": True}
    assert server.problems == []


async def test_methods_that_are_not_played(server: BotApiServer, client: httpx.AsyncClient) -> None:
    """A method whose answer cannot be made up is refused loudly."""
    answer = await client.post("sendDice", json={"chat_id": 1})
    assert (answer.status_code, answer.json()["description"]) == (501, "Not Implemented: sendDice")
    assert server.problems == [Problem("sendDice", "", "the local server does not know this method")]


async def test_files_need_the_token(server: BotApiServer) -> None:
    """A file is not given to somebody without the token, and an unknown one is not found."""
    person = server.person()
    await person.sends_voice(b"secret words")
    async with httpx.AsyncClient() as client:
        statuses = [
            (await client.get(f"{server.url}/file/{path}")).status_code
            for path in (
                f"bot{server.token}/voice/file_1.oga",
                "bot1:wrong/voice/file_1.oga",
                f"bot{server.token}/voice/file_9.oga",
            )
        ]
    assert statuses == [200, 401, 404]
