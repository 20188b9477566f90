"""A file that keeps its name is passed on only after a yes; what stands below it is passed on at once."""

from dataclasses import replace

import pytest

from bot.stores import Stores
from content.model import DangerKind, LanguageCode
from conversations.actions import OpenCase, ShareFile
from conversations.attachments import Attachment, AttachmentKind
from conversations.cases import PostKind, Sharing
from conversations.composer import Composer
from conversations.events import MediaKind, MediaSent, TextWritten
from conversations.talk import Talk
from tests.fakes import Chat, SettableClock, actions, words
from tests.fakes_of_desk import Desk

_EN = LanguageCode("en")
_MESSAGE = 44
_NAME = "Achternaamski, Voornaam.pdf"
_FILE = Attachment(AttachmentKind.DOCUMENT, "f", ending=".pdf", kept_name=_NAME)
_OTHER = Attachment(AttachmentKind.DOCUMENT, "g", kept_name="Other name.pdf")
_SENT = MediaSent(MediaKind.DOCUMENT, _MESSAGE, _FILE)
_ASKED = [ShareFile(_MESSAGE, allowed=True), ShareFile(_MESSAGE, allowed=False)]


@pytest.fixture
async def desk(kept: Stores, composer: Composer, clock: SettableClock, settled_chat: Chat) -> Desk:
    """Return the counsellors' side of a person who has asked for a counsellor."""
    desk = Desk(kept, composer, clock)
    await settled_chat.tap(OpenCase(Sharing.NOTHING))
    desk.posts()
    return desk


async def test_the_name_is_shown_and_asked_about(
    settled_chat: Chat, talk: Talk, desk: Desk, composer: Composer
) -> None:
    """The person reads which name would be seen and what a document can hide; nothing goes by itself."""
    (asked,) = await talk.handle(settled_chat.address, _SENT)

    assert (actions(asked), desk.posts()) == (_ASKED, [])
    assert _NAME in words(asked)
    assert composer.content.interface("case_file_warning", _EN) in words(asked).replace("\n", " ")


@pytest.mark.parametrize("allowed", [True, False])
async def test_only_a_yes_passes_it_on(
    settled_chat: Chat, talk: Talk, desk: Desk, composer: Composer, allowed: bool
) -> None:
    """Yes passes on that very file, no passes on nothing, and a second tap changes nothing."""
    await talk.handle(settled_chat.address, _SENT)
    (told,) = await settled_chat.tap(ShareFile(_MESSAGE, allowed))
    await settled_chat.tap(ShareFile(_MESSAGE, allowed=True))

    key = "case_file_sent" if allowed else "case_file_kept"
    assert [post.attachment for post in desk.posts()] == ([_FILE] if allowed else [])
    assert words(told) == words(composer.notice([key], _EN))


async def test_words_below_it_do_not_wait(settled_chat: Chat, talk: Talk, desk: Desk) -> None:
    """A question under a large file reaches the counsellor at once, and once."""
    written = TextWritten("what is this?", message=_MESSAGE, attachment=_FILE)
    (asked,) = await talk.handle(settled_chat.address, written)
    before = desk.words()
    await settled_chat.tap(ShareFile(_MESSAGE, allowed=True))
    (post,) = desk.posts()

    assert (actions(asked), before) == (_ASKED, ["what is this?"])
    assert (post.kind, post.attachment) == (PostKind.ATTACHMENT, _FILE)


async def test_danger_below_it_is_heard(
    settled_chat: Chat, talk: Talk, desk: Desk, composer: Composer
) -> None:
    """Help comes first, the counsellors hear it once, and the file is asked about all the same."""
    phrase = composer.content.texts[_EN].danger_phrases[DangerKind.SELF_HARM][0]
    written = TextWritten(phrase, message=_MESSAGE, attachment=_FILE)
    helped, asked = await talk.handle(settled_chat.address, written)

    assert composer.content.organisation.suicide_line in words(helped)
    assert actions(asked) == _ASKED
    assert sum(phrase in text for text in desk.words()) == 1


@pytest.mark.parametrize(
    "changed",
    [
        MediaSent(MediaKind.DOCUMENT, _MESSAGE, _OTHER, edited=True),
        TextWritten("this one", _MESSAGE, _OTHER, edited=True),
    ],
    ids=["alone", "with words"],
)
async def test_another_file_in_the_same_message_is_not_passed_on(
    settled_chat: Chat, talk: Talk, desk: Desk, composer: Composer, changed: MediaSent | TextWritten
) -> None:
    """A yes to one name is none to another: after a change of the message neither goes."""
    await talk.handle(settled_chat.address, _SENT)
    (told,) = await talk.handle(settled_chat.address, changed)
    await settled_chat.tap(ShareFile(_MESSAGE, allowed=True))

    assert [post for post in desk.posts() if post.attachment] == []
    assert words(told) == words(composer.notice(["case_not_shown"], _EN))


async def test_another_photo_in_the_same_message_is_passed_on(
    settled_chat: Chat, talk: Talk, desk: Desk
) -> None:
    """After a change of the words below it the photo comes once more: it may be another one."""
    first, other = (Attachment(AttachmentKind.PHOTO, file, caption="my letter") for file in "fg")
    await talk.handle(settled_chat.address, TextWritten("my letter", _MESSAGE, first))
    await talk.handle(settled_chat.address, TextWritten("my letter", _MESSAGE, other, edited=True))
    *_, words_again, photo_again = desk.posts()

    assert words_again.text == desk.texts.fill("person_edited", text="my letter")
    assert (photo_again.attachment, photo_again.reply_to) == (replace(other, caption=""), _MESSAGE)


async def test_a_small_file_is_not_asked_about(settled_chat: Chat, talk: Talk, desk: Desk) -> None:
    """What can lose its name goes at once."""
    small = Attachment(AttachmentKind.DOCUMENT, "f", ending=".pdf")
    await talk.handle(settled_chat.address, MediaSent(MediaKind.DOCUMENT, _MESSAGE, small))

    assert [post.attachment for post in desk.posts()] == [small]
