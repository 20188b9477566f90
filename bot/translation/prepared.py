"""Translations beforehand, so that what a counsellor does can be decided in one transaction."""

from dataclasses import dataclass

from bot.translation.translator import Translation, Translator
from content.model import LanguageCode
from conversations.preparing import PreparationNeeded


@dataclass(frozen=True, slots=True)
class _Wanted:
    text: str
    source: LanguageCode
    target: LanguageCode


class PreparedTranslator:
    """Gives translations that were prepared for the present turn."""

    def __init__(self, translator: Translator) -> None:
        """Have what is needed translated by `translator`."""
        self._translator = translator
        self._known: dict[_Wanted, Translation | None] = {}

    async def translate(self, text: str, source: LanguageCode, target: LanguageCode) -> Translation | None:
        """Return what was prepared, without waiting.

        Raises TranslationNeeded when nothing was prepared.
        """
        wanted = _Wanted(text, source, target)
        if wanted not in self._known:
            raise TranslationNeeded(self, wanted)
        return self._known[wanted]

    async def prepare(self, wanted: _Wanted) -> None:
        """Translate, and keep the outcome until the end of the turn."""
        self._known[wanted] = await self._translator.translate(wanted.text, wanted.source, wanted.target)

    def drop(self, wanted: _Wanted) -> None:
        """Forget a translation; when two turns had the same words, the other one asks again."""
        self._known.pop(wanted, None)


class TranslationNeeded(PreparationNeeded):
    """The turn cannot be decided before something is translated."""

    def __init__(self, translator: PreparedTranslator, wanted: _Wanted) -> None:
        """Tell what is to be translated, and by whom."""
        super().__init__("something is to be translated first")
        self._translator = translator
        self._wanted = wanted

    async def prepare(self) -> None:
        """Translate it."""
        await self._translator.prepare(self._wanted)

    def end_turn(self) -> None:
        """Drop the translation."""
        self._translator.drop(self._wanted)
