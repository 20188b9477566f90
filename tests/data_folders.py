"""Real data folders for tests of what keeps and erases them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from sqlite_utils import Database

from conversations.cases import CaseReason, PostKind
from conversations.counsellor_requests import AskedQuestion
from conversations.deadlines import Deadline, DeadlineId, DeadlineKind, Distance, PlannedReminder
from conversations.events import Address
from conversations.flows.interview import InterviewId
from conversations.flows.questions import QuestionId
from conversations.identifiers import PersonId, new_short_id
from conversations.inbox import ReceivedUpdate
from conversations.interview_state import InterviewState, Run
from conversations.store.backups import Backup, backup_folder, make_backup
from conversations.store.cases import StoredCases
from conversations.store.chat_messages import StoredChatMessages
from conversations.store.database import open_database
from conversations.store.deadlines import StoredDeadlines
from conversations.store.erased import ErasedPeople
from conversations.store.inbox import StoredInbox
from conversations.store.interviews import StoredInterviews
from conversations.store.outbox import StoredOutbox
from conversations.store.people import StoredPeople
from conversations.store.requests import StoredRequests
from tests.fakes import SettableClock

CANARY = "canary-Yonas-ክሰርሕ"
KEPT = timedelta(days=14)


class DataFolder:
    """A data folder with its key, as a bot that is stopped has left it."""

    def __init__(self, folder: Path, clock: SettableClock) -> None:
        self.folder = folder
        self.key_file = folder / "database.key"
        self.clock = clock

    @property
    def database(self) -> Path:
        return self.folder / "wegwijzer.db"

    @property
    def key(self) -> str:
        return self.key_file.read_text(encoding="ascii").strip()

    @contextmanager
    def opened(self) -> Iterator[Database]:
        """Open the database as the bot does."""
        database = open_database(self.folder, self.key_file)
        try:
            yield database
        finally:
            database.close()

    def add(self, number: str, words: str = CANARY) -> PersonId:
        """Add a person of whom every table knows something."""
        with self.opened() as database:
            return add_person(database, self.clock, number, words)

    def forget(self, person: PersonId) -> None:
        """Erase a person, as /forget does."""
        with self.opened() as database:
            StoredPeople(database, self.clock, ErasedPeople(self.folder)).forget(person)

    def backup(self, folder: Path | None = None) -> Backup:
        """Make a backup now."""
        made, _ = make_backup(self.folder, self.key_file, folder or backup_folder(self.folder), self.clock())
        return made

    def numbers(self) -> list[str]:
        """Return the numbers of the people who are known."""
        with self.opened() as database:
            return sorted(row["number"] for row in database.query("select number from people"))

    def files(self) -> dict[str, bytes]:
        """Return every file by its name."""
        return {
            path.relative_to(self.folder).as_posix(): path.read_bytes()
            for path in sorted(self.folder.rglob("*"))
            if path.is_file()
        }


def add_person(
    database: Database, clock: Callable[[], datetime], number: str, words: str = CANARY
) -> PersonId:
    """Add a person of whom every table about people knows something."""
    people, deadlines = StoredPeople(database, clock), StoredDeadlines(database, clock)
    person = people.find_or_add(Address("telegram", number)).id
    people.keep_question(person, f"question {words}", clock())
    state = InterviewState(InterviewId.GUIDANCE, Run("run"), ((QuestionId("q"), words),), None, 0)
    StoredInterviews(database, clock).keep(person, state)
    deadline = Deadline(
        DeadlineId(new_short_id()),
        person,
        DeadlineKind.OWN,
        (clock() + timedelta(days=9)).date(),
        note=f"note {words}",
    )
    due = clock() + timedelta(days=1)
    deadlines.add(deadline, [PlannedReminder(Distance.DAYS_7, due), PlannedReminder(Distance.DAYS_1, due)])
    deadlines.begin(next(each for each in deadlines.due(due, 100_000) if each.person == person), None)
    deadlines.choose(person, deadlines.settings_of(person))
    cases = StoredCases(database, clock)
    case = cases.open(person, CaseReason.HELP_WANTED)
    cases.post(case.id, PostKind.TEXT, f"post {words}")
    cases.link(case.id, 1, 2)
    people.remember_asked(person, f"asked {words}", None)
    StoredRequests(database, clock).ask(person, case.id, AskedQuestion("lawyer"))
    StoredChatMessages(database, clock).remember(Address("telegram", number), (1, 2))
    inbox = StoredInbox(database, clock)
    update = int.from_bytes(person.encode()[:6])
    inbox.keep([ReceivedUpdate(update, number, f"update {words}")])
    inbox.set_aside(update)
    StoredOutbox(database, clock).put(number, f"message {words}")
    return person
