"""The groups of counsellors: which of them takes a new case, and what each of them refuses now."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from time import monotonic

import structlog

from bot.desk.pace import Pace
from bot.desk.steps import StepKind
from conversations.cases import Cases, Waiting

_LOG = structlog.get_logger(__name__)


@dataclass(slots=True)
class Group:
    """One group. Times are seconds of the clock: before them it takes no new topics, or no pins."""

    number: int
    pace: Pace
    topics_from: float = 0.0
    pins_from: float = 0.0
    failures: int = 0
    refused: set[StepKind] = field(default_factory=set)
    """What it refuses since it last took such a call: told to the operator once."""


class Groups:
    """All groups, in the order in which they take new cases."""

    def __init__(self, numbers: Sequence[int], cases: Cases, clock: Callable[[], float] = monotonic) -> None:
        """Start with the numbers of the settings; a group that has moved since is followed."""
        self._cases = cases
        self.clock = clock
        self._groups: dict[int, Group] = {}
        for number in numbers:
            now = cases.moved_to(number)
            self._groups[now] = Group(now, Pace(clock))
            if now != number:
                _tell_move(number, now)

    def __contains__(self, number: object) -> bool:
        """Tell whether this is the number of one of the groups."""
        return number in self._groups

    def get(self, number: int | None) -> Group | None:
        """Return the group with this number."""
        return self._groups.get(number) if number is not None else None

    def note(self, number: int) -> None:
        """Count a call into a group that was made elsewhere."""
        if (group := self.get(number)) is not None:
            group.pace.note()

    def of(self, waiting: Waiting) -> Group:
        """Return where a case is, or where its topic is to be made: the first group that takes one."""
        here = self.get(waiting.group) if waiting.thread is not None else None
        return here or min(self._groups.values(), key=lambda group: max(group.topics_from, self.clock()))

    def free_in(self, waiting: Waiting) -> float:
        """Return after how many seconds a call about a case may be made."""
        group = self.of(waiting)
        wait = group.pace.free_in(urgent=waiting.urgent)
        if waiting.thread is None or waiting.group != group.number:
            return max(wait, group.topics_from - self.clock())
        return max(wait, group.pins_from - self.clock()) if waiting.only_pin else wait

    def move(self, old: int, new: int) -> None:
        """Follow a group that got a new number.

        Raises StoreError when that cannot be kept.
        """
        group = self._groups.get(old)
        if group is None or old == new:
            return
        self._cases.move_group(old, new)
        group.number = new
        self._groups = {each.number: each for each in self._groups.values()}
        _tell_move(old, new)


def _tell_move(old: int, new: int) -> None:
    advice = (
        f"Telegram gave the counsellors' group a new number: write {new} for {old} in COUNSELLOR_GROUP_ID."
    )
    _LOG.warning("group_has_a_new_number", advice=advice)
