"""Long polling: order, confirmation and waiting."""

import asyncio

import httpx

from tests.bot_api import BotApiServer
from tests.bot_api.updates import FIRST_UPDATE
from tests.unit.bot_api.helpers import until_polling, updates_of

OTHER_POLL = (
    "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
)
WEBHOOK_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)
FIRST, SECOND, THIRD = FIRST_UPDATE, FIRST_UPDATE + 1, FIRST_UPDATE + 2


async def poll(client: httpx.AsyncClient, **parameters: object) -> list[int]:
    """Return the ids that `getUpdates` answers."""
    return updates_of((await client.post("getUpdates", json=parameters)).json())


async def test_offset_confirms(server: BotApiServer, client: httpx.AsyncClient) -> None:
    """Updates come in order, again and again, until a higher offset confirms them."""
    person = server.person()
    for text in ("a", "b", "c"):
        await person.writes(text)
    assert await poll(client) == [FIRST, SECOND, THIRD]
    assert await poll(client) == [FIRST, SECOND, THIRD]
    assert await poll(client, offset=SECOND) == [SECOND, THIRD]
    assert await poll(client) == [SECOND, THIRD]
    assert await poll(client, offset=THIRD + 1) == []


async def test_limit_and_negative_offset(server: BotApiServer, client: httpx.AsyncClient) -> None:
    """A limit shortens the answer; a negative offset forgets all but the last."""
    person = server.person()
    for text in ("a", "b", "c"):
        await person.writes(text)
    assert await poll(client, limit=2) == [FIRST, SECOND]
    assert await poll(client, offset=-1) == [THIRD]
    assert await poll(client) == [THIRD]


async def test_waits_for_an_update(server: BotApiServer, client: httpx.AsyncClient) -> None:
    """A long poll ends as soon as somebody writes."""
    person = server.person()
    async with asyncio.timeout(5):
        waiting = asyncio.create_task(poll(client, timeout=30))
        await until_polling(server)
        assert not waiting.done()
        await person.writes("a")
        assert await waiting == [FIRST]


async def test_waits_no_longer_than_asked(client: httpx.AsyncClient) -> None:
    """A long poll without updates ends empty."""
    assert await poll(client, timeout=1) == []


async def test_second_poll_ends_the_first(server: BotApiServer, client: httpx.AsyncClient) -> None:
    """Of two bots with one token the first gets Telegram's 409."""
    person = server.person()
    first = asyncio.create_task(client.post("getUpdates", json={"timeout": 30}))
    await until_polling(server)
    second = asyncio.create_task(poll(client, timeout=30))
    answer = await first
    assert (answer.status_code, answer.json()["description"]) == (
        409,
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    )
    await person.writes("a")
    assert await second == [FIRST]


async def test_lost_answer_is_repeated(server: BotApiServer, client: httpx.AsyncClient) -> None:
    """Updates that a bot got but did not confirm before it died are there for the next one."""
    person = server.person()
    dying = asyncio.create_task(client.post("getUpdates", json={"timeout": 30}))
    await until_polling(server)
    dying.cancel()
    await person.writes("a")
    assert await poll(client) == [FIRST]


async def test_dead_client_does_not_end_the_poll_of_the_next(
    server: BotApiServer, client: httpx.AsyncClient
) -> None:
    """The connection of a bot that died closes without harm to the bot that came after it."""
    person = server.person()
    dying = asyncio.create_task(client.post("getUpdates", json={"timeout": 30}))
    first_poll = await until_polling(server)
    dying.cancel()
    next_one = asyncio.create_task(poll(client, timeout=30))
    await until_polling(server, after=first_poll)
    await person.writes("a")
    assert await next_one == [FIRST]


async def test_allowed_updates(server: BotApiServer, client: httpx.AsyncClient) -> None:
    """Kinds of updates that the bot does not want are not kept for it."""
    person = server.person()
    await poll(client, allowed_updates=["callback_query"])
    await person.writes("a")
    assert await poll(client) == []
    await poll(client, allowed_updates=[])
    await person.writes("b")
    assert len(await poll(client)) == 1


async def test_no_polling_beside_a_webhook(server: BotApiServer, client: httpx.AsyncClient) -> None:
    """While a webhook is set, `getUpdates` gets Telegram's 409."""
    await client.post("setWebhook", json={"url": "https://example.org/hook"})
    answer = await client.post("getUpdates")
    assert (answer.status_code, answer.json()["description"]) == (
        409,
        WEBHOOK_ACTIVE,
    )
    assert server.problems == []


async def test_stops_with_a_poll_open() -> None:
    """The server stops at once although a bot is waiting."""
    async with asyncio.timeout(5), httpx.AsyncClient() as client:
        async with BotApiServer() as server:
            address = f"{server.url}/bot{server.token}/getUpdates"
            waiting = asyncio.create_task(client.post(address, json={"timeout": 30}))
            await until_polling(server)
        outcome = (await asyncio.gather(waiting, return_exceptions=True))[0]
    assert isinstance(outcome, httpx.TransportError)
