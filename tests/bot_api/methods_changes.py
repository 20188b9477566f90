"""Methods that change, remove or pin messages, and that answer presses."""

from typing import Any

from tests.bot_api.chats import Chat, Message
from tests.bot_api.cloud import Cloud
from tests.bot_api.media import WITH_CAPTION
from tests.bot_api.methods_messages import Handler, Parameters, caption_content, text_content
from tests.bot_api.problems import bad_request

DELETABLE_SECONDS = 48 * 3600


def _to_edit(cloud: Cloud, parameters: Parameters) -> Message:
    """Find a message that the bot may edit."""
    message = cloud.find(cloud.chat(parameters["chat_id"]), parameters["message_id"], "message to edit")
    if message.sender is not cloud.bot or message.is_service:
        raise bad_request("message can't be edited")
    return message


def edit_message_text(cloud: Cloud, parameters: Parameters) -> dict[str, Any]:
    """Change a text."""
    message = _to_edit(cloud, parameters)
    if "text" not in message.content:
        raise bad_request("there is no text in the message to edit")
    cloud.edit(message, text_content(parameters["text"], parameters), parameters.get("reply_markup"))
    return message.to_json()


def edit_message_caption(cloud: Cloud, parameters: Parameters) -> dict[str, Any]:
    """Change a caption."""
    message = _to_edit(cloud, parameters)
    if not set(WITH_CAPTION) & set(message.content):
        raise bad_request("there is no caption in the message to edit")
    kept = {key: value for key, value in message.content.items() if not key.startswith("caption")}
    cloud.edit(message, kept | caption_content(parameters), parameters.get("reply_markup"))
    return message.to_json()


def edit_message_reply_markup(cloud: Cloud, parameters: Parameters) -> dict[str, Any]:
    """Change or remove the buttons under a message."""
    message = _to_edit(cloud, parameters)
    cloud.edit(message, message.content, parameters.get("reply_markup"))
    return message.to_json()


def _delete(cloud: Cloud, chat: Chat, message: Message) -> None:
    """Delete a message if the bot may."""
    may_delete_any = chat.bot_may("can_delete_messages")
    is_own = message.sender is cloud.bot
    is_recent = cloud.clock() - message.date < DELETABLE_SECONDS
    if not may_delete_any and not (is_recent and (is_own or chat.is_private)):
        raise bad_request("message can't be deleted")
    cloud.delete(message)


def delete_message(cloud: Cloud, parameters: Parameters) -> bool:
    """Delete one message."""
    chat = cloud.chat(parameters["chat_id"])
    _delete(cloud, chat, cloud.find(chat, parameters["message_id"], "message to delete"))
    return True


def delete_messages(cloud: Cloud, parameters: Parameters) -> bool:
    """Delete those messages of a list that are still there."""
    chat = cloud.chat(parameters["chat_id"])
    for message_id in parameters["message_ids"]:
        message = chat.messages.get(message_id)
        if message is not None and not message.deleted:
            _delete(cloud, chat, message)
    return True


def _to_pin(cloud: Cloud, parameters: Parameters, purpose: str) -> Message:
    """Find a message that the bot may pin or unpin."""
    chat = cloud.chat_to_write(parameters["chat_id"])
    if not chat.is_private and not chat.bot_may("can_pin_messages"):
        raise bad_request("not enough rights to manage pinned messages in the chat")
    return cloud.find(chat, parameters["message_id"], purpose)


def pin_chat_message(cloud: Cloud, parameters: Parameters) -> bool:
    """Pin a message."""
    _to_pin(cloud, parameters, "message to pin").pinned = True
    return True


def unpin_chat_message(cloud: Cloud, parameters: Parameters) -> bool:
    """Unpin a message, by default the newest pinned one."""
    chat = cloud.chat_to_write(parameters["chat_id"])
    pinned = [message.message_id for message in chat.messages.values() if message.pinned]
    wanted = {"chat_id": chat.id, "message_id": parameters.get("message_id", max(pinned, default=0))}
    _to_pin(cloud, wanted, "message to unpin").pinned = False
    return True


def answer_callback_query(cloud: Cloud, parameters: Parameters) -> bool:
    """End the waiting sign on a button, perhaps with a notice."""
    cloud.answer_callback(
        parameters["callback_query_id"],
        {
            "text": parameters.get("text", ""),
            "show_alert": parameters.get("show_alert", False),
            "url": parameters.get("url", ""),
        },
    )
    return True


METHODS: dict[str, Handler] = {
    "editMessageText": edit_message_text,
    "editMessageCaption": edit_message_caption,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
    "pinChatMessage": pin_chat_message,
    "unpinChatMessage": unpin_chat_message,
    "answerCallbackQuery": answer_callback_query,
}
