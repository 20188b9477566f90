"""What people hear by themselves: that nobody has come yet, and later whether their question is solved."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlite_utils import Database

from bot.stores import Stores
from content.model import LanguageCode
from conversations.actions import AnswerFollowUp, EndCase, OpenCase
from conversations.case_notices import FOLLOW_UP_AFTER, CaseNotice, CaseNotices
from conversations.cases import Case, CaseReason, CaseState, Sharing
from conversations.composer import Composer
from conversations.events import Address
from conversations.people import Consent
from conversations.store.cases import StoredCases
from conversations.store.people import StoredPeople
from tests.fakes import AMSTERDAM, Chat, SettableClock, actions, words
from tests.fakes_of_desk import NOOR, Desk

_EN = LanguageCode("en")
_DAY = timedelta(days=1)
_WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday")


@pytest.fixture
def desk(kept: Stores, composer: Composer, clock: SettableClock) -> Desk:
    """Return the counsellors' side of the same cases."""
    return Desk(kept, composer, clock)


@pytest.fixture
def notices(desk: Desk, clock: SettableClock) -> CaseNotices:
    """Return the notices of an organisation whose office hours are not known."""
    return _notices(desk, desk.composer, clock)


def _notices(desk: Desk, composer: Composer, clock: SettableClock) -> CaseNotices:
    kept = desk.kept
    return CaseNotices(kept.cases, kept.people, lambda: composer, clock, AMSTERDAM, timedelta(minutes=30))


def _waiting(notices: CaseNotices) -> list[CaseNotice]:
    return list(notices.still_waiting())


def _asked(notices: CaseNotices) -> list[CaseNotice]:
    return list(notices.follow_ups())


def test_who_waits_too_long_is_told_once_a_day(
    desk: Desk, notices: CaseNotices, clock: SettableClock
) -> None:
    """After half an hour, honestly, with the name of the case and 112; and not again before tomorrow."""
    case = desk.open("en")
    moments = []
    for _ in range(2 * 24 * 12):
        for notice in _waiting(notices):
            moments.append((clock().strftime("%d %H:%M"), case.name in words(notice.message)))
            assert "112" in words(notice.message)
            assert actions(notice.message) == [EndCase()]
        clock.advance(minutes=5)

    assert moments == [("02 12:30", True), ("03 12:35", True)]


@pytest.mark.parametrize("state", [CaseState.TAKEN, CaseState.CLOSED])
def test_who_does_not_wait_is_not_told(
    desk: Desk, notices: CaseNotices, clock: SettableClock, state: CaseState
) -> None:
    """A case that somebody has, or that has ended, is no reason for a message."""
    desk.kept.cases.save(replace(desk.open("en"), state=state))
    clock.advance(hours=2)

    assert _waiting(notices) == []


def test_who_did_not_ask_is_not_told(desk: Desk, notices: CaseNotices, clock: SettableClock) -> None:
    """Behind danger nobody was asked for: the assistant still answers, and there is nothing to wait for."""
    desk.open("en", CaseReason.DANGER, sharing=None)
    clock.advance(hours=2)

    assert _waiting(notices) == []


@pytest.mark.parametrize(
    ("opened", "told"),
    [
        (datetime(2026, 11, 2, 20, 45, tzinfo=UTC), "03-11 07:00"),
        (datetime(2026, 11, 2, 2, 0, tzinfo=UTC), "02-11 07:00"),
    ],
)
def test_nobody_is_told_at_night(
    desk: Desk, notices: CaseNotices, clock: SettableClock, opened: datetime, told: str
) -> None:
    """Where hours are unknown, the quiet hours of reminders hold."""
    clock.moment = opened
    desk.open("en")
    while not _waiting(notices):
        clock.advance(minutes=5)

    assert clock().strftime("%d-%m %H:%M") == told


def test_only_office_hours_count_and_only_then_people_are_told(desk: Desk, clock: SettableClock) -> None:
    """A case of Friday evening is overdue on Monday after half an hour of work, not in the weekend."""
    content = desk.composer.content
    hours = dict.fromkeys(_WEEK, "09:00-17:00")
    organisation = replace(content.organisation, office_hours=hours)
    notices = _notices(desk, Composer(replace(content, organisation=organisation)), clock)
    clock.moment = datetime(2026, 11, 6, 19, 0, tzinfo=UTC)
    desk.open("en")
    while not _waiting(notices):
        clock.advance(minutes=5)

    assert clock().strftime("%d-%m %H:%M") == "09-11 08:30"


def test_a_case_taken_meanwhile_is_left_out(desk: Desk, notices: CaseNotices, clock: SettableClock) -> None:
    """While messages go out one by one, the next case is looked at anew."""
    first = desk.open("en", number="1")
    clock.advance(minutes=1)
    second = desk.open("en", number="2")
    clock.advance(hours=1)
    going_out = notices.still_waiting()
    told = next(going_out)
    desk.tap_take(second, NOOR)

    assert (told.case, list(going_out)) == (first.id, [])


