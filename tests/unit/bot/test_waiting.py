"""Questions that waited while Rasa was down are answered once, each for itself."""

from dataclasses import dataclass, field

import pytest

from bot.stores import Stores
from bot.telegram.outgoing import SendText, decode_payload
from bot.telegram.sending import Sender
from bot.telegram.turns import Turns
from bot.telegram.waiting import WaitingQuestions
from content.loader import Content
from content.model import LanguageCode, TopicId
from conversations.assistant import Assistant
from conversations.errors import StoreUnavailableError
from conversations.events import Address
from conversations.people import Consent, Person
from conversations.prepared_understanding import PreparedUnderstanding
from conversations.store.database import EncryptedDatabase
from conversations.store.forgotten import StoredForgotten
from conversations.store.turns import StoredTurns
from conversations.understanding import Say
from tests.fakes import FakeUnderstanding, FixedLanguages, SettableClock
from tests.talks import build_talk

_EN = LanguageCode("en")
_TOPIC = TopicId("work_permission")


@dataclass
class Waiting:
    """Questions that wait, what answers them, and what was said."""

    questions: WaitingQuestions
    kept: Stores
    clock: SettableClock
    rasa: FakeUnderstanding
    is_ready: bool = True
    decided: list[None] = field(default_factory=list)

    def ask(self, chat: int, text: str = "may I work?", *, consent: Consent = Consent.GIVEN) -> Person:
        """Keep the question of a person who speaks English."""
        person = self.kept.people.find_or_add(Address("telegram", str(chat)))
        self.kept.people.set_language(person.id, _EN)
        self.kept.people.set_consent(person.id, consent)
        self.kept.people.keep_question(person.id, text, self.clock())
        self.clock.advance(seconds=1)
        return person

    def answers(self) -> dict[str, list[str]]:
        """Return what was put on its way, by chat."""
        answers: dict[str, list[str]] = {}
        for message in self.kept.outbox.waiting():
            payload = decode_payload(message.payload)
            assert isinstance(payload, SendText)
            answers.setdefault(message.lane, []).append(payload.text)
        return answers


@pytest.fixture
def waiting(
    content: Content,
    kept: Stores,
    clock: SettableClock,
    understanding: FakeUnderstanding,
    languages: FixedLanguages,
    fresh_database: EncryptedDatabase,
) -> Waiting:
    """Return questions that wait for an understanding that knows one question."""
    understanding.expect("may I work?", Say(_TOPIC))
    prepared = PreparedUnderstanding(understanding, StoredForgotten(fresh_database))
    talk = build_talk(Assistant(content, prepared, clock.today), kept, languages, clock)

    async def is_ready() -> bool:
        return found.is_ready

    questions = WaitingQuestions(
        talk,
        kept.people,
        is_ready,
        Sender(kept.outbox, lambda: content),
        StoredTurns(fresh_database),
        Turns(),
        lambda: found.decided.append(None),
    )
    found = Waiting(questions, kept, clock, understanding)
    return found


async def test_answered_once(waiting: Waiting, content: Content) -> None:
    """The answer comes with a word that Rasa is back, the question is forgotten, and nothing comes again."""
    waiting.ask(42)
    await waiting.questions.answer_all()
    ((answer,),) = waiting.answers().values()
    assert content.interface("understanding_back", _EN) in answer
    assert content.answer(_TOPIC, _EN).title in answer
    assert waiting.kept.people.people_with_questions() == ()
    await waiting.questions.answer_all()
    assert (waiting.answers(), len(waiting.decided)) == ({}, 1)


async def test_not_before_rasa_is_ready(waiting: Waiting) -> None:
    """While Rasa starts nothing is asked of it and the question stays."""
    waiting.is_ready = False
    person = waiting.ask(42)
    await waiting.questions.answer_all()
    assert (waiting.answers(), waiting.rasa.asked) == ({}, [])
    assert waiting.kept.people.people_with_questions() == (person_now(waiting, person),)


async def test_rasa_goes_down_again(waiting: Waiting) -> None:
    """When Rasa dies at that moment the question stays, and nothing is said."""
    waiting.ask(42)
    waiting.rasa.is_down = True
    await waiting.questions.answer_all()
    assert (waiting.answers(), len(waiting.kept.people.people_with_questions())) == ({}, 1)
    waiting.rasa.is_down = False
    await waiting.questions.answer_all()
    assert list(waiting.answers()) == ["42"]


async def test_one_question_that_breaks(waiting: Waiting, monkeypatch: pytest.MonkeyPatch) -> None:
    """A question that cannot be answered at all does not hold up those of the others."""
    understand = waiting.rasa.understand

    async def breaks(conversation: object, text: str, topic: object) -> object:
        if text == "poison":
            raise ZeroDivisionError
        return await understand(conversation, text, topic)  # type: ignore[arg-type]

    monkeypatch.setattr(waiting.rasa, "understand", breaks)
    waiting.ask(41, "poison")
    waiting.ask(42)
    await waiting.questions.answer_all()
    assert list(waiting.answers()) == ["42"]


async def test_the_disk_fails(waiting: Waiting, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the answer cannot be kept the question stays, and is answered later, once."""
    waiting.ask(42)
    with monkeypatch.context() as broken:

        def fails(*_arguments: object, **_options: object) -> None:
            raise StoreUnavailableError("full")

        broken.setattr(type(waiting.kept.outbox), "put", fails)
        with pytest.raises(StoreUnavailableError):
            await waiting.questions.answer_all()
    assert len(waiting.kept.people.people_with_questions()) == 1
    await waiting.questions.answer_all()
    assert [len(each) for each in waiting.answers().values()] == [1]


async def test_the_longest_waiting_first(waiting: Waiting) -> None:
    """Questions are answered in the order in which they were asked."""
    for chat in (43, 41, 42):
        waiting.ask(chat)
    await waiting.questions.answer_all()
    assert list(waiting.answers()) == ["43", "41", "42"]


async def test_who_has_not_been_asked_for_consent(waiting: Waiting) -> None:
    """A question that waits for consent or a language is answered by the tap, not before."""
    waiting.ask(42, consent=Consent.NOT_ASKED)
    stranger = waiting.kept.people.find_or_add(Address("telegram", "43"))
    waiting.kept.people.keep_question(stranger.id, "may I work?", waiting.clock())
    on_terminal = waiting.kept.people.find_or_add(Address("terminal", "me"))
    waiting.kept.people.set_language(on_terminal.id, _EN)
    waiting.kept.people.set_consent(on_terminal.id, Consent.GIVEN)
    waiting.kept.people.keep_question(on_terminal.id, "may I work?", waiting.clock())
    await waiting.questions.answer_all()
    assert waiting.answers() == {}


async def test_who_was_forgotten_in_between(waiting: Waiting) -> None:
    """With a person goes their question."""
    person = waiting.ask(42)
    waiting.kept.people.forget(person.id)
    await waiting.questions.answer_all()
    assert waiting.answers() == {}


def person_now(waiting: Waiting, person: Person) -> Person:
    """Return the person as they are stored now."""
    found = waiting.kept.people.find(person.id)
    assert found is not None
    return found
