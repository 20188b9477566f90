"""Edits, replies and /undo of counsellors, and groups that get a new number."""

from typing import Any

import pytest
from telegram.error import BadRequest, Forbidden

from conversations.cases import Case, CaseState, PostKind
from tests.fakes_of_desk import GROUP, Desk, FakeBot
from tests.unit.bot.desk import test_handler as handler_tests
from tests.unit.bot.desk.test_handler import Happens

# The same Telegram with the same counsellors.
poster = handler_tests.poster
happens, case = handler_tests.happens, handler_tests.case

_SAM, _NOOR, _STRANGER, _PERSON = 111, 222, 333, 31612345678
_AT_PERSON, _IN_TOPIC = 71, 61


def replied(author: int, **what: Any) -> dict[str, Any]:
    """Return a message in the topic to answer to."""
    user = {
        "id": author,
        "is_bot": False,
        "first_name": "Unmistakabel",
        "last_name": "Achternaamski",
        "username": "unmistakable_user",
        "language_code": "en",
    }
    chat = {"id": GROUP, "type": "supergroup"}
    return {"message_id": _IN_TOPIC, "date": 1, "chat": chat, "from": user, "text": "x"} | what


@pytest.fixture
def sent(desk: Desk, case: Case, bot: FakeBot) -> Case:
    """Return a taken case in which a counsellor's message has arrived at the person."""
    desk.tap_take(case)
    desk.posts()
    desk.kept.cases.link(case.id, _IN_TOPIC, _AT_PERSON)
    return case


async def test_an_answer_to_a_message_is_an_answer_at_the_person(
    happens: Happens, desk: Desk, bot: FakeBot, sent: Case
) -> None:
    """Both kinds of messages refer to what they answer, and can be answered themselves."""
    for what in ({"text": "yes"}, {"photo": handler_tests._PHOTO}):
        await happens(_SAM, thread=sent.thread, reply_to_message=replied(_NOOR), **what)

    assert [call.reply_to for call in bot.calls if call.chat == _PERSON] == [_AT_PERSON] * 2
    assert desk.kept.cases.in_topic(sent.id, 5001) is not None


async def test_the_message_that_opened_a_topic_is_nothing_to_answer(
    happens: Happens, bot: FakeBot, sent: Case
) -> None:
    """Telegram says of every message in a topic that it answers the first one."""
    opener = replied(_NOOR, message_id=sent.thread)
    await happens(_SAM, thread=sent.thread, reply_to_message=opener, text="yes")

    assert [call.reply_to for call in bot.calls] == [None]


async def test_a_change_is_made_at_the_person(happens: Happens, bot: FakeBot, sent: Case) -> None:
    """The person sees the new words in the place of the old ones, still as from a counsellor."""
    await happens(_SAM, thread=sent.thread, edited=True, message_id=_IN_TOPIC, text="better")

    (call,) = bot.calls
    assert (call.method, call.chat, call.source) == ("edit", _PERSON, _AT_PERSON)
    assert call.text == "<b>Counsellor:</b>\n\nbetter"


async def test_a_change_below_a_photo(happens: Happens, desk: Desk, bot: FakeBot, sent: Case) -> None:
    """The words below a picture change as well; the counsellor reads that the picture does not."""
    what = {"photo": handler_tests._PHOTO, "caption": "better"}
    await happens(_SAM, thread=sent.thread, edited=True, message_id=_IN_TOPIC, **what)

    (told,) = [call for call in bot.calls if call.chat == GROUP]
    (call,) = [call for call in bot.calls if call.chat == _PERSON]
    assert (call.method, call.source, call.text) == ("caption", _AT_PERSON, "better")
    assert (told.text, told.thread, told.reply_to) == (
        desk.texts.fill("file_not_changed"),
        sent.thread,
        _IN_TOPIC,
    )


async def test_what_cannot_be_changed_comes_anew(
    happens: Happens, desk: Desk, bot: FakeBot, sent: Case
) -> None:
    """It is marked as corrected, answers the first wording, and is what the next change is made to."""
    bot.errors = [BadRequest("Message can't be edited")]
    await happens(_SAM, thread=sent.thread, edited=True, message_id=_IN_TOPIC, text="better")

    (call,) = bot.calls
    assert (call.method, call.reply_to) == ("send", _AT_PERSON)
    assert call.text == "<b>Counsellor (corrected):</b>\n\nbetter"
    assert desk.kept.cases.at_person(sent.id, _IN_TOPIC) == (5001,)


async def test_a_change_that_does_not_arrive_is_told(
    happens: Happens, desk: Desk, bot: FakeBot, sent: Case
) -> None:
    """Whoever blocked the bot reads no correction: the counsellor knows."""
    bot.errors = [Forbidden("bot was blocked by the user")]
    await happens(_SAM, thread=sent.thread, edited=True, message_id=_IN_TOPIC, text="better")

    assert desk.words() == [desk.texts.fill("not_sent_blocked")]


