"""A message as the assistant means it: blocks of text and buttons, before any screen renders it."""

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from content.markup import Block
from content.model import Direction, LanguageCode, TermId, TopicId
from conversations.actions import Action


class Kind(StrEnum):
    """What a message is for."""

    ANSWER = "answer"
    HANDOVER = "handover"
    CLARIFY = "clarify"
    CRISIS = "crisis"
    SMALLTALK = "smalltalk"
    FALLBACK = "fallback"
    NOTICE = "notice"


class Gap(StrEnum):
    """Why a message has no answer although the question was understood."""

    OUT_OF_SCOPE = "out_of_scope"
    NOTHING_MORE = "nothing_more"


@dataclass(frozen=True, slots=True)
class Button:
    """A labelled action."""

    label: str
    action: Action


@dataclass(frozen=True, slots=True)
class CitedSource:
    """A document behind an answer, with the places and its date as the person reads it."""

    title: str
    publisher: str
    where: tuple[str, ...]
    as_of: str


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """A date for a calendar: a whole day, or from `clock` on, in the time of the Netherlands."""

    id: str
    title: str
    day: date
    clock: time | None = None
    description: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A file that comes with a message: the name that it is saved under, and its text."""

    name: str
    content: str


@dataclass(frozen=True, slots=True)
class Message:
    """One thing to say, in one language.

    `picker` holds more buttons for screens that have room for a grid; everything in it can be typed instead.
    With `clears_chat`, what stood in the chat before is taken away first, as far as the screen can do that.
    """

    kind: Kind
    language: LanguageCode
    direction: Direction
    blocks: tuple[Block, ...]
    buttons: tuple[tuple[Button, ...], ...] = ()
    topic: TopicId | None = None
    term: TermId | None = None
    options: tuple[TopicId, ...] = ()
    sources: tuple[CitedSource, ...] = ()
    offers_counsellor: bool = False
    urgent: bool = False
    notes_danger: bool = False
    picker: tuple[tuple[Button, ...], ...] = ()
    calendar: CalendarEntry | None = None
    gap: Gap | None = None
    documents: tuple[Document, ...] = ()
    clears_chat: bool = False
