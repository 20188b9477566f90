"""Dates that counsellors propose: clear in the topic, and kept only after the person's yes."""

from dataclasses import replace
from datetime import date, time

import pytest

from bot.stores import Stores
from content.loader import Content
from content.model import LanguageCode
from conversations.actions import ConfirmDate
from conversations.actions_of_interviews import GetCalendarFile
from conversations.cases import Case
from conversations.composer import Composer
from conversations.counsellor_requests import OfferedDate, RequestId
from conversations.deadlines import Deadline, DeadlineKind
from conversations.people import Consent
from conversations.talk import Talk
from tests.fakes import Chat, SettableClock, actions, words
from tests.fakes_of_desk import Desk

_EN = LanguageCode("en")
_APPOINTMENT = "/appointment iom 12 december 2026 14:30 Plein 1, Utrecht; meenemen: paspoort {x}"
_TERM = "/deadline vertrektermijn 12 december 2026"


@pytest.fixture
def desk(kept: Stores, composer: Composer, clock: SettableClock) -> Desk:
    """Return the counsellors' side of the desk."""
    return Desk(kept, composer, clock)


@pytest.fixture
def case(desk: Desk) -> Case:
    """Return a case that Sam has, of a person who speaks English and has given consent."""
    case = desk.open("en")
    desk.kept.people.set_consent(case.person, Consent.GIVEN)
    desk.tap_take(case)
    desk.posts()
    return case


@pytest.fixture
def person(talk: Talk, desk: Desk) -> Chat:
    """Return the person of the case."""
    return Chat(talk, desk.person().address)


def proposed(desk: Desk, case: Case, text: str) -> tuple[ConfirmDate, ConfirmDate]:
    """Propose a date; return yes and no."""
    (letter,) = desk.act(case, text).letters
    yes, no = actions(letter.message)
    assert isinstance(yes, ConfirmDate)
    assert isinstance(no, ConfirmDate)
    desk.posts()
    return yes, no


def dates(desk: Desk) -> tuple[Deadline, ...]:
    return desk.kept.deadlines.all_of(desk.person().id)


def test_the_person_sees_everything_before_they_say_yes(desk: Desk, case: Case) -> None:
    """Weekday, date, time, place and what to bring, the counsellor's words under their own heading."""
    (letter,) = desk.act(case, _APPOINTMENT).letters

    assert words(letter.message).splitlines() == [
        "The counsellor proposes a date. Is this right? Only if you say yes, I remind you of it.",
        "Appointment with IOM",
        "Saturday, December 12, 2026, 2:30\N{NARROW NO-BREAK SPACE}PM",
        "The counsellor added:",
        "Where: Plein 1, Utrecht",
        "Bring: paspoort {x}",
    ]
    assert [row[0].label for row in letter.message.buttons] == ["Yes, remind me", "No, this is not right"]
    (posted,) = desk.words()
    assert "zaterdag 12 december 2026, 14:30" in posted
    assert dates(desk) == ()


@pytest.mark.parametrize(
    ("text", "kind", "at", "note"),
    [
        (_TERM, DeadlineKind.DEPARTURE_TERM, None, ""),
        ("/deadline VBL za 12 december 2026", DeadlineKind.VBL_STAY, None, ""),
        ("/deadline document w: 12 december 2026", DeadlineKind.DOCUMENT_W, None, ""),
        ("/deadline meldplicht 2026-12-12", DeadlineKind.WEEKLY_REPORT, None, ""),
        ("/deadline formulier inleveren 12 december 2026", DeadlineKind.OWN, None, "formulier inleveren"),
        (_APPOINTMENT, DeadlineKind.IOM_APPOINTMENT, time(14, 30), "Plein 1, Utrecht. Bring: paspoort {x}"),
        ("/appointment 12 december 2026 9 uur Utrecht", DeadlineKind.OTHER_APPOINTMENT, time(9), "Utrecht"),
        (
            "/appointment ambasade 12 december 2026 9:00 Den Haag; bring id",
            DeadlineKind.EMBASSY_APPOINTMENT,
            time(9),
            "Den Haag. Bring: id",
        ),
    ],
)
async def test_yes_keeps_the_date_with_reminders(
    desk: Desk, case: Case, person: Chat, text: str, kind: DeadlineKind, at: time | None, note: str
) -> None:
    """The date is as the person's own ones: in the list, with reminders and the file for a calendar."""
    yes, _ = proposed(desk, case, text)
    confirmed, *_ = await person.tap(yes)

    (deadline,) = dates(desk)
    assert (deadline.kind, deadline.day, deadline.clock, deadline.note) == (
        kind,
        date(2026, 12, 12),
        at,
        note,
    )
    assert GetCalendarFile(deadline.id) in actions(confirmed)
    assert desk.kept.deadlines.next_due() is not None
    (told,) = desk.words()
    assert told.startswith(desk.texts.fill("date_accepted", date=""))
    assert "12 december 2026" in told