async def test_after_the_end_nothing_comes_anew(
    happens: Happens, desk: Desk, bot: FakeBot, sent: Case
) -> None:
    """A closed conversation can be corrected in its place; no new message breaks in."""
    desk.act(sent, "/close klaar")
    desk.posts()
    bot.errors = [BadRequest("Message can't be edited")]
    await happens(_SAM, thread=sent.thread, edited=True, message_id=_IN_TOPIC, text="better")

    assert (bot.calls, desk.words()) == ([], [desk.texts.fill("not_sent")])


@pytest.mark.parametrize(
    ("who", "text", "number"),
    [(_STRANGER, "better", _IN_TOPIC), (_SAM, "/note better", _IN_TOPIC), (_SAM, "better", 62)],
    ids=["stranger", "command", "never sent"],
)
async def test_changes_that_are_nothing_for_the_person(
    happens: Happens, desk: Desk, bot: FakeBot, sent: Case, who: int, text: str, number: int
) -> None:
    """Strangers change nothing; notes and commands stay in the group."""
    await happens(who, thread=sent.thread, edited=True, message_id=number, text=text)

    assert (bot.calls, desk.words()) == ([], [])


async def test_taking_back(happens: Happens, desk: Desk, bot: FakeBot, sent: Case) -> None:
    """/undo as an answer to one's own message deletes it at the person, and only once."""
    for _ in range(2):
        await happens(_SAM, thread=sent.thread, reply_to_message=replied(_SAM), text="/undo")

    (call,) = bot.calls
    assert (call.method, call.chat, call.source) == ("delete", _PERSON, _AT_PERSON)
    assert desk.words() == [desk.texts.fill("undone"), desk.texts.fill("undo_usage")]


async def test_what_is_too_old_to_be_taken_back(
    happens: Happens, desk: Desk, bot: FakeBot, sent: Case
) -> None:
    """Telegram deletes nothing after 48 hours: the counsellor is told, and can still correct it."""
    bot.errors = [BadRequest("Message can't be deleted for everyone")]
    await happens(_SAM, thread=sent.thread, reply_to_message=replied(_SAM), text="/undo")

    assert desk.words() == [desk.texts.fill("not_undone")]
    assert desk.kept.cases.at_person(sent.id, _IN_TOPIC) == (_AT_PERSON,)


@pytest.mark.parametrize("answers", [None, _NOOR], ids=["nothing", "a colleague"])
async def test_taking_back_needs_ones_own_message(
    happens: Happens, desk: Desk, bot: FakeBot, sent: Case, answers: int | None
) -> None:
    """Nobody takes back by mistake, or the words of somebody else."""
    what = {"reply_to_message": replied(answers)} if answers else {}
    await happens(_SAM, thread=sent.thread, text="/undo", **what)

    assert (bot.calls, desk.words()) == ([], [desk.texts.fill("undo_usage")])


async def test_a_stranger_takes_nothing_back(happens: Happens, desk: Desk, bot: FakeBot, sent: Case) -> None:
    """Who is not on the list is told so."""
    await happens(_STRANGER, thread=sent.thread, reply_to_message=replied(_STRANGER), text="/undo")

    assert bot.texts() == [desk.texts.fill("not_a_counsellor")]
    assert desk.kept.cases.at_person(sent.id, _IN_TOPIC) == (_AT_PERSON,)


async def test_the_group_gets_a_new_number(happens: Happens, desk: Desk, bot: FakeBot, case: Case) -> None:
    """What Telegram tells in the group is followed; its cases are found under the new number."""
    await happens(_SAM, migrate_to_chat_id=-100777)
    await happens(_SAM, chat=-100777, thread=case.thread, text="hello")

    assert (desk.now(case).group, desk.now(case).state) == (-100777, CaseState.TAKEN)
    assert len(bot.texts(_PERSON)) == 2


async def test_words_of_the_person_are_linked_to_the_topic(
    happens: Happens, desk: Desk, bot: FakeBot, poster: Any, sent: Case
) -> None:
    """What the person answers and changes finds its place in the topic."""
    await happens(_PERSON, chat=_PERSON, message_id=81, text="one")
    await poster.post_waiting()
    (one,) = (call for call in bot.calls if call.method == "send")
    at = desk.kept.cases.in_topic(sent.id, 81)
    await happens(_PERSON, chat=_PERSON, message_id=81, edited=True, text="two")
    await happens(
        _PERSON,
        chat=_PERSON,
        message_id=82,
        text="x",
        reply_to_message={
            "message_id": _AT_PERSON,
            "date": 1,
            "chat": {"id": _PERSON, "type": "private"},
            "text": "q",
        },
    )
    await poster.post_waiting()

    assert (one.text, at) == ("one", 5001)
    changed, answer = (call for call in bot.calls[1:] if call.method == "send")
    assert (changed.text, changed.reply_to) == (desk.texts.fill("person_edited", text="two"), at)
    assert (answer.text, answer.reply_to) == ("x", _IN_TOPIC)
    assert PostKind.PIN not in [post.kind for post in desk.posts()]
