"""The copy that a person gets of everything that is kept about them: a page to read, and the bare records."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from content.formatting import format_date_and_time, format_day
from content.markup import Paragraph
from content.model import LanguageCode, TopicId
from conversations.composer import Composer
from conversations.deadlines import APPOINTMENT_DISTANCES, TERM_DISTANCES
from conversations.flows.answers import decode
from conversations.flows.catalogue import INTERVIEWS
from conversations.flows.interview import InterviewId
from conversations.flows.questions import QuestionId
from conversations.messages import Document
from conversations.own_copy_page import Section, page
from conversations.personal_data import DataKind, PersonalCopy, Record

PAGE_NAME, RECORDS_NAME = "my-data.html", "my-data.json"


def records_file(copy: PersonalCopy, at: datetime) -> Document:
    """Return the bare records as JSON, with what was left out and when it was made."""
    told = {
        "made_at": at.astimezone(UTC).isoformat(timespec="seconds"),
        "records": {kind.value: [dict(row) for row in rows] for kind, rows in copy.records.items()},
        "left_out_because_not_about_you": {kind.value: list(names) for kind, names in copy.withheld.items()},
    }
    return Document(RECORDS_NAME, json.dumps(told, ensure_ascii=False, indent=2) + "\n")


@dataclass(frozen=True, slots=True)
class OwnCopy:
    """Puts the records of one person into the words of their language; times are those of `timezone`."""

    composer: Composer
    language: LanguageCode
    timezone: ZoneInfo

    def page(self, copy: PersonalCopy, at: datetime) -> Document:
        """Return everything as a page that any telephone can show."""
        tell = {
            DataKind.PERSON: self._person,
            DataKind.QUESTION: self._question,
            DataKind.ASKED: self._asked,
            DataKind.INTERVIEW: self._interview,
            DataKind.SETTINGS: self._settings,
            DataKind.CASE: self._case,
        }
        sections = []
        for kind, rows in copy.records.items():
            if kind is DataKind.DEADLINE:
                lines = tuple(self._deadlines(rows, copy.records.get(DataKind.REMINDER, ())))
            elif kind in tell:
                lines = tuple(line for row in rows for line in tell[kind](row))
            elif kind in (DataKind.POST, DataKind.CHAT_MESSAGE):
                lines = (self.composer.content.plural(f"kept_{kind}", len(rows), self.language),)
            else:
                # Reminders stand below their dates; attempts to send them and what is on its way, only
                # among the records.
                continue
            sections.append(Section(self._words(f"mydata_{kind}"), lines))
        intro = (self._words("mydata_made", day=self._moment(at.isoformat())), self._words("mydata_left_out"))
        direction = self.composer.direction(self.language)
        written = page(self._words("mydata_title"), intro, sections, self.language, direction)
        return Document(PAGE_NAME, written)

    def _person(self, row: Record) -> Iterator[str]:
        texts = self.composer.content.texts
        if row["language"] in texts:
            name = texts[LanguageCode(str(row["language"]))].language.name
            yield self._words("mydata_language", name=name)
        yield self._words(f"consent_state_{row['consent']}")
        if row["last_topic"]:
            yield self._words("mydata_topic", topic=self._topic(row["last_topic"]))
        yield self._words("mydata_chat", number=str(row["number"]))
        yield self._words("mydata_since", day=self._moment(row["created_at"]))
        if row["seen_on"]:
            yield self._words("mydata_seen", day=self._day(row["seen_on"]))

    def _question(self, row: Record) -> Iterator[str]:
        yield f"{self._moment(row['received_at'])}: {row['text']}"

    def _asked(self, row: Record) -> Iterator[str]:
        yield f"{self._moment(row['asked_at'])}: {row['text']}"

    def _interview(self, row: Record) -> Iterator[str]:
        interview = INTERVIEWS[InterviewId(str(row["interview"]))]
        yield self._words(f"{interview.id}_title")
        for name, text in json.loads(str(row["answers"])):
            question = interview.question(QuestionId(name))
            if question is None:
                continue
            asked = self._words(f"{interview.id}_ask_{question.id}")
            try:
                answer = self.composer.answer_text(interview, question, decode(question, text), self.language)
            except ValueError:
                answer = text
            yield f"{asked} {answer}"

    def _deadlines(self, rows: tuple[Record, ...], reminders: tuple[Record, ...]) -> Iterator[str]:
        for row in sorted(rows, key=lambda each: (str(each["day"]), str(each["time"] or ""))):
            clock = time.fromisoformat(str(row["time"])) if row["time"] else None
            when = format_date_and_time(date.fromisoformat(str(row["day"])), clock, self._locale)
            name, state = (
                self._words(f"deadline_{row['kind']}"),
                self._words(f"deadline_state_{row['state']}"),
            )
            note = f" – {row['note']}" if row["note"] else ""
            yield f"{when}: {name}{note} ({state})"
            if row["tells_counsellor"]:
                yield self._words("mydata_tells_counsellor")
            for each in sorted(reminders, key=lambda reminder: str(reminder["due_at"])):
                if each["deadline"] == row["id"]:
                    state = self._words(f"reminder_state_{each['state']}")
                    yield self._words("mydata_reminder", day=self._moment(each["due_at"]), state=state)

    def _settings(self, row: Record) -> Iterator[str]:
        for heading, column, distances in (
            ("settings_terms", "term_distances", TERM_DISTANCES),
            ("settings_appointments", "appointment_distances", APPOINTMENT_DISTANCES),
        ):
            chosen = str(row[column]).split(",")
            named = [self._words(f"settings_{each}") for each in distances if each in chosen]
            yield f"{self._words(heading)}: {', '.join(named)}"
        discreet = "answer_yes" if row["discreet"] else "answer_no"
        yield f"{self._words('settings_discreet')}: {self._words(discreet)}"

    def _case(self, row: Record) -> Iterator[str]:
        state = self._words(f"case_state_{row['state']}")
        yield self._words("mydata_case_line", day=self._moment(row["opened_at"]), number=str(row["name"]))
        yield state if not row["closed_at"] else f"{state}: {self._moment(row['closed_at'])}"
        yield self._words(f"mydata_reason_{row['reason']}")
        shared = f"button_case_{row['sharing']}" if row["sharing"] else "mydata_not_asked"
        yield self._words("mydata_shared", what=self._words(shared))
        if row["topic"]:
            yield self._words("mydata_topic", topic=self._topic(row["topic"]))
        if row["helped"] is not None:
            yield self._words("button_feedback_yes" if row["helped"] else "button_feedback_no")

    @property
    def _locale(self) -> str:
        return self.composer.content.texts[self.language].language.locale

    def _words(self, key: str, **values: str) -> str:
        blocks = self.composer.notice([key], self.language, values=values).blocks
        spans = [span for block in blocks if isinstance(block, Paragraph) for span in block.spans]
        return "".join(getattr(span, "text", "") for span in spans)

    def _topic(self, topic: str | int) -> str:
        answers: Mapping[TopicId, object] = self.composer.content.texts[self.language].answers
        known = TopicId(str(topic))
        return self.composer.content.answer(known, self.language).title if known in answers else known

    def _day(self, day: str | int) -> str:
        return format_day(date.fromisoformat(str(day)), self._locale)

    def _moment(self, moment: str | int | None) -> str:
        return self.composer.moment_text(datetime.fromisoformat(str(moment)), self.language, self.timezone)