async def test_weekly_reporting_proposed_for_today(desk: Desk, case: Case, person: Chat) -> None:
    """Accepted after this morning's reminder, it is kept from next week on, and the counsellor reads so."""
    yes, _ = proposed(desk, case, "/deadline melden 2 november 2026")
    await person.tap(yes)
    (told,) = desk.words()

    assert [each.day for each in dates(desk)] == [date(2026, 11, 9)]
    assert told.startswith(desk.texts.fill("date_accepted", date=""))


async def test_no_keeps_nothing(desk: Desk, case: Case, person: Chat, composer: Composer) -> None:
    """The topic is told, and the person waits for the counsellor."""
    _, no = proposed(desk, case, _APPOINTMENT)
    told = await person.tap(no)

    assert (told, dates(desk)) == ((composer.notice(["offer_refused"], _EN),), ())
    (posted,) = desk.words()
    assert posted.startswith(desk.texts.fill("date_refused", date=""))
    assert desk.now(case).waiting_since is not None


@pytest.mark.parametrize("first", ["yes", "no"])
async def test_a_double_tap_changes_nothing(
    desk: Desk, case: Case, person: Chat, composer: Composer, first: str
) -> None:
    """The first answer counts; the second is explained kindly."""
    yes, no = proposed(desk, case, _TERM)
    await person.tap(yes if first == "yes" else no)
    kept = dates(desk)
    desk.posts()
    again = [await person.tap(each) for each in (yes, no)]

    assert again == [(composer.desk_notice(["request_over"], _EN),)] * 2
    assert (dates(desk), desk.words()) == (kept, [])


async def test_an_old_or_forged_button(
    desk: Desk, case: Case, person: Chat, composer: Composer, clock: SettableClock
) -> None:
    """After fourteen days, or with a number that nobody made, nothing is kept."""
    yes, _ = proposed(desk, case, _TERM)
    clock.advance(days=15)
    told = [await person.tap(each) for each in (yes, ConfirmDate(RequestId("x"), accepted=True))]

    assert told == [(composer.desk_notice(["request_over"], _EN),)] * 2
    assert dates(desk) == ()


async def test_a_date_that_has_passed_meanwhile_is_not_kept(
    desk: Desk, case: Case, person: Chat, clock: SettableClock
) -> None:
    """Both sides know that there is no reminder."""
    yes, _ = proposed(desk, case, "/deadline vertrektermijn 4 november 2026")
    clock.advance(days=5)
    await person.tap(yes)

    assert dates(desk) == ()
    (told,) = desk.words()
    assert told.startswith(desk.texts.fill("date_not_kept", date=""))


