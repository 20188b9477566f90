"""Days and times in interviews: asked back when two can be meant, refused when they make no sense."""

from datetime import date

import pytest

from bot.stores import Stores
from content.model import LanguageCode
from conversations.actions_of_interviews import GiveAnswer, ShowMonth
from conversations.composer import Composer
from conversations.deadlines import DeadlineKind
from conversations.flows.departure_term_rules import DECISION_RECEIVED, IS_MINOR, LETTER_LAST_DAY
from conversations.flows.interview import InterviewId
from conversations.flows.questions import YesNo
from conversations.messages import Message
from tests.dates import LAST_DAY, all_actions, answers_offered, begin, give, me, run_of
from tests.fakes import Chat, actions, tap_labelled, words

_EN = LanguageCode("en")


async def _asked_for_day(chat: Chat) -> Message:
    run = run_of(await begin(chat))
    await chat.tap(give(run, IS_MINOR, YesNo.NO))
    (question,) = await chat.tap(give(run, DECISION_RECEIVED, YesNo.YES))
    return question


async def _asked_for_coming_day(chat: Chat, kind: DeadlineKind = DeadlineKind.IOM_APPOINTMENT) -> Message:
    question = await begin(chat, InterviewId.NEW_DEADLINE)
    (tap,) = [each for each in answers_offered(question) if each.answer == kind]
    (question,) = await chat.tap(tap)
    return question


def _days_kept(kept: Stores, chat: Chat) -> list[str]:
    state = kept.interviews.current(me(kept, chat))
    assert state is not None
    return [answer for question, answer in state.answers if question in ("letter_last_day", "day")]


async def test_a_day_with_two_readings_is_asked_back(
    settled_chat: Chat, kept: Stores, composer: Composer
) -> None:
    """5-4-2026 is 5 April or 4 May: nothing is kept until the person taps the one they mean."""
    await _asked_for_day(settled_chat)
    (which,) = await settled_chat.write("5-4-2026")
    offered = [action.answer for action in actions(which) if isinstance(action, GiveAnswer)]

    assert words(which) == words(composer.notice(["interview_which_day"], _EN))
    assert (offered, _days_kept(kept, settled_chat)) == (["2026-04-05", "2026-05-04"], [])

    (chosen,) = [each for each in answers_offered(which) if each.answer == "2026-05-04"]
    await settled_chat.tap(chosen)

    assert _days_kept(kept, settled_chat) == ["2026-05-04"]


async def test_a_which_button_counts_once(settled_chat: Chat, kept: Stores) -> None:
    """The other button changes nothing when the day was chosen already."""
    await _asked_for_day(settled_chat)
    (which,) = await settled_chat.write("5-4-2026")
    for tap in answers_offered(which):
        await settled_chat.tap(tap)

    assert _days_kept(kept, settled_chat) == ["2026-04-05"]


async def test_a_time_with_two_readings_is_not_called_a_day(
    settled_chat: Chat, kept: Stores, composer: Composer
) -> None:
    """Who types 3 is asked whether that is at night or in the afternoon, not which day they mean."""
    await _asked_for_coming_day(settled_chat)
    await settled_chat.write("12 december 2026")
    (which,) = await settled_chat.write("3")

    assert [each.answer for each in answers_offered(which)] == ["15:00", "03:00"]
    assert words(which) != words(composer.notice(["interview_which_day"], _EN))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("31 november 2026", "no_such_day"),
        ("12 december 1990", "day_too_far"),
        ("12 december 2060", "day_too_far"),
        ("99-99-2026", "no_such_day"),
    ],
)
async def test_a_refused_day_is_never_kept(
    settled_chat: Chat, kept: Stores, composer: Composer, text: str, problem: str
) -> None:
    """A day that makes no sense is refused with the reason, and the question is asked again."""
    await _asked_for_day(settled_chat)
    (refused,) = await settled_chat.write(text)

    assert words(composer.notice([f"interview_{problem}"], _EN)) in words(refused)
    assert words(composer.notice(["departure_term_ask_letter_last_day"], _EN)) in words(refused)
    assert _days_kept(kept, settled_chat) == []


