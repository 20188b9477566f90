"""What is remembered about people: the same contract in memory and in the encrypted database."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from content.model import LanguageCode, TopicId
from conversations.events import Address
from conversations.people import Consent, People
from tests.fakes import SettableClock

_ADDRESS = Address("telegram", "1001", LanguageCode("ar"))
_OTHER = Address("telegram", "1002")
_TOPIC = TopicId("hrt_amounts")


def test_a_new_person_has_chosen_nothing(people: People) -> None:
    """Nothing is assumed about a stranger, and the next message finds the same person."""
    person = people.find_or_add(_ADDRESS)

    assert (person.address, person.language, person.last_topic) == (_ADDRESS, None, None)
    assert person.consent == Consent.NOT_ASKED
    assert people.find_or_add(_ADDRESS) == person


def test_people_are_told_apart(people: People) -> None:
    """Channel and number together are one person; the language of the app makes no other person."""
    first = people.find_or_add(_ADDRESS)
    same = people.find_or_add(Address("telegram", "1001"))
    others = [people.find_or_add(address) for address in (_OTHER, Address("terminal", "1001"))]

    assert (same.id, same.conversation) == (first.id, first.conversation)
    assert len({first.id, *(each.id for each in others)}) == 3
    assert len({first.conversation, *(each.conversation for each in others)}) == 3


def test_an_id_tells_nothing_about_the_person(people: People) -> None:
    """Neither our own number nor Rasa's pseudonym holds or equals anything of the person."""
    person = people.find_or_add(_ADDRESS)

    assert person.id != person.conversation
    assert _ADDRESS.number not in person.conversation


def test_each_choice_is_remembered_by_itself(people: People) -> None:
    """Changing one thing about a person changes nothing else, and no one else."""
    person, other = people.find_or_add(_ADDRESS), people.find_or_add(_OTHER)
    people.set_language(person.id, LanguageCode("ti"))
    people.set_consent(person.id, Consent.GIVEN)
    people.set_last_topic(person.id, _TOPIC)
    people.set_language(person.id, LanguageCode("fa"))
    now = people.find_or_add(_ADDRESS)

    assert (now.language, now.consent, now.last_topic) == ("fa", Consent.GIVEN, _TOPIC)
    assert (now.id, now.conversation) == (person.id, person.conversation)
    assert people.find_or_add(_OTHER) == other


@pytest.mark.parametrize("consent", [Consent.REFUSED, Consent.NOT_ASKED])
def test_without_consent_the_last_topic_goes(people: People, consent: Consent) -> None:
    """What was remembered with consent does not outlive it."""
    person = people.find_or_add(_ADDRESS)
    people.set_last_topic(person.id, _TOPIC)
    people.set_consent(person.id, consent)

    assert people.find_or_add(_ADDRESS).last_topic is None


def test_a_last_topic_can_be_dropped(people: People) -> None:
    """A talk that is about nothing any more is remembered as such."""
    person = people.find_or_add(_ADDRESS)
    people.set_last_topic(person.id, _TOPIC)
    people.set_last_topic(person.id, None)

    assert people.find_or_add(_ADDRESS).last_topic is None


@pytest.mark.parametrize(
    "text",
    [
        "May I work?",
        "هل يمكنني العمل؟",
        "ክሰርሕ ይኽእል ዶ፧",
        "می\u200cخواهم 👍🏽",
        "'; drop table people; --",
        "a" * 1500,
    ],
)
def test_a_question_is_kept_to_the_letter_and_taken_once(
    people: People, clock: SettableClock, text: str
) -> None:
    """A waiting question comes back exactly as it was asked, and only once."""
    person = people.find_or_add(_ADDRESS)
    people.keep_question(person.id, text, clock())
    question = people.take_question(person.id)

    assert (question.person, question.text, question.received_at) == (person.id, text, clock())
    assert people.take_question(person.id) is None


def test_a_newer_question_takes_the_place_of_the_older(people: People, clock: SettableClock) -> None:
    """At most one question of a person is on disk at any time."""
    person = people.find_or_add(_ADDRESS)
    people.keep_question(person.id, "first", clock())
    clock.advance(minutes=1)
    people.keep_question(person.id, "second", clock())

    assert people.take_question(person.id).text == "second"
    assert people.take_question(person.id) is None


def test_who_waits_longest_comes_first(people: People, clock: SettableClock) -> None:
    """Questions that waited are answered in the order in which they came, also across time zones."""
    moments = {
        "1003": clock() + timedelta(hours=2),
        "1001": clock().astimezone(timezone(timedelta(hours=9))),
        "1002": clock() + timedelta(microseconds=1),
    }
    for number, moment in moments.items():
        people.keep_question(people.find_or_add(Address("telegram", number)).id, "question", moment)

    assert [each.address for each in people.people_with_questions()] == [
        Address("telegram", number) for number in ("1001", "1002", "1003")
    ]


def test_no_one_waits_in_the_beginning(people: People) -> None:
    """People without a question are not among those who wait."""
    people.find_or_add(_ADDRESS)

    assert people.people_with_questions() == ()


def test_who_is_forgotten_comes_back_as_a_stranger(people: People, clock: SettableClock) -> None:
    """Nothing is left, the pseudonym included; other people stay as they are; twice does no harm."""
    person, other = people.find_or_add(_ADDRESS), people.find_or_add(_OTHER)
    people.set_language(person.id, LanguageCode("so"))
    people.keep_question(person.id, "question", clock())
    people.keep_question(other.id, "question", clock())
    people.forget(person.id)
    people.forget(person.id)
    back = people.find_or_add(_ADDRESS)

    assert {back.id, back.conversation}.isdisjoint({person.id, person.conversation})
    assert (back.language, people.take_question(back.id)) == (None, None)
    assert people.people_with_questions() == (other,)


def test_purging_takes_what_is_old_and_nothing_else(people: People, clock: SettableClock) -> None:
    """Old questions and topics go; newer ones, languages and consent stay."""
    old, new = people.find_or_add(_ADDRESS), people.find_or_add(_OTHER)
    for person in (old, new):
        people.set_language(person.id, LanguageCode("tr"))
        people.set_consent(person.id, Consent.GIVEN)
        people.set_last_topic(person.id, _TOPIC)
        people.keep_question(person.id, "question", clock())
        clock.advance(days=1)
    limit = clock() - timedelta(days=1)

    assert people.purge(limit) == 2
    assert people.purge(limit) == 0
    assert people.people_with_questions() == (people.find_or_add(_OTHER),)
    assert [people.find_or_add(each).last_topic for each in (_ADDRESS, _OTHER)] == [None, _TOPIC]
    assert [people.find_or_add(each).language for each in (_ADDRESS, _OTHER)] == ["tr", "tr"]
    assert people.find_or_add(_ADDRESS).consent == Consent.GIVEN


def test_purging_knows_time_zones(people: People) -> None:
    """A moment is old or new by the clock of the world, whatever zone it was written in."""
    person = people.find_or_add(_ADDRESS)
    east = timezone(timedelta(hours=9))
    people.keep_question(person.id, "question", datetime(2026, 11, 2, 1, 0, tzinfo=east))

    assert people.purge(datetime(2026, 11, 1, 16, 0, tzinfo=UTC)) == 0
    assert people.purge(datetime(2026, 11, 1, 16, 0, 1, tzinfo=UTC)) == 1
