"""What counsellors can tap in the topic of a case."""

from dataclasses import dataclass

from conversations.cases import CloseReason, CounsellorId


@dataclass(frozen=True, slots=True)
class TakeCase:
    """Take the case, if nobody has it."""


@dataclass(frozen=True, slots=True)
class AskReason:
    """End the case: first choose why."""


@dataclass(frozen=True, slots=True)
class CloseCase:
    """End the case for this reason."""

    reason: CloseReason


@dataclass(frozen=True, slots=True)
class GiveCase:
    """Give the case to this colleague."""

    colleague: CounsellorId


DeskButton = TakeCase | AskReason | CloseCase | GiveCase
CHOICES = (CloseCase, GiveCase)
"""Answers to a question in the topic: its buttons go when one of them was tapped."""
