"""What happens to the bot's own membership."""

from tests.bot_api.cloud import Cloud
from tests.bot_api.methods_chats import member_json


def set_blocked(cloud: Cloud, chat_id: int, *, blocked: bool) -> None:
    """Let a person block the bot or a group remove it, or take that back; the bot gets an update."""
    chat = cloud.chats[chat_id]
    back = "administrator" if chat.bot_rights else "member"
    status = "kicked" if blocked else back
    if status == chat.bot_status:
        return
    old = member_json(chat, cloud.bot, chat.bot_status)
    chat.bot_status = status
    owner = next((user for user, role in chat.members.values() if role == "creator"), cloud.bot)
    payload = {
        "chat": chat.to_json(),
        "from": (chat.user or owner).to_json(),
        "date": cloud.now(),
        "old_chat_member": old,
        "new_chat_member": member_json(chat, cloud.bot, status),
    }
    cloud.push("my_chat_member", payload, chat_id)
