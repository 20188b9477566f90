"""Answer one question: danger first, then what was understood, composed in the right language.

Knows no person and keeps nothing: `./wegwijzer ask` uses it alone, `conversations.talk` with memory around
it.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from content.loader import Content
from content.model import DUTCH, Helper, LanguageCode, TermId, TopicId
from conversations.composer import Composer
from conversations.danger import DangerDetector
from conversations.flows.interview import InterviewId
from conversations.identifiers import ConversationId
from conversations.messages import Gap, Kind, Message
from conversations.personal_data import KEPT_BY_DEFAULT, Keeping
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
    Understanding,
    Understood,
)

_OPTIONS_OFFERED = 3
_OPTIONS_BESIDE = 2
_LEAST_LIKELY_OPTION = 0.01
_WORTH_A_BUTTON = 0.05
_NOT_SURE = "nlu_fallback"
_OUT_OF_SCOPE = "out_of_scope"
_ASK_TERM = "ask_term"
_LIKELIEST = 2
_TERMS_EXPLAINED = 2


@dataclass(frozen=True, slots=True)
class Turn:
    """What to say to one message, what was understood, and the topic to remember.

    `changes_language` tells that the person asked for another language; the messages then are empty. Who
    remembers people begins the interview `starts`, or shows their dates (`shows_dates`), instead. `unclear`
    tells that the message was not understood, or that the person was asked what they meant. `notes_danger`
    tells that the emergency numbers belong below whatever is said.
    """

    messages: tuple[Message, ...]
    ranking: tuple[RankedIntent, ...] = ()
    topic: TopicId | None = None
    changes_language: bool = False
    starts: InterviewId | None = None
    shows_dates: bool = False
    unclear: bool = False
    notes_danger: bool = False

    @property
    def answers(self) -> bool:
        """Tell whether the person got what they asked for: an answer, an explanation, a tool."""
        told = any(message.topic or message.term for message in self.messages)
        return told or self.starts is not None or self.shows_dates


class Assistant:
    """Turns a question into messages."""

    def __init__(
        self,
        content: Content,
        understanding: Understanding,
        today: Callable[[], date],
        keeping: Keeping = KEPT_BY_DEFAULT,
    ) -> None:
        """Wire the content to the part that understands; `today` is the date in the Netherlands.

        `keeping` is told where a text says how long something stays.
        """
        self._understanding = understanding
        self._today = today
        self._keeping = keeping
        self.use(content)

    def use(self, content: Content) -> None:
        """Speak with `content` from now on."""
        self.content = content
        self.composer = Composer(content, self._keeping)
        self._danger = DangerDetector(content.texts)

    def check_danger(
        self, text: str, language: LanguageCode | None, otherwise: LanguageCode | None = None
    ) -> Message | None:
        """Return the fixed text when `text` speaks of danger, in `language` or that of the phrase.

        A sign such as "112" says nothing about a language: it is answered in `otherwise`, where known.
        """
        danger = self._danger.detect(text)
        if danger is None:
            return None
        if danger.language is None:
            return self.composer.danger(danger.kind, otherwise or language or DUTCH)
        return self.composer.danger(danger.kind, language or danger.language)

    async def answer(
        self,
        conversation: ConversationId,
        text: str,
        language: LanguageCode,
        last_topic: TopicId | None = None,
    ) -> Turn:
        """Return the turn for `text`, which is clean and has words.

        Raises UnderstandingUnavailableError when it cannot be understood now.
        """
        danger = self.check_danger(text, language)
        if danger is not None:
            return Turn((danger,), topic=danger.topic)
        understood = await self._understanding.understand(conversation, text, last_topic)
        if any(isinstance(directive, ChangeLanguage) for directive in understood.directives):
            return Turn(
                (),
                understood.ranking,
                last_topic,
                changes_language=True,
                notes_danger=understood.possible_danger,
            )
        messages = tuple(
            message
            for directive in understood.directives or (NotUnderstood(),)
            for message in self._compose(directive, understood, language)
        )
        if understood.possible_danger:
            messages = self.composer.with_danger_noted(messages)
        topics = [message.topic for message in messages if message.topic]
        return Turn(
            messages,
            understood.ranking,
            topics[-1] if topics else last_topic,
            starts=next((each.interview for each in understood.directives if isinstance(each, Start)), None),
            shows_dates=ShowDates() in understood.directives,
            unclear=_is_unclear(understood, messages),
            notes_danger=understood.possible_danger,
        )

    def topic(self, topic: TopicId, language: LanguageCode, shown_in: LanguageCode | None = None) -> Message:
        """Return the answer to a topic that was chosen by button; `shown_in` Dutch shows the original."""
        if shown_in == DUTCH and language != DUTCH:
            return self.composer.original(topic, language, self._today())
        return self.composer.answer(topic, language, self._today())

    def term(self, term: TermId, language: LanguageCode, shown_in: LanguageCode | None = None) -> Message:
        """Return the explanation of a term that was chosen by button."""
        if shown_in == DUTCH and language != DUTCH:
            return self.composer.original_term(term, language)
        return self.composer.term(term, language)

    async def forget(self, conversation: ConversationId) -> None:
        """Drop what the understanding keeps about `conversation`.

        Raises UnderstandingUnavailableError when that cannot be done now.
        """
        await self._understanding.forget(conversation)

    def _compose(
        self, directive: Directive, understood: Understood, language: LanguageCode
    ) -> tuple[Message, ...]:
        if isinstance(directive, ExplainTerm) or (
            isinstance(directive, Clarify) and _may_ask_for_a_term(understood)
        ):
            known = [term for term in understood.terms if term in self.content.glossary]
            terms = tuple(self.composer.term(term, language) for term in known[:_TERMS_EXPLAINED])
            return terms or (self.composer.fallback("term_unknown", language),)
        return (self._compose_one(directive, understood, language),)

    def _compose_one(self, directive: Directive, understood: Understood, language: LanguageCode) -> Message:
        composer = self.composer
        match directive:
            case Say(topic, part):
                return composer.answer(
                    topic, language, self._today(), part, self._runner_up(topic, understood)
                )
            case Clarify():
                return self._clarify(understood, language)
            case OfferPerson(helper):
                return self._offer(helper, language)
            case Smalltalk(name):
                return composer.notice([f"smalltalk_{name}"], language, kind=Kind.SMALLTALK)
            case OutOfScope():
                return self._out_of_scope(understood, language)
            case Start(interview):
                return composer.offer_interview(interview, language)
            case ShowDates():
                return composer.deadlines((), language, appointments=False)
            case NotUnderstood(again):
                return self.composer.fallback("not_understood_twice" if again else "not_understood", language)
            case Repeat(topic) | TellSources(topic) | NothingMore(topic):
                if topic is None or not self.content.is_published(topic):
                    return composer.menu(language, "which_topic")
                return self._about_last(directive, topic, language)
            case ChangeLanguage() | ExplainTerm():
                raise AssertionError("these are handled before one message is composed")

    def _about_last(
        self, directive: Repeat | TellSources | NothingMore, topic: TopicId, language: LanguageCode
    ) -> Message:
        match directive:
            case Repeat():
                intro = self.composer.notice(["repeat_intro"], language)
                answer = self.composer.answer(topic, language, self._today())
                return replace(answer, blocks=(*intro.blocks, *answer.blocks))
            case TellSources() if topic in self.content.topics:
                return self.composer.sources(topic, language)
            case _:
                return replace(self.composer.fallback("nothing_more_known", language), gap=Gap.NOTHING_MORE)

    def _clarify(self, understood: Understood, language: LanguageCode) -> Message:
        """Offer what is most likely; with nothing likely to offer, say that it was not understood.

        Where the likeliest of all is that the message is not of our field, that is said, and still offered.
        """
        best = next((entry.intent for entry in understood.ranking if entry.intent != _NOT_SURE), None)
        if best == _OUT_OF_SCOPE:
            return self._out_of_scope(understood, language)
        options = self._options(understood, _LEAST_LIKELY_OPTION)
        if not options:
            return self.composer.fallback("not_understood", language)
        return self.composer.clarification(options[:_OPTIONS_OFFERED], language)

    def _out_of_scope(self, understood: Understood, language: LanguageCode) -> Message:
        options = self._options(understood, _WORTH_A_BUTTON)
        told = self.composer.fallback("out_of_scope", language, options[:_OPTIONS_BESIDE])
        return replace(told, gap=Gap.OUT_OF_SCOPE)

    def _runner_up(self, topic: TopicId, understood: Understood) -> TopicId | None:
        """Return the likeliest other question, so that a wrong answer is put right with one tap."""
        pair = {topic, self.content.same_question(topic)}
        options = self._options(understood, _WORTH_A_BUTTON)
        return next((option for option in options if option not in pair), None)

    def _options(self, understood: Understood, least: float) -> tuple[TopicId, ...]:
        """Return what can be answered and is likely enough, the likeliest first, one of each pair."""
        options: list[TopicId] = []
        for entry in understood.ranking:
            likely = entry.confidence >= least and self.content.is_published(entry.intent)
            if likely and self.content.same_question(entry.intent) not in options:
                options.append(TopicId(entry.intent))
        return tuple(options)

    def _offer(self, helper: Helper, language: LanguageCode) -> Message:
        keys = ["offer_counsellor"]
        if helper not in (Helper.COUNSELLOR, Helper.EMERGENCY):
            keys.insert(0, f"handover_{helper}")
        return self.composer.notice(
            keys,
            language,
            self.composer.human_row(language),
            kind=Kind.HANDOVER,
            offers_counsellor=True,
        )


def _is_unclear(understood: Understood, messages: tuple[Message, ...]) -> bool:
    """Tell whether the message was not understood; what is not of our field was understood well enough."""
    if not understood.directives or any(isinstance(each, NotUnderstood) for each in understood.directives):
        return True
    if Clarify() not in understood.directives:
        return False
    best = next((entry.intent for entry in understood.ranking if entry.intent != _NOT_SURE), None)
    return best != _OUT_OF_SCOPE and messages[-1].kind in (Kind.CLARIFY, Kind.FALLBACK)


def _may_ask_for_a_term(understood: Understood) -> bool:
    """Tell whether explaining is as good as asking back: a term is named, and its meaning likely asked for.

    The explanation has buttons to the topics that tell more, which are what would be offered otherwise.
    """
    likeliest = [entry.intent for entry in understood.ranking if entry.intent != _NOT_SURE][:_LIKELIEST]
    return bool(understood.terms) and _ASK_TERM in likeliest
