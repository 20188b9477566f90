"""From a method's name to its work, with all that happens on the way."""

import inspect
from typing import Any

from tests.bot_api import (
    methods_changes,
    methods_chats,
    methods_messages,
    methods_profile,
    methods_updates,
)
from tests.bot_api.calls import Call
from tests.bot_api.cloud import Cloud
from tests.bot_api.entities import EntitiesError
from tests.bot_api.methods_messages import Handler
from tests.bot_api.problems import ApiError, Problem, bad_request, too_many_requests
from tests.bot_api.rates import SendingRates
from tests.bot_api.specification import check_answer, returns_true_only

HANDLERS: dict[str, Handler] = {
    **methods_messages.METHODS,
    **methods_changes.METHODS,
    **methods_chats.METHODS,
    **methods_profile.METHODS,
    **methods_updates.METHODS,
}
_UNPACED = {"sendChatAction", "sendMessageDraft"}


async def perform(cloud: Cloud, call: Call, rates: SendingRates | None) -> Any:
    """Do what a well-formed call asks and return its result, or raise `ApiError`."""
    if rates is not None and call.method.startswith(("send", "copy", "forward")):
        _pace(cloud, call, rates)
    handler = HANDLERS.get(call.method)
    if handler is None:
        return _without_handler(cloud, call)
    try:
        result = handler(cloud, call.parameters)
        if inspect.isawaitable(result):
            result = await result
    except EntitiesError as error:
        raise bad_request(str(error)) from error
    cloud.problems += check_answer(call.method, result)
    return result


def _pace(cloud: Cloud, call: Call, rates: SendingRates) -> None:
    """Refuse what Telegram would find too fast."""
    if call.method in _UNPACED:
        return
    retry_after = rates.admit(cloud.chat(call.parameters["chat_id"]))
    if retry_after is not None:
        raise too_many_requests(retry_after)


def _without_handler(cloud: Cloud, call: Call) -> bool:
    """Answer a method that changes nothing here: success where success is all it ever answers."""
    if returns_true_only(call.method):
        return True
    cloud.problems.append(Problem(call.method, "", "the local server does not know this method"))
    raise ApiError(501, f"Not Implemented: {call.method}")
