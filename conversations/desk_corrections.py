"""What follows when words between the two chats are changed, taken back or refused."""

from collections.abc import Callable
from dataclasses import dataclass

from content.model import DUTCH, LanguageCode
from conversations.cases import Case, Cases, Post, PostKind
from conversations.composer import Composer
from conversations.counsellor_texts import CounsellorTexts
from conversations.messages import Message
from conversations.people import People, Person


@dataclass(frozen=True, slots=True)
class Correction:
    """A message of a counsellor that was changed: where it is at the person, and what is to be there now.

    `anew` is sent when the message there cannot be changed; it is None when the case has ended.
    """

    person: Person
    case: Case
    at_person: tuple[int, ...]
    text: str
    message: Message
    anew: Message | None


class DeskCorrections:
    """Finds the message on the other side and says what becomes of it."""

    def __init__(
        self, cases: Cases, people: People, composer: Callable[[], Composer], words: CounsellorTexts
    ) -> None:
        """Wire the parts."""
        self._cases = cases
        self._people = people
        self._get_composer = composer
        self._words = words

    def changed(self, case: Case, in_topic: int, text: str) -> Correction | None:
        """Return what to change at the person; None when that message was never brought to them."""
        person, at_person = self._people.find(case.person), self._cases.at_person(case.id, in_topic)
        if person is None or not at_person:
            return None
        composer, language = self._get_composer(), self._language(person)
        anew = composer.corrected_by_counsellor(text, language) if case.is_open else None
        return Correction(person, case, at_person, text, composer.from_counsellor(text, language), anew)

    def to_take_back(self, case: Case, in_topic: int | None) -> tuple[Person, tuple[int, ...]] | None:
        """Return what to delete at the person; otherwise say in the topic how it is done."""
        person = self._people.find(case.person)
        at_person = self._cases.at_person(case.id, in_topic) if in_topic is not None else ()
        if person is None or not at_person:
            self.say(case, "undo_usage")
            return None
        return person, at_person

    def taken_back(self, case: Case, in_topic: int) -> None:
        """Note that a message is gone at the person, and say so."""
        self._cases.unlink(case.id, in_topic)
        self.say(case, "undone")

    def refused(self, post: Post) -> tuple[Person, Message] | None:
        """Say in the topic that something of the person cannot be shown; return what to tell the person."""
        case = self._cases.find(post.case)
        if case is None or post.kind not in (PostKind.WORDS, PostKind.ATTACHMENT):
            return None
        self.say(case, "post_refused")
        person = self._people.find(case.person)
        if person is None:
            return None
        return person, self._get_composer().desk_notice(["case_not_shown"], self._language(person))

    def say(self, case: Case, key: str) -> None:
        """Put words of ours into the topic, unless the case was erased meanwhile."""
        if self._cases.find(case.id) is not None:
            self._cases.post(case.id, PostKind.TEXT, self._words.fill(key))

    def _language(self, person: Person) -> LanguageCode:
        language = person.language
        return language if language in self._get_composer().content.texts and language else DUTCH
