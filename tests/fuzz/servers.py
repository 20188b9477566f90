"""Fuzz what other programs answer or send: Rasa, LibreTranslate, and whoever finds the webhook."""

import asyncio
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import replace
from typing import Any
from unittest.mock import patch

import httpx

from bot.errors import TranslationRefusedError, TranslationUnavailableError
from bot.rasa import client
from bot.rasa.client import RasaClient
from bot.settings import load_settings
from bot.telegram.webhook import start_webhook
from bot.translation.libretranslate import LibreTranslate
from bot.translation.protecting import ProtectingTranslator
from bot.translation.translator import Translation
from content.model import LanguageCode
from conversations.cleaning import clean
from conversations.errors import UnderstandingUnavailableError
from conversations.identifiers import ConversationId
from conversations.understanding import Understood
from tests.fakes import SettableClock
from tests.fakes_of_boxes import FakeInbox
from tests.fuzz.chance import Chance
from tests.fuzz.contents import whole_content
from tests.fuzz.failures import FoundError
from tests.fuzz.mutation import as_json, mutated, mutated_bytes, mutated_value
from tests.fuzz.updates import Place, any_update, spoilt
from tests.processes import free_port

_NL, _AR = LanguageCode("nl"), LanguageCode("ar")
_TURN: dict[str, Any] = {
    "messages": [
        {"say": "hrt_amounts", "part": "short"},
        {"start": "departure_term"},
        {"handover": "legal_aid"},
    ],
    "understanding": {
        "intent": "hrt_amounts",
        "ranking": [{"intent": "hrt_amounts", "confidence": 0.9}],
        "terms": ["vbl"],
        "possible_danger": False,
    },
}
_LANGUAGES = [{"code": "ar", "name": "Arabic", "targets": ["nl", "en"]}, {"code": "nl", "targets": ["ar"]}]
_STATUS = (200, 200, 200, 200, 204, 301, 400, 401, 403, 404, 413, 429, 500, 503)
SECRET = "a-secret-of-the-webhook-fuzz"


class Answers:
    """Servers that answer anything; one loop for all inputs."""

    def __init__(self, closing: ExitStack) -> None:
        self._loop = asyncio.new_event_loop()
        closing.callback(self._loop.close)
        self._answer: Callable[[httpx.Request], httpx.Response] = lambda _: httpx.Response(200)
        transport = httpx.MockTransport(self._respond)
        self._rasa_client = RasaClient("http://rasa.test", "t" * 16, transport)
        self._libretranslate = LibreTranslate("http://lt.test", None, transport)

    def _respond(self, request: httpx.Request) -> httpx.Response:
        return self._answer(request)

    def rasa(self, chance: Chance) -> None:
        """Understand by any answer: it is in the contract, or the understanding is unavailable."""
        self._loop.run_until_complete(self._rasa(chance))

    async def _rasa(self, chance: Chance) -> None:
        answer = _response(chance, _TURN)
        self._answer = lambda _: answer
        try:
            with patch.object(client, "_PAUSE", 0):
                understood = await self._rasa_client.understand(
                    ConversationId("c"), clean(chance.text()), None
                )
        except UnderstandingUnavailableError:
            return
        _check_understood(understood)

    def translation(self, chance: Chance) -> None:
        """Translate by any answer: there is a translation or none, and nobody waits for an error."""
        self._loop.run_until_complete(self._translation(chance))

    async def _translation(self, chance: Chance) -> None:
        def answer(request: httpx.Request) -> httpx.Response:
            if request.url.path == "/languages":
                return (
                    _response(chance, _LANGUAGES)
                    if chance.one_in(3)
                    else httpx.Response(200, json=_LANGUAGES)
                )
            return _response(chance, {"translatedText": chance.text(), "alternatives": []})

        text = f"{clean(chance.text())} vertrektermijn 28 dagen €1750"
        self._answer, server = answer, self._libretranslate
        server._offers_until = 0.0
        if chance.one_in(2):
            found = await ProtectingTranslator(server, whole_content).translate(text, _NL, _AR)
            if found is not None and not isinstance(found, Translation):
                raise FoundError(f"{found!r} is no translation")
            return
        try:
            await server.offers(_AR, _NL)
            await server.translate(text, _AR, _NL)
        except (TranslationRefusedError, TranslationUnavailableError):
            return


