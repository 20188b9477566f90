"""The numbers of messages in the chats."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.retention import purge_short_lived
from bot.stores import Stores
from conversations.events import Address
from conversations.personal_data import Keeping
from tests.fakes import NOON, SettableClock

_ADDRESS = Address("telegram", "1001")
_OTHER = replace(_ADDRESS, number="2002")


@pytest.fixture(autouse=True)
def two_people(kept: Stores) -> None:
    """Know two people."""
    kept.people.find_or_add(_ADDRESS)
    kept.people.find_or_add(_OTHER)


def test_messages_of_one_chat_the_newest_first(kept: Stores) -> None:
    """Each chat has its own messages; the same one counts once."""
    kept.messages.remember(_ADDRESS, (5, 6))
    kept.messages.remember(_ADDRESS, (6, 9))
    kept.messages.remember(_OTHER, (7,))

    assert kept.messages.recent(_ADDRESS, NOON) == (9, 6, 5)
    assert kept.messages.recent(_OTHER, NOON) == (7,)


def test_only_recent_messages(kept: Stores, clock: SettableClock) -> None:
    """What Telegram does not delete any more is not asked for."""
    kept.messages.remember(_ADDRESS, (1,))
    clock.advance(hours=1)
    kept.messages.remember(_ADDRESS, (2,))

    assert kept.messages.recent(_ADDRESS, NOON + timedelta(minutes=30)) == (2,)


def test_what_is_gone_from_the_chat_is_forgotten(kept: Stores) -> None:
    """Deleted messages are not deleted again, and those of others stay known."""
    kept.messages.remember(_ADDRESS, (1, 2))
    kept.messages.remember(_OTHER, (1,))
    kept.messages.forget(_ADDRESS, (1,))

    assert kept.messages.recent(_ADDRESS, NOON) == (2,)
    assert kept.messages.recent(_OTHER, NOON) == (1,)


def test_nobody_is_made_known_by_a_message(kept: Stores) -> None:
    """After erasing, the last message to a person leaves no trace of them."""
    stranger = replace(_ADDRESS, number="3003")
    kept.messages.remember(stranger, (1,))
    known = kept.people.find_or_add(stranger)

    assert kept.messages.recent(stranger, NOON) == ()
    assert kept.people.find(known.id) is not None


def test_numbers_stay_48_hours(kept: Stores, clock: SettableClock) -> None:
    """The hourly clean-up takes what is older than Telegram's own limit, and nothing newer."""
    kept.messages.remember(_ADDRESS, (1,))
    clock.advance(hours=1)
    kept.messages.remember(_ADDRESS, (2,))
    clock.advance(hours=47, seconds=1)
    purge_short_lived(kept, clock, Keeping())

    assert kept.messages.recent(_ADDRESS, NOON) == (2,)
