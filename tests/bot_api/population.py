"""Making people and groups whose names cannot be mistaken for anything else."""

from collections.abc import Iterable

from tests.bot_api.chats import Chat, User
from tests.bot_api.cloud import Cloud
from tests.bot_api.group import GroupChat
from tests.bot_api.people import TestPerson

FIRST_PERSON = 7_700_000_000  # beyond 32 bits, as real accounts are
FIRST_GROUP = -1_002_200_000_000
ALL_RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_invite_users",
    "can_manage_topics",
    "can_pin_messages",
)


def make_person(
    cloud: Cloud,
    *,
    first_name: str | None = None,
    last_name: str | None = None,
    username: str | None = None,
    language_code: str | None = "en",
    phone_number: str | None = None,
    user_id: int | None = None,
    known: bool = False,
) -> TestPerson:
    """Make a person; one who is `known` has written to the bot before, others must do so first.

    What is not said gets an unmistakable value; an empty text means that the person has none.
    """
    number = len(cloud.users)
    user = User(
        id=FIRST_PERSON + number if user_id is None else user_id,
        first_name=first_name or f"LEAKFIRST{number:04d}",
        last_name=_text_or(last_name, f"LEAKLAST{number:04d}"),
        username=_text_or(username, f"leak_username_{number:04d}"),
        language_code=language_code,
        phone_number=_text_or(phone_number, f"+316990{number:05d}"),
    )
    if user.id in cloud.users:
        raise ValueError(f"there is a user {user.id} already")
    cloud.users[user.id] = user
    chat = cloud.chats[user.id] = Chat(user.id, user=user, started=known)
    return TestPerson(cloud, chat, user)


def _text_or(text: str | None, default: str) -> str | None:
    """Return the text, the default for `None`, and `None` for an empty text."""
    return default if text is None else text or None


def make_group(
    cloud: Cloud,
    *,
    title: str = "LEAKGROUP counsellors",
    is_forum: bool = True,
    bot_status: str = "administrator",
    bot_rights: Iterable[str] = ALL_RIGHTS,
    members: Iterable[TestPerson] = (),
    group_id: int | None = None,
) -> GroupChat:
    """Make a supergroup with an owner and members, in which the bot has the given rights."""
    number = sum(not chat.is_private for chat in cloud.chats.values())
    chat = Chat(
        FIRST_GROUP - number if group_id is None else group_id,
        title=title,
        is_forum=is_forum,
        bot_status=bot_status,
        bot_rights=frozenset(bot_rights),
    )
    cloud.chats[chat.id] = chat
    group = GroupChat(cloud, chat, make_person(cloud))
    group.joins(group.owner, "creator")
    for person in members:
        group.joins(person)
    return group
