from dataclasses import replace
from datetime import timedelta

import pytest
from sqlite_utils import Database
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError

from bot.desk.topic_cleaner import topic_cleaner
from bot.stores import Stores
from conversations.cases import CaseReason, CaseState
from conversations.erased_topics import ErasedTopic
from conversations.events import Address
from tests.fakes import SettableClock
from tests.fakes_of_desk import GROUP
from tests.fakes_of_privacy import FakeErasedTopics

FIRST, SECOND = ErasedTopic(GROUP, 11), ErasedTopic(GROUP, 12)


class Bot:
    """Deletes topics; the next calls raise what stands in `errors`, one each."""

    def __init__(self, *errors: TelegramError | None) -> None:
        self.errors = list(errors)
        self.deleted: list[ErasedTopic] = []

    async def delete_forum_topic(self, chat: int, thread: int) -> None:
        error = self.errors.pop(0) if self.errors else None
        if error is not None:
            raise error
        self.deleted.append(ErasedTopic(chat, thread))


async def clean(bot: Bot, topics: FakeErasedTopics) -> None:
    await topic_cleaner(bot, topics)()  # type: ignore[arg-type]


async def test_topics_of_erased_cases_are_deleted() -> None:
    """Each is deleted once."""
    bot, topics = Bot(), FakeErasedTopics(FIRST, SECOND)
    await clean(bot, topics)
    await clean(bot, topics)
    assert (bot.deleted, topics.waiting) == ([FIRST, SECOND], [])


@pytest.mark.parametrize("reason", ["not enough rights", "message thread not found"])
async def test_what_can_never_be_deleted_is_not_tried_for_ever(reason: str) -> None:
    """A bot without the right, or a topic that is gone already, does not hold up the others."""
    bot, topics = Bot(BadRequest(reason)), FakeErasedTopics(FIRST, SECOND)
    await clean(bot, topics)
    assert (bot.deleted, topics.waiting) == ([SECOND], [])


@pytest.mark.parametrize("waits", [True, False])
async def test_what_fails_for_now_is_tried_again(monkeypatch: pytest.MonkeyPatch, *, waits: bool) -> None:
    """When Telegram asks to wait or is not reached, nothing is lost."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    bot = Bot(RetryAfter(3) if waits else NetworkError("connection lost"))
    topics = FakeErasedTopics(FIRST, SECOND)
    await clean(bot, topics)
    assert (bot.deleted, topics.waiting) == ([], [FIRST, SECOND])
    await clean(bot, topics)
    assert bot.deleted == [FIRST, SECOND]


@pytest.mark.parametrize("kept", ["on disk"], indirect=True)
@pytest.mark.parametrize("way", ["erased", "purged"])
def test_erased_cases_leave_their_topics_to_be_deleted(
    kept: Stores, fresh_database: Database, clock: SettableClock, way: str
) -> None:
    """When a person is erased, and when an old case is: its topic waits to be deleted, and no other."""
    people = [kept.people.find_or_add(Address("telegram", str(number))).id for number in (11, 12)]
    opened = [kept.cases.open(person, CaseReason.ASKED_FOR) for person in people]
    case, other = (replace(each, group=GROUP, thread=11 + n) for n, each in enumerate(opened))
    kept.cases.save(other)
    kept.cases.save(replace(case, state=CaseState.CLOSED))
    if way == "erased":
        kept.personal.erase(case.person)
    else:
        clock.advance(days=91)
        kept.cases.purge(clock() - timedelta(days=90))
    assert kept.erased_topics.to_delete(10) == (FIRST,)
    assert kept.cases.was_erased(GROUP, 11)

    kept.erased_topics.refused(FIRST)
    assert (kept.erased_topics.to_delete(10), kept.cases.was_erased(GROUP, 11)) == ((), True)
    kept.erased_topics.deleted(FIRST)
    assert not kept.cases.was_erased(GROUP, 11)
