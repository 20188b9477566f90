"""Two failed clarifications in a row bring a counsellor forward, and everything that breaks the row."""

import pytest

from bot.stores import Stores
from content.loader import Content
from content.model import Escalation, LanguageCode, TopicId
from conversations.actions import NoneOfThese, OpenCase, ShowMenu, ShowTopic, TalkToPerson
from conversations.assistant import Assistant
from conversations.cases import Sharing
from conversations.composer import Composer
from conversations.understanding import Clarify, NotUnderstood, OutOfScope, Say, Smalltalk
from tests.fakes import Chat, FakeUnderstanding, FixedLanguages, SettableClock, actions, words
from tests.talks import build_talk

_EN = LanguageCode("en")
_HRT, _WORK = TopicId("hrt_amounts"), TopicId("work_permission")
_RANKING = {"nlu_fallback": 0.5, "hrt_amounts": 0.3, "work_permission": 0.2}


@pytest.fixture(autouse=True)
def _script(understanding: FakeUnderstanding) -> None:
    understanding.expect("unsure", Clarify(), ranking=_RANKING)
    understanding.expect("no idea", NotUnderstood())
    understanding.expect("answered", Say(_HRT))
    understanding.expect("hello", Smalltalk("greet"))
    understanding.expect("football", OutOfScope())


async def _is_offered(chat: Chat, step: str) -> bool:
    """Take a step and tell whether the answer to it offers a counsellor in its own words, first of all."""
    if step == "none of these":
        (message,) = await chat.tap(NoneOfThese())
    elif step == "topic by button":
        (message,) = await chat.tap(ShowTopic(_WORK))
    else:
        (message,) = await chat.write(step)
    return actions(message)[0] == TalkToPerson()


@pytest.mark.parametrize("second", ["unsure", "no idea", "none of these"])
@pytest.mark.parametrize("first", ["unsure", "no idea"])
async def test_the_second_time_a_counsellor_comes_first(
    settled_chat: Chat, composer: Composer, first: str, second: str
) -> None:
    """Asked back or not understood twice, by words or by "none of these": a person, with the button first."""
    assert [await _is_offered(settled_chat, step) for step in (first, second)] == [False, True]


async def test_the_offer_has_its_own_words_and_keeps_the_options(
    settled_chat: Chat, composer: Composer
) -> None:
    """The second message says that it is not the person's fault; what may be meant stays below."""
    await settled_chat.write("unsure")
    (message,) = await settled_chat.write("unsure")

    assert words(message) == words(composer.notice(["not_understood_twice"], _EN))
    assert actions(message) == [TalkToPerson(), ShowTopic(_HRT), ShowTopic(_WORK), ShowMenu()]


@pytest.mark.parametrize("between", ["answered", "topic by button"])
async def test_an_answer_begins_anew(settled_chat: Chat, between: str) -> None:
    """Who found a topic in between is asked back once more before a counsellor is offered."""
    steps = ["unsure", between, "unsure", "unsure"]
    offered = [await _is_offered(settled_chat, step) for step in steps]

    assert [offered[0], *offered[2:]] == [False, False, True]


@pytest.mark.parametrize("between", ["hello", "football"])
async def test_small_talk_and_other_fields_break_nothing(settled_chat: Chat, between: str) -> None:
    """What is understood without helping neither counts nor begins anew."""
    for step in ("unsure", between):
        await settled_chat.write(step)

    assert await _is_offered(settled_chat, "unsure")


async def test_after_the_offer_asking_back_begins_anew(settled_chat: Chat) -> None:
    """Who goes on writing gets options again: the offer is not a wall."""
    assert [await _is_offered(settled_chat, "unsure") for _ in range(4)] == [False, True, False, True]


async def test_the_count_survives_a_restart(
    settled_chat: Chat, assistant: Assistant, kept: Stores, languages: FixedLanguages, clock: SettableClock
) -> None:
    """A bot that was started in between knows that it has asked back before."""
    await settled_chat.write("unsure")
    after = Chat(build_talk(assistant, kept, languages, clock), settled_chat.address)

    assert await _is_offered(after, "unsure")


async def test_without_a_group_nothing_changes(
    settled_chat: Chat, assistant: Assistant, kept: Stores, languages: FixedLanguages, clock: SettableClock
) -> None:
    """Where no counsellor can come into the chat it is asked back as before."""
    alone = Chat(build_talk(assistant, kept, languages, clock, connected=False), settled_chat.address)

    assert [await _is_offered(alone, "unsure") for _ in range(3)] == [False] * 3


def _needing_a_person(content: Content) -> list[TopicId]:
    always = [key for key, topic in content.topics.items() if topic.escalate is Escalation.ALWAYS]
    return [*content.handover, *always]


async def test_one_tap_from_every_hand_over_to_the_question_what_may_be_seen(
    settled_chat: Chat, understanding: FakeUnderstanding, content: Content
) -> None:
    """Where a person is the right help, the button under the answer asks what the counsellor may see."""
    asking: dict[TopicId, list[object]] = {}
    for topic in _needing_a_person(content):
        understanding.expect(topic, Say(topic))
        (*_, message) = await settled_chat.write(topic)
        (button,) = [each for each in actions(message) if isinstance(each, TalkToPerson)]
        (asked,) = await settled_chat.tap(button)
        asking[topic] = list(actions(asked))

    assert len(asking) > 90
    assert set(map(tuple, asking.values())) == {tuple(OpenCase(sharing) for sharing in Sharing)}
