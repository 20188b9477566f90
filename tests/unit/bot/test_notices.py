"""Notices on their way to people: each to its own chat, once, or not at all."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.desk.notices import NoticeSender
from bot.telegram.outgoing import SendText, decode_payload
from bot.telegram.sending import Sender
from conversations.case_notices import CaseNotices
from conversations.cases import CaseState
from conversations.composer import Composer
from conversations.errors import StoreUnavailableError
from conversations.people import Consent
from conversations.store.database import EncryptedDatabase
from conversations.store.turns import StoredTurns
from tests.fakes import AMSTERDAM, SettableClock, words
from tests.fakes_of_desk import Desk
from tests.fakes_of_stores import kept_on_disk


@pytest.fixture
def desk(fresh_database: EncryptedDatabase, composer: Composer, clock: SettableClock) -> Desk:
    """Return the cases that the notices are about."""
    return Desk(kept_on_disk(fresh_database, clock), composer, clock)


@pytest.fixture
def notices(fresh_database: EncryptedDatabase, desk: Desk, clock: SettableClock) -> NoticeSender:
    """Return what puts notices on their way."""
    kept, composer = desk.kept, desk.composer
    source = CaseNotices(kept.cases, kept.people, lambda: composer, clock, AMSTERDAM, timedelta(minutes=30))
    return NoticeSender(source, Sender(kept.outbox, lambda: composer.content), StoredTurns(fresh_database))


def _close(desk: Desk, number: str) -> None:
    case = desk.open("en", number=number)
    desk.kept.people.set_consent(case.person, Consent.GIVEN)
    desk.kept.cases.save(replace(case, state=CaseState.CLOSED, waiting_since=None))


def _sent(desk: Desk) -> list[tuple[str, str]]:
    found = []
    for message in desk.kept.outbox.waiting():
        payload = decode_payload(message.payload)
        assert isinstance(payload, SendText)
        found.append((message.lane, payload.text))
    return found


async def test_each_goes_to_its_own_chat(notices: NoticeSender, desk: Desk, clock: SettableClock) -> None:
    """Who waits is told and who was helped is asked; the second look puts nothing on its way."""
    _close(desk, "1")
    clock.advance(days=3, hours=-1)
    case = desk.open("en", number="2")
    clock.advance(hours=1)
    await notices.put_due()
    (told, waiting), (asked, question) = _sent(desk)
    await notices.put_due()
    assert (told, asked, _sent(desk)) == ("2", "1", [])
    assert words(desk.composer.still_waiting(case.name, "en")).splitlines()[0] in waiting
    assert words(desk.composer.ask_follow_up("en")) == question


async def test_a_disk_that_fails_loses_nothing(
    notices: NoticeSender, desk: Desk, clock: SettableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When a notice cannot be stored nobody counts as told, and the next look tells them."""
    desk.open("en", number="2")
    clock.advance(hours=1)
    with monkeypatch.context() as broken:

        def fails(*_arguments: object, **_options: object) -> None:
            raise StoreUnavailableError("full")

        broken.setattr(desk.kept.outbox, "put", fails)
        await notices.put_due()
    await notices.put_due()
    assert [lane for lane, _ in _sent(desk)] == ["2"]
