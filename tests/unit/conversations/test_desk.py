"""The person's side of the desk: who is silent when, what is passed on, and how it ends."""

from dataclasses import replace

import pytest

from bot.stores import Stores
from content.model import LanguageCode, TopicId
from conversations.actions import EndCase, GiveFeedback, OpenCase, TalkToPerson
from conversations.assistant import Assistant
from conversations.cases import CaseReason, CaseState, CounsellorId, PostKind, Sharing
from conversations.composer import Composer
from conversations.events import Address, Command, MediaKind, MediaSent, TextWritten
from conversations.messages import Kind
from conversations.talk import Talk
from conversations.understanding import Say
from tests.fakes import Chat, FakeUnderstanding, FixedLanguages, SettableClock, actions, words
from tests.fakes_of_desk import PHOTO, SAM, Desk
from tests.talks import build_talk

_DANGER = "i want kill my self"
_QUESTION = "how much money do I get"
_HRT = TopicId("hrt_amounts")
_EN = LanguageCode("en")


@pytest.fixture
def desk(kept: Stores, composer: Composer, clock: SettableClock) -> Desk:
    """Return the counsellors' side of the same cases."""
    return Desk(kept, composer, clock)


@pytest.fixture
async def open_chat(settled_chat: Chat, understanding: FakeUnderstanding, desk: Desk) -> Chat:
    """Return a person who has asked for a counsellor; the card is posted."""
    understanding.expect(_QUESTION, Say(_HRT))
    await settled_chat.tap(OpenCase(Sharing.NOTHING))
    desk.posts()
    return settled_chat


@pytest.mark.parametrize("way", ["command", "button"])
async def test_asking_for_a_person_asks_what_they_may_see(settled_chat: Chat, way: str) -> None:
    """Nobody is passed on before they have chosen what a counsellor sees."""
    (message,) = await (
        settled_chat.command(Command.HUMAN) if way == "command" else settled_chat.tap(TalkToPerson())
    )
    assert actions(message) == [OpenCase(sharing) for sharing in Sharing]


@pytest.mark.parametrize("sharing", list(Sharing))
async def test_only_what_was_allowed_goes_into_the_case(
    settled_chat: Chat, kept: Stores, desk: Desk, sharing: Sharing
) -> None:
    """What the talk was about is in the case only with leave; the person reads the name of the case."""
    person = kept.people.find_or_add(settled_chat.address)
    kept.people.set_last_topic(person.id, _HRT)
    (message,) = await settled_chat.tap(OpenCase(sharing))
    case = kept.cases.of_person(person.id)

    assert case is not None
    assert (case.sharing, case.topic) == (sharing, None if sharing is Sharing.NOTHING else _HRT)
    assert case.name in words(message)
    assert actions(message) == [EndCase()]
    assert [post.kind for post in desk.posts()] == [PostKind.CARD]


async def test_a_second_tap_opens_nothing_new(open_chat: Chat, kept: Stores, desk: Desk) -> None:
    """Tapping again, or asking again, leaves the one conversation as it is."""
    before = kept.cases.all_open()
    await open_chat.tap(OpenCase(Sharing.DEADLINES))
    (again,) = await open_chat.command(Command.HUMAN)

    assert kept.cases.all_open() == before
    assert (desk.posts(), actions(again)) == ([], [EndCase()])


async def test_the_assistant_is_silent_while_a_human_has_the_chat(
    open_chat: Chat, desk: Desk, understanding: FakeUnderstanding
) -> None:
    """Words go to the counsellors at once and get no answer; nothing is understood on the way."""
    assert await open_chat.write(_QUESTION) == ()
    assert await open_chat.write("hello there") == ()

    assert [(post.kind, post.text) for post in desk.posts()] == [
        (PostKind.WORDS, _QUESTION),
        (PostKind.WORDS, "hello there"),
    ]
    assert understanding.asked == []


async def test_what_was_changed_comes_below_the_first_wording(
    open_chat: Chat, talk: Talk, desk: Desk
) -> None:
    """An edit is a line of its own that answers the message that was changed; a reply says to what."""
    await talk.handle(open_chat.address, TextWritten("hello", 41, reply_to=40))
    await talk.handle(open_chat.address, TextWritten("hallo", 41, edited=True))

    first, second = desk.posts()
    assert (first.text, first.source, first.reply_to) == ("hello", 41, 40)
    assert (second.text, second.source, second.reply_to) == (
        desk.texts.fill("person_edited", text="hallo"),
        None,
        41,
    )


async def test_danger_below_a_photo_brings_the_photo_as_well(open_chat: Chat, talk: Talk, desk: Desk) -> None:
    """The words overtake, and what they stand below is not lost."""
    await talk.handle(open_chat.address, TextWritten(_DANGER, 41, PHOTO))

    assert PHOTO in [post.attachment for post in desk.posts()]


async def test_danger_is_answered_also_while_a_human_has_the_chat(open_chat: Chat, desk: Desk) -> None:
    """The emergency numbers never wait for a human, and the counsellors hear it first."""
    await open_chat.write("hello there")
    (answer,) = await open_chat.write(_DANGER)
    posts = desk.posts()

    assert answer.kind is Kind.CRISIS
    assert (posts[0].urgent, posts[0].text) == (True, desk.texts.fill("person_in_danger", text=_DANGER))
    assert [case.is_urgent for case in desk.kept.cases.all_open()] == [True]


async def test_danger_in_an_answered_conversation_is_not_forgotten(
    open_chat: Chat, desk: Desk, clock: SettableClock
) -> None:
    """A cry for help after an answer waits for an answer again."""
    (case,) = desk.kept.cases.all_open()
    desk.act(case, "Hello!")
    await open_chat.write(_DANGER)

    assert desk.now(case).waiting_since == clock()


