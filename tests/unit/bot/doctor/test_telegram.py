"""What the doctor says after it has asked Telegram, and when Telegram cannot be asked."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.composition import utc_now
from bot.doctor.machine import SET_THE_CLOCK
from bot.doctor.telegram import look_at_clock, look_at_telegram
from bot.settings import Settings
from tests.bot_api import BotApiServer
from tests.processes import free_port

WEBHOOK = "https://bot.example.org/telegram"


@pytest.fixture
async def server() -> AsyncIterator[BotApiServer]:
    """Run a Bot API server for one test; nothing may be asked that its specification does not know."""
    async with BotApiServer() as running:
        yield running
        assert running.problems == []


@pytest.fixture
def asked(settings: Settings, server: BotApiServer) -> Settings:
    """Return settings with the token of `server`."""
    return replace(settings, telegram_token=server.token, telegram_api_url=server.url)


async def _told(settings: Settings, groups: Mapping[int, int] | None = None) -> dict[str, str]:
    """Return what is said, and the advice with it."""
    found = await look_at_telegram(settings, groups or {}, utc_now)
    return {finding.what: finding.advice for finding in found}


async def test_all_is_well(asked: Settings, server: BotApiServer) -> None:
    """A token that is known, polling, and a group with all rights ask for nothing; nothing is sent."""
    group = server.group().id

    told = await _told(asked, {group: group})

    assert told == {
        "Telegram knows the token: @wegwijzer_test_bot": "",
        "messages are fetched by polling": "",
        f"the bot has its rights in the group {group}": "",
    }
    assert {call.method for call in server.calls} == {"getMe", "getWebhookInfo", "getChat", "getChatMember"}


async def test_no_token(settings: Settings) -> None:
    """Without a token nobody is asked."""
    assert [bool(advice) for advice in (await _told(settings)).values()] == [True]


async def test_an_unknown_token(asked: Settings) -> None:
    """A token that was revoked or is mistyped is told."""
    (what, advice), *others = (await _told(replace(asked, telegram_token=f"5:{'b' * 35}"))).items()

    assert (what, "@BotFather" in advice, others) == ("Telegram does not know the token", True, [])


async def test_no_network(settings: Settings) -> None:
    """Without network one line says so, and what could not be looked at."""
    nowhere = replace(
        settings, telegram_token=f"5:{'b' * 35}", telegram_api_url=f"http://127.0.0.1:{free_port()}"
    )

    told = await _told(nowhere, {-10012345: -10012345})

    assert list(told) == ["Telegram cannot be reached"]
    assert "cannot be looked at" in told["Telegram cannot be reached"]
    assert await look_at_clock(nowhere, utc_now) == []


async def test_telegram_is_busy(
    asked: Settings, server: BotApiServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When Telegram refuses to answer for a while the other checks go on."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    server.fail_next(3, 429, retry_after=30)

    (what, advice), *_ = (await _told(asked)).items()

    assert (what.startswith("Telegram refuses to answer"), advice) == (True, "Try again in some minutes.")


async def test_a_webhook_that_nobody_set(asked: Settings, server: BotApiServer) -> None:
    """With polling set here, a webhook at Telegram means that this bot gets nothing."""
    await server_has_webhook(server)

    told = await _told(asked)

    assert "/revoke" in told["Telegram sends messages to a webhook, and none is set here"]


async def test_a_webhook_that_telegram_does_not_know(asked: Settings) -> None:
    """With a webhook set here, Telegram must have the same address."""
    told = await _told(replace(asked, webhook_url=WEBHOOK, webhook_secret="s" * 16))

    assert "Start the bot again" in told["Telegram does not send messages to TELEGRAM_WEBHOOK_URL"]


async def test_a_webhook_that_works(asked: Settings, server: BotApiServer) -> None:
    """The right address and no failure lately ask for nothing."""
    await server_has_webhook(server)

    told = await _told(replace(asked, webhook_url=WEBHOOK, webhook_secret="s" * 16))

    assert told["messages come to the webhook"] == ""


@pytest.mark.parametrize(("ago", "is_told"), [(timedelta(minutes=5), True), (timedelta(hours=2), False)])
async def test_a_webhook_that_fails(
    asked: Settings, server: BotApiServer, ago: timedelta, is_told: bool
) -> None:
    """A delivery that failed within the hour is told with what to look at; an older one is over."""
    await server_has_webhook(server)
    server.cloud.webhook.last_error_date = int((utc_now() - ago).timestamp())
    server.cloud.webhook.last_error_message = "Connection refused"

    told = await _told(replace(asked, webhook_url=WEBHOOK, webhook_secret="s" * 16))

    found = [advice for what, advice in told.items() if what.startswith("Telegram could not deliver at ")]
    assert ["certificate" in advice for advice in found] == [True] * is_told


async def test_many_messages_wait(asked: Settings, server: BotApiServer) -> None:
    """More than a hundred messages at Telegram mean that nobody fetches them."""
    person = server.person()
    for _ in range(101):
        await person.writes("hallo")

    told = await _told(asked)

    assert "Does the bot run?" in told["101 messages wait at Telegram"]


@pytest.mark.parametrize(
    ("details", "what", "to_do"),
    [
        ({"bot_status": "left"}, "the bot is not in {}", "as administrator"),
        ({"bot_status": "member"}, "the bot is not administrator of {}", "Manage topics, Pin messages"),
        ({"is_forum": False}, "{} has no topics", "Switch on Topics"),
        ({"bot_rights": ["can_pin_messages"]}, "the bot has too few rights in {}", "Manage topics, Delete"),
    ],
)
async def test_a_group_that_is_not_right(
    asked: Settings, server: BotApiServer, details: dict[str, object], what: str, to_do: str
) -> None:
    """What the bot cannot do in the group is told with the words that Telegram shows."""
    group = server.group(**details).id

    told = await _told(asked, {group: group})

    assert to_do in told[what.format(f"the group {group}")]


async def test_a_group_that_does_not_exist(asked: Settings) -> None:
    """A mistyped number is told."""
    assert (
        "COUNSELLOR_GROUP_ID" in (await _told(asked, {-10099: -10099}))["the bot is not in the group -10099"]
    )


async def test_a_group_with_another_number(asked: Settings, server: BotApiServer) -> None:
    """The bot follows a group that moved; the settings should too, before the database is ever lost."""
    group = server.group().id

    told = await _told(asked, {-10099: group})

    assert f"Put {group} in the place of -10099" in told["Telegram gave the group -10099 another number"]


@pytest.mark.parametrize(
    ("wrong", "what"),
    [
        (timedelta(), "right"),
        (timedelta(minutes=10), "ahead"),
        (timedelta(minutes=-10), "behind"),
    ],
)
async def test_the_clock(asked: Settings, wrong: timedelta, what: str) -> None:
    """The clock is compared with Telegram's; a wrong one would send reminders at a wrong time."""
    (told,) = await look_at_clock(asked, lambda: utc_now() + wrong)

    assert (told.what.split()[-1], told.advice) == (what, SET_THE_CLOCK if wrong else "")


async def server_has_webhook(server: BotApiServer) -> None:
    """Let Telegram know a webhook, without sending anything there."""
    server.cloud.webhook.url = WEBHOOK
