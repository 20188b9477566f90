"""Count what happened to questions, and turn counts into rates."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bot.evaluation.questions import Question
from conversations.assistant import Turn
from conversations.messages import Kind
from conversations.understanding import LanguageGuess

_TOP = 3
_ANSWERING = (Kind.ANSWER, Kind.HANDOVER, Kind.CRISIS)
_SHORT = 3
"""Words from which a language must be recognised."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One question, what was answered, and the language that was recognised."""

    question: Question
    language: str
    turn: Turn
    guess: LanguageGuess


@dataclass(slots=True)
class Scores:
    """Rates from 0 to 1 over the questions of one language."""

    language: str
    in_scope: int = 0
    out_of_scope: int = 0
    long_enough: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    confusions: Counter[tuple[str, str]] = field(default_factory=Counter)

    def rates(self) -> dict[str, float]:
        """Return every rate, rounded to three digits."""
        in_scope, outside = max(1, self.in_scope), max(1, self.out_of_scope)
        count = self.counts
        rates = {
            "answered_right": count["answered_right"] / in_scope,
            "right_or_offered": (count["answered_right"] + count["offered"]) / in_scope,
            "answered_wrong": count["answered_wrong"] / in_scope,
            "asked_back": count["asked_back"] / in_scope,
            "top_1": count["top_1"] / in_scope,
            "top_3": count["top_3"] / in_scope,
            "out_of_scope_recognised": count["out_of_scope_recognised"] / outside,
            "out_of_scope_answered": count["out_of_scope_answered"] / outside,
            "language_right": count["language_right"] / max(1, self.long_enough),
        }
        return {name: round(rate, 3) for name, rate in rates.items()}


def score(language: str, outcomes: Iterable[Outcome]) -> Scores:
    """Count the outcomes of one language."""
    scores = Scores(language)
    for outcome in outcomes:
        if len(outcome.question.text.split()) >= _SHORT:
            scores.long_enough += 1
            scores.counts["language_right"] += outcome.guess.language == outcome.language
        if outcome.question.in_scope:
            _count_in_scope(scores, outcome)
        else:
            _count_out_of_scope(scores, outcome)
    return scores


def _count_in_scope(scores: Scores, outcome: Outcome) -> None:
    message, ids = outcome.turn.messages[0], outcome.question.ids
    ranked = _ranked(outcome.turn)
    scores.in_scope += 1
    scores.counts["top_1"] += bool(set(ranked[:1]) & set(ids))
    scores.counts["top_3"] += bool(set(ranked[:_TOP]) & set(ids))
    if message.topic in ids:
        scores.counts["answered_right"] += 1
    elif message.kind is Kind.CLARIFY:
        scores.counts["asked_back"] += 1
        scores.counts["offered"] += bool(set(message.options) & set(ids))
    elif message.kind in _ANSWERING:
        scores.counts["answered_wrong"] += 1
        scores.confusions[ids[0], message.topic or message.kind] += 1


def _count_out_of_scope(scores: Scores, outcome: Outcome) -> None:
    kind = outcome.turn.messages[0].kind
    scores.out_of_scope += 1
    scores.counts["out_of_scope_recognised"] += kind is Kind.FALLBACK
    scores.counts["out_of_scope_answered"] += kind in _ANSWERING


def _ranked(turn: Turn) -> Sequence[str]:
    if not turn.ranking:
        return [topic] if (topic := turn.messages[0].topic) else []
    return [entry.intent for entry in turn.ranking if entry.intent != "nlu_fallback"]
