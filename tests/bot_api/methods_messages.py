"""Methods that send messages."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeAlias

from tests.bot_api.chats import Chat, Message
from tests.bot_api.cloud import Cloud
from tests.bot_api.files import StoredFile
from tests.bot_api.media import MEDIA_KINDS, WITH_CAPTION, media_content
from tests.bot_api.problems import ApiError, UploadedFile, bad_request
from tests.bot_api.rendering import TextEmptyError, render
from tests.bot_api.value_types import ATTACHED

Parameters: TypeAlias = Mapping[str, Any]
Handler: TypeAlias = Callable[[Cloud, Parameters], Any | Awaitable[Any]]


def text_content(source: str, parameters: Parameters) -> dict[str, Any]:
    """Return the content of a text message."""
    try:
        rendered = render(source, parameters.get("parse_mode"), parameters.get("entities"))
    except TextEmptyError as error:
        raise bad_request(str(error)) from error
    content: dict[str, Any] = {"text": rendered.text}
    if rendered.entities:
        content["entities"] = [entity.to_json() for entity in rendered.entities]
    return content


def caption_content(parameters: Parameters) -> dict[str, Any]:
    """Return the caption of a media message, which may be missing."""
    if not (parameters.get("caption") or "").strip():
        return {}
    rendered = render(parameters["caption"], parameters.get("parse_mode"), parameters.get("caption_entities"))
    content: dict[str, Any] = {"caption": rendered.text}
    if rendered.entities:
        content["caption_entities"] = [entity.to_json() for entity in rendered.entities]
    return content


def file_of(cloud: Cloud, kind: str, value: object, parameters: Parameters) -> StoredFile:
    """Return the file that a parameter means: an upload, or one that is already there."""
    if isinstance(value, str) and value.startswith(ATTACHED):
        value = parameters[value.removeprefix(ATTACHED)]
    if isinstance(value, UploadedFile):
        if not value.content:
            raise bad_request("file must be non-empty")
        return cloud.files.add(kind, value.content, value.name)
    if str(value).startswith(("http://", "https://")):
        raise ApiError(501, "Not Implemented: the local server fetches nothing from the internet")
    stored = cloud.files.by_id(str(value))
    if stored is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    if kind not in (stored.kind, "document"):
        raise bad_request(f"can't use file of type {stored.kind.title()} as {kind.title()}")
    return stored if stored.kind == kind else cloud.files.add(kind, stored.content, stored.name)


def thread_of(chat: Chat, thread_id: int | None) -> int | None:
    """Return the topic that a message goes to; outside forums there is none."""
    if thread_id is None:
        return None
    if not chat.is_private and not chat.is_forum:
        return None
    topic = chat.topics.get(thread_id)
    if topic is None:
        raise bad_request("message thread not found")
    if topic.closed and not chat.bot_may("can_manage_topics"):
        raise bad_request("TOPIC_CLOSED")
    return thread_id


def reply_of(chat: Chat, parameters: Parameters) -> int | None:
    """Return the message that is replied to."""
    reply = parameters.get("reply_parameters")
    if reply is None:
        return None
    replied = chat.messages.get(reply["message_id"])
    if replied is not None and not replied.deleted:
        return replied.message_id
    if reply.get("allow_sending_without_reply"):
        return None
    raise bad_request("message to be replied not found")


def put(
    cloud: Cloud, parameters: Parameters, content: dict[str, Any], file: StoredFile | None = None
) -> Message:
    """Put a message of the bot into the chat that the call names."""
    chat = cloud.chat_to_write(parameters["chat_id"])
    return cloud.add_message(
        chat,
        cloud.bot,
        content,
        thread_id=thread_of(chat, parameters.get("message_thread_id")),
        reply_to=reply_of(chat, parameters),
        markup=parameters.get("reply_markup"),
        file=file,
    )


def send_message(cloud: Cloud, parameters: Parameters) -> dict[str, Any]:
    """Send a text."""
    return put(cloud, parameters, text_content(parameters["text"], parameters)).to_json()


def _send_media(kind: str) -> Handler:
    """Make the method that sends one kind of file."""

    def send(cloud: Cloud, parameters: Parameters) -> dict[str, Any]:
        cloud.chat_to_write(parameters["chat_id"])
        file = file_of(cloud, kind, parameters[kind], parameters)
        content = media_content(file, **{key: parameters.get(key) for key in ("duration", "emoji")})
        if kind in WITH_CAPTION:
            content |= caption_content(parameters)
        return put(cloud, parameters, content, file).to_json()

    return send


def send_location(cloud: Cloud, parameters: Parameters) -> dict[str, Any]:
    """Send a point on the map."""
    keys = ("latitude", "longitude", "horizontal_accuracy", "live_period")
    location = {key: parameters[key] for key in keys if key in parameters}
    return put(cloud, parameters, {"location": location}).to_json()


def send_contact(cloud: Cloud, parameters: Parameters) -> dict[str, Any]:
    """Send a telephone contact."""
    keys = ("phone_number", "first_name", "last_name", "vcard")
    contact = {key: parameters[key] for key in keys if key in parameters}
    return put(cloud, parameters, {"contact": contact}).to_json()


def copy_message(cloud: Cloud, parameters: Parameters) -> dict[str, Any]:
    """Send the content of a message again, without saying where it came from."""
    source = cloud.find(cloud.chat(parameters["from_chat_id"]), parameters["message_id"], "message to copy")
    if source.is_service:
        raise bad_request("message can't be copied")
    content = dict(source.content)
    if "caption" in parameters and set(WITH_CAPTION) & set(content):
        content.pop("caption", None)
        content.pop("caption_entities", None)
        content |= caption_content(parameters)
    return {"message_id": put(cloud, parameters, content, source.file).message_id}


def send_chat_action(cloud: Cloud, parameters: Parameters) -> bool:
    """Show that the bot is typing."""
    thread_of(cloud.chat_to_write(parameters["chat_id"]), parameters.get("message_thread_id"))
    return True


METHODS: dict[str, Handler] = {
    "sendMessage": send_message,
    "sendLocation": send_location,
    "sendContact": send_contact,
    "copyMessage": copy_message,
    "sendChatAction": send_chat_action,
    **{f"send{kind.title().replace('_', '')}": _send_media(kind) for kind in MEDIA_KINDS},
}