@pytest.mark.parametrize(
    ("day", "problem"),
    [(date(2026, 11, 1), "day_in_past"), (date(2029, 1, 1), "day_too_far")],
    ids=["over", "too far"],
)
@pytest.mark.parametrize("typed", [True, False], ids=["typed", "tapped"])
async def test_a_day_to_be_reminded_of_is_still_to_come(
    settled_chat: Chat, kept: Stores, composer: Composer, day: date, problem: str, *, typed: bool
) -> None:
    """A day of yesterday is refused, even by a button that was made before midnight."""
    tap = answers_offered(await _asked_for_coming_day(settled_chat))[0]
    (refused,) = await (
        settled_chat.write(f"{day:%d %B %Y}")
        if typed
        else settled_chat.tap(GiveAnswer(tap.run, tap.question, day.isoformat()))
    )

    assert words(composer.notice([f"interview_{problem}"], _EN)) in words(refused)
    assert _days_kept(kept, settled_chat) == []


async def test_today_may_be_chosen(settled_chat: Chat, kept: Stores) -> None:
    """An appointment of today is still to come."""
    await _asked_for_coming_day(settled_chat)
    await settled_chat.write("today")

    assert _days_kept(kept, settled_chat) == ["2026-11-02"]


async def test_the_picker_turns_its_pages(settled_chat: Chat, kept: Stores) -> None:
    """Another month is shown without an answer being given, and its days can be tapped."""
    question = await _asked_for_day(settled_chat)
    run = run_of(question)
    number = answers_offered(question)[0].question
    (december,) = await settled_chat.tap(ShowMonth(run, number, date(2026, 12, 1)))

    assert _days_kept(kept, settled_chat) == []
    assert give(run, LETTER_LAST_DAY, LAST_DAY) in all_actions(december)


async def test_a_page_of_an_earlier_question_shows_the_open_one(
    settled_chat: Chat, composer: Composer
) -> None:
    """Turning the page of an old picker asks what is asked now."""
    question = await _asked_for_coming_day(settled_chat)
    old = ShowMonth(run_of(question), answers_offered(question)[0].question, date(2026, 12, 1))
    await settled_chat.write("12 december 2026")
    (message,) = await settled_chat.tap(old)

    assert words(composer.notice(["new_deadline_ask_time"], _EN)) in words(message)


async def test_which_day_can_be_left_to_the_letter(settled_chat: Chat) -> None:
    """Buttons of a question for a day in a letter say that it is not there, and that it is not known."""
    question = await _asked_for_day(settled_chat)
    labels = [button.label for row in question.buttons for button in row]

    assert tap_labelled(question, labels[0]) == answers_offered(question)[0]
    assert [each.answer for each in answers_offered(question)[:2]] == ["absent", "unknown"]


@pytest.mark.parametrize("text", ["25:00", "12:75", "1 2 3"])
async def test_a_time_that_is_none_is_refused(settled_chat: Chat, composer: Composer, text: str) -> None:
    """A time that does not exist is asked for again."""
    await _asked_for_coming_day(settled_chat)
    await settled_chat.write("12 december 2026")
    (refused,) = await settled_chat.write(text)

    assert words(composer.notice(["interview_no_such_time"], _EN)) in words(refused)


async def test_a_note_that_is_too_long_is_refused(
    settled_chat: Chat, kept: Stores, composer: Composer
) -> None:
    """A note of more than 120 characters is not cut off behind the person's back."""
    await _asked_for_coming_day(settled_chat)
    await settled_chat.write("12 december 2026")
    await settled_chat.write("10:30")
    (refused,) = await settled_chat.write("bring " * 30)

    told = composer.notice(["interview_text_too_long"], _EN, values={"most": "120"})
    assert words(told) in words(refused)
    state = kept.interviews.current(me(kept, settled_chat))
    assert state is not None
    assert "note" not in dict(state.answers)


async def test_only_offered_kinds_can_be_typed(settled_chat: Chat, kept: Stores, composer: Composer) -> None:
    """Waiting for a ruling has no day: it is offered by the interview on the departure term only."""
    await begin(settled_chat, InterviewId.NEW_DEADLINE)
    await settled_chat.write(composer.content.interface("deadline_ruling", _EN))
    state = kept.interviews.current(me(kept, settled_chat))

    assert state is not None
    assert "ruling" not in dict(state.answers).values()
