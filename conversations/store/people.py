"""People in the encrypted database."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from content.model import LanguageCode, TopicId
from conversations.events import Address
from conversations.identifiers import (
    ConversationId,
    PersonId,
    new_conversation_id,
    new_person_id,
)
from conversations.people import AskedQuestion, Consent, PendingQuestion, Person
from conversations.personal_data import DataKind
from conversations.store.asked import asked_by, insert_asked, purge_asked
from conversations.store.database import EncryptedDatabase, translated_errors
from conversations.store.erased import ErasedPeople
from conversations.store.personal_tables import erase_rows


class StoredPeople:
    """Remembers people in `database`; every change is committed when the call returns."""

    def __init__(
        self, database: EncryptedDatabase, now: Callable[[], datetime], erased: ErasedPeople | None = None
    ) -> None:
        """Use an open database; `now` returns an aware time; with `erased` no backup brings people back."""
        self._database = database
        self._now = now
        self._erased = erased

    def find_or_add(self, address: Address) -> Person:
        """Return the person at `address`, as a new one when they are not known."""
        with translated_errors(), self._database.atomic():
            today = self._now().astimezone(UTC).date().isoformat()
            for row in self._rows("channel = ? and number = ?", address.channel, address.number):
                # A day is enough to know who stays away, and costs one write a day.
                if row["seen_on"] != today:
                    self._database.table("people").update(row["id"], {"seen_on": today})
                return _person(row, address)
            row = {
                "id": new_person_id(),
                "channel": address.channel,
                "number": address.number,
                "conversation": new_conversation_id(),
                "language": None,
                "consent": Consent.NOT_ASKED.value,
                "last_topic": None,
                "unclear": 0,
                "created_at": _text(self._now()),
                "seen_on": today,
            }
            self._database.table("people").insert(row)
            return _person(row, address)

    def find(self, person: PersonId) -> Person | None:
        """Return the person with this id, or None when they are not known (any more)."""
        with translated_errors():
            rows = self._rows("id = ?", person)
        return next((_person(row, Address(row["channel"], row["number"])) for row in rows), None)

    def set_language(self, person: PersonId, language: LanguageCode) -> None:
        """Remember the chosen language."""
        self._update(person, language=language)

    def set_consent(self, person: PersonId, consent: Consent) -> None:
        """Remember the answer to the question for consent; what was kept with it goes without it."""
        if consent is Consent.GIVEN:
            self._update(person, consent=consent.value)
            return
        with translated_errors():
            with self._database.atomic():
                self._update(person, consent=consent.value, last_topic=None, last_topic_at=None)
                erase_rows(self._database, person, {DataKind.ASKED})
            self._database.truncate_log()

    def set_last_topic(self, person: PersonId, topic: TopicId | None) -> None:
        """Remember what was last answered."""
        self._update(person, last_topic=topic, last_topic_at=_text(self._now()))

    def set_unclear(self, person: PersonId, times: int) -> None:
        """Remember how many times in a row the person was not understood."""
        self._update(person, unclear=times)

    def remember_asked(self, person: PersonId, text: str, topic: TopicId | None) -> None:
        """Keep a question for a day; the same words again take the place of the earlier ones."""
        with translated_errors(), self._database.atomic():
            insert_asked(self._database, person, AskedQuestion(text, topic, self._now()))

    def asked(self, person: PersonId) -> tuple[AskedQuestion, ...]:
        """Return the questions of the last 24 hours, the oldest first."""
        with translated_errors():
            return asked_by(self._database, person, self._now())

    def purge_asked(self) -> int:
        """Erase questions that are older than 24 hours; return how many."""
        with translated_errors():
            with self._database.atomic():
                erased = purge_asked(self._database, self._now())
            if erased:
                self._database.truncate_log()
        return erased

    def keep_question(self, person: PersonId, text: str, received_at: datetime) -> None:
        """Keep one question until it is answered; a newer one takes its place."""
        row = {"person": person, "text": text, "received_at": _text(received_at)}
        with translated_errors(), self._database.atomic():
            self._database.table("pending_questions").insert(row, replace=True)

    def waiting_question(self, person: PersonId) -> PendingQuestion | None:
        """Return the kept question and keep it."""
        with translated_errors():
            rows = self._database.table("pending_questions").rows_where("person = ?", [person])
            return next(
                (
                    PendingQuestion(person, row["text"], datetime.fromisoformat(row["received_at"]))
                    for row in rows
                ),
                None,
            )

    def take_question(self, person: PersonId) -> PendingQuestion | None:
        """Return the kept question and forget it."""
        with translated_errors(), self._database.atomic():
            question = self.waiting_question(person)
            if question is not None:
                self._database.table("pending_questions").delete(person)
            return question

    def people_with_questions(self) -> tuple[Person, ...]:
        """Return the people whose question waits, the longest waiting first."""
        query = (
            "select people.* from people join pending_questions on person = people.id order by received_at"
        )
        with translated_errors():
            rows = list(self._database.query(query))
        return tuple(_person(row, Address(row["channel"], row["number"])) for row in rows)

    def forget(self, person: PersonId) -> None:
        """Erase everything about the person."""
        if self._erased is not None:
            # First, so that a machine that dies in between cannot leave a backup that brings them back.
            self._erased.add(person, self._now())
        with translated_errors():
            with self._database.atomic():
                erase_rows(self._database, person)
            self._database.truncate_log()

    def purge(self, before: datetime) -> int:
        """Erase questions and last topics older than `before`; return how many rows lost something."""
        limit = _text(before)
        with translated_errors():
            with self._database.atomic():
                questions = self._database.execute(
                    "delete from pending_questions where received_at < ?", [limit]
                ).rowcount
                topics = self._database.execute(
                    "update people set last_topic = null, last_topic_at = null where last_topic_at < ?",
                    [limit],
                ).rowcount
            self._database.truncate_log()
        return questions + topics

    def _rows(self, where: str, *values: str) -> list[dict[str, Any]]:
        return list(self._database.table("people").rows_where(where, list(values)))

    def _update(self, person: PersonId, **values: str | int | None) -> None:
        with translated_errors(), self._database.atomic():
            self._database.table("people").update(person, values)


def _person(row: dict[str, Any], address: Address) -> Person:
    return Person(
        id=PersonId(row["id"]),
        address=address,
        conversation=ConversationId(row["conversation"]),
        language=LanguageCode(row["language"]) if row["language"] else None,
        consent=Consent(row["consent"]),
        last_topic=TopicId(row["last_topic"]) if row["last_topic"] else None,
        unclear=row["unclear"],
    )


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
