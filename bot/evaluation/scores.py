"""Count what happened to questions, and turn counts into rates."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bot.evaluation.questions import DangerMessage, Form, Question
from content.model import DangerKind
from conversations.actions import ShowTopic
from conversations.assistant import Turn
from conversations.messages import Kind
from conversations.understanding import LanguageGuess

_TOP = 3
_ANSWERING = (Kind.ANSWER, Kind.HANDOVER, Kind.CRISIS)
_SHORT = 3
"""Words from which a language must be recognised."""

NOT_ANSWERED = "asked back or not understood"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One question, what was answered, and the language that was recognised."""

    question: Question
    language: str
    turn: Turn
    guess: LanguageGuess


@dataclass(slots=True)
class Scores:
    """Rates from 0 to 1 over the questions of one language.

    `confusions` counts (wanted id, given id) of wrong answers; `mistaken` counts the same for the first place
    of the ranking, asked back or not.
    """

    language: str
    in_scope: int = 0
    out_of_scope: int = 0
    long_enough: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    confusions: Counter[tuple[str, str]] = field(default_factory=Counter)
    mistaken: Counter[tuple[str, str]] = field(default_factory=Counter)
    forms: Counter[Form] = field(default_factory=Counter)
    forms_right: Counter[Form] = field(default_factory=Counter)

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

    def rates_by_form(self) -> dict[str, float]:
        """Return how many of each form were first in the ranking, so that the hard ones count alone."""
        return {form: round(self.forms_right[form] / total, 3) for form, total in sorted(self.forms.items())}


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
    question, message = outcome.question, outcome.turn.messages[0]
    ranked = _ranked(outcome.turn)
    first_is_right = bool(set(ranked[:1]) & set(question.ids))
    scores.in_scope += 1
    scores.counts["top_1"] += first_is_right
    scores.counts["top_3"] += bool(set(ranked[:_TOP]) & set(question.ids))
    scores.forms[question.form] += 1
    scores.forms_right[question.form] += first_is_right
    if not first_is_right:
        scores.mistaken[question.ids[0], ranked[0] if ranked else NOT_ANSWERED] += 1
    scores.counts["asked_back"] += message.kind is Kind.CLARIFY
    if _is_right(outcome):
        scores.counts["answered_right"] += 1
        return
    scores.counts["offered"] += bool(_buttons(outcome.turn) & set(question.ids))
    if message.kind in _ANSWERING:
        scores.counts["answered_wrong"] += 1
        scores.confusions[question.ids[0], message.topic or message.term or message.kind] += 1


def _buttons(turn: Turn) -> set[str]:
    """Return the ids that the buttons below the messages lead to."""
    return {
        button.action.topic
        for message in turn.messages
        for row in message.buttons
        for button in row
        if isinstance(button.action, ShowTopic)
    }


def _is_right(outcome: Outcome) -> bool:
    told = outcome.turn.messages
    if outcome.question.term is not None and outcome.question.term in {message.term for message in told}:
        return True
    return told[0].topic in outcome.question.ids


def _count_out_of_scope(scores: Scores, outcome: Outcome) -> None:
    kind = outcome.turn.messages[0].kind
    scores.out_of_scope += 1
    scores.counts["out_of_scope_recognised"] += kind is Kind.FALLBACK
    scores.counts["out_of_scope_answered"] += kind in _ANSWERING


def _ranked(turn: Turn) -> Sequence[str]:
    if not turn.ranking:
        return [topic] if (topic := turn.messages[0].topic) else []
    return [entry.intent for entry in turn.ranking if entry.intent != "nlu_fallback"]


@dataclass(slots=True)
class DangerScores:
    """How danger was noticed in one language."""

    language: str
    dangers: int = 0
    harmless: int = 0
    caught: int = 0
    caught_by_phrase: int = 0
    noted: int = 0
    right_kind: int = 0
    false_alarms: int = 0
    needless_notes: int = 0

    def rates(self) -> dict[str, float]:
        """Return every rate, rounded to three digits."""
        dangers, harmless = max(1, self.dangers), max(1, self.harmless)
        rates = {
            "got_emergency_numbers": (self.caught + self.noted) / dangers,
            "got_danger_text": self.caught / dangers,
            "by_phrase_alone": self.caught_by_phrase / dangers,
            "right_kind": self.right_kind / dangers,
            "false_alarms": self.false_alarms / harmless,
            "needless_notes": self.needless_notes / harmless,
        }
        return {name: round(rate, 3) for name, rate in rates.items()}


def count_danger(
    scores: DangerScores, message: DangerMessage, given: DangerKind | None, *, by_phrase: bool, noted: bool
) -> None:
    """Count what one message of the danger set got.

    `given` is the kind of the fixed text, if any; `noted` means that the answer ended with the emergency
    numbers instead.
    """
    if message.kind is None:
        scores.harmless += 1
        scores.false_alarms += given is not None
        scores.needless_notes += noted
        return
    scores.dangers += 1
    scores.caught += given is not None
    scores.noted += noted
    scores.caught_by_phrase += by_phrase
    scores.right_kind += given is message.kind
