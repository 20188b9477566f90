"""What people see of what is kept, take back, and erase."""

from datetime import timedelta

import pytest

from bot.stores import Stores
from content.model import LanguageCode, TopicId
from conversations.actions import ForgetMe, GiveConsent
from conversations.actions_of_interviews import StartInterview
from conversations.actions_of_privacy import AskToForget, GetMyData, KeepDates, WithdrawConsent
from conversations.cases import CaseReason
from conversations.composer import Composer
from conversations.deadlines import Distance
from conversations.events import Command
from conversations.flows.interview import InterviewId
from conversations.messages import Message
from conversations.people import Consent, People
from conversations.personal_data import DataKind
from tests.dates import a_deadline, at, begin, dates_of, me, waiting
from tests.fakes import NOON, Chat, FakeUnderstanding, SettableClock, actions, say, words

_EN = LanguageCode("en")
_TOPIC = TopicId("entry_ban")


@pytest.fixture
def known(settled_chat: Chat, kept: Stores, clock: SettableClock) -> Chat:
    """Return a person with a last topic, a question that waits, and a date with two reminders."""
    person = kept.people.find_or_add(settled_chat.address)
    kept.people.set_last_topic(person.id, _TOPIC)
    kept.people.keep_question(person.id, "may I <work>?", clock())
    reminders = [at(NOON + timedelta(days=2)), at(NOON + timedelta(days=3), Distance.DAYS_3)]
    kept.deadlines.add(a_deadline(person.id, note="bring <b>papers</b>"), reminders)
    return settled_chat


async def _overview(chat: Chat) -> Message:
    _, overview = await chat.command(Command.PRIVACY)
    return overview


async def test_privacy_tells_what_is_kept_now(known: Chat, composer: Composer) -> None:
    """/privacy names what there is, in numbers, and nothing of which there is none."""
    told = words(await _overview(known))

    title = composer.content.answer(_TOPIC, _EN).title
    for line in ("1 question that waits", "1 date", "2 reminders", title):
        assert line in told
    assert "counsellor:" not in told
    assert "0000" in told
    assert "365 days" in told


async def test_privacy_offers_a_copy_consent_and_erasing(
    known: Chat, people: People, composer: Composer
) -> None:
    """The buttons below fit the consent: who gave it can take it back, who did not can give it."""
    assert actions(await _overview(known)) == [GetMyData(), WithdrawConsent(), AskToForget()]

    people.set_consent(people.find_or_add(known.address).id, Consent.REFUSED)

    assert actions(await _overview(known)) == [GetMyData(), GiveConsent(given=True), AskToForget()]
    assert await known.tap(AskToForget()) == (composer.ask_to_forget(_EN),)


async def test_withdrawing_erases_what_consent_was_for(
    known: Chat, kept: Stores, composer: Composer, understanding: FakeUnderstanding
) -> None:
    """One tap: topic, question and interview are gone, here and in Rasa; dates wait for an answer."""
    await begin(known)
    person = kept.people.find_or_add(known.address)
    told, question = await known.tap(WithdrawConsent())
    after = kept.people.find_or_add(known.address)

    assert words(told) == say(composer, "privacy_withdrawn")
    assert actions(question) == [KeepDates(kept=True), KeepDates(kept=False)]
    assert (after.consent, after.last_topic) == (Consent.REFUSED, None)
    assert kept.people.waiting_question(person.id) is None
    assert kept.interviews.current(person.id) is None
    assert understanding.forgotten == [person.conversation]
    assert len(dates_of(kept, known)) == 1


@pytest.mark.parametrize("is_kept", [True, False])
async def test_dates_stay_or_go_as_the_person_says(
    known: Chat, kept: Stores, composer: Composer, *, is_kept: bool
) -> None:
    """After taking back consent dates stay with their reminders, or all of them go."""
    before = waiting(kept)
    await known.tap(WithdrawConsent())
    (told,) = await known.tap(KeepDates(kept=is_kept))

    assert words(told) == say(composer, "privacy_dates_kept" if is_kept else "privacy_dates_erased")
    assert (len(dates_of(kept, known)), waiting(kept)) == ((1, before) if is_kept else (0, ()))


async def test_without_dates_nothing_is_asked(settled_chat: Chat, composer: Composer) -> None:
    """Who has no dates is not bothered with a question about them."""
    (told,) = await settled_chat.tap(WithdrawConsent())

    assert words(told) == say(composer, "privacy_withdrawn")


async def test_consent_can_be_given_again(known: Chat, people: People) -> None:
    """Taking back is not for ever."""
    await known.tap(WithdrawConsent())
    await known.tap(GiveConsent(given=True))

    assert people.find_or_add(known.address).consent is Consent.GIVEN


async def test_forgetting_tells_what_was_removed(known: Chat, kept: Stores, composer: Composer) -> None:
    """The person reads what is gone, in numbers, and that nothing had to be kept."""
    person = kept.people.find_or_add(known.address)
    kept.messages.remember(person.address, (7,))
    (told,) = await known.tap(ForgetMe(confirmed=True))

    said = words(told)
    for line in ("1 question that waits", "1 date", "2 reminders", "the number of 1 message"):
        assert line in said
    assert say(composer, "forget_law") in said
    assert say(composer, "forget_group") not in said
    assert kept.personal.count(person.id) == {}


async def test_forgetting_tells_of_the_counsellors_group(
    known: Chat, kept: Stores, composer: Composer
) -> None:
    """Who talked with counsellors reads that their group is emptied too."""
    kept.cases.open(me(kept, known), CaseReason.ASKED_FOR)
    (told,) = await known.tap(ForgetMe(confirmed=True))

    assert say(composer, "forget_group") in words(told)
    assert "1 conversation with a counsellor" in words(told)


async def test_erasing_wakes_the_reminders(known: Chat, kept: Stores) -> None:
    """After erasing nothing is left to be sent."""
    await known.tap(ForgetMe(confirmed=True))

    assert kept.deadlines.next_due() is None


@pytest.mark.parametrize("consent", [Consent.NOT_ASKED, Consent.REFUSED])
async def test_an_interview_without_consent_tells_about_telegram_first(
    settled_chat: Chat, people: People, composer: Composer, consent: Consent
) -> None:
    """Before the first question that is personal the person reads who else can see it: once."""
    people.set_consent(people.find_or_add(settled_chat.address).id, consent)
    note = say(composer, "consent_telegram_note")
    (asked,) = await settled_chat.tap(StartInterview(InterviewId.DEPARTURE_TERM))
    first = await settled_chat.tap(GiveConsent(given=True, then=InterviewId.DEPARTURE_TERM))

    assert "end-to-end" in note
    assert words(asked).count(note) == 1
    assert note not in "".join(map(words, first))


async def test_counts_are_of_this_person_alone(known: Chat, kept: Stores) -> None:
    """What is kept about others is not counted."""
    counts = kept.personal.count(me(kept, known))

    assert counts == {
        DataKind.PERSON: 1,
        DataKind.QUESTION: 1,
        DataKind.DEADLINE: 1,
        DataKind.REMINDER: 2,
    }
