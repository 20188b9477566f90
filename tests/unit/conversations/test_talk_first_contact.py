"""The first minutes: language, consent, and the question that the person came with."""

import pytest

from content.model import DUTCH, DangerKind, LanguageCode, TopicId
from conversations.actions import Action, ChooseLanguage, GiveConsent, ShowTopic
from conversations.composer import Composer
from conversations.events import Address, Command
from conversations.messages import Kind, Message
from conversations.people import Consent, People
from conversations.privacy import PRIVACY_TOPIC
from conversations.talk import Talk
from conversations.understanding import Say
from tests.fakes import Chat, FakeUnderstanding, FixedLanguages, actions, words

_WORK = TopicId("work_permission")
_QUESTION = "may I work now"
_CONSENT: list[Action] = [GiveConsent(given=True), GiveConsent(given=False), ShowTopic(PRIVACY_TOPIC)]


def _asks_consent(message: Message, composer: Composer, language: LanguageCode) -> bool:
    question = words(composer.notice(["consent_question", "consent_telegram_note"], language))
    return actions(message) == _CONSENT and question in words(message) and message.language == language


@pytest.mark.parametrize(("given", "key"), [(True, "consent_thanks"), (False, "consent_refused")])
async def test_start_asks_for_language_then_consent(
    chat: Chat, people: People, composer: Composer, language: LanguageCode, *, given: bool, key: str
) -> None:
    """Whatever the answer about consent, the person then gets the menu, in the language that they tapped."""
    (choice,) = await chat.command(Command.START)
    (consent,) = await chat.tap(ChooseLanguage(language))
    (menu,) = await chat.tap(GiveConsent(given=given))
    person = people.find_or_add(chat.address)

    assert choice == composer.language_choice(DUTCH)
    assert _asks_consent(consent, composer, language)
    assert menu == composer.menu(language, key)
    assert (person.language, person.consent) == (language, Consent.GIVEN if given else Consent.REFUSED)


@pytest.mark.parametrize("given", [True, False])
async def test_a_first_question_waits_for_consent_only(
    chat: Chat,
    people: People,
    understanding: FakeUnderstanding,
    languages: FixedLanguages,
    composer: Composer,
    language: LanguageCode,
    *,
    given: bool,
) -> None:
    """A person who starts with a question is asked for consent first, and answered after yes and after no."""
    languages.expect(_QUESTION, language)
    understanding.expect(_QUESTION, Say(_WORK))
    (consent,) = await chat.write(_QUESTION)

    assert _asks_consent(consent, composer, language)
    assert words(composer.notice(["consent_pending_question"], language)) in words(consent)
    assert understanding.asked == []

    (answer,) = await chat.tap(GiveConsent(given=given))

    assert (answer.topic, answer.language) == (_WORK, language)
    assert len(understanding.asked) == 1
    assert people.people_with_questions() == ()


async def test_an_unsure_language_is_asked_and_the_question_kept(
    chat: Chat, understanding: FakeUnderstanding, languages: FixedLanguages, composer: Composer
) -> None:
    """When the language is not sure the person taps one, and need not ask their question again."""
    languages.expect(_QUESTION, "en", 0.5)
    understanding.expect(_QUESTION, Say(_WORK))
    (choice,) = await chat.write(_QUESTION)
    (consent,) = await chat.tap(ChooseLanguage(LanguageCode("tr")))
    (answer,) = await chat.tap(GiveConsent(given=True))

    assert choice == composer.language_choice(DUTCH, "language_unsure")
    assert _asks_consent(consent, composer, LanguageCode("tr"))
    assert (answer.topic, answer.language) == (_WORK, LanguageCode("tr"))


async def test_the_newest_question_is_the_one_that_waits(
    chat: Chat, understanding: FakeUnderstanding, languages: FixedLanguages
) -> None:
    """Who asks twice before consent gets the answer to what they asked last, once."""
    for text in ("first question", _QUESTION):
        languages.expect(text, "en")
        await chat.write(text)
    understanding.expect(_QUESTION, Say(_WORK))
    (answer,) = await chat.tap(GiveConsent(given=True))

    assert answer.topic == _WORK
    assert [text for _, text, _ in understanding.asked] == [_QUESTION]


