"""Posts into the group: cards, the pace, the order, and danger first."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.desk.counsellors import Counsellor
from bot.desk.pace import Pace
from bot.desk.poster import DeskPoster
from conversations.cases import Case, CaseReason, CaseState, CounsellorId, PostKind
from tests.fakes import SettableClock
from tests.fakes_of_desk import GROUP, NOOR, PHOTO, SAM, Call, Desk, FakeBot, Seconds


def say(desk: Desk, case: Case, *texts: str, urgent: bool = False) -> None:
    """Put words on their way."""
    for text in texts:
        desk.kept.cases.post(case.id, PostKind.TEXT, text, urgent=urgent)


async def test_pace_of_a_minute() -> None:
    """In no minute are there more calls than Telegram takes, however many wait."""
    seconds, made = Seconds(), []
    pace = Pace(seconds)
    for _ in range(100):
        await seconds.sleep(pace.free_in())
        pace.note()
        made.append(seconds.now)
        seconds.now += 0.5

    assert max(sum(1 for other in made if at <= other < at + 60) for at in made) <= 20
    assert made[-1] < 6 * 60


async def test_a_case_gets_its_topic_and_its_pinned_card(
    desk: Desk, poster: DeskPoster, bot: FakeBot
) -> None:
    """The topic is named as the case; the card in it has the buttons to take and to close."""
    case = desk.open("en")
    desk.kept.cases.post(case.id, PostKind.CARD)

    assert await poster.post_waiting() == 1
    now = desk.now(case)
    card = desk.desk.card(now)
    buttons = (desk.texts.fill("button_take"), desk.texts.fill("button_close"))
    assert bot.calls == [
        Call("create", GROUP, case.name),
        Call("send", GROUP, card, now.thread, None, buttons),
        Call("pin", GROUP, source=now.card),
    ]
    assert (now.group, desk.kept.cases.count_waiting()) == (GROUP, 0)


async def test_the_topic_of_danger_is_marked(desk: Desk, poster: DeskPoster, bot: FakeBot) -> None:
    """Danger is seen in the list of topics and comes with sound."""
    case = desk.open("en", CaseReason.DANGER)
    say(desk, case, "help", urgent=True)
    await poster.post_waiting()

    assert bot.calls[0].text == f"‼️ {case.name}"
    assert (bot.calls[-1].text, bot.calls[-1].silent) == ("help", False)


@pytest.mark.parametrize(
    ("state", "expected"),
    [(CaseState.WAITING, 2), (CaseState.TAKEN, 1), (CaseState.CLOSED, 0)],
    ids=["waiting", "taken", "closed"],
)
async def test_the_card_changes_in_its_place(
    desk: Desk, poster: DeskPoster, bot: FakeBot, posted: Case, state: CaseState, expected: int
) -> None:
    """The pinned card tells how things stand, with the buttons that still mean something."""
    changed = replace(posted, state=state, counsellor=SAM)
    desk.kept.cases.save(changed, (PostKind.CARD, ""))
    await poster.post_waiting()

    (call,) = bot.calls
    assert (call.method, call.source, call.text) == ("edit", posted.card, desk.desk.card(changed))
    assert len(call.buttons) == expected


async def test_words_that_follow_each_other_are_joined(
    desk: Desk, poster: DeskPoster, bot: FakeBot, posted: Case
) -> None:
    """Many short messages cost one call; a photo between them keeps its place."""
    say(desk, posted, "one", "two")
    desk.kept.cases.post(posted.id, PostKind.ATTACHMENT, source=44, attachment=PHOTO)
    say(desk, posted, "three")

    assert await poster.post_waiting() == 4
    assert bot.calls == [
        Call("send", GROUP, "one\n\ntwo", posted.thread, silent=True),
        Call("photo", GROUP, "f", posted.thread, silent=True),
        Call("send", GROUP, "three", posted.thread, silent=True),
    ]


async def test_words_are_joined_when_several_people_write(
    desk: Desk, poster: DeskPoster, bot: FakeBot, posted: Case
) -> None:
    """Two who write in turn cost a call each, and each topic keeps its order."""
    other = desk.open("fr", number="1002")
    for number in range(5):
        say(desk, posted, f"one {number}")
        say(desk, other, f"two {number}")
    while await poster.post_waiting():
        pass

    expected = ["\n\n".join(f"{who} {number}" for number in range(5)) for who in ("one", "two")]
    assert sorted(text for text in bot.texts() if text != desk.desk.card(desk.now(other))) == expected


async def test_a_long_text_arrives_whole_and_within_the_pace(
    desk: Desk, poster: DeskPoster, bot: FakeBot, posted: Case, seconds: Seconds
) -> None:
    """What Telegram would not take in one piece comes in several, none lost, and each counts as a call."""
    at: list[float] = []
    bot.before = lambda _call: at.append(seconds.now)
    text = "x" * 4000
    say(desk, posted, *[text] * 30)
    while await poster.post_waiting():
        pass

    assert "".join(bot.texts()).count("x") == 30 * 4000
    assert max(map(len, bot.texts())) <= 4096
    assert max(sum(1 for other in at if start <= other < start + 60) for start in at) <= 20


async def test_danger_overtakes_what_waits(
    desk: Desk, poster: DeskPoster, bot: FakeBot, posted: Case
) -> None:
    """Danger that is heard while posts go out is the next to go."""
    others = [desk.open("en", number=str(number)) for number in range(15)]
    for other in others:
        say(desk, other, "hello")
    heard: list[Call] = []

    def hear_danger(call: Call) -> None:
        if call.method == "send" and not heard:
            heard.append(call)
            say(desk, posted, "danger", urgent=True)

    bot.before = hear_danger
    while await poster.post_waiting():
        pass

    assert bot.texts().index("danger") == 1
    assert bot.texts().count("hello") == 15


async def test_who_gets_a_case_is_called_by_name(
    desk: Desk, bot: FakeBot, seconds: Seconds, posted: Case
) -> None:
    """The colleague, and nobody else, hears that a case is theirs now; nothing stands beside those words."""
    listed = (Counsellor(7, SAM, on_duty=True), Counsellor(8, NOOR))
    poster = desk.poster(bot, desk.groups(clock=seconds), on_duty=listed, pause=seconds.sleep)
    say(desk, posted, "before")
    desk.act(posted, "/give Noor")
    say(desk, posted, "after")
    await poster.post_waiting()

    before, given, after = [call for call in bot.calls if call.method == "send"]
    words = desk.texts.fill("given", counsellor=SAM, colleague=NOOR)
    assert (given.text, given.mentions, given.silent) == (f"{words}\n\n🔔 Noor", (8,), False)
    assert [(call.text, call.mentions, call.silent) for call in (before, after)] == [
        ("before", (), True),
        ("after", (), True),
    ]


@pytest.mark.parametrize(("counsellor", "called"), [(NOOR, (8,)), (None, ())], ids=["taken", "waiting"])
async def test_a_new_call_in_an_answered_case_tells_why(
    desk: Desk,
    bot: FakeBot,
    seconds: Seconds,
    posted: Case,
    counsellor: CounsellorId | None,
    called: tuple[int, ...],
) -> None:
    """The new reason comes with sound, and calls by name who has the case."""
    listed = (Counsellor(7, SAM, on_duty=True), Counsellor(8, NOOR))
    poster = desk.poster(bot, desk.groups(clock=seconds), on_duty=listed, pause=seconds.sleep)
    answered = replace(posted, reason=CaseReason.DANGER, counsellor=counsellor, waiting_since=None)
    desk.kept.cases.save(answered)
    desk.kept.cases.open(posted.person, CaseReason.HELP_WANTED)
    await poster.post_waiting()

    (call,) = bot.calls
    assert (call.mentions, call.silent) == (called, False)
    assert call.text.startswith(desk.texts.fill("card_reason_help_wanted"))


async def test_a_forgotten_case_calls_who_is_on_duty(
    desk: Desk, bot: FakeBot, seconds: Seconds, posted: Case, clock: SettableClock
) -> None:
    """Each time that a case comes up again they are called again."""
    listed = (Counsellor(7, SAM, on_duty=True), Counsellor(8, NOOR))
    poster = desk.poster(bot, desk.groups(clock=seconds), on_duty=listed, pause=seconds.sleep)
    for _ in range(2):
        clock.advance(days=3)
        assert desk.desk.raise_forgotten(timedelta(minutes=30), timedelta(hours=24)) == 1
        await poster.post_waiting()

    assert [call.mentions for call in bot.calls] == [(7,), (7,)]


async def test_colleagues_are_offered_as_buttons(
    desk: Desk, bot: FakeBot, seconds: Seconds, posted: Case
) -> None:
    """Without a name everybody on the list who does not have the case is offered."""
    listed = (Counsellor(7, SAM), Counsellor(8, NOOR))
    poster = desk.poster(bot, desk.groups(clock=seconds), on_duty=listed, pause=seconds.sleep)
    desk.tap_take(posted)
    desk.act(posted, "/give")
    await poster.post_waiting()

    assert (bot.calls[-1].text, bot.calls[-1].buttons) == (desk.texts.fill("give_usage"), (NOOR,))


async def test_a_question_about_a_case_that_has_ended_has_no_buttons(
    desk: Desk, poster: DeskPoster, bot: FakeBot, posted: Case
) -> None:
    """What waited too long offers nothing that can no longer be done."""
    desk.act(posted, "/close")
    desk.act(posted, "/close klaar")
    await poster.post_waiting()

    assert [call.buttons for call in bot.calls if call.method == "send"] == [(), ()]
