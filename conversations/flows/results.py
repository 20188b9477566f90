"""What an interview comes to: lines to tell, topics that fit, who helps and what to be reminded of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time

from content.model import Helper, Source, TopicId
from conversations.deadlines import DeadlineKind


@dataclass(frozen=True, slots=True)
class Euros:
    """An amount in whole euros."""

    amount: int


Value = date | int | Euros


@dataclass(frozen=True, slots=True)
class Line:
    """One text of content by its key, with what is filled into it.

    `heading` stands above the lines that follow it; `here` marks where the person is in a list of steps.
    """

    key: str
    values: Mapping[str, Value] = field(default_factory=dict)
    heading: bool = False
    here: bool = False


@dataclass(frozen=True, slots=True)
class Proposal:
    """A deadline that the person can be reminded of with one tap.

    `estimated` marks a day that we counted ourselves.
    """

    kind: DeadlineKind
    day: date
    clock: time | None = None
    note: str = ""
    estimated: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """The end of an interview.

    `rule` is the rule that decided. `told` comes first, then the steps of the calculation, then what
    applies besides, then where the sources disagree.
    """

    rule: str
    told: tuple[Line, ...]
    calculation: tuple[Line, ...] = ()
    besides: tuple[Line, ...] = ()
    conflicts: tuple[Line, ...] = ()
    topics: tuple[TopicId, ...] = ()
    sources: tuple[Source, ...] = ()
    helper: Helper | None = None
    proposals: tuple[Proposal, ...] = ()
    is_estimate: bool = False
