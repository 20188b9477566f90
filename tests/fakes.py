"""Stand-ins for what the rules depend on: small, in memory, and with the same contracts."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from content.markup import Bullets
from content.model import LanguageCode, TopicId
from conversations.actions import Action
from conversations.composer import Composer
from conversations.errors import UnderstandingUnavailableError
from conversations.events import (
    Address,
    ButtonPressed,
    Command,
    CommandGiven,
    MediaKind,
    MediaSent,
    TextWritten,
)
from conversations.identifiers import (
    ConversationId,
    PersonId,
    new_conversation_id,
    new_person_id,
)
from conversations.messages import Message
from conversations.people import (
    ASKED_KEPT,
    MOST_ASKED_KEPT,
    AskedQuestion,
    Consent,
    PendingQuestion,
    Person,
)
from conversations.talk import Talk
from conversations.understanding import (
    Directive,
    LanguageGuess,
    NotUnderstood,
    RankedIntent,
    Understood,
)

NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
AMSTERDAM = ZoneInfo("Europe/Amsterdam")


class SettableClock:
    """A clock that stands still until it is moved; call it for the time in UTC."""

    def __init__(self, moment: datetime = NOON) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        return self.moment

    def advance(self, **by: float) -> None:
        """Move on by the arguments of `timedelta`."""
        self.moment += timedelta(**by)

    def today(self) -> date:
        return self.moment.date()


class FakeUnderstanding:
    """Understands what `expect` was told, and nothing else; `is_down` makes it unavailable."""

    def __init__(self) -> None:
        self.is_down = False
        self.asked: list[tuple[ConversationId, str, TopicId | None]] = []
        self.forgotten: list[ConversationId] = []
        self._script: dict[str, Understood] = {}

    def expect(self, text: str, *directives: Directive, ranking: dict[str, float] | None = None) -> None:
        """Give `directives` for `text`; `ranking` maps intents to confidences, most likely first."""
        ranked = tuple(RankedIntent(intent, share) for intent, share in (ranking or {}).items())
        self.answer(text, Understood(directives, ranked))

    def answer(self, text: str, understood: Understood) -> None:
        """Understand `text` as `understood`."""
        self._script[text] = understood

    async def understand(
        self, conversation: ConversationId, text: str, last_topic: TopicId | None
    ) -> Understood:
        if self.is_down:
            raise UnderstandingUnavailableError("switched down")
        self.asked.append((conversation, text, last_topic))
        return self._script.get(text, Understood((NotUnderstood(),), ()))

    async def forget(self, conversation: ConversationId) -> None:
        if self.is_down:
            raise UnderstandingUnavailableError("switched down")
        self.forgotten.append(conversation)


class FixedLanguages:
    """Knows the language of the texts it was told, and has no idea about others."""

    def __init__(self) -> None:
        self._guesses: dict[str, LanguageGuess] = {}

    def expect(self, text: str, language: str, confidence: float = 0.99) -> None:
        """Guess `language` for `text`."""
        self._guesses[text] = LanguageGuess(LanguageCode(language), confidence)

    def identify(self, text: str) -> LanguageGuess:
        return self._guesses.get(text, LanguageGuess(None, 0.0))


class FakePeople:
    """Remembers people in memory, by the contract of `conversations.people.People`."""

    def __init__(self, now: SettableClock) -> None:
        self._now = now
        self._people: dict[PersonId, Person] = {}
        self._last_topic_at: dict[PersonId, datetime] = {}
        self._questions: dict[PersonId, PendingQuestion] = {}
        self._asked: dict[PersonId, list[AskedQuestion]] = {}
        self._created_at: dict[PersonId, datetime] = {}
        self._seen_on: dict[PersonId, date] = {}

    def find_or_add(self, address: Address) -> Person:
        for person in self._people.values():
            if (person.address.channel, person.address.number) == (address.channel, address.number):
                self._seen_on[person.id] = self._now().date()
                return replace(person, address=address)
        new = Person(new_person_id(), address, new_conversation_id(), None, Consent.NOT_ASKED, None)
        self._people[new.id] = new
        self._created_at[new.id] = self._now()
        self._seen_on[new.id] = self._now().date()
        return new

    def known_at(self, address: Address) -> PersonId | None:
        wanted = (address.channel, address.number)
        found = (
            each.id for each in self._people.values() if (each.address.channel, each.address.number) == wanted
        )
        return next(found, None)

    def away_since(self, before: date) -> list[PersonId]:
        return [person for person, day in self._seen_on.items() if day < before]

    def record(self, person: PersonId) -> dict[str, str | int | None]:
        known = self._people[person]
        return {
            "number": known.address.number,
            "language": known.language,
            "consent": known.consent.value,
            "last_topic": known.last_topic,
            "created_at": self._created_at[person].isoformat(),
            "seen_on": self._seen_on[person].isoformat(),
        }

    def find(self, person: PersonId) -> Person | None:
        found = self._people.get(person)
        return _without_hint(found) if found else None

    def set_language(self, person: PersonId, language: LanguageCode) -> None:
        self._people[person] = replace(self._people[person], language=language)

    def set_consent(self, person: PersonId, consent: Consent) -> None:
        self._people[person] = replace(self._people[person], consent=consent)
        if consent is not Consent.GIVEN:
            self._drop_topic(person)
            self._asked.pop(person, None)

    def set_last_topic(self, person: PersonId, topic: TopicId | None) -> None:
        self._people[person] = replace(self._people[person], last_topic=topic)
        self._last_topic_at[person] = self._now()

    def keep_question(self, person: PersonId, text: str, received_at: datetime) -> None:
        self._questions[person] = PendingQuestion(person, text, received_at)

    def set_unclear(self, person: PersonId, times: int) -> None:
        self._people[person] = replace(self._people[person], unclear=times)

    def remember_asked(self, person: PersonId, text: str, topic: TopicId | None) -> None:
        others = [each for each in self._asked.get(person, []) if each.text != text]
        self._asked[person] = [*others, AskedQuestion(text, topic, self._now())][-MOST_ASKED_KEPT:]

    def asked(self, person: PersonId) -> tuple[AskedQuestion, ...]:
        oldest = self._now() - ASKED_KEPT
        return tuple(each for each in self._asked.get(person, []) if each.asked_at >= oldest)

    def purge_asked(self) -> int:
        before = sum(map(len, self._asked.values()))
        self._asked = {person: list(self.asked(person)) for person in self._asked}
        return before - sum(map(len, self._asked.values()))

    def waiting_question(self, person: PersonId) -> PendingQuestion | None:
        return self._questions.get(person)

    def take_question(self, person: PersonId) -> PendingQuestion | None:
        return self._questions.pop(person, None)

    def people_with_questions(self) -> tuple[Person, ...]:
        waiting = sorted(self._questions.values(), key=lambda question: question.received_at)
        return tuple(_without_hint(self._people[question.person]) for question in waiting)

    def drop_asked(self, person: PersonId) -> None:
        self._asked.pop(person, None)

    def forget(self, person: PersonId) -> None:
        self._people.pop(person, None)
        self._questions.pop(person, None)
        self._asked.pop(person, None)
        self._last_topic_at.pop(person, None)
        self._seen_on.pop(person, None)

    def purge(self, before: datetime) -> int:
        questions = [key for key, question in self._questions.items() if question.received_at < before]
        topics = [key for key, moment in self._last_topic_at.items() if moment < before]
        for person in questions:
            del self._questions[person]
        for person in topics:
            self._drop_topic(person)
        return len(questions) + len(topics)

    def _drop_topic(self, person: PersonId) -> None:
        self._people[person] = replace(self._people[person], last_topic=None)
        self._last_topic_at.pop(person, None)


def _without_hint(person: Person) -> Person:
    return replace(person, address=replace(person.address, language_hint=None))


class Chat:
    """One person with a phone: does things in a `Talk` and sees what comes back."""

    def __init__(self, talk: Talk, address: Address) -> None:
        self.address = address
        self._talk = talk

    async def write(self, text: str) -> tuple[Message, ...]:
        return await self._talk.handle(self.address, TextWritten(text))

    async def tap(self, action: Action | None) -> tuple[Message, ...]:
        return await self._talk.handle(self.address, ButtonPressed(action))

    async def command(self, command: Command | None) -> tuple[Message, ...]:
        return await self._talk.handle(self.address, CommandGiven(command))

    async def send(self, kind: MediaKind) -> tuple[Message, ...]:
        return await self._talk.handle(self.address, MediaSent(kind))


def words(message: Message) -> str:
    """Return all words of the blocks of `message`, a line for each paragraph or bullet."""
    return "\n".join(
        "".join(span.text for span in spans)
        for block in message.blocks
        for spans in (block.items if isinstance(block, Bullets) else (block.spans,))
    )


def say(composer: Composer, *keys: str) -> str:
    """Return the words of the English notice of these content keys."""
    return words(composer.notice(keys, LanguageCode("en")))


def actions(message: Message) -> list[Action]:
    """Return what the buttons of `message` do, row by row."""
    return [button.action for row in message.buttons for button in row]


def tap_labelled(message: Message, label: str) -> Action:
    """Return what the button with `label` does."""
    (found,) = [button.action for row in message.buttons for button in row if button.label == label]
    return found