@pytest.fixture
def closed(desk: Desk) -> Case:
    """Return a closed conversation of a person who gave consent."""
    return _close(desk, desk.open("en", number="1001"))


def _close(desk: Desk, case: Case, consent: Consent = Consent.GIVEN) -> Case:
    desk.kept.people.set_consent(case.person, consent)
    closed = replace(case, state=CaseState.CLOSED, waiting_since=None)
    desk.kept.cases.save(closed)
    return closed


def test_after_three_days_one_question(
    closed: Case, desk: Desk, notices: CaseNotices, clock: SettableClock
) -> None:
    """Not before, not twice: one message with two buttons, in the person's language."""
    clock.advance(days=3, seconds=-1)
    before = _asked(notices)
    clock.advance(seconds=1)
    asked = _asked(notices)
    clock.advance(hours=1)
    again = _asked(notices)

    assert (before, [each.case for each in asked], again) == ([], [closed.id], [])
    assert words(asked[0].message) == words(desk.composer.notice(["follow_up_question"], _EN))
    assert actions(asked[0].message) == [AnswerFollowUp(solved=True), AnswerFollowUp(solved=False)]


@pytest.mark.parametrize("clock_in_utc", [2, 8, 18, 23])
def test_only_by_day(closed: Case, notices: CaseNotices, clock: SettableClock, clock_in_utc: int) -> None:
    """From ten to seven in the Netherlands."""
    clock.moment = datetime(2026, 11, 6, clock_in_utc, 0, tzinfo=UTC)
    assert _asked(notices) == []

    clock.moment = datetime(2026, 11, 7, 9, 0, tzinfo=UTC)
    assert len(_asked(notices)) == 1


@pytest.mark.parametrize("consent", [Consent.NOT_ASKED, Consent.REFUSED])
def test_not_without_consent(
    desk: Desk, notices: CaseNotices, clock: SettableClock, consent: Consent
) -> None:
    """Who did not agree that something is remembered is not written to later."""
    _close(desk, desk.open("en"), consent)
    clock.advance(days=3)

    assert _asked(notices) == []


def test_not_when_a_new_case_is_open(
    closed: Case, desk: Desk, notices: CaseNotices, clock: SettableClock
) -> None:
    """Who has asked for a counsellor again has told us enough; after that case they are asked once."""
    clock.advance(days=2)
    again = desk.open("en")
    clock.advance(days=1)
    while_open = _asked(notices)
    _close(desk, again)
    soon = _asked(notices)
    clock.advance(days=3)

    assert (while_open, soon, [each.case for each in _asked(notices)]) == ([], [], [again.id])


def test_not_after_forgetting(closed: Case, desk: Desk, notices: CaseNotices, clock: SettableClock) -> None:
    """Who has erased everything hears nothing any more."""
    desk.kept.people.forget(closed.person)
    clock.advance(days=3)

    assert _asked(notices) == []


def test_not_about_what_was_no_conversation(desk: Desk, notices: CaseNotices, clock: SettableClock) -> None:
    """A case that the person knows nothing of is not asked about."""
    _close(desk, desk.open("en", CaseReason.REMINDER_UNREACHABLE, sharing=None))
    clock.advance(days=3)

    assert _asked(notices) == []


def test_not_weeks_later(closed: Case, notices: CaseNotices, clock: SettableClock) -> None:
    """A machine that was off for weeks does not ask about what is long past."""
    clock.advance(days=11)

    assert _asked(notices) == []


def test_it_survives_a_restart(fresh_database: Database, composer: Composer, clock: SettableClock) -> None:
    """What is due is found in the rows, and what was asked is remembered there."""
    people, cases = StoredPeople(fresh_database, clock), StoredCases(fresh_database, clock)
    person = people.find_or_add(Address("telegram", "1001"))
    people.set_consent(person.id, Consent.GIVEN)
    case = cases.open(person.id, CaseReason.ASKED_FOR, sharing=Sharing.NOTHING)
    cases.save(replace(case, state=CaseState.CLOSED, waiting_since=None))
    clock.advance(days=3)

    def asked() -> int:
        now = CaseNotices(
            StoredCases(fresh_database, clock), people, lambda: composer, clock, AMSTERDAM, FOLLOW_UP_AFTER
        )
        return len(list(now.follow_ups()))

    assert [asked(), asked()] == [1, 0]


@pytest.mark.parametrize("solved", [True, False])
async def test_the_answer(settled_chat: Chat, composer: Composer, solved: bool) -> None:
    """Yes is thanked for; no asks at once what a counsellor may see this time."""
    (told,) = await settled_chat.tap(AnswerFollowUp(solved))

    if solved:
        assert words(told) == words(composer.notice(["follow_up_solved"], _EN))
    else:
        assert actions(told) == [OpenCase(sharing) for sharing in Sharing]
