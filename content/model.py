"""What content consists of: topics, hand-over questions, sources, answers and languages."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NewType

from content.markup import Text

LanguageCode = NewType("LanguageCode", str)
"""ISO 639-1 code of a served language, the name of its folder in `content/texts/`."""

TopicId = NewType("TopicId", str)
"""Id of a topic or of a hand-over question; also the name of its intent."""

TermId = NewType("TermId", str)
"""Id of a term of the glossary."""

DocumentId = NewType("DocumentId", str)

DUTCH = LanguageCode("nl")
"""The language that every translation is made from and checked against."""


class Group(StrEnum):
    """The part of life that a topic belongs to; one page of the menu."""

    REJECTION = "rejection"
    APPEAL = "appeal"
    DEPARTURE_TERM = "departure_term"
    SHELTER = "shelter"
    RIGHTS = "rights"
    INDEPENDENT_RETURN = "independent_return"
    REINTEGRATION_SUPPORT = "reintegration_support"
    FORCED_RETURN = "forced_return"
    DETENTION_AND_ALTERNATIVES = "detention_and_alternatives"
    CANNOT_RETURN = "cannot_return"
    FAMILIES = "families"
    UNACCOMPANIED_MINORS = "unaccompanied_minors"
    GUIDANCE = "guidance"
    ORGANISATIONS = "organisations"
    GENERAL = "general"


class Escalation(StrEnum):
    """When an answer comes with the offer of a counsellor."""

    NEVER = "never"
    OFFER = "offer"
    ALWAYS = "always"


class Helper(StrEnum):
    """Who helps with a question that the sources do not answer."""

    COUNSELLOR = "counsellor"
    LEGAL_AID = "legal_aid"
    IOM = "iom"
    NIDOS = "nidos"
    EMERGENCY = "emergency"


class DangerKind(StrEnum):
    """Kinds of danger that have a fixed text, the most urgent first."""

    MEDICAL_EMERGENCY = "medical_emergency"
    SELF_HARM = "self_harm"
    CHILD_IN_DANGER = "child_in_danger"
    VIOLENCE = "violence"
    ARREST_OR_PLANE = "arrest_or_plane"


class Direction(StrEnum):
    """The direction in which a language is written."""

    LEFT_TO_RIGHT = "ltr"
    RIGHT_TO_LEFT = "rtl"


class ReviewStatus(StrEnum):
    """Whether a person who speaks the language has checked a text."""

    DRAFT = "draft"
    REVIEWED = "reviewed"


@dataclass(frozen=True, slots=True)
class Document:
    """A source document; `as_of` is `2017-05`, `2015` or `undated`."""

    title: str
    publisher: str
    as_of: str
    approximate: bool


@dataclass(frozen=True, slots=True)
class Source:
    """The place in a document where a fact stands."""

    document: DocumentId
    where: str


@dataclass(frozen=True, slots=True)
class Term:
    """A Dutch term that people meet in letters, with its English gloss."""

    term: str
    gloss: str


@dataclass(frozen=True, slots=True)
class Topic:
    """A question that the sources answer, with every fact that an answer must hold."""

    group: Group
    audience: tuple[str, ...]
    question: Mapping[str, str]
    facts: tuple[str, ...]
    terms: tuple[Term, ...]
    sources: tuple[Source, ...]
    volatile: bool
    review_by: date
    see_also: tuple[TopicId, ...]
    escalate: Escalation
    conflict: str | None = None
    volatile_note: str | None = None


@dataclass(frozen=True, slots=True)
class GlossaryTerm:
    """A term that people meet, with what its explanation must hold and the topics that tell more."""

    nl: str
    en: str
    explanation: str
    sources: tuple[Source, ...]
    topics: tuple[TopicId, ...] = ()


@dataclass(frozen=True, slots=True)
class HandoverQuestion:
    """A question that the sources do not answer: what to do and who helps.

    `answered_below` names the topic that is the same question to a person: one answer serves both, the facts
    of the topic first and then the text of this question.
    """

    question: Mapping[str, str]
    instruction: str
    handover_to: Helper
    urgent: bool
    related_topics: tuple[TopicId, ...]
    danger: DangerKind | None = None
    answered_below: TopicId | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """The text of one id in one language.

    `translated_from` is the fingerprint of the Dutch text that was translated (`content.fingerprint`).
    """

    status: ReviewStatus
    title: str
    answer: Text
    question: str = ""
    parts: Mapping[str, Text] | None = None
    reviewed_by: str | None = None
    reviewed_on: date | None = None
    translated_from: str | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a term of the glossary means, in one language.

    `name` is the Dutch term as it stands in letters, `gloss` its translation (empty in Dutch).
    """

    name: str
    meaning: Text
    gloss: str = ""
    translated_from: str | None = None


