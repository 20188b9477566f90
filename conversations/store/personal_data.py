"""Everything about one person in the encrypted database."""

from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime

from conversations.identifiers import PersonId
from conversations.personal_data import DataKind, PersonalCopy, Record
from conversations.store.database import EncryptedDatabase, translated_errors
from conversations.store.erased import ErasedPeople
from conversations.store.personal_tables import PERSONAL_TABLES, PersonalTable, erase_rows

_AT_ONCE = 200
"""People that are erased in one transaction: others need not wait long for theirs."""


class StoredPersonalData:
    """Sees all tables of `database` at once."""

    def __init__(
        self,
        database: EncryptedDatabase,
        now: Callable[[], datetime],
        erased: ErasedPeople | None = None,
    ) -> None:
        """Use an open database; `now` returns an aware time; with `erased` no backup brings people back."""
        self._database = database
        self._now = now
        self._erased = erased

    def copy_of(self, person: PersonId) -> PersonalCopy:
        """Return all records about `person`; a kind of which there are none is not in it."""
        with translated_errors():
            found = {table.kind: self._records(table, person) for table in PERSONAL_TABLES}
        return PersonalCopy(
            records={kind: found[kind] for kind in DataKind if found.get(kind)},
            withheld={table.kind: table.withheld for table in PERSONAL_TABLES if table.withheld},
        )

    def count(self, person: PersonId) -> Mapping[DataKind, int]:
        """Return how many records of each kind are kept about `person`; kinds without any are left out."""
        with translated_errors():
            found = {
                table.kind: self._database.table(table.name).count_where(table.whose, [person])
                for table in PERSONAL_TABLES
            }
        return {kind: found[kind] for kind in DataKind if found.get(kind)}

    def erase(
        self, person: PersonId, kinds: Collection[DataKind] = frozenset(DataKind)
    ) -> Mapping[DataKind, int]:
        """Erase the records of `kinds` about `person`, all or nothing; return how many of each were there."""
        if DataKind.PERSON in kinds:
            self._note_erased(person)
        with translated_errors():
            with self._database.atomic():
                erased = erase_rows(self._database, person, kinds)
            self._database.truncate_log()
        return erased

    def purge_people(self, before: date, today: date) -> int:
        """Erase people who did nothing since `before`, have no open case and no date from `today` on."""
        query = (
            "select id from people where seen_on < ?"
            " and not exists (select 1 from cases where person = people.id and state <> 'closed')"
            " and not exists (select 1 from deadlines where person = people.id and day >= ?"
            " and state in ('active', 'stopped')) limit ?"
        )
        erased = 0
        with translated_errors():
            while True:
                with self._database.atomic():
                    values = [before.isoformat(), today.isoformat(), _AT_ONCE]
                    gone = [PersonId(row["id"]) for row in self._database.query(query, values)]
                    for person in gone:
                        self._note_erased(person)
                        erase_rows(self._database, person)
                erased += len(gone)
                if not gone:
                    break
            if erased:
                self._database.truncate_log()
        return erased

    def _note_erased(self, person: PersonId) -> None:
        """Note it first: a machine that dies in between must not leave a backup that brings them back."""
        if self._erased is not None:
            self._erased.add(person, self._now())

    def _records(self, table: PersonalTable, person: PersonId) -> tuple[Record, ...]:
        rows = self._database.table(table.name).rows_where(table.whose, [person])
        return tuple(
            {name: value for name, value in row.items() if name not in table.withheld} for row in rows
        )
