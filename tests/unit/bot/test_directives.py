from typing import Any

import pytest

from bot.rasa.directives import SeamError, read_directive, read_turn
from content.model import Helper, TermId, TopicId
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
    Smalltalk,
    TellSources,
    Understood,
)

TOPIC = TopicId("hrt_amounts")
RANKING = {
    "ranking": [{"intent": "hrt_amounts", "confidence": 0.75}, {"intent": "greet", "confidence": 0}],
    "terms": ["vbl", "hrt"],
    "possible_danger": True,
}

PAYLOADS = [
    ({"say": "hrt_amounts"}, Say(TOPIC)),
    ({"say": "hrt_amounts", "part": "children"}, Say(TOPIC, "children")),
    ({"explain": "terms"}, ExplainTerm()),
    ({"clarify": "ranking"}, Clarify()),
    ({"handover": "not_understood"}, NotUnderstood(again=True)),
    *(({"handover": helper.value}, OfferPerson(helper)) for helper in Helper),
    ({"fallback": "out_of_scope"}, OutOfScope()),
    ({"smalltalk": "greet"}, Smalltalk("greet")),
    ({"command": "change_language"}, ChangeLanguage()),
    ({"repeat": "hrt_amounts"}, Repeat(TOPIC)),
    ({"repeat": "None"}, Repeat(None)),
    ({"provenance": "hrt_amounts"}, TellSources(TOPIC)),
    ({"provenance": "None"}, TellSources(None)),
    ({"nothing_more": "hrt_amounts"}, NothingMore(TOPIC)),
    ({"nothing_more": "None"}, NothingMore(None)),
]

BAD_PAYLOADS: list[Any] = [
    {},
    {"unknown": "x"},
    {"handover": "nobody"},
    {"handover": None},
    {"clarify": "ranking", "smalltalk": "greet"},
    {"part": "children"},
]

BAD_TURNS: list[Any] = [
    None,
    [],
    "text",
    7,
    {},
    {"messages": []},
    {"messages": [], "understanding": None},
    {"messages": [], "understanding": {}},
    {"messages": None, "understanding": RANKING},
    {"messages": ["say"], "understanding": RANKING},
    {"messages": [None], "understanding": RANKING},
    {"messages": [["say", "x"]], "understanding": RANKING},
    {"messages": [{"unknown": "x"}], "understanding": RANKING},
    {"messages": [], "understanding": {"ranking": [{"intent": "greet"}]}},
    {"messages": [], "understanding": {"ranking": [{"confidence": 1.0}]}},
    {"messages": [], "understanding": {"ranking": [{"intent": "greet", "confidence": None}]}},
    {"messages": [], "understanding": {"ranking": [None]}},
]


@pytest.mark.parametrize(("payload", "directive"), PAYLOADS)
def test_every_payload(payload: dict[str, str], directive: Directive) -> None:
    """Every form of payload that the domain may hold means one directive."""
    assert read_directive(payload) == directive


@pytest.mark.parametrize("payload", BAD_PAYLOADS)
def test_payload_outside_the_contract(payload: dict[str, str]) -> None:
    """A payload that is not in the contract is refused by its keys; its values are not repeated."""
    with pytest.raises(SeamError) as error:
        read_directive(payload)
    assert str(error.value) == f"payload with the keys {sorted(payload)} is not in the contract"


def test_turn() -> None:
    """An answer is its messages in order and the ranking as the classifier gave it."""
    body = {"messages": [payload for payload, _ in PAYLOADS], "understanding": {"intent": "x", **RANKING}}
    assert read_turn(body) == Understood(
        tuple(directive for _, directive in PAYLOADS),
        (RankedIntent("hrt_amounts", 0.75), RankedIntent("greet", 0.0)),
        (TermId("vbl"), TermId("hrt")),
        possible_danger=True,
    )


def test_turn_without_messages() -> None:
    """Rasa may have nothing to say; what to do then is not the seam's business."""
    assert read_turn(
        {"messages": [], "understanding": {"ranking": [], "terms": [], "possible_danger": False}}
    ) == Understood((), ())


@pytest.mark.parametrize("body", BAD_TURNS, ids=repr)
def test_turn_outside_the_contract(body: dict[str, Any]) -> None:
    """An answer of any other shape is refused, never half read."""
    with pytest.raises(SeamError):
        read_turn(body)


@pytest.mark.parametrize("value", [None, 7, ["hrt_amounts"], {}])
def test_id_that_is_no_text(value: Any) -> None:
    """An id that is not a text is refused here, and not where somebody looks it up."""
    with pytest.raises(SeamError):
        read_turn({"messages": [{"say": value}], "understanding": RANKING})
