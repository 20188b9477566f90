"""The person goes on in another language: the counsellors read it once."""

import pytest

from bot.stores import Stores
from content.model import LanguageCode
from conversations.actions import ChooseLanguage, EndCase, OpenCase
from conversations.cases import PostKind, Sharing
from conversations.composer import Composer
from tests.fakes import Chat, SettableClock
from tests.fakes_of_desk import Desk

_FA = LanguageCode("fa")


@pytest.fixture
async def desk(kept: Stores, composer: Composer, clock: SettableClock, settled_chat: Chat) -> Desk:
    """Return the counsellors' side of a person who has asked for a counsellor."""
    desk = Desk(kept, composer, clock)
    await settled_chat.tap(OpenCase(Sharing.NOTHING))
    desk.posts()
    return desk


async def test_another_language_is_told_once(settled_chat: Chat, desk: Desk, composer: Composer) -> None:
    """A line without sound, and the card with the new language; the same choice again says nothing."""
    for _ in range(2):
        await settled_chat.tap(ChooseLanguage(_FA))

    name = composer.content.texts[_FA].language.name
    told = desk.texts.fill("language_changed", language=name)
    assert [(post.kind, post.text, post.urgent) for post in desk.posts()] == [
        (PostKind.TEXT, told, False),
        (PostKind.CARD, "", False),
    ]
    (case,) = desk.kept.cases.all_open()
    assert name in desk.desk.card(case)


async def test_without_an_open_case_nobody_is_told(settled_chat: Chat, desk: Desk) -> None:
    """After the end the language is nobody's business."""
    await settled_chat.tap(EndCase())
    desk.posts()
    await settled_chat.tap(ChooseLanguage(_FA))

    assert desk.posts() == []
