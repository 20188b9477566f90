"""What tests of the counsellors' group share: the desk, a bot in the group, and a poster with a clock."""

import pytest

from bot.desk.poster import DeskPoster
from bot.stores import Stores
from conversations.cases import Case, PostKind
from conversations.composer import Composer
from tests.fakes import SettableClock
from tests.fakes_of_desk import Desk, FakeBot, Seconds


@pytest.fixture
def seconds() -> Seconds:
    """Return the time of the poster."""
    return Seconds()


@pytest.fixture
def desk(kept: Stores, composer: Composer, clock: SettableClock) -> Desk:
    """Return the counsellors' side of the desk."""
    return Desk(kept, composer, clock)


@pytest.fixture
def bot() -> FakeBot:
    """Return a bot in the group."""
    return FakeBot()


@pytest.fixture
def poster(bot: FakeBot, desk: Desk, seconds: Seconds) -> DeskPoster:
    """Return the poster of the group."""
    return desk.poster(bot, desk.groups(clock=seconds), pause=seconds.sleep)


@pytest.fixture
async def posted(desk: Desk, poster: DeskPoster, bot: FakeBot) -> Case:
    """Return a case whose topic and card are in the group."""
    case = desk.open("en")
    desk.kept.cases.post(case.id, PostKind.CARD)
    await poster.post_waiting()
    bot.calls.clear()
    return desk.now(case)
