"""What counsellors look up: the card of a case, the open cases, who may see what."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from content.model import DUTCH, TopicId
from conversations.cases import Case, Sharing
from conversations.deadline_store import Deadlines
from conversations.deadlines import DeadlineKind
from conversations.desk_acts import DeskCommand, DeskTools, InCase, Result
from conversations.desk_week import week_line
from conversations.statistics import Statistics

_HOUR = timedelta(hours=1)


class DeskOverview:
    """Writes summaries for counsellors: nothing in them tells who a person is."""

    def __init__(
        self, tools: DeskTools, statistics: Statistics, deadlines: Deadlines, timezone: ZoneInfo
    ) -> None:
        """Use `tools`; `statistics` tells what happened in the last days."""
        self._tools = tools
        self._statistics = statistics
        self._deadlines = deadlines
        self._timezone = timezone

    def commands(self) -> Mapping[str, DeskCommand]:
        """Return how the command is carried out."""
        return {"/who": DeskCommand(self._who, when_closed=True)}

    def open_cases(self) -> str:
        """Return the open cases, the longest waiting first, and a line about the last days."""
        tools = self._tools
        cases, week = tools.cases.all_open(), week_line(self._statistics, tools.texts)
        if not cases:
            return "\n".join([tools.texts.fill("overview_none"), week]).strip()
        lines = [tools.texts.fill("overview_title", count=str(len(cases)))]
        for case in cases:
            line = tools.texts.fill(
                "overview_line",
                name=case.name,
                language=self._language_name(case),
                state=tools.texts.fill(f"state_{case.state}"),
                hours=str(self.hours_waiting(case)),
            )
            lines.append(f"‼️ {line}" if case.is_urgent else line)
        return "\n".join([*lines, week]).strip()

    def card(self, case: Case) -> str:
        """Return the summary of a case."""
        texts = self._tools.texts
        lines = [texts.fill("card_urgent")] if case.is_urgent else []
        state = texts.fill(f"state_{case.state}")
        lines.append(texts.fill("card", name=case.name, language=self._language_name(case), state=state))
        lines.append(texts.fill(f"card_reason_{case.reason}"))
        lines.append(texts.fill("card_opened", when=self._local(case.opened_at)))
        if case.topic is not None and self._tools.content.is_published(case.topic):
            title = self._tools.content.answer(case.topic, DUTCH).title
            lines.append(texts.fill("card_topic", topic=title))
        if case.counsellor is not None:
            lines.append(texts.fill("card_counsellor", counsellor=case.counsellor))
        if case.sharing is Sharing.DEADLINES:
            lines += self._dates(case)
        return "\n".join(lines)

    def _local(self, moment: datetime) -> str:
        return moment.astimezone(self._timezone).strftime("%d-%m %H:%M")

    def _dates(self, case: Case) -> list[str]:
        """Return the dates still to come that the person allowed to be seen, without their own notes."""
        today = self._tools.now().astimezone(self._timezone).date()
        labels = [
            self._tools.composer.date_label(each, DUTCH)
            for each in self._deadlines.all_of(case.person)
            if each.day >= today or each.kind is DeadlineKind.RULING
        ]
        return [self._tools.texts.fill("card_dates"), *(f"• {label}" for label in labels)] if labels else []

    def understood(self, topic: TopicId | None) -> str:
        """Return what to show beside a message: the topic that the assistant makes of it."""
        if topic is None or not self._tools.content.is_published(topic):
            return ""
        title = self._tools.content.answer(topic, DUTCH).title
        return self._tools.texts.fill("person_understood", topic=title, id=topic)

    def hours_waiting(self, case: Case) -> int:
        """Return for how many whole hours the person has waited for an answer."""
        since = case.waiting_since
        return int((self._tools.now() - since) / _HOUR) if since is not None else 0

    def _who(self, given: InCase) -> Result:
        sharing = self._tools.texts.fill(f"sharing_{given.case.sharing or Sharing.NOTHING}")
        language = self._tools.language_name(given.person)
        return self._tools.say(given.case, "who", sharing=sharing, language=language)

    def _language_name(self, case: Case) -> str:
        person = self._tools.people.find(case.person)
        return self._tools.language_name(person) if person else "?"
