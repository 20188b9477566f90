"""Tell the counsellors in their group about cases that wait for them, without a word of who the person is."""

from collections.abc import Awaitable, Callable

import structlog

from content.loader import Content
from content.model import DUTCH
from conversations.cases import Case, CaseReason, Cases
from conversations.deadline_store import Deadlines
from conversations.people import People

_TEXTS = {
    CaseReason.HELP_WANTED: "counsellors_help_wanted",
    CaseReason.REMINDERS_UNANSWERED: "counsellors_no_answer",
    CaseReason.REMINDER_UNREACHABLE: "counsellors_unreachable",
}
_LOG = structlog.get_logger(__name__)
Tell = Callable[[str], Awaitable[bool]]
"""Sends words to the group of counsellors; False when that was not possible now."""


class CaseAnnouncer:
    """Tells about each case once; what could not be told is told later."""

    def __init__(
        self,
        cases: Cases,
        deadlines: Deadlines,
        people: People,
        content: Callable[[], Content],
        tell: Tell | None,
    ) -> None:
        """Wire the parts; `tell` is None while no group is set, and the cases are kept."""
        self._cases = cases
        self._deadlines = deadlines
        self._people = people
        self._content = content
        self._tell = tell

    async def announce(self) -> bool:
        """Tell what is new, the oldest first; False at the first that cannot be told now.

        Raises StoreError when the store cannot be read or written.
        """
        if self._tell is None:
            return True
        for case in self._cases.to_announce():
            if not await self._tell(self._words(case)):
                _LOG.warning("case_not_announced")
                return False
            self._cases.announced(case.id)
        return True

    def _words(self, case: Case) -> str:
        content = self._content()
        person = self._people.find(case.person)
        spoken = person.language if person else None
        language = spoken if spoken is not None and spoken in content.texts else DUTCH
        deadline = self._deadlines.find(case.person, case.deadline) if case.deadline else None
        kind = f"deadline_{deadline.kind}" if deadline else "deadline_own"
        return content.interface(_TEXTS[case.reason], DUTCH).format(
            spoken_language=content.texts[language].language.name, reason=content.interface(kind, DUTCH)
        )
