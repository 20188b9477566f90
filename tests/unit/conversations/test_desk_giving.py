"""A case goes to a colleague: by the beginning of a name, and the person knows."""

import pytest

from bot.stores import Stores
from content.model import LanguageCode
from conversations.cases import CaseState, CounsellorId, PostKind
from conversations.composer import Composer
from conversations.desk_buttons import GiveCase
from tests.fakes import SettableClock, words
from tests.fakes_of_desk import NOOR, SAM, Desk

_EN = LanguageCode("en")


@pytest.fixture
def desk(kept: Stores, composer: Composer, clock: SettableClock) -> Desk:
    """Return the counsellors' side of the desk."""
    return Desk(kept, composer, clock)


@pytest.mark.parametrize("name", ["Noor", "noor", "No", "N", "nOÓr"])
def test_a_case_goes_to_a_colleague(desk: Desk, composer: Composer, name: str) -> None:
    """The topic names the colleague, the card changes, and the person reads that somebody else goes on."""
    case = desk.open("en")
    desk.tap_take(case)
    desk.posts()
    (letter,) = desk.act(case, f"/give {name}").letters

    expected = composer.desk_notice(["case_other_counsellor", "case_silent_note"], _EN, can_end=True)
    assert (letter.message, desk.now(case).counsellor) == (expected, NOOR)
    posts = desk.posts()
    assert [post.text for post in posts if post.text] == [
        desk.texts.fill("given", counsellor=SAM, colleague=NOOR)
    ]
    assert PostKind.TO_COLLEAGUE in [post.kind for post in posts]
    assert PostKind.CARD in [post.kind for post in posts]


def test_a_case_that_nobody_had_is_given(desk: Desk, composer: Composer) -> None:
    """Who waits for the first counsellor does not read of another one; they still wait for an answer."""
    case = desk.open("en")
    (letter,) = desk.act(case, "/give Noor").letters

    assert words(letter.message) == words(composer.desk_notice(["case_taken", "case_silent_note"], _EN))
    now = desk.now(case)
    assert (now.state, now.counsellor, now.waiting_since) == (CaseState.TAKEN, NOOR, case.waiting_since)


@pytest.mark.parametrize("name", ["", "Xan", "Sa", "oor"], ids=["nobody", "unknown", "two", "not the start"])
def test_a_name_that_is_not_clear_asks_who(desk: Desk, name: str) -> None:
    """Nobody gets a case by mistake: the colleagues come as buttons."""
    desk.colleagues = [SAM, NOOR, CounsellorId("Sara")]
    case = desk.open("en")

    assert desk.act(case, f"/give {name}").letters == ()
    assert [(post.kind, post.text) for post in desk.posts()] == [
        (PostKind.COLLEAGUES, desk.texts.fill("give_usage"))
    ]
    assert desk.now(case) == case


def test_a_case_goes_to_a_colleague_by_button(desk: Desk, composer: Composer) -> None:
    """A tap does what the command with the name does."""
    case = desk.open("en")
    desk.tap_take(case)
    desk.posts()
    (letter,) = desk.tap(case, GiveCase(NOOR)).letters

    expected = composer.desk_notice(["case_other_counsellor", "case_silent_note"], _EN, can_end=True)
    assert (letter.message, desk.now(case).counsellor) == (expected, NOOR)
    assert desk.words() == [desk.texts.fill("given", counsellor=SAM, colleague=NOOR)]


def test_a_second_tap_on_a_colleague_changes_nothing(desk: Desk) -> None:
    """The person is told once, also when two counsellors tap the same button."""
    case = desk.open("en")
    told = [len(desk.tap(case, GiveCase(NOOR), each).letters) for each in (SAM, NOOR)]

    assert told == [1, 0]
    assert desk.words() == [
        desk.texts.fill("given", counsellor=SAM, colleague=NOOR),
        desk.texts.fill("given_already", colleague=NOOR),
    ]


def test_without_colleagues_nobody_is_offered(desk: Desk) -> None:
    """Who is alone on the list reads that, instead of a question without answers."""
    desk.colleagues = [SAM]
    case = desk.open("en")
    desk.tap_take(case)
    desk.posts()
    desk.act(case, "/give")

    assert desk.words() == [desk.texts.fill("give_nobody")]


def test_a_whole_name_wins_over_a_longer_one(desk: Desk) -> None:
    """Sam can be given a case although there is a Samira."""
    desk.colleagues = [SAM, CounsellorId("Samira"), NOOR]
    case = desk.open("en")
    desk.act(case, "/give sam", NOOR)

    assert desk.now(case).counsellor == SAM


def test_a_case_is_not_given_to_who_has_it(desk: Desk) -> None:
    """The person is not told of a change that is none."""
    case = desk.open("en")
    desk.tap_take(case)
    desk.posts()

    assert desk.act(case, "/give Sam", NOOR).letters == ()
    assert desk.words() == [desk.texts.fill("given_already", colleague=SAM)]
