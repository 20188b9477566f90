"""The command list that Telegram shows, in each language."""

from telegram import Bot, BotCommand, BotCommandScopeAllPrivateChats

from content.loader import Content
from content.model import LanguageCode
from conversations.events import Command

_DEFAULT = LanguageCode("en")
"""For apps in a language that is not served: more people read English than Dutch."""


async def publish_commands(bot: Bot, content: Content) -> None:
    """Tell Telegram the commands in every served language.

    Raises TelegramError when Telegram does not take them.
    """
    scope = BotCommandScopeAllPrivateChats()
    await bot.set_my_commands(_commands(content, _DEFAULT), scope=scope)
    for language in content.languages:
        await bot.set_my_commands(_commands(content, language), scope=scope, language_code=language)


def _commands(content: Content, language: LanguageCode) -> list[BotCommand]:
    return [BotCommand(command, content.interface(f"command_{command}", language)) for command in Command]