async def test_danger_comes_before_language_and_consent(
    chat: Chat, people: People, understanding: FakeUnderstanding, composer: Composer, language: LanguageCode
) -> None:
    """A stranger in danger gets the emergency text at once, in their words' language; only that is kept."""
    understanding.is_down = True
    phrase = max(composer.content.texts[language].danger_phrases[DangerKind.SELF_HARM], key=len)
    (message,) = await chat.write(phrase)
    person = people.find_or_add(chat.address)

    assert (message.kind, message.urgent, message.language) == (Kind.CRISIS, True, language)
    assert (person.language, person.consent) == (language, Consent.NOT_ASKED)
    assert people.people_with_questions() == ()


async def test_the_name_of_a_language_chooses_it(
    chat: Chat, people: People, composer: Composer, language: LanguageCode
) -> None:
    """A first message that only names a language is a choice, in whatever spelling."""
    name = composer.content.texts[language].language.spoken_names[-1]
    (consent,) = await chat.write(f"{name}!")

    assert _asks_consent(consent, composer, language)
    assert people.find_or_add(chat.address).language == language


@pytest.mark.parametrize(("hint", "expected"), [("ar", "ar"), ("de", "nl"), (None, "nl")])
async def test_the_language_of_the_app_is_only_a_first_guess(
    talk: Talk, people: People, hint: str | None, expected: str
) -> None:
    """Before any choice people read the language of their app, or Dutch; it is never remembered as theirs."""
    address = Address("telegram", "1002", LanguageCode(hint) if hint else None)
    (message,) = await Chat(talk, address).command(Command.START)

    assert message.language == expected
    assert people.find_or_add(address).language is None


async def test_reading_about_privacy_first_leaves_no_trace(
    chat: Chat, people: People, composer: Composer
) -> None:
    """A person may read who reads along before they answer, and nothing is remembered of that."""
    await chat.tap(ChooseLanguage(LanguageCode("en")))
    (message,) = await chat.tap(ShowTopic(PRIVACY_TOPIC))

    assert message.topic == PRIVACY_TOPIC
    assert people.find_or_add(chat.address).last_topic is None


async def test_start_asks_again_for_consent_that_was_not_given(chat: Chat, composer: Composer) -> None:
    """Who walks away from the question for consent finds it again."""
    await chat.tap(ChooseLanguage(LanguageCode("so")))
    (message,) = await chat.command(Command.START)

    assert _asks_consent(message, composer, LanguageCode("so"))


async def test_a_refused_question_is_not_kept(
    chat: Chat, people: People, understanding: FakeUnderstanding, languages: FixedLanguages
) -> None:
    """After "no" no question stays on disk, not even when it cannot be answered just then."""
    languages.expect(_QUESTION, "en")
    await chat.write(_QUESTION)
    understanding.is_down = True
    await chat.tap(GiveConsent(given=False))

    assert people.people_with_questions() == ()


@pytest.mark.parametrize(
    ("given", "key"), [(True, "understanding_down"), (False, "understanding_down_not_kept")]
)
async def test_a_first_question_that_cannot_be_answered_yet_is_not_passed_over(
    chat: Chat,
    understanding: FakeUnderstanding,
    languages: FixedLanguages,
    composer: Composer,
    *,
    given: bool,
    key: str,
) -> None:
    """Who waited for consent and finds understanding down is told so, as anyone else is."""
    languages.expect(_QUESTION, "en")
    await chat.write(_QUESTION)
    understanding.is_down = True
    messages = await chat.tap(GiveConsent(given=given))

    assert words(composer.notice([key], LanguageCode("en"))) in "\n".join(map(words, messages))


async def test_two_people_share_nothing(talk: Talk, people: People) -> None:
    """What one person chooses is not seen by another, nor by the same number on another channel."""
    addresses = [Address("telegram", "1"), Address("telegram", "2"), Address("terminal", "1")]
    await Chat(talk, addresses[0]).tap(ChooseLanguage(LanguageCode("fr")))

    assert [people.find_or_add(address).language for address in addresses] == ["fr", None, None]
    assert len({people.find_or_add(address).conversation for address in addresses}) == 3
