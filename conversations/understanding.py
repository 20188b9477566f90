"""What understanding a question yields, as the rest of the program sees it."""

from dataclasses import dataclass
from typing import Protocol

from content.model import Helper, LanguageCode, TermId, TopicId
from conversations.flows.interview import InterviewId
from conversations.identifiers import ConversationId


@dataclass(frozen=True, slots=True)
class Say:
    """Answer with a topic or hand-over text, or with one part of it."""

    topic: TopicId
    part: str | None = None


@dataclass(frozen=True, slots=True)
class ExplainTerm:
    """Explain the terms of the glossary that the message names."""


@dataclass(frozen=True, slots=True)
class Clarify:
    """Ask which of the most likely questions was meant."""


@dataclass(frozen=True, slots=True)
class OfferPerson:
    """Offer a person, without a topic."""

    helper: Helper


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """Say honestly that it was not understood; `again` after asking back did not help."""

    again: bool = False


@dataclass(frozen=True, slots=True)
class OutOfScope:
    """Say honestly that this is not our field."""


@dataclass(frozen=True, slots=True)
class Smalltalk:
    """Answer small talk with the interface text `smalltalk_<name>`."""

    name: str


@dataclass(frozen=True, slots=True)
class ChangeLanguage:
    """Change the language to the one that is named in the message, or ask which."""


@dataclass(frozen=True, slots=True)
class Repeat:
    """Say the last topic again; None when there was none."""

    topic: TopicId | None


@dataclass(frozen=True, slots=True)
class TellSources:
    """Tell where the last answer comes from; None when there was none."""

    topic: TopicId | None


@dataclass(frozen=True, slots=True)
class NothingMore:
    """Say that the sources hold no more about the last topic; None when there was none."""

    topic: TopicId | None


@dataclass(frozen=True, slots=True)
class Start:
    """Begin an interview."""

    interview: InterviewId


@dataclass(frozen=True, slots=True)
class ShowDates:
    """Show the dates that the person is reminded of."""


Directive = (
    Say
    | Start
    | ShowDates
    | ExplainTerm
    | Clarify
    | OfferPerson
    | NotUnderstood
    | OutOfScope
    | Smalltalk
    | ChangeLanguage
    | Repeat
    | TellSources
    | NothingMore
)


@dataclass(frozen=True, slots=True)
class RankedIntent:
    """An intent and how likely it is, from 0 to 1."""

    intent: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Understood:
    """The outcome of one turn: what to do, and what the classifier thought (most likely first).

    `terms` are the terms of the glossary that the message names, in its order. `possible_danger` tells that
    the message may speak of danger, without being sure enough to answer nothing but that.
    """

    directives: tuple[Directive, ...]
    ranking: tuple[RankedIntent, ...]
    terms: tuple[TermId, ...] = ()
    possible_danger: bool = False


class Understanding(Protocol):
    """Understands what people write and leads the talk."""

    async def understand(
        self, conversation: ConversationId, text: str, last_topic: TopicId | None
    ) -> Understood:
        """Return what to do about `text`.

        Raises UnderstandingUnavailableError when no answer can be had now.
        """

    async def forget(self, conversation: ConversationId) -> None:
        """Drop what is kept about `conversation`.

        Raises UnderstandingUnavailableError when that cannot be done now.
        """


@dataclass(frozen=True, slots=True)
class LanguageGuess:
    """The most likely language of a text (None: no idea) and how sure that is, from 0 to 1."""

    language: LanguageCode | None
    confidence: float


class LanguageIdentifier(Protocol):
    """Tells in which of the served languages a text is written."""

    def identify(self, text: str) -> LanguageGuess:
        """Return the best guess; the same text always gives the same guess."""
