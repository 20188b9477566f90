"""Ask Telegram about the token, the webhook, the groups and the time; without network it says just that."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

import httpx
from telegram import Bot, ChatMember, ChatMemberAdministrator, WebhookInfo
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError, TelegramError
from telegram.request import HTTPXRequest

from bot.doctor.finding import Finding, local
from bot.doctor.machine import SET_THE_CLOCK
from bot.settings import Settings

_PATIENCE_SECONDS = 10.0
_CLOCK_MARGIN = timedelta(seconds=30)
_LATELY = timedelta(hours=1)
_MANY_WAITING = 100
_RIGHTS = {
    "can_manage_topics": "Manage topics",
    "can_pin_messages": "Pin messages",
    "can_delete_messages": "Delete messages",
}
"""The rights that the bot needs in a group of counsellors, with their names in Telegram."""


async def look_at_telegram(
    settings: Settings, groups: Mapping[int, int], now: Callable[[], datetime]
) -> list[Finding]:
    """Look at everything that only Telegram knows; `groups` has the present number of each group."""
    if settings.telegram_token is None:
        return [Finding("no Telegram token", "Put TELEGRAM_BOT_TOKEN from @BotFather in .env.")]
    bot = Bot(
        settings.telegram_token,
        base_url=f"{settings.telegram_api_url}/bot",
        request=HTTPXRequest(connect_timeout=_PATIENCE_SECONDS, read_timeout=_PATIENCE_SECONDS),
    )
    try:
        await bot.initialize()
        found = [Finding(f"Telegram knows the token: @{bot.username}")]
        found += _webhook(settings, await bot.get_webhook_info(), now)
        for written, number in groups.items():
            found += await _group(bot, written, number)
    except InvalidToken:
        advice = "Copy TELEGRAM_BOT_TOKEN again from @BotFather into .env, then start the bot again."
        return [Finding("Telegram does not know the token", advice)]
    except NetworkError:
        advice = (
            f"Is the machine on the internet, and may it reach {settings.telegram_api_url}? "
            "Until then token, webhook, group and clock cannot be looked at."
        )
        return [Finding("Telegram cannot be reached", advice)]
    except TelegramError as error:
        return [Finding(f"Telegram refuses to answer: {error}", "Try again in some minutes.")]
    finally:
        await bot.shutdown()
    return found


async def look_at_clock(settings: Settings, now: Callable[[], datetime]) -> list[Finding]:
    """Compare the clock with Telegram's; without network nothing is said."""
    with suppress(httpx.HTTPError, KeyError, ValueError):
        async with httpx.AsyncClient(timeout=_PATIENCE_SECONDS) as client:
            answer = await client.head(settings.telegram_api_url)
        seconds = round((now() - parsedate_to_datetime(answer.headers["date"])).total_seconds())
        if timedelta(seconds=abs(seconds)) <= _CLOCK_MARGIN:
            return [Finding("the clock is right")]
        what = f"the clock is {abs(seconds)} seconds {'ahead' if seconds > 0 else 'behind'}"
        return [Finding(what, SET_THE_CLOCK)]
    return []


def _webhook(settings: Settings, info: WebhookInfo, now: Callable[[], datetime]) -> list[Finding]:
    other = "If this comes back, another program uses this token: get a new one with /revoke at @BotFather."
    if settings.webhook_url is None and info.url:
        advice = f"Start the bot again: it asks for messages itself then. {other}"
        return [Finding("Telegram sends messages to a webhook, and none is set here", advice)]
    if settings.webhook_url is not None and info.url != settings.webhook_url:
        advice = f"Start the bot again: it tells Telegram the address. {other}"
        return [Finding("Telegram does not send messages to TELEGRAM_WEBHOOK_URL", advice)]
    if info.last_error_date is not None and info.url and now() - info.last_error_date < _LATELY:
        when = local(info.last_error_date, settings.timezone)
        advice = (
            "Does the bot run, does the name in TELEGRAM_WEBHOOK_URL lead to this machine, is port 443 open, "
            "and is the certificate valid?"
        )
        return [Finding(f"Telegram could not deliver at {when}: {info.last_error_message}", advice)]
    if info.pending_update_count > _MANY_WAITING:
        advice = "Does the bot run? It fetches them by itself; Telegram keeps them for 24 hours."
        return [Finding(f"{info.pending_update_count} messages wait at Telegram", advice)]
    return [Finding("messages come to the webhook" if info.url else "messages are fetched by polling")]


async def _group(bot: Bot, written: int, number: int) -> list[Finding]:
    """Look at a group that is `written` in the settings and has this `number` now."""
    name = f"the group {number}"
    found = []
    if number != written:
        advice = f"Put {number} in the place of {written} in COUNSELLOR_GROUP_ID."
        found.append(Finding(f"Telegram gave the group {written} another number", advice))
    advice = "Is COUNSELLOR_GROUP_ID right? Add the bot to the group as administrator."
    absent = Finding(f"the bot is not in {name}", advice)
    try:
        chat = await bot.get_chat(number)
        member = await bot.get_chat_member(number, bot.id)
    except ChatMigrated as error:
        advice = f"Put {error.new_chat_id} in the place of {written} in COUNSELLOR_GROUP_ID."
        return [*found, Finding(f"{name} has another number now", advice)]
    except (BadRequest, Forbidden):
        return [*found, absent]
    if member.status in (ChatMember.LEFT, ChatMember.BANNED):
        return [*found, absent]
    if not chat.is_forum:
        advice = "Switch on Topics in the settings of the group: every conversation gets one."
        found.append(Finding(f"{name} has no topics", advice))
    if member.status not in (ChatMember.ADMINISTRATOR, ChatMember.OWNER):
        rights = ", ".join(_RIGHTS.values())
        advice = f"Make the bot administrator of the group, with the rights {rights}."
        return [*found, Finding(f"the bot is not administrator of {name}", advice)]
    if isinstance(member, ChatMemberAdministrator):
        missing = [name for right, name in _RIGHTS.items() if not getattr(member, right)]
        if missing:
            advice = f"In Telegram: the group, Administrators, the bot, and give it: {', '.join(missing)}."
            return [*found, Finding(f"the bot has too few rights in {name}", advice)]
    return found or [Finding(f"the bot has its rights in {name}")]