def _response(chance: Chance, good: Any) -> httpx.Response:
    value = good if chance.one_in(8) else mutated_value(chance, good)
    headers = {
        "Content-Type": chance.one_of(("application/json", "text/html", "application/json; charset=x"))
    }
    if chance.one_in(30):
        headers["Location"] = "http://127.0.0.1:1/"
    status, content = chance.one_of(_STATUS), as_json(chance, value)
    chance.give((status, headers, content))
    return httpx.Response(status, content=content, headers=headers)


def _check_understood(understood: Understood) -> None:
    for ranked in understood.ranking:
        if not isinstance(ranked.intent, str) or not 0 <= ranked.confidence <= 1:
            raise FoundError(f"{ranked} is no ranking")
    if not all(isinstance(term, str) for term in understood.terms):
        raise FoundError(f"{understood.terms} are no terms")


class Doorbell:
    """A webhook on loopback, at which anybody sends anything."""

    def __init__(self, closing: ExitStack) -> None:
        self._loop = asyncio.new_event_loop()
        closing.callback(self._close)
        self._inbox = FakeInbox(SettableClock())
        port = free_port()
        plain = load_settings({})
        settings = replace(
            plain,
            webhook_url="https://bot.example.org/telegram",
            webhook_secret=SECRET,
            webhook_listen=("127.0.0.1", port),
        )
        self._port = port
        self._loop.run_until_complete(self._start(settings))

    async def _start(self, settings: Any) -> None:
        self._server = start_webhook(settings, self._inbox, _at_once, lambda: None)

    def _close(self) -> None:
        self._server.stop()
        self._loop.run_until_complete(self._server.close_all_connections())
        self._loop.run_until_complete(asyncio.sleep(0.01))
        self._loop.close()

    def ring(self, chance: Chance) -> None:
        """Send one request: nothing is stored without the secret, and the server answers the next one."""
        self._loop.run_until_complete(self._ring(chance))

    async def _ring(self, chance: Chance) -> None:
        knows = chance.one_in(2)
        request = chance.give(_request(chance, knows=knows))
        before = self._inbox.count_waiting()
        answer = await self._send(request, cut=chance.one_in(10))
        if not knows and self._inbox.count_waiting() != before:
            raise FoundError(f"stored without the secret: {request[:800]!r}")
        if b" 500 " in answer[:40]:
            raise FoundError(f"the server failed at {request[:3000]!r}")
        self._inbox = _emptied(self._inbox)

    async def _send(self, request: bytes, *, cut: bool) -> bytes:
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        try:
            writer.write(request[: len(request) // 2] if cut else request)
            writer.write_eof()
            async with asyncio.timeout(5):
                return await reader.read(200)
        except (ConnectionError, TimeoutError):
            return b""
        finally:
            writer.close()
            with suppress(ConnectionError):
                await writer.wait_closed()


def _emptied(inbox: FakeInbox) -> FakeInbox:
    for update in inbox.waiting():
        inbox.done(update.id)
    return inbox


def _request(chance: Chance, *, knows: bool) -> bytes:
    update: Any = any_update(chance, 1 + chance.below(10**9), Place(5, 5), 1_800_000_000)
    if chance.one_in(2):
        update = spoilt(chance, update)
    body = as_json(chance, update)
    guesses = (SECRET[:-1], SECRET.upper(), "", "\u00e9", f" {SECRET}x", mutated(chance, "x" * 16))
    secret = SECRET if knows else chance.one_of(guesses).replace("\r", "").replace("\n", "")
    if not knows and secret.strip() == SECRET:
        secret = ""
    length = chance.one_of((len(body), len(body), len(body), -1, 10**12, len(body) + 5))
    method = chance.one_of(("POST", "POST", "POST", "GET", "PUT", "P\tOST"))
    path = chance.one_of(("/telegram", "/telegram", "/telegram", "/", "//telegram", "/telegram?x", "/%00"))
    lines = (
        f"{method} {path} HTTP/1.1",
        "Host: x",
        "Connection: close",
        f"X-Telegram-Bot-Api-Secret-Token: {secret}",
        f"Content-Length: {length}",
    )
    head = "".join(f"{line}\r\n" for line in lines).encode(errors="surrogatepass")
    if chance.one_in(10):
        head += b"Transfer-Encoding: chunked\r\n"
    if chance.one_in(6) and not knows:
        head = mutated_bytes(chance, head)
    return head + b"\r\n" + body


async def _at_once() -> None:
    """Wait for no disk: the inbox is in memory."""
