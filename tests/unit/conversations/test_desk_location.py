"""A location is passed on only after a yes, and a contact never."""

import pytest

from bot.stores import Stores
from content.model import LanguageCode
from conversations.actions import EndCase, OpenCase, ShareLocation
from conversations.attachments import Attachment, AttachmentKind
from conversations.cases import PostKind, Sharing
from conversations.composer import Composer
from conversations.events import MediaKind, MediaSent
from conversations.talk import Talk
from tests.fakes import Chat, SettableClock, actions, words
from tests.fakes_of_desk import Desk

_EN = LanguageCode("en")
_MESSAGE = 44
_PLACE = Attachment(AttachmentKind.LOCATION, latitude=52.1, longitude=5.1)
_SENT = MediaSent(MediaKind.LOCATION, _MESSAGE, _PLACE)


@pytest.fixture
async def desk(kept: Stores, composer: Composer, clock: SettableClock, settled_chat: Chat) -> Desk:
    """Return the counsellors' side of a person who has asked for a counsellor."""
    desk = Desk(kept, composer, clock)
    await settled_chat.tap(OpenCase(Sharing.NOTHING))
    desk.posts()
    return desk


async def test_a_location_is_asked_about_first(settled_chat: Chat, talk: Talk, desk: Desk) -> None:
    """Nothing goes to the counsellors by sending it: two buttons ask."""
    (asked,) = await talk.handle(settled_chat.address, _SENT)

    expected = [ShareLocation(_MESSAGE, allowed=True), ShareLocation(_MESSAGE, allowed=False)]
    assert (actions(asked), desk.posts()) == (expected, [])


@pytest.mark.parametrize("allowed", [True, False])
async def test_only_a_yes_passes_it_on(
    settled_chat: Chat, talk: Talk, desk: Desk, composer: Composer, allowed: bool
) -> None:
    """Yes passes on that very place, no passes on nothing, and the person reads what happened."""
    await talk.handle(settled_chat.address, _SENT)
    (told,) = await settled_chat.tap(ShareLocation(_MESSAGE, allowed))

    key = "case_location_sent" if allowed else "case_location_kept"
    posts = [(PostKind.ATTACHMENT, _PLACE)] if allowed else []
    assert [(post.kind, post.attachment) for post in desk.posts()] == posts
    assert words(told) == words(composer.notice([key], _EN))


async def test_a_yes_after_the_end_passes_nothing_on(
    settled_chat: Chat, desk: Desk, composer: Composer
) -> None:
    """The buttons of a conversation that has ended do nothing."""
    await settled_chat.tap(EndCase())
    desk.posts()
    (told,) = await settled_chat.tap(ShareLocation(_MESSAGE, allowed=True))

    assert (desk.posts(), words(told)) == ([], words(composer.notice(["case_none"], _EN)))
