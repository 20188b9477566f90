"""Stand-ins for what sees everything about a person at once, and everything that is kept, in memory."""

from collections.abc import Collection, Mapping
from dataclasses import asdict
from datetime import date, datetime, time
from enum import StrEnum

from conversations.deadline_store import Deadlines
from conversations.deadlines import DeadlineState
from conversations.erased_topics import ErasedTopic
from conversations.events import Address
from conversations.identifiers import PersonId
from conversations.personal_data import DataKind, PersonalCopy, Record
from tests.fakes import FakePeople, SettableClock
from tests.fakes_of_cases import FakeCases
from tests.fakes_of_deadlines import FakeDeadlines, FakeInterviews


class FakeChatMessages:
    """Remembers numbers of messages, by the contract of `conversations.chat_messages.ChatMessages`."""

    def __init__(self, people: FakePeople, now: SettableClock) -> None:
        self._people = people
        self._now = now
        self._at: dict[tuple[PersonId, int], datetime] = {}

    def remember(self, address: Address, numbers: Collection[int]) -> None:
        person = self._people.known_at(address)
        if person is not None:
            self._at.update({(person, number): self._now() for number in numbers})

    def recent(self, address: Address, since: datetime) -> tuple[int, ...]:
        person = self._people.known_at(address)
        found = [number for (whose, number), at in self._at.items() if whose == person and at >= since]
        return tuple(sorted(found, reverse=True))

    def forget(self, address: Address, numbers: Collection[int]) -> None:
        person = self._people.known_at(address)
        for number in numbers:
            self._at.pop((person, number), None)  # type: ignore[arg-type]

    def purge(self, before: datetime) -> int:
        old = [key for key, at in self._at.items() if at < before]
        for key in old:
            del self._at[key]
        return len(old)

    def of(self, person: PersonId) -> list[int]:
        return [number for whose, number in self._at if whose == person]

    def drop(self, person: PersonId) -> None:
        self._at = {key: at for key, at in self._at.items() if key[0] != person}


class FakeErasedTopics:
    """Remembers topics in memory."""

    def __init__(self, *topics: ErasedTopic) -> None:
        self.waiting = list(topics)

    def to_delete(self, limit: int) -> tuple[ErasedTopic, ...]:
        return tuple(self.waiting[:limit])

    def deleted(self, topic: ErasedTopic) -> None:
        self.waiting.remove(topic)

    def refused(self, topic: ErasedTopic) -> None:
        self.waiting.remove(topic)


class FakePersonalData:
    """Sees the other stand-ins at once; its records hold what the page of a person is made of."""

    def __init__(
        self,
        people: FakePeople,
        interviews: FakeInterviews,
        deadlines: FakeDeadlines,
        cases: FakeCases,
        messages: FakeChatMessages,
    ) -> None:
        self._people = people
        self._interviews = interviews
        self._deadlines = deadlines
        self._cases = cases
        self._messages = messages

    def copy_of(self, person: PersonId) -> PersonalCopy:
        found = {kind: tuple(rows) for kind, rows in self._records(person).items() if rows}
        return PersonalCopy(found, {DataKind.CASE: ("counsellor",)})

    def count(self, person: PersonId) -> Mapping[DataKind, int]:
        return {kind: len(rows) for kind, rows in self._records(person).items() if rows}

    def erase(
        self, person: PersonId, kinds: Collection[DataKind] = frozenset(DataKind)
    ) -> Mapping[DataKind, int]:
        counts = {kind: count for kind, count in self.count(person).items() if kind in kinds}
        if DataKind.QUESTION in kinds:
            self._people.take_question(person)
        if DataKind.ASKED in kinds:
            self._people.drop_asked(person)
        if DataKind.INTERVIEW in kinds:
            self._interviews.end(person)
        if DataKind.DEADLINE in kinds:
            self._deadlines.drop(person)
        if DataKind.CASE in kinds:
            self._cases.drop(person)
        if DataKind.CHAT_MESSAGE in kinds:
            self._messages.drop(person)
        if DataKind.PERSON in kinds:
            self._people.forget(person)
        return counts

    def purge_people(self, before: date, today: date) -> int:
        gone = [
            person
            for person in self._people.away_since(before)
            if self._cases.of_person(person) is None and not _has_dates(self._deadlines, person, today)
        ]
        for person in gone:
            self.erase(person)
        return len(gone)

    def _records(self, person: PersonId) -> dict[DataKind, list[Record]]:
        found = self._people.find(person)
        question = self._people.waiting_question(person)
        state = self._interviews.current(person)
        return {
            DataKind.PERSON: [self._people.record(person)] if found else [],
            DataKind.QUESTION: [_plain(asdict(question))] if question else [],
            DataKind.ASKED: [_plain(asdict(each)) for each in self._people.asked(person)],
            DataKind.INTERVIEW: [{"interview": state.interview.value, "answers": "[]"}] if state else [],
            DataKind.DEADLINE: [_plain(each) for each in self._deadlines.records(person)],
            DataKind.REMINDER: [_plain(each) for each in self._deadlines.reminder_records(person)],
            DataKind.CASE: [_plain(each) for each in self._cases.records(person)],
            DataKind.CHAT_MESSAGE: [{"number": number} for number in self._messages.of(person)],
        }


def _has_dates(deadlines: Deadlines, person: PersonId, today: date) -> bool:
    states = (DeadlineState.ACTIVE, DeadlineState.STOPPED)
    return any(each.day >= today and each.state in states for each in deadlines.all_of(person))


def _plain(row: Mapping[str, object]) -> Record:
    """Return a row as the database would give it."""
    return {name: _plain_value(value) for name, value in row.items()}


def _plain_value(value: object) -> str | int | None:
    match value:
        case StrEnum():
            return value.value
        case bool() | int():
            return int(value)
        case time():
            return value.isoformat("minutes")
        case datetime() | date():
            return value.isoformat()
        case str() | None:
            return value
        case _:
            return str(value)
