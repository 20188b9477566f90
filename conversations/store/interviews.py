"""The interview that a person is in, in the encrypted database."""

import json
from collections.abc import Callable
from datetime import datetime

from sqlite_utils import Database

from conversations.deadlines import DeadlineId
from conversations.flows.interview import InterviewId
from conversations.flows.questions import QuestionId
from conversations.identifiers import PersonId
from conversations.interview_state import InterviewState, Run
from conversations.store.database import translated_errors
from conversations.store.deadlines import text


class StoredInterviews:
    """Remembers interviews in `database`; every change is committed when the call returns."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        """Use an open database; `now` returns an aware time."""
        self._database = database
        self._now = now

    def current(self, person: PersonId) -> InterviewState | None:
        """Return where `person` is, or None when they are in no interview."""
        with translated_errors():
            rows = list(self._database.table("interviews").rows_where("person = ?", [person]))
        if not rows:
            return None
        (row,) = rows
        answers = tuple((QuestionId(question), answer) for question, answer in json.loads(row["answers"]))
        replaces = DeadlineId(row["replaces"]) if row["replaces"] else None
        return InterviewState(
            InterviewId(row["interview"]), Run(row["run"]), answers, replaces, int(row["known"])
        )

    def keep(self, person: PersonId, state: InterviewState) -> None:
        """Remember where `person` is; what was kept before is gone."""
        row = {
            "person": person,
            "interview": state.interview.value,
            "run": state.run,
            "answers": json.dumps(state.answers, ensure_ascii=False),
            "replaces": state.replaces,
            "known": state.known,
            "updated_at": text(self._now()),
        }
        with translated_errors(), self._database.atomic():
            self._database.table("interviews").insert(row, replace=True)

    def end(self, person: PersonId) -> None:
        """Forget the interview of `person`."""
        with translated_errors(), self._database.atomic():
            self._database.table("interviews").delete_where("person = ?", [person])

    def purge(self, before: datetime) -> int:
        """Erase interviews that nobody went on with since `before`; return how many."""
        with translated_errors(), self._database.atomic():
            return int(
                self._database.execute("delete from interviews where updated_at < ?", [text(before)]).rowcount
            )
