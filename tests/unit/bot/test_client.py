import json
from collections.abc import Callable

import httpx
import pytest

from bot.rasa.client import RasaClient
from content.model import TopicId
from conversations.errors import UnderstandingUnavailableError
from conversations.identifiers import ConversationId
from conversations.understanding import RankedIntent, Say, Understood

URL = "http://rasa.test"
TOKEN = "t" * 32
CONVERSATION = ConversationId("c0ffee")
ANSWER = {
    "messages": [{"say": "hrt_amounts"}],
    "understanding": {
        "intent": "hrt_amounts",
        "ranking": [{"intent": "hrt_amounts", "confidence": 0.9}],
        "terms": [],
        "possible_danger": False,
    },
}
Answering = Callable[[httpx.Request], httpx.Response]


def client(answering: Answering) -> RasaClient:
    return RasaClient(URL, TOKEN, httpx.MockTransport(answering))


def raising(error: httpx.TransportError) -> Answering:
    def answer(_request: httpx.Request) -> httpx.Response:
        raise error

    return answer


def always(status: int, content: bytes = b"") -> Answering:
    return lambda _request: httpx.Response(status, content=content)


UNAVAILABLE = {
    "connection refused": raising(httpx.ConnectError("refused")),
    "connection too slow": raising(httpx.ConnectTimeout("slow")),
    "answer too slow": raising(httpx.ReadTimeout("slow")),
    "pool is full": raising(httpx.PoolTimeout("slow")),
    "connection lost": raising(httpx.RemoteProtocolError("lost")),
    "not authorised": always(401, b"{}"),
    "bad request": always(400, b"{}"),
    "moved": always(302),
    "server error": always(500, b"<h1>500</h1>"),
    "starting": always(503),
}
NOT_IN_THE_CONTRACT = {
    "not JSON": b"<html>",
    "not UTF-8": b"\xff\xfe\xff",
    "nothing": b"",
    "a list": b"[]",
    "null": b"null",
    "no messages": b"{}",
    "unknown payload": json.dumps({**ANSWER, "messages": [{"x": "y"}]}).encode(),
    "confidence is a word": json.dumps(
        {
            "messages": [],
            "understanding": {
                "ranking": [{"intent": "x", "confidence": "high"}],
                "terms": [],
                "possible_danger": False,
            },
        }
    ).encode(),
}


async def test_what_is_asked_and_understood() -> None:
    """One turn is one request with the pseudonym, the words, the last topic and the token."""
    requests: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        return httpx.Response(200, json=ANSWER)

    async with client(answer) as rasa:
        understood = await rasa.understand(CONVERSATION, "how much?", TopicId("entry_ban"))
    (request,) = requests
    assert understood == Understood((Say(TopicId("hrt_amounts")),), (RankedIntent("hrt_amounts", 0.9),))
    assert (request.method, str(request.url)) == ("POST", f"{URL}/webhooks/seam/turn")
    assert request.headers["Authorization"] == f"Bearer {TOKEN}"
    assert json.loads(request.content) == {
        "conversation": CONVERSATION,
        "text": "how much?",
        "last_topic": "entry_ban",
    }


@pytest.mark.parametrize(
    "text", ["/restart", '/inform{"last_topic":"x"}', " /greet", "//greet", "\u200f/greet"]
)
async def test_commands_of_rasa(text: str) -> None:
    """A text that Rasa could take for a command goes as a text and never as an intent."""
    bodies: list[dict[str, str]] = []

    def answer(request: httpx.Request) -> httpx.Response:
        bodies.append(json.loads(request.content))
        return httpx.Response(200, json=ANSWER)

    async with client(answer) as rasa:
        await rasa.understand(CONVERSATION, text, None)
    assert bodies == [{"conversation": CONVERSATION, "text": text, "last_topic": None}]


@pytest.mark.parametrize("answering", UNAVAILABLE.values(), ids=UNAVAILABLE.keys())
async def test_server_that_does_not_answer(answering: Answering) -> None:
    """Whatever keeps the server from answering, callers see one error by its meaning."""
    async with client(answering) as rasa:
        with pytest.raises(UnderstandingUnavailableError):
            await rasa.understand(CONVERSATION, "hello", None)
        with pytest.raises(UnderstandingUnavailableError):
            await rasa.forget(CONVERSATION)
        assert await rasa.is_ready() is False


@pytest.mark.parametrize("body", NOT_IN_THE_CONTRACT.values(), ids=NOT_IN_THE_CONTRACT.keys())
async def test_answer_outside_the_contract(body: bytes) -> None:
    """An answer that is not in the contract counts as none, so the question is kept and asked again."""
    async with client(always(200, body)) as rasa:
        with pytest.raises(UnderstandingUnavailableError):
            await rasa.understand(CONVERSATION, "hello", None)


async def test_error_does_not_repeat_the_question() -> None:
    """The error that may be logged holds neither the words of the person nor the address or token."""
    async with client(raising(httpx.ConnectError(f"{URL} {TOKEN} my secret words"))) as rasa:
        with pytest.raises(UnderstandingUnavailableError) as error:
            await rasa.understand(CONVERSATION, "my secret words", None)
    assert [word for word in ("secret", URL, TOKEN, CONVERSATION) if word in str(error.value)] == []


async def test_forget() -> None:
    """Forgetting names the pseudonym and carries the token."""
    requests: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        return httpx.Response(204)

    async with client(answer) as rasa:
        await rasa.forget(CONVERSATION)
    (request,) = requests
    assert (request.method, request.url.path) == ("DELETE", f"/webhooks/seam/conversation/{CONVERSATION}")
    assert request.headers["Authorization"] == f"Bearer {TOKEN}"


@pytest.mark.parametrize(("body", "expected"), [(b'{"ready": true}', True), (b'{"ready": false}', False)])
async def test_is_ready(body: bytes, expected: bool) -> None:
    """A server is ready when it says so, not when it merely answers."""
    async with client(always(200, body)) as rasa:
        assert await rasa.is_ready() is expected


@pytest.mark.parametrize("body", [b"<html>", b"", b"[]", b"null", b"{}"])
async def test_readiness_of_another_server(body: bytes) -> None:
    """Something else that answers at the address, such as a proxy's own page, is not ready."""
    async with client(always(200, body)) as rasa:
        assert await rasa.is_ready() is False


@pytest.mark.parametrize("first", [httpx.RemoteProtocolError("closed"), httpx.ReadError("reset"), 503])
async def test_a_replica_that_dies(first: httpx.TransportError | int) -> None:
    """A question whose replica dies is asked once more: behind the balancer another one answers."""
    requests: list[bytes] = []

    def answer(request: httpx.Request) -> httpx.Response:
        requests.append(request.content)
        if len(requests) > 1:
            return httpx.Response(200, json=ANSWER)
        if isinstance(first, int):
            return httpx.Response(first)
        raise first

    async with client(answer) as rasa:
        understood = await rasa.understand(CONVERSATION, "how much?", None)
    assert understood.directives == (Say(TopicId("hrt_amounts")),)
    assert requests == [requests[0]] * 2


async def test_health_is_asked_once() -> None:
    """Asking whether the server is ready does not wait for another try."""
    requests: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        return httpx.Response(503)

    async with client(answer) as rasa:
        assert await rasa.is_ready() is False
    assert len(requests) == 1
