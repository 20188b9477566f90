"""Every command where it does not belong: nothing reaches the person, and the counsellor reads why."""

import pytest

from bot.stores import Stores
from conversations.composer import Composer
from conversations.desk_counsellors import CounsellorAct, Result
from tests.fakes import SettableClock
from tests.fakes_of_desk import SAM, Desk

_COMPLETE = {
    "/give": "Noor",
    "/deadline": "vertrektermijn 12 december 2026",
    "/appointment": "12 december 2026 14:30 Utrecht",
    "/ask": "1",
    "/language": "so",
    "/answer": "hrt_amounts",
    "/phrase": "1",
    "/take": "",
    "/close": "klaar",
    "/note": "x",
    "/who": "",
    "/reopen": "",
}
_WHEN_CLOSED = ("/note", "/who", "/reopen")
_COMMANDS = [f"{name} {words}".strip() for name, words in _COMPLETE.items()]


@pytest.fixture
def desk(kept: Stores, composer: Composer, clock: SettableClock) -> Desk:
    """Return the counsellors' side of the desk."""
    return Desk(kept, composer, clock)


def test_every_command_is_tried_here_and_told_of(desk: Desk) -> None:
    """No command is forgotten below, or in what a counsellor reads after a typing mistake."""
    told = desk.texts.fill("unknown_command")

    assert sorted(desk.desk.commands) == sorted([*_COMPLETE, "/overview"])
    assert [name for name in desk.desk.commands if name not in told] == []


@pytest.mark.parametrize("text", _COMMANDS)
def test_by_somebody_who_is_not_on_the_list(desk: Desk, text: str) -> None:
    """A stranger changes nothing."""
    case = desk.open("en")

    assert desk.act(case, text, counsellor=None) == Result(reply=desk.texts.fill("not_a_counsellor"))
    assert (desk.now(case), desk.posts()) == (case, [])


@pytest.mark.parametrize("text", _COMMANDS)
def test_outside_a_case(desk: Desk, text: str) -> None:
    """There is nobody to do it to."""
    assert desk.act(None, text) == Result(reply=desk.texts.fill("no_case_here"))


@pytest.mark.parametrize("text", [each for each in _COMMANDS if each.split()[0] not in _WHEN_CLOSED])
def test_in_a_closed_case(desk: Desk, text: str) -> None:
    """The person who ended the conversation gets nothing any more."""
    case = desk.open("en")
    desk.act(case, "/close klaar")
    desk.posts()

    assert desk.act(case, text) == Result()
    assert desk.words() == [desk.texts.fill("case_closed")]


@pytest.mark.parametrize("text", _COMMANDS)
def test_when_the_person_is_gone(desk: Desk, text: str) -> None:
    """Nothing breaks in the case of somebody who erased everything."""
    case = desk.open("en")
    stored = desk.now(case)
    desk.kept.people.forget(case.person)
    erased = desk.desk.act(CounsellorAct(SAM, None, text, erased=True))

    assert erased == Result(reply=desk.texts.fill("person_gone"))
    if desk.kept.cases.find(case.id) is not None:
        assert desk.desk.act(CounsellorAct(SAM, stored, text)) == Result()
