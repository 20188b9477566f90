"""What counsellors asked of people, in the encrypted database, until it is answered."""

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

from sqlite_utils import Database

from conversations.cases import CaseId
from conversations.counsellor_requests import (
    REQUESTS_KEPT,
    AskedQuestion,
    OfferedDate,
    Request,
    RequestId,
)
from conversations.deadlines import DeadlineKind
from conversations.identifiers import PersonId, new_short_id
from conversations.store.database import translated_errors
from conversations.store.deadlines import text as stored_time

_TABLE = "counsellor_requests"


class StoredRequests:
    """Remembers requests in `database`; every change is committed when the call returns."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        """Use an open database; `now` returns an aware time."""
        self._database = database
        self._now = now

    def ask(self, person: PersonId, case: CaseId, about: OfferedDate | AskedQuestion) -> Request:
        """Remember what a counsellor asks of `person` now."""
        request = Request(RequestId(new_short_id()), person, case, about, self._now())
        row = {
            "id": request.id,
            "person": person,
            "case_id": case,
            "asked_at": stored_time(request.asked_at),
            **_columns(about),
        }
        with translated_errors(), self._database.atomic():
            self._database.table(_TABLE).insert(row)
        return request

    def find(self, person: PersonId, request: RequestId) -> Request | None:
        """Return what `person` was asked; None when it is not theirs, answered or older than it is kept."""
        oldest = stored_time(self._now() - REQUESTS_KEPT)
        with translated_errors():
            rows = list(
                self._database.table(_TABLE).rows_where(
                    "id = ? and person = ? and asked_at >= ?", [request, person, oldest]
                )
            )
        return _request(rows[0]) if rows else None

    def answered(self, request: RequestId) -> None:
        """Forget a request: it is answered."""
        with translated_errors(), self._database.atomic():
            self._database.table(_TABLE).delete_where("id = ?", [request])

    def purge(self, before: datetime) -> int:
        """Erase what was asked before `before`; return how many."""
        with translated_errors(), self._database.atomic():
            return int(
                self._database.execute(
                    "delete from counsellor_requests where asked_at < ?", [stored_time(before)]
                ).rowcount
            )


def erase_requests(database: Database, person: PersonId) -> None:
    """Erase what `person` was asked; the caller holds the transaction."""
    database.table(_TABLE).delete_where("person = ?", [person])


def _columns(about: OfferedDate | AskedQuestion) -> dict[str, str | None]:
    if isinstance(about, AskedQuestion):
        return {"question": about.question}
    return {
        "kind": about.kind.value,
        "day": about.day.isoformat(),
        "time": about.clock.isoformat("minutes") if about.clock else None,
        "place": about.place,
        "bring": about.bring,
        "words": about.words,
    }


def _request(row: dict[str, Any]) -> Request:
    about: OfferedDate | AskedQuestion
    if row["question"] is not None:
        about = AskedQuestion(row["question"])
    else:
        about = OfferedDate(
            kind=DeadlineKind(row["kind"]),
            day=date.fromisoformat(row["day"]),
            clock=time.fromisoformat(row["time"]) if row["time"] else None,
            place=row["place"],
            bring=row["bring"],
            words=row["words"],
        )
    return Request(
        RequestId(row["id"]),
        PersonId(row["person"]),
        CaseId(row["case_id"]),
        about,
        datetime.fromisoformat(row["asked_at"]),
    )
