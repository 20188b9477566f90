"""Files of people in the group: sent anew under a name that tells nothing, or not at all."""

import asyncio

import pytest
from telegram.error import BadRequest, NetworkError, TelegramError

from bot.desk.poster import DeskPoster
from bot.telegram.outgoing import SendText, decode_payload
from content.model import LanguageCode
from conversations.attachments import Attachment, AttachmentKind
from conversations.cases import Case, PostKind
from tests.fakes_of_desk import PHOTO, Desk, FakeBot, Seconds

_NAMED = (AttachmentKind.DOCUMENT, AttachmentKind.AUDIO, AttachmentKind.VIDEO, AttachmentKind.ANIMATION)
_LETTER = Attachment(AttachmentKind.DOCUMENT, "secret", ending=".pdf")


def attach(desk: Desk, case: Case, attachment: Attachment) -> None:
    """Put a file on its way."""
    desk.kept.cases.post(case.id, PostKind.ATTACHMENT, source=44, attachment=attachment)


def attached(bot: FakeBot) -> list[str]:
    """Return what was sent as a file: its content or number, and its name."""
    return [call.text for call in bot.calls if call.method in ("photo", "document")]


async def opened(desk: Desk, poster: DeskPoster, number: str = "1001") -> Case:
    """Return a case whose topic and card are in the group."""
    case = desk.open("en", number=number)
    desk.kept.cases.post(case.id, PostKind.CARD)
    await poster.post_waiting()
    return desk.now(case)


@pytest.mark.parametrize("kind", _NAMED)
async def test_a_file_loses_its_name(
    desk: Desk, poster: DeskPoster, bot: FakeBot, kind: AttachmentKind
) -> None:
    """What Telegram keeps together with a name is sent anew, under what kind of file it is."""
    attach(desk, await opened(desk, poster), Attachment(kind, "secret", ending=".xyz"))
    await poster.post_waiting()

    assert attached(bot) == [f"b'content of secret' {kind}.xyz"]


async def test_what_has_no_name_is_sent_as_it_is(desk: Desk, poster: DeskPoster, bot: FakeBot) -> None:
    """A photo or a video from the camera costs no download."""
    case = await opened(desk, poster)
    attach(desk, case, PHOTO)
    attach(desk, case, Attachment(AttachmentKind.VIDEO, "v", nameless=True))
    await poster.post_waiting()

    assert (attached(bot), bot.fetched) == (["f", "v"], [])


async def test_a_name_that_may_be_seen(desk: Desk, poster: DeskPoster, bot: FakeBot) -> None:
    """A file too large for a download is sent by its number after its person said yes."""
    attach(desk, await opened(desk, poster), Attachment(AttachmentKind.DOCUMENT, "big", kept_name="Case.pdf"))
    await poster.post_waiting()

    assert (attached(bot), bot.fetched) == (["big"], [])


@pytest.mark.parametrize(
    "errors",
    [[BadRequest("Bad Request: file is too big")], [NetworkError("gone")] * 9],
    ids=["too big", "no connection"],
)
async def test_a_file_that_cannot_be_fetched(
    desk: Desk, poster: DeskPoster, bot: FakeBot, errors: list[TelegramError], seconds: Seconds
) -> None:
    """It never comes with its name instead: the person reads that it did not arrive, and the rest goes on."""
    case = await opened(desk, poster)
    attach(desk, case, _LETTER)
    desk.kept.cases.post(case.id, PostKind.TEXT, "afterwards")
    bot.file_errors = list(errors)
    for _ in range(9):
        await poster.post_waiting()

    assert (attached(bot), bot.texts()[-1].splitlines()[0]) == ([], "afterwards")
    (waiting,) = desk.kept.outbox.waiting()
    told = decode_payload(waiting.payload)
    assert isinstance(told, SendText)
    assert desk.composer.content.interface("case_not_shown", LanguageCode("en")) == told.text


async def test_danger_does_not_wait_for_a_file(
    desk: Desk, poster: DeskPoster, bot: FakeBot, seconds: Seconds
) -> None:
    """While a large file is being fetched, danger in the same case and words in another one arrive."""
    case, other = await opened(desk, poster), await opened(desk, poster, "1002")
    bot.downloads.clear()
    attach(desk, case, _LETTER)
    working = asyncio.ensure_future(poster.post_waiting())
    for _ in range(5):
        await asyncio.sleep(0)
    desk.kept.cases.post(case.id, PostKind.TEXT, "danger", urgent=True)
    desk.kept.cases.post(other.id, PostKind.TEXT, "words")
    for _ in range(50):
        await asyncio.sleep(0)

    assert (bot.texts()[-2:], attached(bot)) == (["danger", "words"], [])

    bot.downloads.set()
    await working

    assert attached(bot) == ["b'content of secret' document.pdf"]


async def test_few_files_are_held_at_once(desk: Desk, poster: DeskPoster, bot: FakeBot) -> None:
    """Many files at the same moment do not fill the memory; all of them arrive."""
    cases = [await opened(desk, poster, str(number)) for number in range(8)]
    bot.downloads.clear()
    for case in cases:
        attach(desk, case, _LETTER)
    working = asyncio.ensure_future(poster.post_waiting())
    for _ in range(100):
        await asyncio.sleep(0)

    assert len(bot.fetched) == 3

    bot.downloads.set()
    await working

    assert len(attached(bot)) == 8
