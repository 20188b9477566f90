"""Times when understanding is down, and messages that are no question."""

import asyncio

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.loader import Content
from content.model import LanguageCode, TopicId
from conversations.actions import GiveConsent, ShowMenu, TalkToPerson
from conversations.assistant import Assistant
from conversations.cleaning import LONGEST_QUESTION
from conversations.composer import Composer
from conversations.events import Address
from conversations.messages import Kind
from conversations.people import Consent, People
from conversations.talk import Talk
from conversations.understanding import Say
from tests.fakes import (
    Chat,
    FakePeople,
    FakeUnderstanding,
    FixedLanguages,
    SettableClock,
    actions,
    words,
)
from tests.fakes_of_stores import kept_in_memory
from tests.talks import build_talk

_EN = LanguageCode("en")
_HRT = TopicId("hrt_amounts")
_QUESTION = "how much money do I get"


async def test_a_question_is_kept_while_understanding_is_down(
    settled_chat: Chat,
    talk: Talk,
    people: People,
    understanding: FakeUnderstanding,
    composer: Composer,
    language: LanguageCode,
) -> None:
    """The person reads honestly that it does not work now, and gets one answer when it does again."""
    people.set_language(people.find_or_add(settled_chat.address).id, language)
    understanding.is_down = True
    (message,) = await settled_chat.write(_QUESTION)
    (person,) = people.people_with_questions()

    assert words(message) == words(composer.notice(["understanding_down"], language))
    assert (message.kind, actions(message)) == (Kind.FALLBACK, [ShowMenu(), TalkToPerson()])

    understanding.is_down = False
    understanding.expect(_QUESTION, Say(_HRT))
    (answer,) = await talk.answer_waiting(person)

    assert (answer.topic, answer.language) == (_HRT, language)
    assert people.waiting_question(person.id) is not None, "kept until the answer has arrived"
    talk.waiting_answered(person)
    assert await talk.answer_waiting(person) == ()
    assert words(talk.back_again(person)) == words(composer.notice(["understanding_back"], language))


async def test_a_question_is_not_kept_without_consent(
    settled_chat: Chat, people: People, understanding: FakeUnderstanding, composer: Composer
) -> None:
    """Who refused is told to ask again; their words are not on disk."""
    await settled_chat.tap(GiveConsent(given=False))
    understanding.is_down = True
    (message,) = await settled_chat.write(_QUESTION)

    assert words(message) == words(composer.notice(["understanding_down_not_kept"], _EN))
    assert people.people_with_questions() == ()


async def test_a_question_keeps_its_place_when_it_must_wait_longer(
    settled_chat: Chat, talk: Talk, people: People, understanding: FakeUnderstanding, clock: SettableClock
) -> None:
    """A second failure neither loses a question nor makes it look new, so that it is purged on time."""
    asked_at = clock()
    understanding.is_down = True
    await settled_chat.write(_QUESTION)
    clock.advance(hours=5)
    (person,) = people.people_with_questions()

    assert await talk.answer_waiting(person) == ()
    assert people.take_question(person.id).received_at == asked_at


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("", "message_empty"),
        ("👍🏽", "message_empty"),
        ("\u202e\x00\u2066", "message_empty"),
        ("114", "message_empty"),
        ("a" * (LONGEST_QUESTION + 1), "message_too_long"),
        ("question " * 1200, "message_too_long"),
    ],
)
async def test_what_is_no_question_gets_a_kind_request(
    settled_chat: Chat, understanding: FakeUnderstanding, composer: Composer, text: str, key: str
) -> None:
    """A message without words or with far too many gets the menu, and is not guessed at."""
    assert await settled_chat.write(text) == (composer.menu(_EN, key),)
    assert understanding.asked == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("may\x00 I\u202e work\n\n?", "may I work ?"),
        ("<b>may I</b>", "<b>may I</b>"),
        ("/restart", "/restart"),
        ("a" * LONGEST_QUESTION, "a" * LONGEST_QUESTION),
    ],
)
async def test_a_question_is_understood_as_clean_text(
    settled_chat: Chat, understanding: FakeUnderstanding, text: str, expected: str
) -> None:
    """Only what the person meant reaches the part that understands, and it is nothing but text there."""
    await settled_chat.write(text)

    assert [asked for _, asked, _ in understanding.asked] == [expected]


async def test_danger_is_found_in_a_long_message(settled_chat: Chat) -> None:
    """A cry for help at the end of a long story is heard before anything is said about its length."""
    (message,) = await settled_chat.write("my story " * 400 + "I want to kill myself")

    assert message.kind == Kind.CRISIS


@settings(max_examples=40)
@given(texts=st.lists(st.text(st.characters(codec=None), max_size=60), max_size=4))
def test_every_message_gets_an_answer(content: Content, texts: list[str]) -> None:
    """Whatever people type, and in whatever order, they are never met with silence or a crash."""
    clock = SettableClock()
    assistant = Assistant(content, FakeUnderstanding(), clock.today)
    people = FakePeople(clock)
    kept = kept_in_memory(clock, people=people)
    address = Address("telegram", "1")
    people.set_language(people.find_or_add(address).id, _EN)
    people.set_consent(people.find_or_add(address).id, Consent.REFUSED)
    chat = Chat(build_talk(assistant, kept, FixedLanguages(), clock), address)

    for text in texts:
        assert asyncio.run(chat.write(text)) != ()
