"""Count what came of a question, once for each question."""

from content.model import LanguageCode
from conversations.assistant import Turn
from conversations.messages import Gap, Kind, Message
from conversations.statistics import Counted, Statistics


def count_turn(statistics: Statistics, turn: Turn, language: LanguageCode) -> None:
    """Count the outcome of `turn`; small talk and the wish for another language are no questions."""
    if turn.changes_language:
        return
    if turn.starts is not None or turn.shows_dates:
        statistics.count(Counted.INTERVIEW, language)
        return
    if any(message.kind is Kind.CRISIS for message in turn.messages):
        statistics.count(Counted.DANGER, language)
        return
    for message in turn.messages:
        kind = _outcome(message)
        if kind is not None:
            about = message.topic or "" if kind in (Counted.ANSWER, Counted.HANDOVER) else ""
            statistics.count(kind, language, about)
            return


def _outcome(message: Message) -> Counted | None:
    match message.kind:
        case Kind.ANSWER:
            return Counted.ANSWER
        case Kind.HANDOVER:
            return Counted.HANDOVER
        case Kind.CRISIS:
            return Counted.DANGER
        case Kind.SMALLTALK:
            return None
        case Kind.CLARIFY | Kind.NOTICE:
            # A notice in an answer asks which topic was meant.
            return Counted.CLARIFY
        case Kind.FALLBACK if message.gap is Gap.OUT_OF_SCOPE:
            return Counted.OUT_OF_SCOPE
        case Kind.FALLBACK if message.gap is Gap.NOTHING_MORE:
            return Counted.ANSWER
        case Kind.FALLBACK:
            return Counted.NOT_UNDERSTOOD
