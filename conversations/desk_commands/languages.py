"""The language of the person: asked for with a button in that language, never changed silently."""

from collections.abc import Mapping

from content.model import LanguageCode
from conversations.desk_acts import DeskCommand, DeskTools, InCase, Result, ToPerson
from conversations.language_choice import named_language


class Languages:
    """Asks the person whether to go on in another language."""

    def __init__(self, tools: DeskTools) -> None:
        """Use `tools`."""
        self._tools = tools

    def commands(self) -> Mapping[str, DeskCommand]:
        """Return how the command is carried out."""
        return {"/language": DeskCommand(self._ask)}

    def _ask(self, given: InCase) -> Result:
        tools, content = self._tools, self._tools.content
        wanted = self._named(given.words)
        if wanted is None:
            names = (f"{code} ({content.texts[code].language.name})" for code in content.languages)
            return tools.say(given.case, "language_usage", languages=", ".join(names))
        name = content.texts[wanted].language.name
        # Who never chose a language is asked, also when it is the one that we would speak anyway.
        if given.person.language == wanted:
            return tools.say(given.case, "language_same", language=name)
        tools.say(given.case, "language_asked", language=name)
        offer = tools.composer.offer_language(wanted, tools.language(given.person))
        return Result((ToPerson(given.person, given.case, offer),))

    def _named(self, words: str) -> LanguageCode | None:
        code = LanguageCode(words.casefold())
        return code if code in self._tools.content.texts else named_language(words, self._tools.content)
