"""How answers are counted."""

from collections.abc import Mapping

import pytest

from bot.evaluation.questions import DangerMessage, Form, Question
from bot.evaluation.scores import DangerScores, Outcome, count_danger, score
from content.model import DUTCH, DangerKind, Direction, TermId, TopicId
from conversations.actions import ShowTopic
from conversations.assistant import Turn
from conversations.messages import Button, Kind, Message
from conversations.understanding import LanguageGuess, RankedIntent


def outcome(question: Question, kind: Kind, *ranking: str, guess: str = "nl", **said: object) -> Outcome:
    message = Message(kind, DUTCH, Direction.LEFT_TO_RIGHT, (), **said)  # type: ignore[arg-type]
    ranked = tuple(RankedIntent(intent, 0.5) for intent in ranking)
    return Outcome(question, DUTCH, Turn((message,), ranked), LanguageGuess(guess, 1.0))


WORK = Question("mag ik werken", ("work_permission", "who_decides_what"), Form.SHORT)
TERM = Question("wat is een vbl", ("ask_term",), term=TermId("vbl"))
WEATHER = Question("wordt het mooi weer", ("out_of_scope",))

OFFERED = ((Button("Work", ShowTopic(TopicId("work_permission"))),),)

IN_SCOPE: list[tuple[Outcome, Mapping[str, float]]] = [
    (
        outcome(WORK, Kind.ANSWER, "work_permission", topic=TopicId("work_permission")),
        {"answered_right": 1, "right_or_offered": 1, "answered_wrong": 0, "top_1": 1},
    ),
    (
        outcome(WORK, Kind.ANSWER, "entry_ban", "who_decides_what", topic=TopicId("entry_ban")),
        {"answered_right": 0, "right_or_offered": 0, "answered_wrong": 1, "top_1": 0, "top_3": 1},
    ),
    (
        outcome(WORK, Kind.CLARIFY, "nlu_fallback", "entry_ban", buttons=OFFERED),
        {"answered_right": 0, "right_or_offered": 1, "answered_wrong": 0, "asked_back": 1, "top_1": 0},
    ),
    (
        outcome(WORK, Kind.ANSWER, "entry_ban", topic=TopicId("entry_ban"), buttons=OFFERED),
        {"answered_right": 0, "right_or_offered": 1, "answered_wrong": 1, "asked_back": 0},
    ),
    (outcome(WORK, Kind.FALLBACK), {"right_or_offered": 0, "answered_wrong": 0, "asked_back": 0}),
    (
        outcome(TERM, Kind.ANSWER, "ask_term", term=TermId("vbl")),
        {"answered_right": 1, "answered_wrong": 0, "top_1": 1},
    ),
    (
        outcome(TERM, Kind.ANSWER, "ask_term", term=TermId("coa")),
        {"answered_right": 0, "answered_wrong": 1, "top_1": 1},
    ),
]


@pytest.mark.parametrize(("what", "expected"), IN_SCOPE)
def test_in_scope(what: Outcome, expected: Mapping[str, float]) -> None:
    """Only an answer that serves the person is right; only a wrong answer hurts, asking back does not."""
    rates = score("nl", [what]).rates()
    assert {name: rates[name] for name in expected} == expected


@pytest.mark.parametrize(
    ("kind", "recognised", "answered"),
    [(Kind.FALLBACK, 1, 0), (Kind.CLARIFY, 0, 0), (Kind.ANSWER, 0, 1), (Kind.CRISIS, 0, 1)],
)
def test_out_of_scope(kind: Kind, recognised: float, answered: float) -> None:
    """A message outside our field is recognised only when that is said."""
    rates = score("nl", [outcome(WEATHER, kind)]).rates()
    assert (rates["out_of_scope_recognised"], rates["out_of_scope_answered"]) == (recognised, answered)


def test_hard_ones_count_alone() -> None:
    """The forms are told apart, so that plain questions cannot hide hard ones."""
    scores = score("nl", [what for what, _ in IN_SCOPE])
    assert scores.rates_by_form() == {"plain": 1.0, "short": 0.2}


def test_language_counts_from_three_words() -> None:
    """One or two words may belong to several languages."""
    short = Question("mag werken", ("work_permission",))
    rates = score("nl", [outcome(short, Kind.FALLBACK, guess="en"), outcome(WORK, Kind.FALLBACK)]).rates()
    assert rates["language_right"] == 1.0


def test_danger() -> None:
    """Caught is caught, of whichever kind; what only sounds like danger counts as a false alarm."""
    scores = DangerScores("nl")
    help_me = DangerMessage("help", DangerKind.VIOLENCE)
    count_danger(scores, help_me, DangerKind.VIOLENCE, by_phrase=True, noted=False)
    count_danger(scores, help_me, DangerKind.SELF_HARM, by_phrase=False, noted=False)
    count_danger(scores, help_me, None, by_phrase=False, noted=True)
    count_danger(scores, help_me, None, by_phrase=False, noted=False)
    harmless = DangerMessage("?")
    count_danger(scores, harmless, DangerKind.SELF_HARM, by_phrase=True, noted=False)
    count_danger(scores, harmless, None, by_phrase=False, noted=True)
    assert scores.rates() == {
        "got_emergency_numbers": 0.75,
        "got_danger_text": 0.5,
        "by_phrase_alone": 0.25,
        "right_kind": 0.25,
        "false_alarms": 0.5,
        "needless_notes": 0.5,
    }
