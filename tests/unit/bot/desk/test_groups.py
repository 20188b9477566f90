"""Several groups, and groups that are full, move, or take away rights."""

import asyncio

import pytest
from telegram.error import BadRequest, ChatMigrated, Forbidden

from bot.desk.counsellors import Counsellor
from bot.desk.poster import DeskPoster
from conversations.cases import Case, CaseReason, PostKind
from tests.fakes_of_desk import GROUP, Desk, FakeBot, FakeTopics, Seconds

_SECOND = -100999


@pytest.fixture
def poster(bot: FakeBot, desk: Desk, seconds: Seconds) -> DeskPoster:
    """Return the poster of two groups."""
    return desk.poster(bot, desk.groups(GROUP, _SECOND, clock=seconds), pause=seconds.sleep)


def wait_for(desk: Desk, number: str = "1001", reason: CaseReason = CaseReason.ASKED_FOR) -> Case:
    """Open a case whose card is on its way."""
    case = desk.open("en", reason, number=number)
    desk.kept.cases.post(case.id, PostKind.CARD, urgent=case.is_urgent)
    return case


@pytest.mark.parametrize(
    "error",
    [
        BadRequest("TOPICS_TOO_MUCH"),
        BadRequest("Not enough rights to create a topic"),
        BadRequest("the chat is not a forum"),
        Forbidden("bot was kicked from the supergroup chat"),
    ],
)
async def test_the_next_group_takes_what_the_first_cannot(
    desk: Desk, poster: DeskPoster, bot: FakeBot, error: BadRequest
) -> None:
    """A new case goes to the first group; where that takes no topic, to the second, at once."""
    before = wait_for(desk)
    await poster.post_waiting()
    after = wait_for(desk, "1002")
    bot.errors = [error]
    await poster.post_waiting()

    assert (desk.now(before).group, desk.now(after).group) == (GROUP, _SECOND)


async def test_a_group_with_a_new_number_is_followed(desk: Desk, poster: DeskPoster, bot: FakeBot) -> None:
    """Cases, posts and the next start use the new number."""
    case = wait_for(desk)
    await poster.post_waiting()
    bot.calls.clear()
    desk.kept.cases.post(case.id, PostKind.WORDS, "hello")
    bot.errors = [ChatMigrated(-100777)]
    await poster.post_waiting()

    assert bot.texts(-100777) == ["hello"]
    assert desk.now(case).group == -100777
    assert -100777 in desk.groups(GROUP)
    assert GROUP not in desk.groups(GROUP)


async def test_a_case_of_a_group_that_is_no_longer_set_comes_again(
    desk: Desk, bot: FakeBot, seconds: Seconds
) -> None:
    """When the operator takes another group, conversations go on there."""
    case = wait_for(desk)
    await desk.poster(bot, desk.groups(GROUP, clock=seconds), pause=seconds.sleep).post_waiting()
    desk.kept.cases.post(case.id, PostKind.WORDS, "hello")
    await desk.poster(bot, desk.groups(_SECOND, clock=seconds), pause=seconds.sleep).post_waiting()

    assert bot.texts(_SECOND) == [desk.desk.card(desk.now(case)), "hello"]


async def test_a_pin_that_is_not_allowed_holds_nothing_up(
    desk: Desk, poster: DeskPoster, bot: FakeBot, seconds: Seconds
) -> None:
    """Words go on at once, and the card is pinned when the right is back."""
    case = wait_for(desk)
    refused = []

    def refuse_pin(call: object) -> None:
        if getattr(call, "method", "") == "pin" and not refused:
            refused.append(call)
            desk.kept.cases.post(case.id, PostKind.WORDS, "hello")
            raise BadRequest("Not enough rights to manage pinned messages in the chat")

    bot.before = refuse_pin
    await poster.post_waiting()

    assert [call.method for call in bot.calls] == ["create", "send", "send", "pin"]
    assert seconds.now >= 600


async def test_a_topic_closed_by_hand_is_opened_again(desk: Desk, poster: DeskPoster, bot: FakeBot) -> None:
    """What the person says does not stop at a closed topic."""
    case = wait_for(desk)
    await poster.post_waiting()
    bot.calls.clear()
    desk.kept.cases.post(case.id, PostKind.WORDS, "hello")
    bot.errors = [BadRequest("TOPIC_CLOSED")]
    await poster.post_waiting()

    assert [call.method for call in bot.calls] == ["reopen", "send"]


async def test_a_card_deleted_by_hand_comes_again(desk: Desk, poster: DeskPoster, bot: FakeBot) -> None:
    """The topic stays, and the summary with its buttons is there again."""
    case = wait_for(desk)
    await poster.post_waiting()
    bot.calls.clear()
    desk.kept.cases.post(case.id, PostKind.CARD)
    bot.errors = [BadRequest("Message to edit not found")]
    await poster.post_waiting()

    assert [call.method for call in bot.calls] == ["send", "pin"]


