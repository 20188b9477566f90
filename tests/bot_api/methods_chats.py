"""Methods about chats, their members and the topics of a forum."""

from typing import Any

from tests.bot_api.chats import Chat, Topic, User
from tests.bot_api.cloud import Cloud
from tests.bot_api.methods_messages import Handler, Parameters
from tests.bot_api.problems import bad_request

DEFAULT_ICON_COLOR = 0x6FB9F0
_RIGHTS = (
    "can_be_edited",
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_pin_messages",
    "can_manage_topics",
)
_NO_GIFTS = dict.fromkeys(
    ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"),
    False,
)


def member_json(chat: Chat, user: User, status: str) -> dict[str, Any]:
    """Return a membership as the Bot API writes it."""
    member: dict[str, Any] = {"status": status, "user": user.to_json()}
    if status == "creator":
        return member | {"is_anonymous": False}
    if status == "administrator":
        return member | {
            "is_anonymous": False,
            **{right: not user.is_bot or right in chat.bot_rights for right in _RIGHTS},
        }
    return member | ({"until_date": 0} if status == "kicked" else {})


def get_chat(cloud: Cloud, parameters: Parameters) -> dict[str, Any]:
    """Describe a chat in full."""
    chat = cloud.chat(parameters["chat_id"])
    full = chat.to_json() | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": _NO_GIFTS,
    }
    pinned = [message for message in chat.messages.values() if message.pinned and not message.deleted]
    return full | ({"pinned_message": pinned[-1].to_json()} if pinned else {})


def get_chat_member(cloud: Cloud, parameters: Parameters) -> dict[str, Any]:
    """Describe one member of a chat."""
    chat, user_id = cloud.chat(parameters["chat_id"]), parameters["user_id"]
    if user_id == cloud.bot.id:
        return member_json(chat, cloud.bot, chat.bot_status)
    if user_id not in cloud.users:
        raise bad_request("PARTICIPANT_ID_INVALID")
    user, status = chat.members.get(user_id, (cloud.users[user_id], "left"))
    if chat.user is user:
        status = "member"
    return member_json(chat, user, status)


def get_chat_administrators(cloud: Cloud, parameters: Parameters) -> list[dict[str, Any]]:
    """List the people who run a group."""
    chat = cloud.chat(parameters["chat_id"])
    if chat.is_private:
        raise bad_request("there are no administrators in the private chat")
    return [
        member_json(chat, user, status)
        for user, status in chat.members.values()
        if status in ("creator", "administrator")
    ]


def _forum(cloud: Cloud, parameters: Parameters) -> Chat:
    """Find a forum whose topics the bot may manage."""
    chat = cloud.chat_to_write(parameters["chat_id"])
    if not chat.is_forum:
        raise bad_request("the chat is not a forum")
    if not chat.bot_may("can_manage_topics"):
        raise bad_request("not enough rights to manage topics")
    return chat


def _topic(cloud: Cloud, parameters: Parameters) -> tuple[Chat, Topic]:
    """Find a topic that the bot may change."""
    chat = _forum(cloud, parameters)
    topic = chat.topics.get(parameters["message_thread_id"])
    if topic is None:
        raise bad_request("TOPIC_ID_INVALID")
    return chat, topic


def open_topic(cloud: Cloud, chat: Chat, opener: User, name: str, icon_color: int) -> Topic:
    """Open a topic with the service message that gives it its id."""
    content = {"forum_topic_created": {"name": name, "icon_color": icon_color}}
    message = cloud.add_message(chat, opener, content, is_service=True)
    message.thread_id = message.message_id
    chat.topics[message.message_id] = Topic(message.message_id, name, icon_color)
    return chat.topics[message.message_id]


def close_topic(cloud: Cloud, chat: Chat, topic: Topic, by: User, *, closed: bool) -> None:
    """Close or reopen a topic with its service message."""
    if topic.closed == closed:
        raise bad_request("TOPIC_NOT_MODIFIED")
    topic.closed = closed
    content: dict[str, Any] = {"forum_topic_closed" if closed else "forum_topic_reopened": {}}
    cloud.add_message(chat, by, content, thread_id=topic.thread_id, is_service=True)


def create_forum_topic(cloud: Cloud, parameters: Parameters) -> dict[str, Any]:
    """Open a topic."""
    chat = _forum(cloud, parameters)
    name = parameters["name"].strip()
    if not name:
        raise bad_request("name must be non-empty")
    color = parameters.get("icon_color", DEFAULT_ICON_COLOR)
    topic = open_topic(cloud, chat, cloud.bot, name, color)
    topic.icon_custom_emoji_id = parameters.get("icon_custom_emoji_id")
    return topic.to_json()


def edit_forum_topic(cloud: Cloud, parameters: Parameters) -> bool:
    """Change the name or the icon of a topic."""
    chat, topic = _topic(cloud, parameters)
    name = parameters.get("name", "").strip() or topic.name
    icon = parameters.get("icon_custom_emoji_id", topic.icon_custom_emoji_id)
    if (name, icon) == (topic.name, topic.icon_custom_emoji_id):
        raise bad_request("TOPIC_NOT_MODIFIED")
    edited = {"name": name} if name != topic.name else {}
    topic.name, topic.icon_custom_emoji_id = name, icon or None
    cloud.add_message(
        chat, cloud.bot, {"forum_topic_edited": edited}, thread_id=topic.thread_id, is_service=True
    )
    return True


def close_forum_topic(cloud: Cloud, parameters: Parameters) -> bool:
    """Close a topic."""
    chat, topic = _topic(cloud, parameters)
    close_topic(cloud, chat, topic, cloud.bot, closed=True)
    return True


def reopen_forum_topic(cloud: Cloud, parameters: Parameters) -> bool:
    """Open a closed topic again."""
    chat, topic = _topic(cloud, parameters)
    close_topic(cloud, chat, topic, cloud.bot, closed=False)
    return True


def delete_forum_topic(cloud: Cloud, parameters: Parameters) -> bool:
    """Delete a topic with all its messages."""
    chat, topic = _topic(cloud, parameters)
    del chat.topics[topic.thread_id]
    for message in chat.messages.values():
        if message.thread_id == topic.thread_id:
            cloud.delete(message)
    return True


METHODS: dict[str, Handler] = {
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "getChatAdministrators": get_chat_administrators,
    "createForumTopic": create_forum_topic,
    "editForumTopic": edit_forum_topic,
    "closeForumTopic": close_forum_topic,
    "reopenForumTopic": reopen_forum_topic,
    "deleteForumTopic": delete_forum_topic,
}
