"""Erase a person who is known by the name of a case, or by a fingerprint."""

from sqlite_utils import Database

from conversations.identifiers import PersonId
from conversations.store.personal_tables import erase_rows


def erase_person(database: Database, person: PersonId) -> int:
    """Erase everything about `person` and return how many rows went; the caller holds the transaction.

    Only the numbers of forum topics stay, so that a counsellor who writes there reads that it is over.
    """
    return sum(erase_rows(database, person).values())


def people_with_case_named(database: Database, name: str) -> tuple[PersonId, ...]:
    """Return whom the cases with this name are about, open or closed: nearly always one person."""
    rows = database.query("select distinct person from cases where upper(name) = upper(?)", [name])
    return tuple(PersonId(row["person"]) for row in rows)