@pytest.mark.parametrize("way", ["command", "button"])
async def test_the_person_ends_the_conversation(open_chat: Chat, desk: Desk, way: str) -> None:
    """After the end the assistant answers again, and the counsellors know."""
    await (open_chat.command(Command.END) if way == "command" else open_chat.tap(EndCase()))
    (answer,) = await open_chat.write(_QUESTION)

    assert answer.topic == _HRT
    assert desk.words() == [desk.texts.fill("closed_by_person")]
    assert desk.kept.cases.all_open() == ()


async def test_ending_without_a_conversation(settled_chat: Chat, composer: Composer) -> None:
    """Who has no conversation is told so."""
    (told,) = await settled_chat.command(Command.END)
    assert words(told) == words(composer.notice(["case_none"], _EN))


@pytest.mark.parametrize("reason", [reason for reason in CaseReason if reason is not CaseReason.ASKED_FOR])
async def test_the_assistant_answers_until_a_counsellor_takes_an_unasked_case(
    settled_chat: Chat, understanding: FakeUnderstanding, desk: Desk, reason: CaseReason
) -> None:
    """Nobody is left alone in silence: before a counsellor takes the case the assistant goes on."""
    understanding.expect(_QUESTION, Say(_HRT))
    if reason is CaseReason.DANGER:
        await settled_chat.write(_DANGER)
    else:
        desk.kept.cases.open(desk.person().id, reason)
    desk.posts()
    (answer,) = await settled_chat.write(_QUESTION)
    (case,) = desk.kept.cases.all_open()

    assert (answer.topic, desk.posts(), case.reason) == (_HRT, [], reason)

    desk.tap_take(case)

    assert await settled_chat.write(_QUESTION) == ()


async def test_asking_for_a_human_after_danger_goes_on_in_the_same_case(
    settled_chat: Chat, desk: Desk
) -> None:
    """The case stays urgent and now is a conversation."""
    await settled_chat.write(_DANGER)
    await settled_chat.tap(OpenCase(Sharing.TOPIC))

    (case,) = desk.kept.cases.all_open()
    assert (case.reason, case.sharing, case.is_conversation) == (CaseReason.DANGER, Sharing.TOPIC, True)


@pytest.mark.parametrize("kind", [MediaKind.PHOTO, MediaKind.VOICE, MediaKind.DOCUMENT])
async def test_files_are_copied_into_the_conversation(
    open_chat: Chat, talk: Talk, desk: Desk, composer: Composer, kind: MediaKind
) -> None:
    """What is not words arrives as a copy; a document comes with a word about what it can hide."""
    told = await talk.handle(open_chat.address, MediaSent(kind, 44, PHOTO))

    (post,) = desk.posts()
    assert (post.kind, post.source, post.attachment) == (PostKind.ATTACHMENT, 44, PHOTO)
    warning = [composer.desk_notice(["case_file_warning"], _EN)] if kind is MediaKind.DOCUMENT else []
    assert list(told) == warning


async def test_a_contact_card_is_not_passed_on(
    open_chat: Chat, talk: Talk, desk: Desk, composer: Composer
) -> None:
    """A contact holds a name and a phone number, mostly the person's own: it stays with them."""
    told = await talk.handle(open_chat.address, MediaSent(MediaKind.CONTACT, 44))

    assert desk.posts() == []
    assert [words(message) for message in told] == [words(composer.notice(["case_not_passed"], _EN))]


async def test_a_question_that_waited_is_not_answered_over_a_human(
    settled_chat: Chat, talk: Talk, understanding: FakeUnderstanding, kept: Stores
) -> None:
    """When understanding comes back the assistant stays silent in a conversation."""
    understanding.expect(_QUESTION, Say(_HRT))
    understanding.is_down = True
    await settled_chat.write(_QUESTION)
    await settled_chat.tap(OpenCase(Sharing.NOTHING))
    understanding.is_down = False

    assert await talk.answer_waiting(kept.people.find_or_add(settled_chat.address)) == ()


async def test_a_newcomer_is_helped_in_the_language_they_read(chat: Chat, talk: Talk, desk: Desk) -> None:
    """Who asks for a person first, in an Arabic app, gets the counsellor's words in Arabic."""
    newcomer = Chat(talk, Address("telegram", "1002", LanguageCode("ar")))
    await newcomer.tap(OpenCase(Sharing.NOTHING))
    (case,) = desk.kept.cases.all_open()
    (_, letter) = desk.act(case, "Hallo").letters

    assert letter.message.language == "ar"


async def test_without_a_group_the_ways_to_a_counsellor_are_shown(
    assistant: Assistant, desk: Desk, languages: FixedLanguages, clock: SettableClock, composer: Composer
) -> None:
    """Nothing is promised that nobody reads; danger gets its answer all the same."""
    talk = build_talk(assistant, desk.kept, languages, clock, connected=False)
    alone = Chat(talk, Address("telegram", "1002", _EN))
    shown = [await alone.command(Command.HUMAN), await alone.tap(OpenCase(Sharing.NOTHING))]
    (danger,) = await alone.write(_DANGER)

    assert shown == [(composer.counsellor(_EN),)] * 2
    assert (danger.kind, desk.kept.cases.all_open(), desk.posts()) == (Kind.CRISIS, (), [])


async def test_feedback_is_thanked_for(open_chat: Chat, desk: Desk, composer: Composer) -> None:
    """One tap after the end is enough."""
    (case,) = desk.kept.cases.all_open()
    desk.kept.cases.save(replace(case, state=CaseState.CLOSED, counsellor=CounsellorId(SAM)))
    (thanks,) = await open_chat.tap(GiveFeedback(helped=True))

    assert words(thanks) == words(composer.notice(["case_feedback_thanks"], _EN))