async def test_danger_mentions_who_is_on_duty_once(desk: Desk, bot: FakeBot, seconds: Seconds) -> None:
    """The first urgent message of a case calls those on duty by a link; the next ones only make sound."""
    on_duty = (Counsellor(7, "Sam", on_duty=True), Counsellor(8, "Noor"))
    poster = desk.poster(bot, desk.groups(clock=seconds), on_duty=on_duty, pause=seconds.sleep)
    case = wait_for(desk, reason=CaseReason.DANGER)
    for text in ("danger", "more danger"):
        desk.kept.cases.post(case.id, PostKind.TEXT, text, urgent=True)
        await poster.post_waiting()

    called, card, again = (call for call in bot.calls if call.method == "send")
    assert (called.mentions, again.mentions, card.mentions) == ((7,), (), ())
    assert (called.silent, again.silent, again.text) == (False, False, "more danger")


@pytest.mark.parametrize("reason", ["Message thread not found", "TOPIC_CLOSED", "Not enough rights"])
async def test_danger_that_was_refused_still_mentions_who_is_on_duty(
    desk: Desk, bot: FakeBot, seconds: Seconds, reason: str
) -> None:
    """A topic that was deleted or closed by hand swallows no call: it comes with the words after all."""
    on_duty = (Counsellor(7, "Sam", on_duty=True),)
    poster = desk.poster(bot, desk.groups(clock=seconds), on_duty=on_duty, pause=seconds.sleep)
    case = wait_for(desk)
    await poster.post_waiting()
    bot.calls.clear()
    desk.kept.cases.post(case.id, PostKind.TEXT, "danger", urgent=True)
    bot.errors = [BadRequest(reason)]
    for _ in range(3):
        await poster.post_waiting()

    assert [call.mentions for call in bot.calls if call.text.startswith("danger")] == [(7,)]


async def test_long_words_of_danger_leave_the_call_to_the_next(
    desk: Desk, bot: FakeBot, seconds: Seconds
) -> None:
    """Where the names do not fit below the words nobody was called yet: the next words call."""
    on_duty = (Counsellor(7, "Sam", on_duty=True),)
    poster = desk.poster(bot, desk.groups(clock=seconds), on_duty=on_duty, pause=seconds.sleep)
    case = wait_for(desk)
    await poster.post_waiting()
    bot.calls.clear()
    for text in ("x" * 4095, "danger"):
        desk.kept.cases.post(case.id, PostKind.TEXT, text, urgent=True)
        await poster.post_waiting()

    assert bot.calls[-1].mentions == (7,)


async def test_an_urgent_change_of_a_card_makes_a_sound(desk: Desk, poster: DeskPoster, bot: FakeBot) -> None:
    """Telegram changes a card in silence: the reason comes as words as well."""
    case = wait_for(desk)
    await poster.post_waiting()
    bot.calls.clear()
    desk.kept.cases.open(case.person, CaseReason.REMINDERS_UNANSWERED)
    await poster.post_waiting()

    edit, loud = bot.calls
    assert (edit.method, loud.method, loud.silent) == ("edit", "send", False)
    assert desk.texts.fill("card_reason_reminders_unanswered") in loud.text


async def test_the_topic_is_named_beside_the_words(desk: Desk, bot: FakeBot, seconds: Seconds) -> None:
    """What the assistant recognises in time stands below; what comes late is added; queues are not asked."""
    topics = FakeTopics()
    topics.known = {"work?": "work_permission"}  # type: ignore[dict-item]
    poster = desk.poster(bot, desk.groups(clock=seconds), topics, pause=seconds.sleep)
    case = wait_for(desk)
    desk.kept.cases.post(case.id, PostKind.WORDS, "work?")
    await poster.post_waiting()

    assert "/answer work_permission" in bot.texts()[-1]

    asked = len(topics.asked)
    for number in range(20):
        desk.kept.cases.post(case.id, PostKind.WORDS, f"word {number}")
    await poster.post_waiting()

    assert len(topics.asked) == asked

    desk.kept.cases.save(desk.now(case), (PostKind.CARD, ""))
    desk.act(case, "/close klaar")
    await poster.post_waiting()
    await seconds.sleep(0)

    assert topics.forgotten == [case.id]


async def test_a_topic_that_comes_late_is_added(desk: Desk, bot: FakeBot, seconds: Seconds) -> None:
    """Words never wait longer than a moment: the topic follows when it is there."""
    topics = FakeTopics()
    topics.known, topics.slow = {"work?": "work_permission"}, asyncio.Event()  # type: ignore[dict-item]
    poster = desk.poster(bot, desk.groups(clock=seconds), topics, pause=seconds.sleep)
    case = wait_for(desk)
    await poster.post_waiting()
    begun = seconds.now
    desk.kept.cases.post(case.id, PostKind.WORDS, "work?")
    await poster.post_waiting()

    assert (bot.texts()[-1], seconds.now - begun <= 0.2) == ("work?", True)

    topics.slow.set()
    for _ in range(5):
        await asyncio.sleep(0)

    assert bot.calls[-1].method == "edit"
    assert bot.calls[-1].text.startswith("work?\n\n")
