"""Cases in the encrypted database."""

from collections.abc import Callable
from datetime import datetime

from sqlite_utils import Database

from conversations.cases import Case, CaseId, CaseReason
from conversations.deadlines import DeadlineId
from conversations.identifiers import PersonId, new_short_id
from conversations.store.database import translated_errors
from conversations.store.deadlines import text


class StoredCases:
    """Remembers cases in `database`; every change is committed when the call returns."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        """Use an open database; `now` returns an aware time."""
        self._database = database
        self._now = now

    def open(self, person: PersonId, reason: CaseReason, deadline: DeadlineId | None) -> None:
        """Open a case, unless one for the same reason and date waits to be announced."""
        with translated_errors(), self._database.atomic():
            waiting = self._database.table("cases").count_where(
                "person = ? and reason = ? and deadline is ? and announced_at is null",
                [person, reason.value, deadline],
            )
            if not waiting:
                row = {
                    "id": new_short_id(),
                    "person": person,
                    "reason": reason.value,
                    "deadline": deadline,
                    "opened_at": text(self._now()),
                    "announced_at": None,
                }
                self._database.table("cases").insert(row)

    def to_announce(self) -> tuple[Case, ...]:
        """Return the cases of which the counsellors have not been told, the oldest first."""
        with translated_errors():
            rows = list(
                self._database.table("cases").rows_where("announced_at is null", order_by="opened_at, id")
            )
        return tuple(
            Case(
                id=CaseId(row["id"]),
                person=PersonId(row["person"]),
                reason=CaseReason(row["reason"]),
                opened_at=datetime.fromisoformat(row["opened_at"]),
                deadline=DeadlineId(row["deadline"]) if row["deadline"] else None,
            )
            for row in rows
        )

    def announced(self, case: CaseId) -> None:
        """Remember that the counsellors were told."""
        with translated_errors(), self._database.atomic():
            self._database.table("cases").update(case, {"announced_at": text(self._now())})

    def purge(self, before: datetime) -> int:
        """Erase cases that the counsellors were told of before `before`; return how many."""
        with translated_errors(), self._database.atomic():
            return int(
                self._database.execute("delete from cases where announced_at < ?", [text(before)]).rowcount
            )
