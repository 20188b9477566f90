from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.jobs import LoopScheduler
from bot.retention import COUNTS_KEPT, purge, schedule_purge
from bot.stores import Stores
from content.model import TopicId
from conversations.events import Address
from conversations.people import Consent, People, Person
from conversations.personal_data import Keeping
from conversations.statistics import Counted
from tests.fakes import SettableClock
from tests.jobs import runs

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
KEEPING = Keeping()


@pytest.fixture
def person(people: People, clock: SettableClock) -> Person:
    """Return a person with a waiting question and a last topic, both of now."""
    person = people.find_or_add(Address("telegram", "1"))
    people.set_consent(person.id, Consent.GIVEN)
    people.set_last_topic(person.id, TopicId("entry_ban"))
    people.keep_question(person.id, "how long?", clock())
    return person


def remembered(people: People, person: Person) -> tuple[bool, TopicId | None]:
    """Tell whether the question waits, and what the last topic is."""
    return bool(people.people_with_questions()), people.find_or_add(person.address).last_topic


@pytest.mark.parametrize("age", [timedelta(0), timedelta(days=6), KEEPING.talk])
def test_kept_long_enough(
    kept: Stores, people: People, person: Person, clock: SettableClock, age: timedelta
) -> None:
    """A question and a topic stay for seven days."""
    clock.moment += age
    purge(kept, clock, AMSTERDAM, KEEPING)
    assert remembered(kept.people, person) == (True, TopicId("entry_ban"))


@pytest.mark.parametrize("age", [KEEPING.talk + timedelta(seconds=1), timedelta(days=300)])
def test_not_kept_longer(
    kept: Stores, people: People, person: Person, clock: SettableClock, age: timedelta
) -> None:
    """After seven days the question and the topic are gone, the person and the consent are not."""
    clock.moment += age
    purge(kept, clock, AMSTERDAM, KEEPING)
    assert remembered(kept.people, person) == (False, None)
    assert kept.people.find_or_add(person.address).consent is Consent.GIVEN


def test_purged_at_the_start(kept: Stores, person: Person, clock: SettableClock) -> None:
    """A start makes up for the nights in which the program did not run."""
    clock.moment += timedelta(days=8)
    schedule_purge(LoopScheduler(AMSTERDAM), kept, clock, AMSTERDAM, KEEPING)
    assert remembered(kept.people, person) == (False, None)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (datetime(2026, 11, 2, 12, 0, tzinfo=UTC), datetime(2026, 11, 3, 2, 30, tzinfo=UTC)),
        (datetime(2027, 3, 27, 12, 0, tzinfo=UTC), datetime(2027, 3, 28, 1, 30, tzinfo=UTC)),
        (datetime(2027, 10, 30, 12, 0, tzinfo=UTC), datetime(2027, 10, 31, 2, 30, tzinfo=UTC)),
    ],
    ids=["an ordinary night", "clocks go forward", "clocks go back"],
)
def test_every_night(
    kept: Stores, people: People, clock: SettableClock, now: datetime, expected: datetime
) -> None:
    """Every night has its purge at half past three, also when the clocks change."""
    scheduler = LoopScheduler(AMSTERDAM)
    schedule_purge(scheduler, kept, clock, AMSTERDAM, KEEPING)
    trigger = scheduler.get_job("purge").trigger
    first = trigger.get_next_fire_time(None, now)
    assert first == expected
    assert first.astimezone(AMSTERDAM).strftime("%H:%M") == "03:30"
    second = trigger.get_next_fire_time(first, first + timedelta(seconds=1))
    assert second.astimezone(AMSTERDAM).date() == first.astimezone(AMSTERDAM).date() + timedelta(days=1)


async def test_questions_go_after_a_day(kept: Stores, people: People, clock: SettableClock) -> None:
    """The questions of a day are looked through all the time: none waits for the night."""
    person = people.find_or_add(Address("telegram", "2"))
    people.remember_asked(person.id, "how long?", None)
    scheduler = LoopScheduler(AMSTERDAM)
    schedule_purge(scheduler, kept, clock, AMSTERDAM, KEEPING)
    clock.moment += timedelta(hours=24, seconds=1)
    job = scheduler.get_job("purge_short_lived")
    await runs(scheduler, job.id)

    assert job.trigger.interval <= timedelta(minutes=10)
    assert people.purge_asked() == 0
    clock.moment -= timedelta(hours=1)
    assert people.asked(person.id) == ()


async def test_the_job_purges(kept: Stores, person: Person, clock: SettableClock) -> None:
    """At night the scheduler itself purges, with the time of that night."""
    scheduler = LoopScheduler(AMSTERDAM)
    schedule_purge(scheduler, kept, clock, AMSTERDAM, KEEPING)
    clock.moment += timedelta(days=8)
    await runs(scheduler, "purge")
    assert remembered(kept.people, person) == (False, None)


def test_counts_stay_for_a_year_and_a_month(kept: Stores, clock: SettableClock) -> None:
    """A year can be compared with the one before; then the numbers go too."""
    kept.statistics.count(Counted.CLARIFY)
    clock.moment += COUNTS_KEPT
    purge(kept, clock, AMSTERDAM, KEEPING)
    assert len(kept.statistics.last_days(COUNTS_KEPT.days + 1)) == 1

    clock.moment += timedelta(days=1)
    purge(kept, clock, AMSTERDAM, KEEPING)
    assert kept.statistics.last_days(COUNTS_KEPT.days + 2) == ()
