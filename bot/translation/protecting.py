"""Machine translation that keeps Dutch terms, checks numbers, and never lets anybody wait for long."""

import asyncio
from collections.abc import Callable
from time import monotonic

import structlog

from bot.errors import TranslationRefusedError, TranslationUnavailableError
from bot.translation.libretranslate import LibreTranslate
from bot.translation.numbers import same_numbers
from bot.translation.terms import ProtectedText, Shown, protect
from bot.translation.translator import Translation
from content.loader import Content
from content.model import DUTCH, Direction, LanguageCode, TermId
from content.term_forms import FoundTerm, TermForms

_PATIENCE = 3.0
"""Seconds that a message waits for its translation, then it goes without."""

_PAUSE = 30.0
"""Seconds in which a server that failed is left alone, so that it does not delay every message."""

_MUCH_LONGER = 5
_ROOM = 200
_LOG = structlog.get_logger(__name__)


class ProtectingTranslator:
    """Translates with a LibreTranslate server; whatever goes wrong there, the answer is None."""

    def __init__(
        self,
        server: LibreTranslate,
        content: Callable[[], Content],
        clock: Callable[[], float] = monotonic,
        patience: float = _PATIENCE,
    ) -> None:
        """Take the Dutch terms from `content`; `clock` and `patience` count seconds."""
        self._server = server
        self._content = content
        self._clock = clock
        self._patience = patience
        self._paused_until = 0.0

    async def translate(self, text: str, source: LanguageCode, target: LanguageCode) -> Translation | None:
        """Return `text` in the language `target`, or None when that is not possible in time."""
        if self._clock() < self._paused_until or not any(map(str.isalpha, text)):
            return None
        try:
            async with asyncio.timeout(self._patience):
                if not await self._server.offers(source, target):
                    return None
                return await self._translate(text, source, target)
        except TranslationRefusedError:
            _LOG.info("text_not_translated", characters=len(text))
            return None
        except (TimeoutError, TranslationUnavailableError) as error:
            self._paused_until = self._clock() + _PAUSE
            told = str(error) or "LibreTranslate answers too slowly."
            _LOG.warning("not_translated", reason=told, paused_seconds=_PAUSE)
            return None

    async def _translate(self, text: str, source: LanguageCode, target: LanguageCode) -> Translation | None:
        content = self._content()
        protected = protect(text, TermForms(content.texts[DUTCH].glossary.terms))
        explained = _Explained(content, target)
        answer = await self._server.translate(protected.numbered, source, target)
        restore: Callable[[ProtectedText, str, Shown], str | None] = ProtectedText.restore_numbered
        bare = restore(protected, answer, _bare)
        if bare is None:
            answer = await self._server.translate(protected.html, source, target, is_html=True)
            restore = ProtectedText.restore_html
            bare = restore(protected, answer, _bare)
        if bare is None:
            _LOG.info("terms_lost_in_translation", terms=len(protected.terms))
            return None
        shown = restore(protected, answer, explained)
        if shown is None or not bare.strip() or bare.strip() == text.strip():
            return None
        if len(bare) > _MUCH_LONGER * len(text) + _ROOM:
            # A known fault of small models: one word over and over.
            _LOG.info("translation_much_too_long")
            return None
        return Translation(shown.strip(), doubtful=not same_numbers(text, bare))


def _bare(term: FoundTerm) -> str:
    return term.form


class _Explained:
    """Shows a term, the first time with what it means in the language of the translation."""

    def __init__(self, content: Content, language: LanguageCode) -> None:
        self._glosses = content.texts[language].glossary.terms if language in content.texts else {}
        direction = content.texts[language].language.direction if language in content.texts else None
        self._isolates = ("\u2066", "\u2069") if direction is Direction.RIGHT_TO_LEFT else ("", "")
        self._explained: set[TermId] = set()

    def __call__(self, term: FoundTerm) -> str:
        before, after = self._isolates
        form = f"{before}{term.form}{after}"
        explanation = self._glosses.get(term.term) if term.term is not None else None
        if term.term is None or explanation is None or not explanation.gloss or term.term in self._explained:
            return form
        self._explained.add(term.term)
        return f"{form} ({explanation.gloss})"
