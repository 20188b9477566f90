"""The HTTP client of the Rasa process."""

import asyncio
from types import TracebackType
from typing import Self

import httpx
import structlog

from bot.rasa.directives import SeamError, read_turn
from content.model import TopicId
from conversations.errors import UnderstandingUnavailableError
from conversations.identifiers import ConversationId
from conversations.understanding import Understood

_TIMEOUT = httpx.Timeout(15.0, connect=2.0)
_BROKEN = (httpx.NetworkError, httpx.RemoteProtocolError)
_NOBODY_BEHIND_BALANCER = (502, 503, 504)
_PAUSE = 0.2
_LOG = structlog.get_logger(__name__)


class RasaClient:
    """Understands by asking a Rasa server over one kept-open connection pool."""

    def __init__(self, url: str, token: str, transport: httpx.AsyncBaseTransport | None = None) -> None:
        """Talk to the server at `url` with its token; `transport` replaces the network in tests."""
        self._http = httpx.AsyncClient(
            base_url=f"{url}/webhooks/seam",
            headers={"Authorization": f"Bearer {token}"},
            timeout=_TIMEOUT,
            transport=transport,
            trust_env=False,
        )

    async def __aenter__(self) -> Self:
        """Return the client itself."""
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def understand(
        self, conversation: ConversationId, text: str, last_topic: TopicId | None
    ) -> Understood:
        """Return what to do about `text`.

        Raises UnderstandingUnavailableError when the server does not answer, or not in the agreed form.
        """
        body = {"conversation": conversation, "text": text, "last_topic": last_topic}
        response = await self._request("POST", "/turn", json=body)
        try:
            return read_turn(response.json())
        except (SeamError, ValueError, RecursionError) as error:
            _LOG.error("rasa_answer_not_in_contract", reason=type(error).__name__)
            raise UnderstandingUnavailableError(
                "Rasa answered something unknown. Is it the same version?"
            ) from error

    async def forget(self, conversation: ConversationId) -> None:
        """Drop the tracker of `conversation`.

        Raises UnderstandingUnavailableError when the server does not answer.
        """
        await self._request("DELETE", f"/conversation/{conversation}")

    async def is_ready(self) -> bool:
        """Tell whether the server answers and has its model loaded."""
        try:
            response = await self._request("GET", "/", tries=1)
        except UnderstandingUnavailableError:
            return False
        try:
            body = response.json()
        except ValueError:
            return False
        return isinstance(body, dict) and body.get("ready") is True

    async def _request(self, method: str, path: str, json: object = None, tries: int = 2) -> httpx.Response:
        """Ask, and again when the server died meanwhile: behind a balancer another one takes over.

        A question that is answered twice does no harm.
        """
        try:
            response = await self._http.request(method, path, json=json)
            if tries > 1 and response.status_code in _NOBODY_BEHIND_BALANCER:
                return await self._again(method, path, json, tries)
            response.raise_for_status()
        except _BROKEN as error:
            if tries > 1:
                return await self._again(method, path, json, tries)
            raise _unavailable(method, error) from error
        except httpx.HTTPError as error:
            raise _unavailable(method, error) from error
        return response

    async def _again(self, method: str, path: str, json: object, tries: int) -> httpx.Response:
        await asyncio.sleep(_PAUSE)
        return await self._request(method, path, json, tries - 1)


def _unavailable(method: str, error: httpx.HTTPError) -> UnderstandingUnavailableError:
    kind = type(error).__name__
    if isinstance(error, httpx.HTTPStatusError):
        kind = f"{kind} {error.response.status_code}"
    if method != "GET":
        _LOG.warning("rasa_not_available", reason=kind)
    return UnderstandingUnavailableError(
        f"Rasa does not answer as it should ({kind}). Is it running, and its token right?"
    )