@dataclass(frozen=True, slots=True)
class Glossary:
    """The explanations of all terms in one language, reviewed as a whole."""

    status: ReviewStatus
    terms: Mapping[TermId, Explanation]
    reviewed_by: str | None = None
    reviewed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Language:
    """A language: its own name, direction, CLDR locale and what people call it.

    A language with `served: false` is being translated: it is checked on request and offered to nobody.
    `interviews_reviewed` is set when somebody has checked interviews.yml as a whole.
    """

    name: str
    direction: Direction
    locale: str
    spoken_names: tuple[str, ...]
    served: bool = True
    interviews_reviewed: bool = False


@dataclass(frozen=True, slots=True)
class AnswerWords:
    """How people type short answers and dates in one language, in many spellings.

    Lists of months begin with the first month of the year, lists of weekdays with Monday. `solar_months` and
    `lunar_months` are those of the Solar Hijri and the Hijri calendar, where people use them.
    """

    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    previous: tuple[str, ...] = ()
    stop: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    today: tuple[str, ...] = ()
    yesterday: tuple[str, ...] = ()
    day_before_yesterday: tuple[str, ...] = ()
    tomorrow: tuple[str, ...] = ()
    day_after_tomorrow: tuple[str, ...] = ()
    day_words: tuple[str, ...] = ()
    week_words: tuple[str, ...] = ()
    month_words: tuple[str, ...] = ()
    ago_words: tuple[str, ...] = ()
    months: tuple[tuple[str, ...], ...] = ()
    weekdays: tuple[tuple[str, ...], ...] = ()
    filler: tuple[str, ...] = ()
    solar_months: tuple[tuple[str, ...], ...] = ()
    lunar_months: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class PreparedQuestion:
    """A question that counsellors can ask, with the answers to tap, by their key."""

    question: str
    answers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class LanguageTexts:
    """Everything that is written in one language.

    `plurals` holds texts that depend on a number, by CLDR's plural category; `phrases` the sentences that
    counsellors can send, `asked` the questions that they can ask with buttons for the answers.
    """

    language: Language
    interface: Mapping[str, str]
    plurals: Mapping[str, Mapping[str, str]]
    phrases: Mapping[str, str]
    asked: Mapping[str, PreparedQuestion]
    answer_words: AnswerWords
    answers: Mapping[TopicId, Answer]
    danger: Mapping[DangerKind, Answer]
    glossary: Glossary
    danger_phrases: Mapping[DangerKind, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Organisation:
    """The names, hours and numbers that the organisation keeps itself; empty means: none.

    `office_hours` has a line for each weekday on which somebody is there (see `content.opening_times`);
    `hours`, in the organisation's own words, is shown instead of them where it is filled in.
    `answers_within_minutes` is how soon a message is usually answered then; 0 means unknown.
    """

    name: str
    emergency_number: str
    suicide_line: str
    suicide_line_short: str
    safe_home_line: str
    phone: str = ""
    email: str = ""
    address: str = ""
    hours: str = ""
    office_hours: Mapping[str, str] = field(default_factory=dict)
    holidays: tuple[date, ...] = ()
    answers_within_minutes: int = 0
