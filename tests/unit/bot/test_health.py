import socket
from datetime import timedelta

import httpx
import pytest

from bot.errors import HealthStartError
from bot.health import Health, reminders_go_out, telegram_is_reached, understanding_answers
from bot.health_server import serving_health
from bot.metrics import Metrics
from bot.stores import Stores
from conversations.deadlines import Deadline, DeadlineId, DeadlineKind, Distance, PlannedReminder
from conversations.events import Address
from tests.fakes import SettableClock


def health(trouble: str) -> Health:
    """Return the health of something with one check that says `trouble`."""

    async def check() -> str:
        return trouble

    found = Health()
    found.add("understanding", check)
    return found


async def get(path: str, trouble: str = "") -> httpx.Response:
    """Ask a page of a server with one check."""
    async with (
        serving_health(("127.0.0.1", 0), health(trouble), Metrics()) as port,
        httpx.AsyncClient(trust_env=False) as client,
    ):
        return await client.get(f"http://127.0.0.1:{port}{path}")


async def test_well() -> None:
    """Who watches gets 200 when all is well, with what was looked at."""
    response = await get("/health")
    assert (response.status_code, response.text) == (200, "ok    understanding\n")


async def test_not_well() -> None:
    """Who watches gets 503 when something is wrong, and reads what to do."""
    response = await get("/health", "Rasa does not answer.")
    assert (response.status_code, response.text) == (503, "look  understanding: Rasa does not answer.\n")


async def test_metrics() -> None:
    """Prometheus reads the counters."""
    response = await get("/metrics")
    assert response.status_code == 200
    assert "wegwijzer_updates_total 0.0" in response.text


async def test_nothing_else_is_served() -> None:
    """There are two pages and no other."""
    assert (await get("/")).status_code == 404


async def test_off_by_default() -> None:
    """Without an address nothing is served."""
    async with serving_health(None, health(""), Metrics()) as port:
        assert port is None


async def test_address_in_use() -> None:
    """An address that is taken stops the start, with what to do."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(HealthStartError, match="WEGWIJZER_HEALTH_LISTEN"):
            async with serving_health(taken.getsockname(), health(""), Metrics()):
                pass


@pytest.mark.parametrize("ready", [True, False])
async def test_understanding(ready: bool) -> None:
    """Rasa that does not answer is a trouble."""

    async def is_ready() -> bool:
        return ready

    assert (await understanding_answers(is_ready)() == "") is ready


@pytest.mark.parametrize(("seconds", "reached"), [(None, True), (5.0, False), (300.0, True)])
async def test_telegram(seconds: float | None, reached: bool) -> None:
    """Telegram counts as out of reach for a minute after fetching updates failed."""
    assert (await telegram_is_reached(lambda _event: seconds)() == "") is reached


async def test_late_reminders(kept: Stores, clock: SettableClock) -> None:
    """A reminder that is due is no trouble yet; one that is two minutes late is."""
    person = kept.people.find_or_add(Address("telegram", "1001"))
    due = clock() + timedelta(minutes=1)
    day = due.date() + timedelta(days=7)
    deadline = Deadline(DeadlineId("d1"), person.id, DeadlineKind.OWN, day)
    kept.deadlines.add(deadline, [PlannedReminder(Distance.DAYS_7, due)])
    check = reminders_go_out(kept, clock)
    clock.moment = due
    assert await check() == ""
    clock.moment = due + timedelta(minutes=3)
    assert (await check()).startswith("1 should have been sent.")
