"""The language to speak with each person, and remembering it."""

from collections.abc import Callable

from content.loader import Content
from content.model import DUTCH, LanguageCode
from conversations.desk import Desk
from conversations.events import Address
from conversations.people import People, Person


class Speaking:
    """Knows which language to speak with whom; counsellors hear of a change."""

    def __init__(self, people: People, desk: Desk, content: Callable[[], Content]) -> None:
        """Wire the parts; `content` returns the present content."""
        self._people = people
        self._desk = desk
        self._get_content = content

    def language_of(self, person: Person) -> LanguageCode:
        """Return the language to speak with `person`: chosen, else that of their app, else Dutch."""
        return person.language or self.first_language(person.address)

    def first_language(self, address: Address) -> LanguageCode:
        """Return the language to speak before any was chosen."""
        hint = address.language_hint
        return hint if hint is not None and hint in self._get_content().texts else DUTCH

    def remember(self, person: Person, language: LanguageCode) -> Person:
        """Speak `language` with the person from now on."""
        self._people.set_language(person.id, language)
        if language != (person.language or DUTCH):
            # Counsellors see Dutch for who has not chosen yet.
            self._desk.language_changed(person, language)
        return self._people.find_or_add(person.address)

    def settle(self, person: Person, language: LanguageCode | None = None) -> Person:
        """Remember the language that is spoken where the person chose none: others will write to them later.

        That is `language`, or else the one of their app.
        """
        if person.language is not None:
            return person
        return self.remember(person, language or self.language_of(person))
