"""The questions of today: kept a day with consent, shown to a counsellor when the person chooses that."""

import pytest
from sqlite_utils import Database

from bot.stores import Stores
from content.model import DUTCH, TopicId
from conversations.actions import ForgetMe, GiveConsent, OpenCase
from conversations.assistant import Assistant
from conversations.cases import PostKind, Sharing
from conversations.composer import Composer
from conversations.events import Address
from conversations.people import MOST_ASKED_KEPT, Consent, Person
from conversations.store.people import StoredPeople
from conversations.understanding import Say, Smalltalk
from tests.fakes import Chat, FakeUnderstanding, FixedLanguages, SettableClock
from tests.fakes_of_desk import Desk
from tests.talks import build_talk

_QUESTION, _OTHER = "how much money do I get", "something else"
_HRT = TopicId("hrt_amounts")


@pytest.fixture
def desk(kept: Stores, composer: Composer, clock: SettableClock) -> Desk:
    """Return the counsellors' side of the same cases."""
    return Desk(kept, composer, clock)


@pytest.fixture(autouse=True)
def _script(understanding: FakeUnderstanding) -> None:
    understanding.expect(_QUESTION, Say(_HRT))
    understanding.expect("hello", Smalltalk("greet"))


def _texts(desk: Desk) -> list[str]:
    return [each.text for each in desk.kept.people.asked(desk.person().id)]


@pytest.mark.parametrize("sharing", list(Sharing))
async def test_the_questions_go_into_the_case_only_when_chosen(
    settled_chat: Chat, desk: Desk, sharing: Sharing
) -> None:
    """Each with its time in the Netherlands and the topic understood, below the card; else nothing."""
    await settled_chat.write(_QUESTION)
    await settled_chat.write(_OTHER)
    await settled_chat.tap(OpenCase(sharing))

    title = desk.composer.content.answer(_HRT, DUTCH).title
    understood = desk.texts.fill("person_understood", topic=title, id=_HRT)
    heading = desk.texts.fill("questions_today")
    shown = (PostKind.TEXT, f"{heading}\n\n13:00 {_QUESTION}\n{understood}\n\n13:00 {_OTHER}")
    expected = [(PostKind.CARD, ""), shown] if sharing is not Sharing.NOTHING else [(PostKind.CARD, "")]
    assert [(post.kind, post.text) for post in desk.posts()] == expected


async def test_a_second_tap_shows_nothing_more(settled_chat: Chat, desk: Desk) -> None:
    """What was allowed when the case was opened holds; an old button changes nothing."""
    await settled_chat.write(_QUESTION)
    await settled_chat.tap(OpenCase(Sharing.NOTHING))
    await settled_chat.tap(OpenCase(Sharing.TOPIC))

    assert desk.words() == []


async def test_sharing_in_a_case_that_is_open_for_danger(settled_chat: Chat, desk: Desk) -> None:
    """Who asks for a counsellor after danger chooses then, and the questions follow."""
    await settled_chat.write(_QUESTION)
    await settled_chat.write("i want kill my self")
    desk.posts()
    await settled_chat.tap(OpenCase(Sharing.TOPIC))

    assert [_QUESTION in text for text in desk.words()] == [True]


async def test_no_questions_no_post(settled_chat: Chat, desk: Desk) -> None:
    """Who has asked nothing leaves no empty list."""
    await settled_chat.write("hello")
    await settled_chat.tap(OpenCase(Sharing.TOPIC))

    assert desk.words() == []


async def test_without_consent_nothing_is_kept(settled_chat: Chat, desk: Desk) -> None:
    """Who refused has no questions to show, and withdrawing erases them at once."""
    await settled_chat.write(_QUESTION)
    before = _texts(desk)
    await settled_chat.tap(GiveConsent(given=False))
    withdrawn = _texts(desk)
    await settled_chat.write(_OTHER)

    assert (before, withdrawn, _texts(desk)) == ([_QUESTION], [], [])


async def test_forgetting_erases_the_questions(settled_chat: Chat, desk: Desk) -> None:
    """After /forget nobody finds them, neither under the old nor under the new number."""
    await settled_chat.write(_QUESTION)
    person = desk.person()
    await settled_chat.tap(ForgetMe(confirmed=True))

    assert (desk.kept.people.asked(person.id), _texts(desk)) == ((), [])


async def test_without_a_group_nothing_is_kept(
    settled_chat: Chat, assistant: Assistant, languages: FixedLanguages, desk: Desk, clock: SettableClock
) -> None:
    """Where no counsellor could read them there is no reason to keep them."""
    alone = Chat(build_talk(assistant, desk.kept, languages, clock, connected=False), settled_chat.address)
    await alone.write(_QUESTION)

    assert _texts(desk) == []


async def test_what_is_said_to_a_counsellor_is_not_kept_again(settled_chat: Chat, desk: Desk) -> None:
    """In a conversation the words go to the counsellor and stay nowhere else."""
    await settled_chat.tap(OpenCase(Sharing.NOTHING))
    await settled_chat.write(_QUESTION)

    assert _texts(desk) == []


async def test_a_question_that_waits_is_kept_as_well(
    settled_chat: Chat, understanding: FakeUnderstanding, desk: Desk
) -> None:
    """While the machine cannot understand, a counsellor can read what was asked, once."""
    understanding.is_down = True
    await settled_chat.write(_QUESTION)
    understanding.is_down = False
    await settled_chat.write(_QUESTION)

    assert _texts(desk) == [_QUESTION]


@pytest.fixture
def person(kept: Stores) -> Person:
    """Return a person who allowed that something is kept."""
    person = kept.people.find_or_add(Address("telegram", "1001"))
    kept.people.set_consent(person.id, Consent.GIVEN)
    return person


def test_only_a_day_and_only_twenty(kept: Stores, person: Person, clock: SettableClock) -> None:
    """A question is found for 24 hours, and the oldest go when there are too many."""
    for number in range(MOST_ASKED_KEPT + 3):
        kept.people.remember_asked(person.id, f"question {number}", None)
        clock.advance(hours=1)
    texts = [each.text for each in kept.people.asked(person.id)]
    clock.advance(hours=5)
    later = [each.text for each in kept.people.asked(person.id)]

    assert texts == [f"question {number}" for number in range(3, MOST_ASKED_KEPT + 3)]
    assert later == [f"question {number}" for number in range(4, MOST_ASKED_KEPT + 3)]
    assert [kept.people.purge_asked() for _ in range(2)] == [1, 0]


def test_each_has_their_own(kept: Stores, person: Person) -> None:
    """Questions of one person are never among those of another, and erasing one leaves the other."""
    other = kept.people.find_or_add(Address("telegram", "1002"))
    kept.people.remember_asked(person.id, _QUESTION, _HRT)
    kept.people.remember_asked(other.id, _OTHER, None)
    kept.people.forget(other.id)

    assert [(each.text, each.topic) for each in kept.people.asked(person.id)] == [(_QUESTION, _HRT)]


def test_questions_survive_a_restart(fresh_database: Database, clock: SettableClock) -> None:
    """They are rows of the encrypted database."""
    people = StoredPeople(fresh_database, clock)
    person = people.find_or_add(Address("telegram", "1001"))
    people.remember_asked(person.id, _QUESTION, _HRT)
    people.set_unclear(person.id, 1)
    after = StoredPeople(fresh_database, clock)

    assert [each.text for each in after.asked(person.id)] == [_QUESTION]
    assert after.find_or_add(person.address).unclear == 1
