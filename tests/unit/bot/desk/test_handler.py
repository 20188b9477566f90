"""What happens in the counsellors' group: who may act, what reaches the person, and what is never shown."""

import asyncio
from datetime import timedelta
from itertools import count
from typing import Any, Protocol

import pytest
from telegram import Update
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.desk.counsellors import Counsellor, Counsellors
from bot.desk.handler import GroupHandler
from bot.desk.letters import Letters
from bot.desk.poster import DeskPoster
from bot.telegram.background import GroupSide
from bot.telegram.callback_data import encode
from bot.telegram.chat_memory import ChatMemory
from bot.telegram.handler import UpdateHandler
from bot.telegram.letters import LetterNews
from bot.telegram.sending import Sender
from bot.telegram.turns import Turns
from content.model import LanguageCode
from conversations.actions import EndCase, OpenCase
from conversations.cases import Case, CaseState, CloseReason, PostKind, Sharing
from conversations.composer import Composer
from conversations.talk import Talk
from tests.delivery import deliver
from tests.fakes import SettableClock
from tests.fakes_of_desk import GROUP, NOOR, SAM, Desk, FakeBot

_SAM, _NOOR, _STRANGER, _PERSON = 111, 222, 333, 31612345678
_SECRETS = ("Unmistakabel", "Achternaamski", "unmistakable_user", str(_PERSON))
_NUMBERS = count(1)
_EN = LanguageCode("en")


class Happens(Protocol):
    """Let something happen on Telegram: `who` writes, sends or taps in `chat`, in `thread`."""

    async def __call__(self, who: int, chat: int = GROUP, thread: int | None = None, **what: Any) -> None: ...


@pytest.fixture
def poster(bot: FakeBot, desk: Desk) -> DeskPoster:
    """Return the poster of the group."""
    return desk.poster(bot, desk.groups())


@pytest.fixture
def happens(
    bot: FakeBot, desk: Desk, poster: DeskPoster, composer: Composer, talk: Talk, clock: SettableClock
) -> Happens:
    """Return Telegram, with Sam and Noor on the list of counsellors."""
    listed = Counsellors((Counsellor(_SAM, SAM), Counsellor(_NOOR, NOOR)))
    cases, outbox = desk.kept.cases, desk.kept.outbox
    sender = Sender(outbox, lambda: composer.content)
    group = GroupHandler(
        desk.groups(),
        lambda: listed,
        cases,
        desk.desk,
        desk.corrections,
        desk.texts,
        sender,
        Letters(sender),
        poster,
    )
    handler, turns = UpdateHandler(talk, sender, group), Turns()
    memory = ChatMemory(bot, desk.kept.messages, clock, timedelta(hours=48))  # type: ignore[arg-type]
    news = LetterNews(memory, GroupSide(group, poster, desk.desk, desk.corrections, cases))

    async def happen(who: int, chat: int = GROUP, thread: int | None = None, **what: Any) -> None:
        user = {
            "id": who,
            "is_bot": False,
            "first_name": "Unmistakabel",
            "last_name": "Achternaamski",
            "username": "unmistakable_user",
            "language_code": "en",
        }
        kind = "supergroup" if chat < 0 else "private"
        place = {"id": chat, "type": kind, "first_name": "Unmistakabel", "username": "unmistakable_user"}
        message = {"message_id": next(_NUMBERS), "date": 1, "chat": place, "from": user}
        if thread is not None:
            message |= {"message_thread_id": thread, "is_topic_message": True}
        if "tap" in what:
            query = {"id": "1", "from": user, "chat_instance": "1", "data": what["tap"], "message": message}
            data = {"update_id": 1, "callback_query": query}
        else:
            kind = "edited_message" if what.pop("edited", False) else "message"
            data = {"update_id": 1, kind: message | what}
        update = Update.de_json(data, bot)  # type: ignore[arg-type]
        async with turns.turn(chat):
            said = await handler.handle(update)
        if "tap" in what and said:
            bot.confirmed.append(said)
        await deliver(bot, outbox, news)

    return happen


@pytest.fixture
async def case(desk: Desk, poster: DeskPoster, bot: FakeBot) -> Case:
    """Return the case of a person who speaks English, with its topic in the group."""
    opened = desk.open("en", number=str(_PERSON))
    desk.kept.cases.post(opened.id, PostKind.CARD)
    await poster.post_waiting()
    bot.calls.clear()
    return desk.now(opened)


_PHOTO = [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}]


