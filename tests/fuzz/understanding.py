"""An understanding that says anything that the contract allows, about any text, and a guess at languages."""

import asyncio
from collections.abc import Sequence

from content.loader import Content
from content.model import Helper, LanguageCode, TermId, TopicId
from conversations.errors import UnderstandingUnavailableError
from conversations.flows.interview import InterviewId
from conversations.identifiers import ConversationId
from conversations.understanding import (
    ChangeLanguage,
    Clarify,
    Directive,
    ExplainTerm,
    LanguageGuess,
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
from tests.fuzz.chance import Chance

_LATE = (0.0, 0.1, 0.8, 4.0)
"""Seconds: at once, in time for the topic of words, after "typing" is shown, too late for everything."""


class AnyUnderstanding:
    """Understands every text as something else; now and then it is down."""

    def __init__(self, chance: Chance, content: Content, late_one_in: int = 0) -> None:
        self._chance = chance
        self._late_one_in = late_one_in
        self._topics: Sequence[TopicId] = (*content.topics, *content.handover)
        self._terms = tuple(content.glossary)
        keys = content.texts[LanguageCode("nl")].interface
        self._smalltalk = [key.removeprefix("smalltalk_") for key in keys if key.startswith("smalltalk_")]

    async def understand(
        self, conversation: ConversationId, text: str, last_topic: TopicId | None
    ) -> Understood:
        """Return anything that the contract of the seam allows."""
        del conversation, text, last_topic
        chance = self._chance
        if self._late_one_in and chance.one_in(self._late_one_in):
            await asyncio.sleep(chance.one_of(_LATE))
        if chance.one_in(12):
            raise UnderstandingUnavailableError("by chance")
        ranking = tuple(
            RankedIntent(intent, confidence)
            for intent, confidence in zip(
                chance.some_of((*self._topics, "greet", "nonsense"), 4), (0.9, 0.5, 0.2, 0.0), strict=False
            )
        )
        terms = tuple(TermId(each) for each in chance.some_of(self._terms, 3))
        directives = tuple(self._directive() for _ in range(chance.one_of((1, 1, 1, 1, 2, 3))))
        return Understood(directives, ranking, terms, chance.one_in(8))

    async def forget(self, conversation: ConversationId) -> None:
        """Drop nothing: nothing is kept."""

    def _directive(self) -> Directive:
        chance = self._chance
        topic = chance.one_of(self._topics)
        maybe = None if chance.one_in(3) else topic
        return chance.one_of(
            (
                Say(topic),
                Say(topic, chance.one_of((None, "short", "amounts", "children"))),
                ExplainTerm(),
                Clarify(),
                OfferPerson(chance.one_of(list(Helper))),
                NotUnderstood(again=chance.one_in(2)),
                OutOfScope(),
                Smalltalk(chance.one_of(self._smalltalk)),
                ChangeLanguage(),
                Repeat(maybe),
                TellSources(maybe),
                NothingMore(maybe),
                Start(chance.one_of(list(InterviewId))),
                ShowDates(),
            )
        )


class AnyLanguage:
    """Guesses a language by chance."""

    def __init__(self, chance: Chance, content: Content) -> None:
        self._chance = chance
        self._languages = content.languages

    def identify(self, text: str) -> LanguageGuess:
        """Return a guess that has nothing to do with `text`."""
        del text
        language = None if self._chance.one_in(4) else self._chance.one_of(self._languages)
        return LanguageGuess(language, self._chance.one_of((0.0, 0.4, 0.7, 0.99)))

    def use(self, texts: object) -> None:
        """Take new texts; nothing depends on them."""
