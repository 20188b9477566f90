"""Actions as callback data of buttons, within the 64 bytes that Telegram allows.

Callback data names a thing and never a person: a forged tap can only do what the sender may do anyway, to
themselves.
"""

import re
from collections.abc import Callable, Mapping

from bot.telegram.interview_callback_data import INTERVIEW_DECODERS, encode_interview_action, flag, is_yes
from bot.telegram.privacy_callback_data import PRIVACY_DECODERS, encode_privacy_action
from content.model import Group, LanguageCode, TermId, TopicId
from conversations.actions import (
    Action,
    AnswerFollowUp,
    AnswerQuestion,
    ChooseLanguage,
    ConfirmDate,
    EndCase,
    ForgetMe,
    GiveConsent,
    GiveFeedback,
    KeepLanguage,
    NoneOfThese,
    OpenCase,
    ShareFile,
    ShareLocation,
    ShowGroup,
    ShowMenu,
    ShowTerm,
    ShowTopic,
    TalkToPerson,
)
from conversations.actions_of_interviews import DeadlineAction, InterviewAction
from conversations.actions_of_privacy import PrivacyAction
from conversations.cases import Sharing
from conversations.counsellor_requests import RequestId
from conversations.flows.interview import InterviewId

_NUMBER = re.compile("[1-9][0-9]{0,9}")


class CallbackDataError(ValueError):
    """Callback data that this version of the program did not make."""


_WITHOUT_VALUES: Mapping[type, str] = {
    ShowMenu: "m",
    KeepLanguage: "k",
    TalkToPerson: "h",
    NoneOfThese: "n",
    EndCase: "e",
}


def encode(action: Action) -> str:
    """Return the callback data of `action`."""
    match action:
        case ShowGroup(group):
            return f"g:{group or ''}"
        case ShowTopic(topic, language):
            return _joined("t", topic, language)
        case ShowTerm(term, language):
            return _joined("d", term, language)
        case ChooseLanguage(language):
            return f"l:{language}"
        case GiveConsent(given, then):
            return _joined("c", flag(given), then)
        case ForgetMe(confirmed):
            return f"f:{flag(confirmed)}"
        case ShowMenu() | KeepLanguage() | TalkToPerson() | NoneOfThese() | EndCase():
            return _WITHOUT_VALUES[type(action)]
        case _ if isinstance(action, PrivacyAction):
            return encode_privacy_action(action)
        case _ if isinstance(action, InterviewAction | DeadlineAction):
            return encode_interview_action(action)
        case _:
            return _encode_about_cases(action)


def _encode_about_cases(action: Action) -> str:
    match action:
        case OpenCase(sharing):
            return f"p:{sharing}"
        case GiveFeedback(helped):
            return f"b:{flag(helped)}"
        case ConfirmDate(request, accepted):
            return f"o:{request}:{flag(accepted)}"
        case AnswerQuestion(request, answer):
            return f"q:{request}:{answer}"
        case AnswerFollowUp(solved):
            return f"u:{flag(solved)}"
        case ShareLocation(message, allowed):
            return f"y:{message}:{flag(allowed)}"
        case ShareFile(message, allowed):
            return f"w:{message}:{flag(allowed)}"
        case _:
            raise AssertionError("everything else is encoded before")


def _joined(*parts: str | None) -> str:
    return ":".join(part for part in parts if part is not None)


def decode(data: str) -> Action:
    """Return the action that `data` stands for.

    Raises CallbackDataError when it stands for none.
    """
    name, *values = data.split(":")
    try:
        return _DECODERS[name, len(values)](*values)
    except (KeyError, ValueError) as error:
        raise CallbackDataError("unknown callback data") from error


def _message_number(text: str) -> int:
    """Return the number of a message of the same chat: whose tap this is can only show what is theirs.

    Raises ValueError when it is none.
    """
    if not _NUMBER.fullmatch(text):
        raise ValueError("not the number of a message")
    return int(text)


_DECODERS: Mapping[tuple[str, int], Callable[..., Action]] = {
    ("m", 0): ShowMenu,
    ("g", 1): lambda group: ShowGroup(Group(group) if group else None),
    ("t", 1): lambda topic: ShowTopic(TopicId(topic)),
    ("t", 2): lambda topic, language: ShowTopic(TopicId(topic), LanguageCode(language)),
    ("d", 1): lambda term: ShowTerm(TermId(term)),
    ("d", 2): lambda term, language: ShowTerm(TermId(term), LanguageCode(language)),
    ("l", 1): lambda language: ChooseLanguage(LanguageCode(language)),
    ("k", 0): KeepLanguage,
    ("c", 1): lambda given: GiveConsent(is_yes(given)),
    ("c", 2): lambda given, then: GiveConsent(is_yes(given), InterviewId(then)),
    ("h", 0): TalkToPerson,
    ("n", 0): NoneOfThese,
    ("f", 1): lambda confirmed: ForgetMe(is_yes(confirmed)),
    ("p", 1): lambda sharing: OpenCase(Sharing(sharing)),
    ("b", 1): lambda helped: GiveFeedback(is_yes(helped)),
    ("u", 1): lambda solved: AnswerFollowUp(is_yes(solved)),
    ("y", 2): lambda message, allowed: ShareLocation(_message_number(message), is_yes(allowed)),
    ("w", 2): lambda message, allowed: ShareFile(_message_number(message), is_yes(allowed)),
    ("o", 2): lambda request, accepted: ConfirmDate(RequestId(request), is_yes(accepted)),
    ("q", 2): lambda request, answer: AnswerQuestion(RequestId(request), answer),
    ("e", 0): EndCase,
    **INTERVIEW_DECODERS,
    **PRIVACY_DECODERS,
}