@pytest.mark.parametrize("consent", [Consent.NOT_ASKED, Consent.REFUSED])
async def test_nothing_is_kept_without_consent(
    desk: Desk, case: Case, person: Chat, composer: Composer, consent: Consent
) -> None:
    """The person is asked first; the proposal stays and is confirmed after that."""
    desk.kept.people.set_consent(case.person, consent)
    yes, _ = proposed(desk, case, _TERM)
    asked, again = await person.tap(yes)

    assert (asked, dates(desk), desk.words()) == (composer.offer_needs_consent(_EN), (), [])
    await person.tap(actions(asked)[0])
    await person.tap(actions(again)[0])
    assert len(dates(desk)) == 1


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("vertrektermijn", "date_no_date"),
        ("vertrektermijn morgen", "date_no_date"),
        ("vertrektermijn 03/04", "date_no_year"),
        ("vertrektermijn 31 februari 2027", "date_no_such_day"),
        ("vertrektermijn 1 november 2026", "date_day_in_past"),
        ("vertrektermijn 12 december 2040", "date_day_too_far"),
        ("beroep 12 december 2026", "date_of_appeal"),
        ("termijn hogerberoep 12 december 2026", "date_of_appeal"),
        ("last day to appeal 12 december 2026", "date_of_appeal"),
    ],
)
def test_a_deadline_that_is_refused(desk: Desk, case: Case, text: str, key: str) -> None:
    """The counsellor reads what is wrong; the person reads nothing. An appeal's time limit is never set."""
    before = desk.now(case)

    assert desk.act(case, f"/deadline {text}").letters == ()
    (told,) = desk.words()
    assert told.splitlines()[0] == desk.texts.fill(key)
    assert desk.now(case) == before


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("iom", "date_no_date"),
        ("12 december 2026", "date_no_time"),
        ("12 december 2026 Utrecht", "date_no_time"),
        ("12 december 2026 25:00 Utrecht", "date_no_such_time"),
        ("12 december 2026 14:30", "date_no_place"),
        ("12 december 2026 14:30; bring: id", "date_no_place"),
        ("2 november 2026 12:00 Utrecht", "date_day_in_past"),
    ],
)
def test_an_appointment_that_is_refused(desk: Desk, case: Case, text: str, key: str) -> None:
    """Half a proposal, or one for this morning, is not sent."""
    assert desk.act(case, f"/appointment {text}").letters == ()
    (told,) = desk.words()
    assert told.splitlines()[0] == desk.texts.fill(key)


@pytest.mark.parametrize(
    "text",
    [
        "/deadline",
        "/deadline 12 december 2026",
        "/deadline vertrektermijn 12 december 2026 of later",
        "/appointment",
        "/appointment tandarts 12 december 2026 14:30 Utrecht",
    ],
)
def test_the_syntax_is_explained(desk: Desk, case: Case, text: str) -> None:
    """Who does not know how to write it reads an example."""
    assert desk.act(case, text).letters == ()
    (told,) = desk.words()
    assert "Voorbeeld: " in told


def test_an_ambiguous_date_and_a_wrong_weekday_are_named(desk: Desk, case: Case) -> None:
    """The counsellor sees what the date can be."""
    for text in ("vbl 03/04/2027", "vbl vrijdag 12 december 2026"):
        desk.act(case, f"/deadline {text}")

    ambiguous, weekday = desk.words()
    assert ambiguous.splitlines()[0] == desk.texts.fill(
        "date_ambiguous", one="zaterdag 3 april 2027", other="donderdag 4 maart 2027"
    )
    assert weekday.splitlines()[0] == desk.texts.fill("date_wrong_weekday", day="zaterdag 12 december 2026")


@pytest.mark.parametrize("text", [f"/deadline {'x' * 121} 12 december 2026", f"{_APPOINTMENT}{'x' * 121}"])
def test_long_words_are_refused(desk: Desk, case: Case, text: str) -> None:
    """What stands in a reminder fits on a phone."""
    assert desk.act(case, text).letters == ()
    assert desk.words() == [desk.texts.fill("date_too_long", most="120")]


def test_own_words_keep_their_order_in_another_script(content: Content) -> None:
    """A Dutch address inside a text that runs from right to left is isolated."""
    arabic = LanguageCode("ar")
    turned = replace(content.texts[_EN], language=content.texts[arabic].language)
    composer = Composer(replace(content, texts={**content.texts, arabic: turned}))
    offer = OfferedDate(DeadlineKind.OTHER_APPOINTMENT, date(2026, 12, 12), time(9), "Plein 1", "pas")
    shown = words(composer.offered_date(offer, RequestId("r1"), arabic))

    assert shown.splitlines()[-2:] == ["Where: \u2066Plein 1\u2069", "Bring: \u2066pas\u2069"]


def test_characters_that_turn_the_direction_are_taken_out(desk: Desk, case: Case) -> None:
    """What a counsellor pastes cannot turn the words around it."""
    (letter,) = desk.act(case, "/appointment 12 december 2026 14:30 Plein\u202e 1").letters

    assert words(letter.message).splitlines()[-1] == "Where: Plein 1"
