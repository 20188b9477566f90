"""Which call comes next about a case, how calls are saved, and how many a minute there are."""

from dataclasses import replace

import pytest

from bot.desk.counsellors import Counsellor
from bot.desk.mentions import mention
from bot.desk.pace import Pace
from bot.desk.steps import StepKind, next_step
from conversations.cases import Case, CaseId, CaseReason, Post, PostId, PostKind
from conversations.identifiers import PersonId
from tests.fakes import NOON
from tests.fakes_of_desk import PHOTO, Seconds

_CASE = Case(CaseId("c"), "NAME", PersonId("p"), CaseReason.ASKED_FOR, NOON, group=-1, thread=2, card=3)


def posts(*kinds: PostKind | str, urgent: bool = False) -> list[Post]:
    """Return posts of these kinds, or with these words."""
    return [
        Post(PostId(place), _CASE.id, kind, attachment=PHOTO if kind is PostKind.ATTACHMENT else None)
        if isinstance(kind, PostKind)
        else Post(PostId(place), _CASE.id, PostKind.WORDS, kind, urgent=urgent)
        for place, kind in enumerate(kinds)
    ]


@pytest.mark.parametrize(
    ("waiting", "card", "kind", "places"),
    [
        ([PostKind.CARD, "a", "b"], None, StepKind.CARD, [0]),
        (["a", PostKind.CARD, "b", PostKind.CARD], 3, StepKind.POSTS, [0, 2]),
        ([PostKind.CARD, "a", PostKind.CARD], 3, StepKind.CARD, [0, 2]),
        (["a"], None, StepKind.CARD, []),
        (["a", PostKind.ATTACHMENT, "b"], 3, StepKind.POSTS, [0]),
        ([PostKind.ATTACHMENT, "b"], 3, StepKind.POSTS, [0]),
        ([PostKind.PIN, "a"], 3, StepKind.POSTS, [1]),
        ([PostKind.PIN], 3, StepKind.PIN, [0]),
        (["x" * 3000, "y" * 3000], 3, StepKind.POSTS, [0]),
    ],
    ids=["card first", "joined", "cards are one", "always a card", "photo", "alone", "pin", "last", "long"],
)
def test_next_step(
    waiting: list[PostKind | str], card: int | None, kind: StepKind, places: list[int]
) -> None:
    """One call shows as much as it can, in order; the card is there before words, the pin comes last."""
    step = next_step(replace(_CASE, card=card), posts(*waiting), has_topic=True)

    assert (step.kind, [post.id for post in step.posts]) == (kind, places)


def test_words_of_danger_come_before_the_card() -> None:
    """Two calls bring danger from nowhere to the counsellors: a topic and the words."""
    waiting = [*posts(PostKind.CARD, "a"), replace(posts("danger", urgent=True)[0], id=PostId(9))]
    without = next_step(replace(_CASE, thread=None, card=None), waiting, has_topic=False)
    then = next_step(replace(_CASE, card=None), waiting, has_topic=True)

    assert (without.kind, then.kind, [post.text for post in then.posts]) == (
        StepKind.TOPIC,
        StepKind.POSTS,
        ["danger"],
    )


def test_an_answer_to_an_earlier_message_begins_anew() -> None:
    """What answers something cannot be joined to what came before; what follows it can."""
    first, second, third = posts("a", "b", "c")
    waiting = [first, replace(second, reply_to=7), third]

    assert [post.id for post in next_step(_CASE, waiting, has_topic=True).posts] == [0]
    assert [post.id for post in next_step(_CASE, waiting[1:], has_topic=True).posts] == [1, 2]


def test_danger_uses_what_ordinary_posts_leave() -> None:
    """When the ordinary calls of a minute are used up, danger does not wait."""
    seconds = Seconds()
    pace = Pace(seconds)
    for _ in range(18):
        pace.note()

    assert (pace.free_in(), pace.free_in(urgent=True)) == (60, 0)

    pace.note()
    pace.note()

    assert pace.free_in(urgent=True) == 60


def test_a_refused_call_does_not_count() -> None:
    """Telegram does not count what it refuses: after the pause it asked for everything goes on."""
    seconds = Seconds()
    pace = Pace(seconds)
    for _ in range(18):
        pace.note()
    pace.refused(3)

    assert pace.free_in() == 3

    seconds.now += 3

    assert pace.free_in() == 0


def test_mentions_are_measured_as_telegram_measures() -> None:
    """Signs outside the basic plane count twice: the link stands under the name."""
    sam, noor = Counsellor(1, "Sam 🙂"), Counsellor(2, "Noor")
    text, entities = mention("‼️ 🙂", "🔔 {mention}!", (sam, noor))
    units = text.encode("utf-16-le")
    shown = [
        units[2 * each.offset : 2 * (each.offset + each.length)].decode("utf-16-le") for each in entities
    ]

    assert text == "‼️ 🙂\n\n🔔 Sam 🙂 Noor!"
    assert [(each.user.id, name) for each, name in zip(entities, shown, strict=True) if each.user] == [
        (1, "Sam 🙂"),
        (2, "Noor"),
    ]


def test_nobody_on_duty_is_nobody_mentioned() -> None:
    """The words stay as they are."""
    assert mention("text", "🔔 {mention}", ()) == ("text", ())
