"""A case ends for a reason: written after the command, or chosen with a button."""

import pytest

from bot.stores import Stores
from content.model import LanguageCode
from conversations.cases import CaseState, CloseReason, PostKind
from conversations.composer import Composer
from conversations.desk_buttons import AskReason, CloseCase
from conversations.desk_counsellors import Result
from tests.fakes import SettableClock, words
from tests.fakes_of_desk import NOOR, SAM, Desk

_EN = LanguageCode("en")


@pytest.fixture
def desk(kept: Stores, composer: Composer, clock: SettableClock) -> Desk:
    """Return the counsellors' side of the desk."""
    return Desk(kept, composer, clock)


@pytest.mark.parametrize("how", ["command", "button"])
def test_without_a_reason_it_is_asked_for(desk: Desk, how: str) -> None:
    """Nothing ends yet, and the person reads nothing."""
    case = desk.open("en")
    told = desk.act(case, "/close") if how == "command" else desk.tap(case, AskReason())

    assert (told, desk.now(case)) == (Result(), case)
    assert [(post.kind, post.text) for post in desk.posts()] == [
        (PostKind.REASONS, desk.texts.fill("close_usage"))
    ]


@pytest.mark.parametrize("reason", list(CloseReason))
def test_a_tap_closes_for_that_reason(desk: Desk, composer: Composer, reason: CloseReason) -> None:
    """It does what the command with those words does."""
    case = desk.open("en")
    told = desk.tap(case, CloseCase(reason))

    assert [words(letter.message) for letter in told.letters] == [
        words(composer.menu(_EN, "case_ended_by_counsellor")),
        words(composer.notice(["case_feedback"], _EN)),
    ]
    shown = desk.texts.fill("closed", counsellor=SAM, reason=desk.texts.fill(f"close_{reason}"))
    assert (desk.now(case).state, desk.words()) == (CaseState.CLOSED, [shown])


def test_two_taps_close_once(desk: Desk) -> None:
    """The second counsellor reads that it was done; the person is told once."""
    case = desk.open("en")
    told = [len(desk.tap(case, CloseCase(CloseReason.ANSWERED), each).letters) for each in (SAM, NOOR)]

    assert told == [2, 0]
    assert desk.words()[-1] == desk.texts.fill("case_closed")


def test_a_tap_about_an_erased_person(desk: Desk) -> None:
    """A button that is left over in the group does nothing."""
    case = desk.open("en")
    stored = desk.now(case)
    desk.kept.people.forget(case.person)

    assert desk.desk.tapped(stored, SAM, CloseCase(CloseReason.ANSWERED)) == Result()
