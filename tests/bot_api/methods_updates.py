"""Methods by which the bot gets its updates: long polling and webhooks."""

import asyncio
import ipaddress
from typing import Any
from urllib.parse import urlsplit

from tests.bot_api.cloud import Cloud, LongPoll, WebhookState
from tests.bot_api.methods_messages import Handler, Parameters
from tests.bot_api.problems import ApiError, bad_request

LONGEST_POLL = 50
_CONFLICT = "Conflict: terminated by "
_OTHER_POLL = f"{_CONFLICT}other getUpdates request; make sure that only one bot instance is running"
_WEBHOOK_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)


def end_poll(cloud: Cloud, reason: ApiError) -> None:
    """Make the `getUpdates` that waits fail."""
    if cloud.poll is not None:
        cloud.poll.ended = reason
        cloud.changes.notify()


async def get_updates(cloud: Cloud, parameters: Parameters) -> list[dict[str, Any]]:
    """Return updates, or wait for them; an offset confirms all before it."""
    if cloud.webhook.url:
        raise ApiError(409, _WEBHOOK_ACTIVE)
    if "allowed_updates" in parameters:
        cloud.updates.allowed = parameters["allowed_updates"]
    offset, limit = parameters.get("offset", 0), parameters.get("limit", 100)
    timeout = min(max(parameters.get("timeout", 0), 0), LONGEST_POLL)
    found = cloud.updates.take(offset, limit)
    if found or not timeout:
        return found
    end_poll(cloud, ApiError(409, _OTHER_POLL))
    return await _wait(cloud, max(offset, 0), limit, timeout)


async def _wait(cloud: Cloud, offset: int, limit: int, timeout: float) -> list[dict[str, Any]]:  # noqa: ASYNC109
    """Wait for the next updates as the only long poll."""
    poll = cloud.poll = LongPoll(asyncio.current_task())
    cloud.changes.notify()

    def look() -> ApiError | list[dict[str, Any]] | None:
        return poll.ended or cloud.updates.take(offset, limit) or None

    try:
        found: ApiError | list[dict[str, Any]] = await cloud.changes.until(look, timeout)
    except TimeoutError:
        return []
    finally:
        if cloud.poll is poll:
            cloud.poll = None
    if isinstance(found, ApiError):
        raise found
    return found


def _check_url(url: str) -> None:
    """Accept HTTPS, and plain HTTP to this machine as a self-hosted Bot API server does."""
    parts = urlsplit(url)
    if not parts.hostname:
        raise bad_request("invalid webhook URL specified")
    try:
        is_local = ipaddress.ip_address(parts.hostname).is_loopback
    except ValueError:
        is_local = parts.hostname == "localhost"
    if parts.scheme != "https" and not is_local:
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")


def set_webhook(cloud: Cloud, parameters: Parameters) -> bool:
    """Start posting updates to an address, or stop it when the address is empty."""
    url = parameters["url"]
    if not url:
        return delete_webhook(cloud, parameters)
    _check_url(url)
    end_poll(cloud, ApiError(409, f"{_CONFLICT}setWebhook request"))
    if parameters.get("drop_pending_updates"):
        cloud.updates.clear()
    if "allowed_updates" in parameters:
        cloud.updates.allowed = parameters["allowed_updates"]
    cloud.webhook = WebhookState(
        url, parameters.get("secret_token"), parameters.get("max_connections", WebhookState.max_connections)
    )
    cloud.changes.notify()
    return True


def delete_webhook(cloud: Cloud, parameters: Parameters) -> bool:
    """Stop posting updates."""
    if parameters.get("drop_pending_updates"):
        cloud.updates.clear()
    cloud.webhook = WebhookState()
    cloud.changes.notify()
    return True


def get_webhook_info(cloud: Cloud, parameters: Parameters) -> dict[str, Any]:
    """Describe the webhook and its last failure."""
    webhook = cloud.webhook
    info: dict[str, Any] = {
        "url": webhook.url,
        "has_custom_certificate": False,
        "pending_update_count": len(cloud.updates),
    }
    if webhook.url:
        info |= {"max_connections": webhook.max_connections, "ip_address": "127.0.0.1"}
    if webhook.last_error_message is not None:
        info |= {
            "last_error_date": webhook.last_error_date,
            "last_error_message": webhook.last_error_message,
        }
    return info | ({"allowed_updates": cloud.updates.allowed} if cloud.updates.allowed else {})


METHODS: dict[str, Handler] = {
    "getUpdates": get_updates,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
}
