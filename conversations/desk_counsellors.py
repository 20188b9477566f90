"""The counsellors' side of the desk: who may act, and which command does what.

What counsellors do comes in as `CounsellorAct`; what follows for the person comes back as letters. Only who
stands in the operator's list can act, and only in the topic of a case. The commands themselves are in
`desk_commands/`: a new one needs a handler there, a place in the table, and a word in `unknown_command`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from content.model import TopicId
from conversations.cases import Case, CaseId, Cases, CaseState, CounsellorId, PostKind
from conversations.composer import Composer
from conversations.counsellor_requests import Requests
from conversations.counsellor_texts import CounsellorTexts
from conversations.deadline_store import Deadlines
from conversations.desk_acts import CounsellorAct, DeskCommand, DeskTools, InCase, Result, ToPerson
from conversations.desk_buttons import DeskButton
from conversations.desk_commands.dates import Dates
from conversations.desk_commands.languages import Languages
from conversations.desk_commands.questions import Asking
from conversations.desk_commands.sending import Sending
from conversations.desk_commands.taking import Taking
from conversations.desk_overview import DeskOverview
from conversations.office_hours import office_hours
from conversations.people import People
from conversations.statistics import Statistics

__all__ = ["CounsellorAct", "CounsellorDesk", "Result", "ToPerson"]
_OVERVIEW = "/overview"


class CounsellorDesk:
    """Carries out what counsellors do."""

    def __init__(
        self,
        cases: Cases,
        people: People,
        deadlines: Deadlines,
        requests: Requests,
        composer: Callable[[], Composer],
        words: CounsellorTexts,
        now: Callable[[], datetime],
        timezone: ZoneInfo,
        colleagues: Callable[[], Sequence[CounsellorId]],
        statistics: Statistics,
    ) -> None:
        """Wire the parts; `now` returns an aware time in UTC, `colleagues` the operator's list."""
        self._timezone = timezone
        self._tools = tools = DeskTools(cases, people, composer, words, now)
        self._taking = Taking(tools, colleagues)
        self._sending = Sending(tools)
        self._overview = DeskOverview(tools, statistics, deadlines, timezone)
        self._commands: Mapping[str, DeskCommand] = {
            **self._sending.commands(),
            **self._taking.commands(),
            **Dates(tools, requests, timezone).commands(),
            **Asking(tools, requests).commands(),
            **Languages(tools).commands(),
            **self._overview.commands(),
        }

    @property
    def commands(self) -> tuple[str, ...]:
        """Return every command, with its slash."""
        return (*filter(None, self._commands), _OVERVIEW)

    def act(self, act: CounsellorAct) -> Result:
        """Carry out one act; what is said in the topic of the case is stored to be posted."""
        tools = self._tools
        name, *following = act.text.split(maxsplit=1) if act.text.startswith("/") else [""]
        words = following[0].strip() if following else ""
        name = name.partition("@")[0].casefold()
        if act.counsellor is None:
            return Result(reply=tools.texts.fill("not_a_counsellor"))
        if name == _OVERVIEW:
            return Result(reply=self.overview())
        if act.case is None:
            if act.erased:
                return Result(reply=tools.texts.fill("person_gone"))
            return Result(reply=tools.texts.fill("no_case_here")) if name else Result()
        person = tools.people.find(act.case.person)
        if person is None:
            return tools.say(act.case, "person_gone")
        command = self._commands.get(name)
        if not act.case.is_open and not (command is not None and command.when_closed):
            return tools.say(act.case, "case_closed")
        if command is None:
            return tools.say(act.case, "unknown_command")
        return command.run(InCase(act, act.case, act.counsellor, person, words))

    def tapped(self, case: Case, counsellor: CounsellorId, button: DeskButton) -> Result:
        """Carry out a tap on a button in the topic of a case, as the case is now: the first tap counts."""
        now = self._tools.cases.find(case.id)
        if now is None:
            return Result()
        person = self._tools.people.find(now.person)
        if person is None:
            return self._tools.say(now, "person_gone")
        if not now.is_open:
            return self._tools.say(now, "case_closed")
        return self._taking.tapped(InCase(CounsellorAct(counsellor, now), now, counsellor, person), button)

    def search(self, words: str) -> tuple[TopicId, ...]:
        """Return the topic with this id, or those whose Dutch title or question is most like `words`."""
        return self._sending.search(words)

    def overview(self) -> str:
        """Return the open cases, the longest waiting first, and a line about the last days."""
        return self._overview.open_cases()

    def card(self, case: Case) -> str:
        """Return the summary of a case: nothing in it tells who the person is."""
        return self._overview.card(case)

    def understood(self, topic: TopicId | None) -> str:
        """Return what to show beside a message: the topic that the assistant makes of it."""
        return self._overview.understood(topic)

    def not_arrived(self, case: CaseId, answers_since: datetime | None, key: str) -> None:
        """Say in the topic that something did not arrive; the person is still waiting for it."""
        now = self._tools.cases.find(case)
        if now is None:
            return
        since = now.waiting_since or answers_since
        words = self._tools.texts.fill(key)
        self._tools.cases.save(replace(now, waiting_since=since), (PostKind.TEXT, words))

    def raise_forgotten(self, untaken: timedelta, unanswered: timedelta) -> int:
        """Bring up cases that wait too long, once in each such time; return how many.

        Who is on duty is called. Only the time in which the office is open counts, except where somebody may
        be in danger.
        """
        tools, raised = self._tools, 0
        opening = office_hours(tools.content.organisation, self._timezone)
        for case in tools.cases.all_open():
            since = case.raised_at or case.waiting_since
            limit = untaken if case.state is CaseState.WAITING else unanswered
            if case.waiting_since is None or since is None:
                continue
            now = tools.now()
            if (now - since if case.is_urgent else opening.open_time(since, now)) < limit:
                continue
            hours = str(self._overview.hours_waiting(case))
            words = tools.texts.fill("raised", hours=hours)
            tools.cases.save(replace(case, raised_at=tools.now()), (PostKind.TO_DUTY, words))
            raised += 1
        return raised
