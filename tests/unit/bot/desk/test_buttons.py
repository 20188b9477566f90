"""Buttons in the topic of a case: what they carry, and that names and old lists do no harm."""

import pytest

from bot.desk.buttons import card_buttons, colleague_buttons, decode_desk_button, encode_desk_button
from bot.telegram.callback_data import CallbackDataError
from content.loader import Content
from conversations.cases import Case, CaseId, CaseReason, CaseState, CloseReason, CounsellorId
from conversations.counsellor_texts import CounsellorTexts
from conversations.desk_buttons import AskReason, CloseCase, DeskButton, GiveCase, TakeCase
from conversations.identifiers import PersonId
from tests.fakes import NOON
from tests.fakes_of_desk import NOOR, SAM

_CASE = CaseId("pr6K30NA")
_LONG = CounsellorId("Aleksandra-Konstantinopolska van den Bovenkamp-Noordermeer ✨")
_BUTTONS = [
    TakeCase(),
    AskReason(),
    *(CloseCase(each) for each in CloseReason),
    GiveCase(NOOR),
    GiveCase(_LONG),
]


@pytest.mark.parametrize("button", _BUTTONS, ids=repr)
def test_round_trip(button: DeskButton) -> None:
    """Every button comes back as it was, within Telegram's 64 bytes, however long a name is."""
    data = encode_desk_button(button, _CASE)

    assert decode_desk_button(data, [SAM, NOOR, _LONG]) == (button, _CASE)
    assert len(data.encode()) <= 64


@pytest.mark.parametrize(
    "data",
    [
        "",
        "desk",
        "desk:take",
        "desk:other:c",
        "desk:reason:c",
        "desk:reason:bored:c",
        "desk:give:c",
        "m",
        "::",
    ],
)
def test_what_is_no_button(data: str) -> None:
    """Data that this program did not make is refused and guessed at by nobody."""
    with pytest.raises(CallbackDataError):
        decode_desk_button(data, [SAM, NOOR])


def test_a_colleague_who_left_the_list_gets_nothing() -> None:
    """An old button names a person and no place in the list: it never means somebody else."""
    data = encode_desk_button(GiveCase(SAM), _CASE)

    with pytest.raises(CallbackDataError):
        decode_desk_button(data, [NOOR])


def _case(state: CaseState, counsellor: CounsellorId | None = None) -> Case:
    return Case(_CASE, "NAME", PersonId("p"), CaseReason.ASKED_FOR, NOON, state, counsellor=counsellor)


def test_colleagues_without_who_has_the_case() -> None:
    """Only who can get the case is offered, each once."""
    keyboard = colleague_buttons(_case(CaseState.TAKEN, SAM), [SAM, NOOR, _LONG, NOOR])

    assert [button.text for row in keyboard.inline_keyboard for button in row] == [NOOR, _LONG]


def test_a_closed_case_has_no_buttons(content: Content) -> None:
    """What can no longer be done is not offered."""
    words = CounsellorTexts(lambda: content.counsellors)

    assert card_buttons(_case(CaseState.CLOSED, SAM), words) is None
