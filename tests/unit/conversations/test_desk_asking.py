"""Prepared questions, and the language of the person: asked with buttons, answered with one tap."""

import pytest

from bot.stores import Stores
from content.model import DUTCH, LanguageCode
from conversations.actions import Action, AnswerQuestion, ChooseLanguage, KeepLanguage
from conversations.composer import Composer
from conversations.counsellor_requests import RequestId
from conversations.talk import Talk
from tests.fakes import Chat, SettableClock, actions, words
from tests.fakes_of_desk import Desk

_EN = LanguageCode("en")


@pytest.fixture
def desk(kept: Stores, composer: Composer, clock: SettableClock) -> Desk:
    """Return the counsellors' side of the desk."""
    return Desk(kept, composer, clock)


@pytest.fixture
def person(talk: Talk, desk: Desk) -> Chat:
    """Return the person of the cases that `desk` opens."""
    return Chat(talk, desk.person().address)


def asked(desk: Desk, text: str = "/ask 1") -> list[Action]:
    """Open a case, ask, and return what the buttons do."""
    case = desk.open("en")
    desk.tap_take(case)
    (letter,) = desk.act(case, text).letters
    desk.posts()
    return actions(letter.message)


def test_every_question_is_asked_in_the_language_of_the_person(desk: Desk, composer: Composer) -> None:
    """The counsellor reads Dutch, the person their own language, with the answers on buttons."""
    case = desk.open("en")
    desk.tap_take(case)
    desk.posts()
    for number, (key, dutch) in enumerate(composer.content.texts[DUTCH].asked.items(), start=1):
        (letter,) = desk.act(case, f"/ask {number}").letters
        english = composer.content.texts[_EN].asked[key]

        assert english.question in words(letter.message)
        assert [row[0].label for row in letter.message.buttons] == list(english.answers.values())
        assert desk.words() == [desk.texts.fill("ask_sent", question=dutch.question)]


@pytest.mark.parametrize("number", ["", "0", "99", "-1", "x", "1.5"])
def test_a_wrong_number_lists_the_questions(desk: Desk, composer: Composer, number: str) -> None:
    """Without a number that exists nothing is sent and all questions are shown, in Dutch."""
    case = desk.open("en")

    assert desk.act(case, f"/ask {number}").letters == ()
    (listed,) = desk.words()
    assert len(listed.splitlines()) == len(composer.content.texts[DUTCH].asked) + 1
    assert desk.now(case) == case


async def test_a_tap_is_read_in_the_topic_in_dutch(person: Chat, desk: Desk, composer: Composer) -> None:
    """The person is thanked, and their answer waits for a counsellor."""
    (yes, *_) = asked(desk)
    (thanks,) = await person.tap(yes)

    assert thanks == composer.notice(["asked_thanks"], _EN)
    dutch = next(iter(composer.content.texts[DUTCH].asked.values()))
    answer = next(iter(dutch.answers.values()))
    assert desk.words() == [desk.texts.fill("ask_answered", question=dutch.question, answer=answer)]
    (case,) = desk.kept.cases.all_open()
    assert case.waiting_since is not None


async def test_an_answer_cannot_be_given_twice(person: Chat, desk: Desk, composer: Composer) -> None:
    """A second tap, on the same button or another, changes nothing and is explained."""
    yes, no, *_ = asked(desk)
    await person.tap(no)
    desk.posts()
    again = [await person.tap(each) for each in (no, yes)]

    assert again == [(composer.desk_notice(["request_over"], _EN),)] * 2
    assert desk.words() == []


@pytest.mark.parametrize("answer", ["yes", "", "nothing"])
async def test_a_button_that_nobody_made(person: Chat, desk: Desk, composer: Composer, answer: str) -> None:
    """A forged tap is explained like an old one."""
    (first, *_) = asked(desk)
    assert isinstance(first, AnswerQuestion)
    forged = AnswerQuestion(RequestId("forged") if answer == "yes" else first.request, answer)
    told = await person.tap(forged)

    assert (told, desk.words()) == ((composer.desk_notice(["request_over"], _EN),), [])


async def test_an_old_question_cannot_be_answered(
    person: Chat, desk: Desk, composer: Composer, clock: SettableClock
) -> None:
    """After fourteen days nobody waits for the answer."""
    (yes, *_) = asked(desk)
    clock.advance(days=15)

    assert await person.tap(yes) == (composer.desk_notice(["request_over"], _EN),)


async def test_the_answer_after_the_end_is_read_too(person: Chat, desk: Desk) -> None:
    """Who taps after the case was closed is still heard; the case stays closed."""
    (yes, *_) = asked(desk)
    (case,) = desk.kept.cases.all_open()
    desk.act(case, "/close klaar")
    desk.posts()
    await person.tap(yes)

    assert len(desk.words()) == 1
    assert not desk.now(case).is_open


@pytest.mark.parametrize("named", ["so", "SO", "Soomaali", "somali", "hij spreekt Somali"])
def test_a_language_is_asked_for_in_that_language(desk: Desk, composer: Composer, named: str) -> None:
    """The person decides with a tap; until then nothing changes."""
    somali = LanguageCode("so")
    case = desk.open("en")
    (letter,) = desk.act(case, f"/language {named}").letters

    assert letter.message == composer.offer_language(somali, _EN)
    assert letter.message.language == somali
    assert actions(letter.message) == [ChooseLanguage(somali), KeepLanguage()]
    assert desk.person().language == _EN
    name = composer.content.texts[somali].language.name
    assert desk.words() == [desk.texts.fill("language_asked", language=name)]


async def test_the_person_changes_the_language(person: Chat, desk: Desk) -> None:
    """After the tap counsellors see the new language."""
    case = desk.open("en")
    (letter,) = desk.act(case, "/language nl").letters
    await person.tap(actions(letter.message)[0])

    assert desk.person().language == DUTCH


@pytest.mark.parametrize("named", ["", "xx", "Klingon", "Somali en Tigrinya"])
def test_an_unknown_language_lists_the_languages(desk: Desk, composer: Composer, named: str) -> None:
    """Nothing is asked; all languages stand in the topic."""
    case = desk.open("en")

    assert desk.act(case, f"/language {named}").letters == ()
    (listed,) = desk.words()
    assert [code for code in composer.content.languages if f"{code} (" not in listed] == []


def test_the_present_language_is_not_offered(desk: Desk) -> None:
    """Nobody is asked whether to go on as they do."""
    case = desk.open("en")

    assert desk.act(case, "/language English").letters == ()
    assert desk.words() == [desk.texts.fill("language_same", language="English")]
