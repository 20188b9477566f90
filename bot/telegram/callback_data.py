"""Actions as callback data of buttons, within the 64 bytes that Telegram allows.

Callback data names a thing and never a person: a forged tap can only do what the sender may do anyway, to
themselves.
"""

from collections.abc import Callable, Mapping

from content.model import Group, LanguageCode, TermId, TopicId
from conversations.actions import (
    Action,
    ChooseLanguage,
    ForgetMe,
    GiveConsent,
    KeepLanguage,
    NoneOfThese,
    ShowGroup,
    ShowMenu,
    ShowTerm,
    ShowTopic,
    TalkToPerson,
)

_YES, _NO = "1", "0"


class CallbackDataError(ValueError):
    """Callback data that this version of the program did not make."""


def encode(action: Action) -> str:
    """Return the callback data of `action`."""
    match action:
        case ShowMenu():
            return "m"
        case ShowGroup(group):
            return f"g:{group or ''}"
        case ShowTopic(topic, None):
            return f"t:{topic}"
        case ShowTopic(topic, language):
            return f"t:{topic}:{language}"
        case ShowTerm(term, None):
            return f"d:{term}"
        case ShowTerm(term, language):
            return f"d:{term}:{language}"
        case ChooseLanguage(language):
            return f"l:{language}"
        case KeepLanguage():
            return "k"
        case GiveConsent(given):
            return f"c:{_flag(given)}"
        case TalkToPerson():
            return "h"
        case NoneOfThese():
            return "n"
        case ForgetMe(confirmed):
            return f"f:{_flag(confirmed)}"


def decode(data: str) -> Action:
    """Return the action that `data` stands for.

    Raises CallbackDataError when it stands for none.
    """
    name, *values = data.split(":")
    try:
        return _DECODERS[name, len(values)](*values)
    except (KeyError, ValueError) as error:
        raise CallbackDataError("unknown callback data") from error


def _flag(value: bool) -> str:
    return _YES if value else _NO


def _is_yes(value: str) -> bool:
    if value not in (_YES, _NO):
        raise ValueError(value)
    return value == _YES


_DECODERS: Mapping[tuple[str, int], Callable[..., Action]] = {
    ("m", 0): ShowMenu,
    ("g", 1): lambda group: ShowGroup(Group(group) if group else None),
    ("t", 1): lambda topic: ShowTopic(TopicId(topic)),
    ("t", 2): lambda topic, language: ShowTopic(TopicId(topic), LanguageCode(language)),
    ("d", 1): lambda term: ShowTerm(TermId(term)),
    ("d", 2): lambda term, language: ShowTerm(TermId(term), LanguageCode(language)),
    ("l", 1): lambda language: ChooseLanguage(LanguageCode(language)),
    ("k", 0): KeepLanguage,
    ("c", 1): lambda given: GiveConsent(_is_yes(given)),
    ("h", 0): TalkToPerson,
    ("n", 0): NoneOfThese,
    ("f", 1): lambda confirmed: ForgetMe(_is_yes(confirmed)),
}