@pytest.mark.parametrize(
    "what",
    [
        {"text": "hello"},
        {"text": "/close"},
        {"photo": _PHOTO},
        {"tap": "take"},
        {"tap": "close"},
        {"tap": "reason:answered"},
    ],
    ids=["words", "command", "photo", "take", "close", "reason"],
)
async def test_strangers_do_nothing(
    happens: Happens, desk: Desk, bot: FakeBot, case: Case, what: dict[str, Any]
) -> None:
    """Who got into the group without being on the list changes nothing and reaches nobody."""
    if "tap" in what:
        what = {"tap": f"desk:{what['tap']}:{case.id}"}
    await happens(_STRANGER, thread=case.thread, **what)

    assert (desk.now(case), desk.posts(), bot.texts(_PERSON)) == (case, [], [])
    told = desk.texts.fill("not_a_counsellor")
    assert [*bot.texts(), *bot.confirmed] == (
        [] if what in ({"text": "hello"}, {"photo": _PHOTO}) else [told]
    )


async def test_what_a_counsellor_writes_reaches_the_person(
    happens: Happens, desk: Desk, bot: FakeBot, case: Case
) -> None:
    """Words come with a label, a photo as it is, and nothing tells who the counsellor is."""
    await happens(_SAM, thread=case.thread, text="Come <b>tomorrow</b>")
    await happens(_SAM, thread=case.thread, photo=_PHOTO)

    label = desk.composer.content.interface("case_from_counsellor", _EN)
    taken, words = bot.texts(_PERSON)
    assert words == f"<b>{label}</b>\n\nCome &lt;b&gt;tomorrow&lt;/b&gt;"
    assert [call.method for call in bot.calls if call.chat == _PERSON] == ["send", "send", "photo"]
    assert "Sam" not in taken + words


@pytest.mark.parametrize(
    ("error", "key"),
    [(Forbidden("bot was blocked by the user"), "not_sent_blocked"), (BadRequest("no"), "not_sent")],
    ids=["blocked", "refused"],
)
@pytest.mark.parametrize("what", [{"text": "hello"}, {"photo": _PHOTO}], ids=["words", "photo"])
async def test_what_does_not_arrive_is_told_in_the_topic(
    happens: Happens,
    desk: Desk,
    bot: FakeBot,
    case: Case,
    error: TelegramError,
    key: str,
    what: dict[str, Any],
) -> None:
    """A counsellor never believes that somebody read what did not arrive."""
    desk.tap_take(case)
    desk.posts()
    bot.errors = [error]
    await happens(_SAM, thread=case.thread, **what)

    assert (desk.words(), bot.texts(_PERSON)) == ([desk.texts.fill(key)], [])


async def test_an_answer_that_did_not_arrive_leaves_the_person_waiting(
    happens: Happens, desk: Desk, bot: FakeBot, case: Case
) -> None:
    """Who has read nothing is not counted as answered: the case comes up again."""
    desk.tap_take(case)
    bot.errors = [BadRequest("no")]
    await happens(_SAM, thread=case.thread, text="hello")

    assert desk.now(case).waiting_since == case.waiting_since


async def test_two_taps_at_the_same_moment(happens: Happens, desk: Desk, bot: FakeBot, case: Case) -> None:
    """One counsellor has the case, the person hears it once, and the other reads who has it."""
    await asyncio.gather(*(happens(who, tap=f"desk:take:{case.id}") for who in (_SAM, _NOOR)))

    assert (desk.now(case).counsellor, len(bot.texts(_PERSON))) == (SAM, 1)
    assert desk.texts.fill("taken_already", counsellor="Sam") in desk.words()


async def test_a_tap_that_can_no_longer_be_confirmed_counts(
    happens: Happens, desk: Desk, bot: FakeBot, case: Case
) -> None:
    """After a restart Telegram takes no confirmation of an old tap: the case is taken all the same."""
    bot.errors = [BadRequest("Query is too old and response timeout expired or query id is invalid")]
    await happens(_SAM, tap=f"desk:take:{case.id}")

    assert desk.now(case).counsellor == SAM


async def test_closing_by_button_asks_for_a_reason(
    happens: Happens, desk: Desk, poster: DeskPoster, bot: FakeBot, case: Case
) -> None:
    """The first tap ends nothing; the second says why, and the question loses its buttons."""
    await happens(_SAM, tap=f"desk:close:{case.id}")
    await poster.post_waiting()

    labels = tuple(desk.texts.fill(f"close_{each}") for each in CloseReason)
    assert (bot.calls[-1].text, bot.calls[-1].buttons) == (desk.texts.fill("close_usage"), labels)
    assert (desk.now(case).state, bot.texts(_PERSON)) == (CaseState.WAITING, [])

    await happens(_SAM, tap=f"desk:reason:referred:{case.id}")

    closed = desk.texts.fill("closed", counsellor="Sam", reason=desk.texts.fill("close_referred"))
    assert (desk.now(case).state, len(bot.texts(_PERSON))) == (CaseState.CLOSED, 2)
    assert closed in desk.words()
    assert ("buttons", GROUP) in [(call.method, call.chat) for call in bot.calls]


