"""The HTTP client of a LibreTranslate server."""

import asyncio
from collections.abc import Callable, Mapping
from time import monotonic
from types import TracebackType
from typing import Self, TypeVar

import httpx
import msgspec

from bot.errors import TranslationRefusedError, TranslationUnavailableError
from content.model import LanguageCode

_TIMEOUT = httpx.Timeout(4.0, connect=1.0)
_AT_ONCE = 2
"""A translation uses a whole processor of the server; more at once only make each of them late."""

_LANGUAGES_ARE_TRUE_FOR = 3600.0
"""Seconds after which the server is asked again which languages it has."""

_REFUSALS = (httpx.codes.BAD_REQUEST, httpx.codes.REQUEST_ENTITY_TOO_LARGE)
_Answer = TypeVar("_Answer")


class _Offer(msgspec.Struct):
    code: str
    targets: tuple[str, ...] | None = None


class _Translated(msgspec.Struct):
    text: str = msgspec.field(name="translatedText")


class LibreTranslate:
    """Talks to one server and to nothing else: no redirects, no proxies of the environment."""

    def __init__(
        self,
        url: str,
        api_key: str | None,
        transport: httpx.AsyncBaseTransport | None = None,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        """Use the server at `url`; `transport` replaces the network in tests, `clock` counts seconds."""
        self._http = httpx.AsyncClient(base_url=url, timeout=_TIMEOUT, transport=transport, trust_env=False)
        self._key = {"api_key": api_key} if api_key else {}
        self._clock = clock
        self._places = asyncio.Semaphore(_AT_ONCE)
        self._offers: dict[str, tuple[str, ...] | None] = {}
        self._offers_until = 0.0

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

    async def offers(self, source: LanguageCode, target: LanguageCode) -> bool:
        """Tell whether the server translates from `source` to `target`.

        Raises TranslationUnavailableError when the server does not answer as it should.
        """
        if self._clock() >= self._offers_until:
            content = await self._request("GET", "/languages")
            self._offers = {each.code: each.targets for each in _read(content, list[_Offer])}
            self._offers_until = self._clock() + _LANGUAGES_ARE_TRUE_FOR
        if source not in self._offers:
            return False
        targets = self._offers[source]
        return target in (self._offers if targets is None else targets)

    async def translate(
        self, text: str, source: LanguageCode, target: LanguageCode, *, is_html: bool = False
    ) -> str:
        """Return `text` in the language `target`, as the server gives it.

        Raises TranslationRefusedError when the server does not take this text, TranslationUnavailableError
        when it does not answer as it should.
        """
        form = "html" if is_html else "text"
        body = {"q": text, "source": source, "target": target, "format": form, **self._key}
        return _read(await self._request("POST", "/translate", body), _Translated).text

    async def _request(self, method: str, path: str, body: Mapping[str, str] | None = None) -> bytes:
        try:
            async with self._places:
                response = await self._http.request(method, path, json=body)
            response.raise_for_status()
        except httpx.HTTPStatusError as error:
            status = error.response.status_code
            message = f"LibreTranslate answers {status}. Look at its own log, and at LIBRETRANSLATE_API_KEY."
            if status in _REFUSALS:
                raise TranslationRefusedError(message) from error
            raise TranslationUnavailableError(message) from error
        except httpx.HTTPError as error:
            message = f"LibreTranslate does not answer ({type(error).__name__}). Is it running?"
            raise TranslationUnavailableError(message) from error
        return response.content


def _read(content: bytes, kind: type[_Answer]) -> _Answer:
    try:
        return msgspec.json.decode(content, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        message = "LibreTranslate answers something unknown. Is LIBRETRANSLATE_URL the right address?"
        raise TranslationUnavailableError(message) from error
