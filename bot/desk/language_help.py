"""Machine translation at the desk: below what people write, and below what counsellors answer."""

from collections.abc import Callable

from bot.language.scripts import Script, main_script
from bot.translation.translator import Translation, Translator
from content.model import DUTCH, LanguageCode
from conversations.cases import Cases, Post
from conversations.composer import Composer
from conversations.counsellor_texts import CounsellorTexts
from conversations.desk_counsellors import ToPerson
from conversations.messages import Kind, Message
from conversations.people import People
from conversations.understanding import LanguageIdentifier

_SURE = 0.8
_SCRIPTS = {"ar": Script.ARABIC, "fa": Script.ARABIC, "ti": Script.ETHIOPIC}
"""Languages that a machine reads only in their own letters."""


class LanguageHelp:
    """Makes the translations that the poster and the handler of the group ask for."""

    def __init__(
        self,
        translator: Translator,
        cases: Cases,
        people: People,
        composer: Callable[[], Composer],
        words: CounsellorTexts,
        languages: LanguageIdentifier,
    ) -> None:
        """Wire the parts; `languages` tells in which language somebody really wrote."""
        self._translator = translator
        self._cases = cases
        self._people = people
        self._get_composer = composer
        self._words = words
        self._languages = languages

    async def below_post(self, post: Post) -> str:
        """Return what a person wrote in Dutch, marked as machine translation; empty when there is none.

        Raises StoreError when the store cannot be read.
        """
        case = self._cases.find(post.case)
        person = self._people.find(case.person) if case is not None else None
        if person is None or person.language is None:
            return ""
        made = await self._translated(post.text, person.language, DUTCH)
        if made is None:
            return ""
        return self._words.fill(
            "machine_translation_doubtful" if made.doubtful else "machine_translation", text=made.text
        )

    async def messages(self, letter: ToPerson) -> tuple[Message, ...]:
        """Return what to send for `letter`, with the translation below a counsellor's own words.

        What is copied, such as a photo, needs a message only for the translation of the words under it.
        """
        composer = self._get_composer()
        language = letter.message.language
        made = await self._translated(letter.words, DUTCH, language) if letter.words else None
        if letter.attachment is None:
            shown = letter.message
        elif made is not None:
            shown = composer.notice([], language, kind=Kind.HANDOVER)
        else:
            return ()
        if made is not None:
            shown = composer.with_translation(shown, made.text, doubtful=made.doubtful)
        return (shown,)

    async def _translated(
        self, text: str, expected: LanguageCode, target: LanguageCode
    ) -> Translation | None:
        """Translate from the language that `text` is in: the expected one unless another is plain."""
        guess = self._languages.identify(text)
        certain = guess.language if guess.confidence >= _SURE else None
        source = certain or expected
        if source == target or main_script(text) is not _SCRIPTS.get(source, main_script(text)):
            return None
        return await self._translator.translate(text, source, target)