@pytest.mark.parametrize(
    "data", ["desk:take:gone", "desk:other:gone", "desk:reason:answered:gone", "desk:give:gone", "", "menu"]
)
async def test_buttons_that_mean_nothing_any_more(
    happens: Happens, desk: Desk, bot: FakeBot, data: str
) -> None:
    """An old or strange button does nothing and says so."""
    await happens(_SAM, tap=data)

    assert (bot.calls, bot.confirmed) == ([], [desk.texts.fill("button_over")])


@pytest.mark.parametrize(
    "what",
    [
        {"forum_topic_created": {"name": "x", "icon_color": 1}},
        {"pinned_message": {"message_id": 1, "date": 0, "chat": {"id": GROUP, "type": "supergroup"}}},
        {"new_chat_members": [{"id": 5, "is_bot": False, "first_name": "x"}]},
    ],
    ids=["topic", "pinned", "joined"],
)
async def test_what_telegram_says_itself_is_not_passed_on(
    happens: Happens, desk: Desk, bot: FakeBot, case: Case, what: dict[str, Any]
) -> None:
    """A pinned message is nothing for the person."""
    await happens(_SAM, thread=case.thread, **what)

    assert (bot.calls, desk.now(case)) == ([], case)


async def test_the_overview_of_many_cases_can_be_sent(happens: Happens, desk: Desk, bot: FakeBot) -> None:
    """With 200 open cases no message is longer than Telegram takes, and no case is left out."""
    names = [desk.open("en", number=str(number)).name for number in range(200)]
    await happens(_SAM, text="/overview")

    assert max(map(len, bot.texts())) <= 4096
    assert all(name in "\n".join(bot.texts()) for name in names)


async def test_writing_to_an_erased_person_is_answered(
    happens: Happens, desk: Desk, bot: FakeBot, case: Case
) -> None:
    """In a topic whose person has erased everything, the counsellor reads that nothing is sent."""
    desk.kept.people.forget(case.person)
    await happens(_SAM, thread=case.thread, text="hello")

    told = [*bot.texts(), *desk.words()]
    assert told == [desk.texts.fill("person_gone")]


async def test_nothing_of_the_profile_comes_into_the_group(
    happens: Happens, desk: Desk, bot: FakeBot, poster: DeskPoster
) -> None:
    """A whole conversation, searched in every call: no name, username, number or id of the person."""
    person = desk.person(str(_PERSON))
    desk.kept.people.set_language(person.id, _EN)
    for what in (
        {"tap": encode(OpenCase(Sharing.DEADLINES))},
        {"text": "hello there"},
        {"text": "i want kill my self"},
        {"photo": _PHOTO},
        {
            "text": "bye",
            "forward_origin": {"type": "hidden_user", "date": 1, "sender_user_name": "Unmistakabel"},
        },
    ):
        await happens(_PERSON, chat=_PERSON, **what)
        await poster.post_waiting()
    (case,) = desk.kept.cases.all_open()
    for text in ("/take", "/who", "/overview", "hello", "/close done"):
        await happens(_SAM, thread=case.thread, text=text)
    await happens(_PERSON, chat=_PERSON, tap=encode(EndCase()))
    while await poster.post_waiting():
        pass

    said = [f"{call.text} {call.buttons}" for call in bot.calls if call.chat == GROUP]
    assert len(said) > 10
    hidden = (*_SECRETS, str(person.id), str(person.conversation))
    assert [text for text in said if any(secret in text for secret in hidden)] == []


async def test_a_photo_with_words_under_it_arrives(happens: Happens, desk: Desk, case: Case) -> None:
    """The picture of a letter reaches the counsellor also when the person wrote something under it."""
    await happens(_PERSON, chat=_PERSON, photo=_PHOTO, caption="what is this letter")

    assert PostKind.ATTACHMENT in [post.kind for post in desk.posts()]


async def test_people_in_private_are_not_in_the_group(happens: Happens, desk: Desk, bot: FakeBot) -> None:
    """A command of counsellors in a private chat is a person's command."""
    await happens(_SAM, chat=_SAM, text="/overview")

    assert desk.texts.fill("overview_none") not in bot.texts(_SAM)


@pytest.mark.parametrize(
    "what",
    [
        {"contact": {"phone_number": "+31600000000", "first_name": "Somebody"}},
        {"dice": {"emoji": "🎲", "value": 3}},
    ],
    ids=["a contact", "a dice"],
)
async def test_what_cannot_be_brought_is_told(
    happens: Happens, desk: Desk, bot: FakeBot, case: Case, what: dict[str, Any]
) -> None:
    """A counsellor who sends what the person will not get reads so; the person gets nothing."""
    await happens(_SAM, thread=case.thread, **what)

    assert [(call.chat, call.text) for call in bot.calls if call.method == "send"] == [
        (GROUP, desk.texts.fill("not_passed_on"))
    ]
