"""The buttons in the topic of a case, as Telegram keeps them."""

import hashlib
from collections.abc import Callable, Iterable, Mapping

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.telegram.callback_data import CallbackDataError
from conversations.cases import Case, CaseId, CaseState, CloseReason, CounsellorId
from conversations.counsellor_texts import CounsellorTexts
from conversations.desk_buttons import AskReason, CloseCase, DeskButton, GiveCase, TakeCase

TAKE, CLOSE, REASON, GIVE = "desk:take", "desk:close", "desk:reason", "desk:give"
_MOST_COLLEAGUES = 40
_IN_A_ROW = 2


def encode_desk_button(button: DeskButton, case: CaseId) -> str:
    """Return the callback data of a button about a case, within the 64 bytes that Telegram allows."""
    match button:
        case TakeCase():
            return f"{TAKE}:{case}"
        case AskReason():
            return f"{CLOSE}:{case}"
        case CloseCase(reason):
            return f"{REASON}:{reason}:{case}"
        case GiveCase(colleague):
            return f"{GIVE}:{_mark(colleague)}:{case}"


def decode_desk_button(data: str, colleagues: Iterable[CounsellorId]) -> tuple[DeskButton, CaseId]:
    """Return the button that `data` stands for, and its case; `colleagues` are those on the list now.

    Raises CallbackDataError when it stands for none, or for somebody who is no longer on the list.
    """
    name, _, case = data.rpartition(":")
    kind, _, value = name.rpartition(":")
    try:
        if name in _WITHOUT_VALUES:
            return _WITHOUT_VALUES[name](), CaseId(case)
        if kind == REASON:
            return CloseCase(CloseReason(value)), CaseId(case)
        if kind == GIVE:
            return GiveCase({_mark(each): each for each in colleagues}[value]), CaseId(case)
    except (KeyError, ValueError) as error:
        raise CallbackDataError("unknown choice") from error
    raise CallbackDataError("unknown callback data")


_WITHOUT_VALUES: Mapping[str, Callable[[], DeskButton]] = {TAKE: TakeCase, CLOSE: AskReason}


def _mark(colleague: CounsellorId) -> str:
    """Return what stands for a name: names can be too long, and places in the list change."""
    return hashlib.blake2s(colleague.encode(), digest_size=6).hexdigest()


def card_buttons(case: Case, words: CounsellorTexts) -> InlineKeyboardMarkup | None:
    """Return what can be done with a case: to take it while nobody has it, and to close it."""
    if not case.is_open:
        return None
    close = _button(words.fill("button_close"), AskReason(), case)
    if case.state is CaseState.TAKEN:
        return InlineKeyboardMarkup([[close]])
    return InlineKeyboardMarkup([[_button(words.fill("button_take"), TakeCase(), case), close]])


def reason_buttons(case: Case, words: CounsellorTexts) -> InlineKeyboardMarkup:
    """Return a button for each reason to close a case."""
    return _rows([_button(words.fill(f"close_{each}"), CloseCase(each), case) for each in CloseReason])


def colleague_buttons(case: Case, colleagues: Iterable[CounsellorId]) -> InlineKeyboardMarkup:
    """Return a button for each colleague who does not have the case."""
    others = [each for each in dict.fromkeys(colleagues) if each != case.counsellor]
    return _rows([_button(each, GiveCase(each), case) for each in others[:_MOST_COLLEAGUES]])


def _button(label: str, button: DeskButton, case: Case) -> InlineKeyboardButton:
    return InlineKeyboardButton(label, callback_data=encode_desk_button(button, case.id))


def _rows(buttons: list[InlineKeyboardButton]) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(
        [buttons[place : place + _IN_A_ROW] for place in range(0, len(buttons), _IN_A_ROW)]
    )
