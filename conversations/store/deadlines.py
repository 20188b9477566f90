"""Deadlines and reminders in the encrypted database: the rows are the truth, the scheduler only follows."""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time
from typing import Any

from sqlite_utils import Database

from conversations.deadlines import (
    Deadline,
    DeadlineId,
    DeadlineKind,
    DeadlineState,
    Distance,
    PlannedReminder,
    Reminder,
    ReminderId,
    ReminderSettings,
    ReminderState,
)
from conversations.identifiers import PersonId, new_short_id
from conversations.store.database import translated_errors

_URGENCY = {kind: number for number, kind in enumerate(DeadlineKind)}
_TO_SEND = "state in ('planned', 'sending')"
_OURS = (
    f"{_TO_SEND} and exists (select 1 from people where people.id = reminders.person"  # noqa: S608 - constants
    " and people.channel = ?)"
)
"""Only one process sends on a channel: the bot on Telegram, a chat in the terminal there."""


class StoredDeadlines:
    """Remembers deadlines with their reminders; every change is committed when the call returns."""

    def __init__(self, database: Database, now: Callable[[], datetime], channel: str = "telegram") -> None:
        """Use an open database; `now` returns an aware time; what is due is looked for on one `channel`."""
        self._database = database
        self._now = now
        self._channel = channel

    def add(self, deadline: Deadline, reminders: Iterable[PlannedReminder]) -> None:
        """Store a deadline with its reminders, all or nothing."""
        row = {
            "id": deadline.id,
            "person": deadline.person,
            "kind": deadline.kind.value,
            "day": deadline.day.isoformat(),
            "time": deadline.clock.isoformat("minutes") if deadline.clock else None,
            "note": deadline.note,
            "estimated": int(deadline.estimated),
            "tells_counsellor": int(deadline.tells_counsellor),
            "state": deadline.state.value,
            "created_at": text(self._now()),
        }
        with translated_errors(), self._database.atomic():
            self._database.table("deadlines").insert(row)
            self._insert(deadline, reminders)

    def find(self, person: PersonId, deadline: DeadlineId) -> Deadline | None:
        """Return a deadline of `person`; None when it is not theirs or not there."""
        with translated_errors():
            rows = list(
                self._database.table("deadlines").rows_where("id = ? and person = ?", [deadline, person])
            )
        return _deadline(rows[0]) if rows else None

    def all_of(self, person: PersonId) -> tuple[Deadline, ...]:
        """Return the deadlines of `person` that are neither done nor cancelled, the nearest first."""
        states = (DeadlineState.ACTIVE.value, DeadlineState.STOPPED.value)
        with translated_errors():
            rows = list(
                self._database.table("deadlines").rows_where(
                    "person = ? and state in (?, ?)", [person, *states], order_by="day, time, created_at"
                )
            )
        return tuple(map(_deadline, rows))

    def replan(
        self,
        deadline: Deadline,
        reminders: Iterable[PlannedReminder],
        *,
        keep_from: datetime | None = None,
    ) -> None:
        """Store a changed deadline with new reminders in the place of those still to come, all or nothing.

        With `keep_from` (now), those that are overdue or were asked for by "remind me later" stay.
        """
        changes = {
            "kind": deadline.kind.value,
            "note": deadline.note,
            "estimated": int(deadline.estimated),
            "day": deadline.day.isoformat(),
            "time": deadline.clock.isoformat("minutes") if deadline.clock else None,
            "tells_counsellor": int(deadline.tells_counsellor),
            "state": deadline.state.value,
        }
        with translated_errors(), self._database.atomic():
            self._database.table("deadlines").update(deadline.id, changes)
            self._cancel_reminders(deadline.id, keep_from)
            self._insert(deadline, reminders)

    def next_due(self) -> datetime | None:
        """Return when the next reminder is to be sent, or None when there is none."""
        query = f"select try_at from reminders where {_OURS} order by try_at limit 1"  # noqa: S608 - a constant
        with translated_errors():
            rows = list(self._database.query(query, [self._channel]))
        return datetime.fromisoformat(rows[0]["try_at"]) if rows else None

    def due(self, until: datetime, limit: int) -> tuple[Reminder, ...]:
        """Return reminders to be sent by `until`, the most urgent first, at most `limit`."""
        query = (
            f"select * from reminders where {_OURS} and try_at <= ?"  # noqa: S608 - a constant
            " order by urgency, due_at, id limit ?"
        )
        with translated_errors():
            rows = list(self._database.query(query, [self._channel, text(until), limit]))
        return tuple(map(_reminder, rows))

    def count_due(self, until: datetime) -> int:
        """Return how many reminders are to be sent by `until`."""
        query = f"select count(*) as found from reminders where {_OURS} and try_at <= ?"  # noqa: S608
        with translated_errors():
            return int(next(iter(self._database.query(query, [self._channel, text(until)])))["found"])

    def is_overtaken(self, reminder: Reminder, now: datetime) -> bool:
        """Tell whether a later reminder of the same deadline is due as well."""
        with translated_errors():
            later = self._database.table("reminders").count_where(
                f"deadline = ? and {_TO_SEND} and due_at > ? and due_at <= ? and distance <> 'no_answer'",
                [reminder.deadline, text(reminder.due_at), text(now)],
            )
        return bool(later)

    def begin(self, reminder: Reminder, then: tuple[Deadline, PlannedReminder] | None) -> bool:
        """Mark a reminder as being sent; False when it was sent or cancelled in the meantime.

        `then` is the next occurrence of a recurring deadline: it is planned in the same step, so that no
        crash can lose it. A reminder that a machine which died left behind has planned it already.
        """
        query = f"update reminders set state = 'sending' where id = ? and {_TO_SEND}"  # noqa: S608 - a constant
        with translated_errors(), self._database.atomic():
            begun = self._database.execute(query, [reminder.id]).rowcount == 1
            if begun:
                self._note(reminder.id, "begun")
                if then is not None and reminder.state is ReminderState.PLANNED and not reminder.tries:
                    deadline, planned = then
                    changes = {"day": deadline.day.isoformat()}
                    self._database.table("deadlines").update(deadline.id, changes)
                    self._insert(deadline, [planned])
            return begun

    def finish(self, reminder: ReminderId, state: ReminderState, outcome: str = "") -> None:
        """Store how an attempt ended; what was cancelled while it was sent stays so, what was erased gone."""
        with translated_errors(), self._database.atomic():
            self._database.execute(
                "update reminders set state = ?, tries = tries + 1 where id = ? and state = 'sending'",
                [state.value, reminder],
            )
            self._note(reminder, outcome or state.value)

    def try_later(self, reminder: ReminderId, at: datetime, outcome: str) -> None:
        """Plan another attempt; there is none when the reminder was cancelled or erased meanwhile."""
        with translated_errors(), self._database.atomic():
            self._database.execute(
                "update reminders set state = 'planned', tries = tries + 1, try_at = ?"
                " where id = ? and state = 'sending'",
                [text(at), reminder],
            )
            self._note(reminder, outcome)

    def answered(self, deadline: DeadlineId) -> None:
        """Remember that the person reacted to what was sent about a deadline."""
        with translated_errors(), self._database.atomic():
            self._database.execute(
                "update reminders set answered = 1 where deadline = ? and state = 'sent'", [deadline]
            )

    def sent_for(self, deadline: DeadlineId) -> tuple[Reminder, ...]:
        """Return the reminders of a deadline that were sent, the last first."""
        with translated_errors():
            rows = list(
                self._database.table("reminders").rows_where(
                    "deadline = ? and state = 'sent' and distance <> ?",
                    [deadline, Distance.NO_ANSWER.value],
                    order_by="due_at desc",
                )
            )
        return tuple(map(_reminder, rows))

    def settings_of(self, person: PersonId) -> ReminderSettings:
        """Return what `person` chose, or the defaults."""
        with translated_errors():
            rows = list(self._database.table("reminder_settings").rows_where("person = ?", [person]))
        if not rows:
            return ReminderSettings()
        (row,) = rows
        return ReminderSettings(
            term_distances=_distances(row["term_distances"]),
            appointment_distances=_distances(row["appointment_distances"]),
            discreet=bool(row["discreet"]),
        )

    def choose(self, person: PersonId, settings: ReminderSettings) -> None:
        """Remember what `person` chose."""
        row = {
            "person": person,
            "term_distances": ",".join(sorted(settings.term_distances)),
            "appointment_distances": ",".join(sorted(settings.appointment_distances)),
            "discreet": int(settings.discreet),
        }
        with translated_errors(), self._database.atomic():
            self._database.table("reminder_settings").insert(row, replace=True)

    def counts(self) -> dict[ReminderState, int]:
        """Return how many reminders are in each state, for the operator."""
        with translated_errors():
            rows = list(self._database.query("select state, count(*) as found from reminders group by state"))
        return {ReminderState(row["state"]): int(row["found"]) for row in rows}

    def purge(self, before: date) -> int:
        """Erase deadlines of days before `before`, with their reminders; return how many."""
        old = "select id from deadlines where day < ? and kind <> 'ruling'"
        limit = [before.isoformat()]
        with translated_errors(), self._database.atomic():
            reminders = f"select id from reminders where deadline in ({old})"  # noqa: S608 - constants
            self._database.execute(
                f"delete from reminder_attempts where reminder in ({reminders})",  # noqa: S608
                limit,
            )
            self._database.execute(f"delete from reminders where deadline in ({old})", limit)  # noqa: S608
            return int(
                self._database.execute(
                    "delete from deadlines where day < ? and kind <> 'ruling'", limit
                ).rowcount
            )

    def _insert(self, deadline: Deadline, reminders: Iterable[PlannedReminder]) -> None:
        rows = [
            {
                "id": new_short_id(),
                "deadline": deadline.id,
                "person": deadline.person,
                "distance": reminder.distance.value,
                "due_at": text(reminder.due_at),
                "try_at": text(reminder.due_at),
                "urgency": _URGENCY[deadline.kind],
                "state": ReminderState.PLANNED.value,
                "tries": 0,
                "answered": 0,
            }
            for reminder in reminders
        ]
        if rows:
            self._database.table("reminders").insert_all(rows)

    def _cancel_reminders(self, deadline: DeadlineId, keep_from: datetime | None) -> None:
        query = f"update reminders set state = 'cancelled' where deadline = ? and {_TO_SEND}"  # noqa: S608
        if keep_from is None:
            self._database.execute(query, [deadline])
        else:
            kept = " and distance <> 'later' and due_at > ?"
            self._database.execute(query + kept, [deadline, text(keep_from)])

    def _note(self, reminder: ReminderId, outcome: str) -> None:
        # A reminder that was erased while it was being sent has no ledger any more.
        query = (
            "insert into reminder_attempts (reminder, at, outcome)"
            " select id, ?, ? from reminders where id = ?"
        )
        self._database.execute(query, [text(self._now()), outcome, reminder])


def text(moment: datetime) -> str:
    """Return a moment as it is stored: in UTC, so that texts sort like times."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _distances(stored: str) -> frozenset[Distance]:
    return frozenset(Distance(name) for name in stored.split(",") if name)


def _deadline(row: dict[str, Any]) -> Deadline:
    return Deadline(
        id=DeadlineId(row["id"]),
        person=PersonId(row["person"]),
        kind=DeadlineKind(row["kind"]),
        day=date.fromisoformat(row["day"]),
        clock=time.fromisoformat(row["time"]) if row["time"] else None,
        note=row["note"],
        estimated=bool(row["estimated"]),
        tells_counsellor=bool(row["tells_counsellor"]),
        state=DeadlineState(row["state"]),
    )


def _reminder(row: dict[str, Any]) -> Reminder:
    return Reminder(
        id=ReminderId(row["id"]),
        deadline=DeadlineId(row["deadline"]),
        person=PersonId(row["person"]),
        distance=Distance(row["distance"]),
        due_at=datetime.fromisoformat(row["due_at"]),
        state=ReminderState(row["state"]),
        tries=int(row["tries"]),
        answered=bool(row["answered"]),
    )
