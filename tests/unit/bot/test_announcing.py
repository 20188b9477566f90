"""What the counsellors read in their group."""

import pytest

from bot.reminders.announcing import CaseAnnouncer
from bot.stores import Stores
from content.loader import Content
from content.model import DUTCH, LanguageCode
from conversations.cases import CaseReason
from conversations.deadlines import Deadline, DeadlineId, DeadlineKind
from conversations.events import Address
from tests.dates import a_deadline
from tests.fakes import SettableClock


class Group:
    """The group of the counsellors; `refuses` how many messages are not taken from now on."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.tries = 0
        self.takes = 100

    async def tell(self, words: str) -> bool:
        self.tries += 1
        if len(self.heard) >= self.takes:
            return False
        self.heard.append(words)
        return True


@pytest.fixture
def group() -> Group:
    """Return a group that takes everything."""
    return Group()


@pytest.fixture
def announcer(kept: Stores, content: Content, group: Group) -> CaseAnnouncer:
    """Return what is tested."""
    return CaseAnnouncer(kept.cases, kept.deadlines, kept.people, lambda: content, group.tell)


def _date(kept: Stores, number: str = "31612345678", language: str | None = "ti") -> Deadline:
    person = kept.people.find_or_add(Address("telegram", number))
    if language:
        kept.people.set_language(person.id, LanguageCode(language))
    deadline = a_deadline(person.id, DeadlineKind.VBL_STAY, note="Yonas Tesfay", name=f"of-{number}")
    kept.deadlines.add(deadline, ())
    return deadline


async def test_each_case_is_told_once(kept: Stores, announcer: CaseAnnouncer, group: Group) -> None:
    """The oldest first, and never again."""
    date = _date(kept)
    for reason in CaseReason:
        kept.cases.open(date.person, reason, date.id)
    await announcer.announce()
    await announcer.announce()

    assert len(group.heard) == len(CaseReason)
    assert kept.cases.to_announce() == ()


async def test_a_group_that_cannot_be_told_is_told_later(
    kept: Stores, announcer: CaseAnnouncer, group: Group, clock: SettableClock
) -> None:
    """At the first failure we stop, and the rest waits in its order: nothing is lost, nothing is doubled."""
    for number in "123":
        date = _date(kept, number)
        kept.cases.open(date.person, CaseReason.HELP_WANTED, date.id)
        clock.advance(minutes=1)
    group.takes = 1
    await announcer.announce()

    assert (len(group.heard), group.tries, len(kept.cases.to_announce())) == (1, 2, 2)

    group.takes = 100
    await announcer.announce()
    assert (len(group.heard), kept.cases.to_announce()) == (3, ())


async def test_cases_wait_for_a_group(kept: Stores, content: Content, group: Group) -> None:
    """Without a group the cases are kept; once there is one it is told."""
    date = _date(kept)
    kept.cases.open(date.person, CaseReason.HELP_WANTED, date.id)
    parts = (kept.cases, kept.deadlines, kept.people, lambda: content)
    await CaseAnnouncer(*parts, None).announce()
    assert len(kept.cases.to_announce()) == 1

    await CaseAnnouncer(*parts, group.tell).announce()
    assert len(group.heard) == 1


@pytest.mark.parametrize("reason", CaseReason)
async def test_the_words_name_nobody(
    kept: Stores, announcer: CaseAnnouncer, group: Group, reason: CaseReason
) -> None:
    """The group reads the language, and no number, name, id, day or note of the person."""
    date = _date(kept)
    kept.cases.open(date.person, reason, date.id)
    await announcer.announce()
    (told,) = group.heard

    assert "ትግርኛ" in told
    assert [
        secret for secret in ("31612345678", "Yonas", date.person, date.id, "2026") if secret in told
    ] == []
    assert not {"{", "}"} & set(told)


@pytest.mark.parametrize("reason", [CaseReason.HELP_WANTED, CaseReason.REMINDER_UNREACHABLE])
async def test_the_words_say_what_it_is_about(
    kept: Stores, announcer: CaseAnnouncer, group: Group, content: Content, reason: CaseReason
) -> None:
    """Counsellors see the kind of date, in Dutch."""
    date = _date(kept)
    kept.cases.open(date.person, reason, date.id)
    await announcer.announce()

    assert content.interface("deadline_vbl_stay", DUTCH) in group.heard[0]


@pytest.mark.parametrize("language", [None, "xx"], ids=["none chosen", "no longer served"])
async def test_a_person_without_a_served_language(
    kept: Stores, announcer: CaseAnnouncer, group: Group, content: Content, language: str | None
) -> None:
    """Such a case is told as well."""
    date = _date(kept, language=language)
    kept.cases.open(date.person, CaseReason.HELP_WANTED, date.id)
    await announcer.announce()

    assert content.texts[DUTCH].language.name in group.heard[0]


@pytest.mark.parametrize("deadline", [None, DeadlineId("erased")], ids=["no date", "a date that was erased"])
async def test_a_case_without_a_date(
    kept: Stores, announcer: CaseAnnouncer, group: Group, deadline: DeadlineId | None
) -> None:
    """Counsellors hear of it although the date is not there (any more)."""
    kept.cases.open(_date(kept).person, CaseReason.HELP_WANTED, deadline)
    await announcer.announce()

    assert len(group.heard) == 1
