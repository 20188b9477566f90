"""What the desk asks of machine translation."""

from dataclasses import dataclass
from typing import Protocol

from content.model import LanguageCode


@dataclass(frozen=True, slots=True)
class Translation:
    """A text in another language; `doubtful` when numbers or dates in it differ from the original."""

    text: str
    doubtful: bool = False


class Translator(Protocol):
    """Translates what people and counsellors write to each other."""

    async def translate(self, text: str, source: LanguageCode, target: LanguageCode) -> Translation | None:
        """Return `text` in the language `target`, or None when that is not possible in time."""


class NoTranslator:
    """Translates nothing: no server is configured, and nothing is called."""

    async def translate(self, text: str, source: LanguageCode, target: LanguageCode) -> Translation | None:
        """Return None."""
        del text, source, target
        return None
