"""Count how often in a row a person was not understood, and offer a counsellor instead of asking on.

The count is kept with the person: what Rasa remembers about a conversation is gone when it starts anew, and
it does not hear of taps on buttons.
"""

from collections.abc import Callable

from content.model import LanguageCode
from conversations.assistant import Turn
from conversations.composer import Composer
from conversations.messages import Message
from conversations.people import People, Person

PATIENCE = 2
"""So many times asked back or not understood in a row are enough."""


class Misunderstandings:
    """Decides when asking back has not helped; without counsellors nothing changes."""

    def __init__(self, people: People, composer: Callable[[], Composer], *, connected: bool) -> None:
        """Wire the parts; `connected` tells whether there is a group of counsellors."""
        self._people = people
        self._get_composer = composer
        self._connected = connected

    def heard(self, person: Person, turn: Turn, language: LanguageCode) -> tuple[Message, ...]:
        """Return what to say to a turn: what it says itself, or the second time a counsellor."""
        if turn.answers:
            self.understood(person)
        if not turn.unclear or not self._is_enough(person):
            return turn.messages
        last = turn.messages[-1]
        composer = self._get_composer()
        offer = composer.offer_person(last.options, language)
        return (composer.with_danger_note(offer) if last.notes_danger else offer,)

    def none_of_these(self, person: Person, language: LanguageCode) -> Message:
        """Return what to say when nothing that was offered is what the person meant."""
        if self._is_enough(person):
            return self._get_composer().offer_person((), language)
        return self._get_composer().menu(language, "clarify_rephrase")

    def understood(self, person: Person) -> None:
        """Begin to count anew: the person got an answer or chose a topic."""
        if person.unclear:
            self._people.set_unclear(person.id, 0)

    def _is_enough(self, person: Person) -> bool:
        """Count one more; who was offered a counsellor is asked back again the next time."""
        if not self._connected:
            return False
        times = person.unclear + 1
        self._people.set_unclear(person.id, times % PATIENCE)
        return times >= PATIENCE
