"""Questions of a person who is known: memory, other languages, and times when understanding is down."""

import pytest

from content.model import LanguageCode, TopicId
from conversations.actions import ChooseLanguage, GiveConsent, KeepLanguage
from conversations.composer import Composer
from conversations.people import People
from conversations.understanding import ChangeLanguage, Say, Smalltalk
from tests.fakes import (
    Chat,
    FakeUnderstanding,
    FixedLanguages,
    actions,
    words,
)

_EN, _FR = LanguageCode("en"), LanguageCode("fr")
_HRT = TopicId("hrt_amounts")
_QUESTION = "how much money do I get"


async def test_a_follow_up_knows_the_last_topic(
    settled_chat: Chat, people: People, understanding: FakeUnderstanding
) -> None:
    """With consent the talk goes on where it was, across small talk and restarts of Rasa."""
    understanding.expect(_QUESTION, Say(_HRT))
    understanding.expect("thanks", Smalltalk("thank_you"))
    for text in (_QUESTION, "thanks", "and for my children?"):
        await settled_chat.write(text)

    assert [last for _, _, last in understanding.asked] == [None, _HRT, _HRT]
    assert people.find_or_add(settled_chat.address).last_topic == _HRT


async def test_without_consent_no_topic_is_kept(
    settled_chat: Chat, people: People, understanding: FakeUnderstanding
) -> None:
    """A refusal holds: what was known goes at once, and nothing new is remembered."""
    understanding.expect(_QUESTION, Say(_HRT))
    await settled_chat.write(_QUESTION)
    await settled_chat.tap(GiveConsent(given=False))

    assert people.find_or_add(settled_chat.address).last_topic is None

    (answer,) = await settled_chat.write(_QUESTION)

    assert answer.topic == _HRT
    assert people.find_or_add(settled_chat.address).last_topic is None


async def test_the_chosen_language_wins_and_the_other_is_offered(
    settled_chat: Chat,
    people: People,
    understanding: FakeUnderstanding,
    languages: FixedLanguages,
    composer: Composer,
) -> None:
    """A question in another language is answered in the chosen one; switching takes a tap, never silence."""
    languages.expect(_QUESTION, "fr")
    understanding.expect(_QUESTION, Say(_HRT))
    answer, offer = await settled_chat.write(_QUESTION)

    assert (answer.topic, answer.language) == (_HRT, _EN)
    assert (words(offer), actions(offer)) == (
        words(composer.notice(["switch_offer"], _FR)),
        [ChooseLanguage(_FR), KeepLanguage()],
    )
    assert people.find_or_add(settled_chat.address).language == _EN


@pytest.mark.parametrize(("action", "expected"), [(ChooseLanguage(_FR), _FR), (KeepLanguage(), _EN)])
async def test_a_tap_settles_the_language(
    settled_chat: Chat, people: People, action: ChooseLanguage | KeepLanguage, expected: LanguageCode
) -> None:
    """The person decides about the language, and reads in it that it was understood."""
    (message,) = await settled_chat.tap(action)

    assert message.language == expected
    assert people.find_or_add(settled_chat.address).language == expected


async def test_the_name_of_a_language_changes_it(
    settled_chat: Chat, people: People, composer: Composer, language: LanguageCode
) -> None:
    """One word is enough to change the language, in every spelling that people use."""
    for name in composer.content.texts[language].language.spoken_names:
        people.set_language(people.find_or_add(settled_chat.address).id, _EN)

        assert await settled_chat.write(name) == (composer.menu(language, "language_set"),)


@pytest.mark.parametrize(
    ("text", "expected"), [("please speak French with me", _FR), ("another language please", _EN)]
)
async def test_asking_for_another_language_in_a_sentence(
    settled_chat: Chat, people: People, understanding: FakeUnderstanding, text: str, expected: LanguageCode
) -> None:
    """A named language is spoken from now on; without a name the person is asked which."""
    understanding.expect(text, ChangeLanguage())
    (message,) = await settled_chat.write(text)

    assert people.find_or_add(settled_chat.address).language == expected
    assert (ChooseLanguage(_FR) in actions(message)) == (expected == _EN)


async def test_no_other_language_is_offered_right_after_a_wish(
    settled_chat: Chat, understanding: FakeUnderstanding, languages: FixedLanguages, composer: Composer
) -> None:
    """Who asks for Arabic in Turkish words gets Arabic, without an offer of Turkish."""
    wish = "lütfen arapça konuş"
    languages.expect(wish, "tr")
    understanding.expect(wish, ChangeLanguage())
    (message,) = await settled_chat.write(wish)

    assert composer.content.interface("language_set", LanguageCode("ar")) in words(message)


async def test_danger_is_answered_in_the_language_of_the_message(
    chat: Chat, languages: FixedLanguages, composer: Composer
) -> None:
    """A word that means danger in many languages does not decide the language of the help."""
    text = "je pense au suicide tous les jours"
    languages.expect(text, "fr")
    (message,) = await chat.write(text)

    assert message.language == _FR
