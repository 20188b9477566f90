"""Posts into the group when something goes wrong: nothing is forgotten before it has arrived."""

from datetime import timedelta

import pytest
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError

from bot.desk.poster import DeskPoster
from bot.telegram.outgoing import SendText, decode_payload
from content.model import LanguageCode
from conversations.cases import Case, CaseReason, CaseState, PostKind
from tests.fakes_of_desk import GROUP, PHOTO, SAM, Call, Desk, FakeBot, Seconds

_NO_TOPIC = BadRequest("Message thread not found")


def say(desk: Desk, case: Case, *texts: str, urgent: bool = False) -> None:
    """Put words on their way."""
    for text in texts:
        desk.kept.cases.post(case.id, PostKind.TEXT, text, urgent=urgent)


async def test_flood_control_is_obeyed_and_nothing_lost(
    desk: Desk,
    poster: DeskPoster,
    bot: FakeBot,
    posted: Case,
    seconds: Seconds,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Telegram says how long to wait; then the same words come, once."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    say(desk, posted, "one")
    bot.errors = [RetryAfter(timedelta(seconds=17))]

    assert await poster.post_waiting() == 1
    assert (seconds.pauses, desk.kept.cases.count_waiting()) == ([17], 0)
    assert bot.texts() == ["one"]


@pytest.mark.parametrize(
    "error",
    [
        NetworkError("connection lost"),
        Forbidden("bot was kicked from the supergroup chat"),
        BadRequest("Chat not found"),
        BadRequest("Not enough rights to send text messages to the chat"),
    ],
    ids=["network", "kicked", "no chat", "no right"],
)
async def test_nothing_is_forgotten_before_it_has_arrived(
    desk: Desk, poster: DeskPoster, bot: FakeBot, posted: Case, error: TelegramError
) -> None:
    """While the group cannot be reached, or the bot may not write there, posts wait in order."""
    say(desk, posted, "one")
    desk.kept.cases.post(posted.id, PostKind.ATTACHMENT, source=44, attachment=PHOTO)
    bot.errors = [error]

    assert await poster.post_waiting() == 2
    assert desk.kept.cases.count_waiting() == 0
    assert [call.method for call in bot.calls] == ["send", "photo"]


async def test_a_case_is_not_lost_when_topics_may_not_be_made(
    desk: Desk, poster: DeskPoster, bot: FakeBot
) -> None:
    """When the bot has lost its right, a case comes as soon as it is given back."""
    case = desk.open("en", CaseReason.DANGER)
    desk.kept.cases.post(case.id, PostKind.CARD, urgent=True)
    bot.errors = [BadRequest("Not enough rights to create a topic")]
    await poster.post_waiting()

    assert bot.texts()[0] == desk.texts.fill("rights_lost")
    assert [call.method for call in bot.calls] == ["send", "create", "send", "pin"]


async def test_a_topic_deleted_by_hand_is_opened_anew_with_its_card(
    desk: Desk, poster: DeskPoster, bot: FakeBot, posted: Case
) -> None:
    """Nothing is lost: a new topic has the card with its buttons and the words that waited."""
    say(desk, posted, "one")
    bot.errors = [_NO_TOPIC]
    for _ in range(3):
        await poster.post_waiting()

    now = desk.now(posted)
    assert now.thread != posted.thread
    assert "one" in bot.texts()
    assert desk.desk.card(now) in bot.texts()
    assert {call.thread for call in bot.calls if call.method == "send"} == {now.thread}


@pytest.mark.parametrize(
    "errors",
    [[BadRequest("Wrong file identifier/HTTP URL specified")], [BadRequest("some new sentence")] * 3],
    ids=["known", "unknown"],
)
async def test_what_can_never_arrive_does_not_stop_the_rest(
    desk: Desk, poster: DeskPoster, bot: FakeBot, posted: Case, errors: list[TelegramError]
) -> None:
    """What Telegram never takes is given up, both sides are told, and the next words arrive."""
    desk.kept.cases.post(posted.id, PostKind.ATTACHMENT, source=44, attachment=PHOTO)
    say(desk, posted, "one")
    bot.errors = list(errors)
    await poster.post_waiting()

    assert bot.texts() == [f"one\n\n{desk.texts.fill('post_refused')}"]
    (told,) = desk.kept.outbox.waiting()
    shown = decode_payload(told.payload)
    assert isinstance(shown, SendText)
    words = desk.composer.content.interface("case_not_shown", LanguageCode("en"))
    assert (told.lane, shown.text) == ("1001", words)
    assert desk.kept.cases.count_waiting() == 0


async def test_a_card_that_says_the_same_is_left(
    desk: Desk, poster: DeskPoster, bot: FakeBot, posted: Case
) -> None:
    """Telegram refuses a change that changes nothing: that is no failure."""
    desk.kept.cases.post(posted.id, PostKind.CARD)
    bot.errors = [BadRequest("Message is not modified: specified new message content is the same")]
    await poster.post_waiting()

    assert (bot.calls, desk.kept.cases.count_waiting()) == ([], 0)


@pytest.mark.parametrize("moment", ["topic", "card"])
async def test_what_counsellors_and_people_do_meanwhile_stands(
    desk: Desk, poster: DeskPoster, bot: FakeBot, moment: str
) -> None:
    """While a topic is opened or a card is posted, the case may be taken: that is not undone."""
    case = desk.open("en")
    desk.kept.cases.post(case.id, PostKind.CARD)

    def take(call: Call) -> None:
        if call.method == ("create" if moment == "topic" else "send") and desk.now(case).counsellor is None:
            desk.tap_take(case)

    bot.before = take
    await poster.post_waiting()

    now = desk.now(case)
    assert (now.state, now.counsellor, now.group) == (CaseState.TAKEN, SAM, GROUP)


async def test_who_erases_everything_meanwhile_does_not_stop_the_posts(
    desk: Desk, poster: DeskPoster, bot: FakeBot
) -> None:
    """The posts of other people go on when a case vanishes while its topic is opened."""
    gone, other = desk.open("en", number="1"), desk.open("en", number="2")
    for case in (gone, other):
        desk.kept.cases.post(case.id, PostKind.CARD)
    bot.before = lambda call: desk.kept.people.forget(gone.person) if call.text == gone.name else None
    await poster.post_waiting()
    await poster.post_waiting()

    assert desk.now(other).card is not None


async def test_who_erases_everything_while_their_words_are_sent(
    desk: Desk, poster: DeskPoster, bot: FakeBot, posted: Case
) -> None:
    """Nothing is remembered about a message whose person is gone, and the others go on."""
    other = desk.open("en", number="2")
    desk.kept.cases.post(posted.id, PostKind.WORDS, "one", 41)
    desk.kept.cases.post(other.id, PostKind.WORDS, "two", 42)
    bot.before = lambda call: desk.kept.people.forget(posted.person) if call.text == "one" else None
    await poster.post_waiting()

    assert bot.texts()[-1] == "two"
    assert desk.kept.cases.count_waiting() == 0


async def test_a_night_without_network_loses_nothing(
    desk: Desk, poster: DeskPoster, bot: FakeBot, posted: Case
) -> None:
    """However often Telegram is not reached, the pause stays short and the words arrive in the end."""
    say(desk, posted, "one")
    bot.errors = [NetworkError("connection lost")] * 1100

    assert await poster.post_waiting() == 1
    assert bot.texts() == ["one"]


async def test_a_fault_of_ours_does_not_stop_the_group(
    desk: Desk, poster: DeskPoster, bot: FakeBot, posted: Case
) -> None:
    """A post at which the program itself fails is given up after three tries; what comes behind arrives."""

    def fail(call: Call) -> None:
        if call.method == "photo":
            raise ValueError("by chance")

    bot.before = fail
    desk.kept.cases.post(posted.id, PostKind.ATTACHMENT, source=44, attachment=PHOTO)
    say(desk, posted, "one")

    await poster.post_waiting()

    assert bot.texts() == [f"one\n\n{desk.texts.fill('post_refused')}"]
    assert desk.kept.cases.count_waiting() == 0
