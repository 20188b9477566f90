"""Call counsellors by name in a way that also sounds where the group is muted."""

from telegram import MessageEntity, User

from bot.desk.counsellors import Counsellor

_MOST = 5


def mention(text: str, line: str, called: tuple[Counsellor, ...]) -> tuple[str, tuple[MessageEntity, ...]]:
    """Return `text` with `line` below it, in which `{mention}` became the names, and what links them."""
    named = called[:_MOST]
    if not named:
        return text, ()
    before, _, after = line.partition("{mention}")
    words, entities = f"{text}\n\n{before}", []
    for place, each in enumerate(named):
        words += " " if place else ""
        user = User(each.telegram_id, each.name, is_bot=False)
        entity = MessageEntity(MessageEntity.TEXT_MENTION, _units(words), _units(each.name), user=user)
        entities.append(entity)
        words += each.name
    return words + after, tuple(entities)


def _units(text: str) -> int:
    """Return the length as Telegram counts it, in units of UTF-16."""
    return len(text.encode("utf-16-le")) // 2
