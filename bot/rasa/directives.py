"""Read what Rasa answers into directives: the contract of the seam, the bot's side."""

from collections.abc import Callable, Mapping
from typing import Any

from content.model import Helper, TermId, TopicId
from conversations.flows.interview import InterviewId
from conversations.understanding import (
    ChangeLanguage,
    Clarify,
    Directive,
    ExplainTerm,
    NothingMore,
    NotUnderstood,
    OfferPerson,
    OutOfScope,
    RankedIntent,
    Repeat,
    Say,
    ShowDates,
    Smalltalk,
    Start,
    TellSources,
    Understood,
)

_ALL = 1.001
"""The whole, and what adding up shares in small floats may make of it."""

_NO_TOPIC = "None"
"""What Rasa writes for a slot that is not set."""


class SeamError(ValueError):
    """Rasa answered something that is not in the contract."""


def _topic(value: str) -> TopicId | None:
    return None if value == _NO_TOPIC else TopicId(value)


def _handover(value: str) -> Directive:
    return NotUnderstood(again=True) if value == "not_understood" else OfferPerson(Helper(value))


def _show(value: str) -> Directive:
    if value != "deadlines":
        raise SeamError(f"nothing to show is named {value}")
    return ShowDates()


_READERS: Mapping[str, Callable[[str], Directive]] = {
    "explain": lambda _: ExplainTerm(),
    "clarify": lambda _: Clarify(),
    "handover": _handover,
    "fallback": lambda _: OutOfScope(),
    "smalltalk": Smalltalk,
    "command": lambda _: ChangeLanguage(),
    "repeat": lambda value: Repeat(_topic(value)),
    "provenance": lambda value: TellSources(_topic(value)),
    "start": lambda value: Start(InterviewId(value)),
    "show": _show,
    "nothing_more": lambda value: NothingMore(_topic(value)),
}


def read_directive(payload: Mapping[str, str]) -> Directive:
    """Return the directive that one `custom:` payload of the domain means.

    Raises SeamError when there is no such directive.
    """
    try:
        if not all(isinstance(value, str) for value in payload.values()):
            raise SeamError("a value is no text")
        if "say" in payload:
            return Say(TopicId(payload["say"]), payload.get("part"))
        ((name, value),) = payload.items()
        return _READERS[name](value)
    except (KeyError, ValueError, AttributeError) as error:
        raise SeamError(f"payload with the keys {sorted(payload)} is not in the contract") from error


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError("a flag that is true or false")
    return value


def _word(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("a word")
    return value


def _share(value: object) -> float:
    # Not a number is neither less nor more than anything.
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= _ALL:
        raise TypeError("a share from 0 to 1")
    return float(value)


def read_turn(body: Mapping[str, Any]) -> Understood:
    """Return what one answer of the seam channel means.

    Raises SeamError when it is not in the contract.
    """
    try:
        return Understood(
            directives=tuple(read_directive(message) for message in body["messages"]),
            ranking=tuple(
                RankedIntent(_word(entry["intent"]), _share(entry["confidence"]))
                for entry in body["understanding"]["ranking"]
            ),
            terms=tuple(TermId(_word(term)) for term in body["understanding"]["terms"]),
            possible_danger=_flag(body["understanding"]["possible_danger"]),
        )
    except (KeyError, TypeError) as error:
        raise SeamError(f"the answer lacks {error}") from error
