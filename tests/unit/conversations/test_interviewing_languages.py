"""Whole interviews in every language."""

import pytest

from content.loader import Content
from content.model import LanguageCode
from conversations.actions_of_interviews import GiveAnswer, StopInterview
from conversations.assistant import Assistant
from conversations.events import Address
from conversations.flows.interview import InterviewId
from conversations.messages import Button, Kind, Message
from conversations.people import Consent
from tests.dates import begin
from tests.fakes import Chat, FakeUnderstanding, FixedLanguages, SettableClock, actions, words
from tests.fakes_of_stores import kept_in_memory
from tests.talks import build_talk

_MOST_QUESTIONS = 25


@pytest.fixture
def speaker(content: Content, language: LanguageCode, clock: SettableClock) -> Chat:
    """Return a person who speaks `language` and has given consent."""
    kept = kept_in_memory(clock)
    assistant = Assistant(content, FakeUnderstanding(), clock.today)
    address = Address("telegram", "1")
    person = kept.people.find_or_add(address)
    kept.people.set_language(person.id, language)
    kept.people.set_consent(person.id, Consent.GIVEN)
    return Chat(build_talk(assistant, kept, FixedLanguages(), clock), address)


def _answer_buttons(message: Message) -> list[Button]:
    """Return the buttons that answer, those of the date picker where there are no others."""
    for rows in (message.buttons, message.picker):
        found = [button for row in rows for button in row if isinstance(button.action, GiveAnswer)]
        if found:
            return found
    return []


async def _go_through(chat: Chat, interview: InterviewId, which: int, *, typed: bool) -> list[Message]:
    """Answer with button number `which` each time, in own words where there is none, up to the result."""
    seen = [await begin(chat, interview)]
    while any(isinstance(action, StopInterview) for action in actions(seen[-1])):
        assert len(seen) <= _MOST_QUESTIONS
        buttons = _answer_buttons(seen[-1])
        if not buttons:
            seen += await chat.write("13:45 Ter Apel")
            continue
        button = buttons[min(which, len(buttons) - 1)]
        is_word = any(button in row for row in seen[-1].buttons)
        seen += await (chat.write(button.label) if typed and is_word else chat.tap(button.action))
    return seen


@pytest.mark.parametrize("which", [0, 1, 99], ids=["first", "second", "last"])
@pytest.mark.parametrize("interview", InterviewId)
async def test_every_interview_comes_to_a_result(
    speaker: Chat, language: LanguageCode, interview: InterviewId, which: int
) -> None:
    """Whatever is answered, in any language and however, the interview ends with words that are complete."""
    seen = await _go_through(speaker, interview, which, typed=False)

    assert {message.language for message in seen} == {language}
    assert seen[-1].kind == Kind.ANSWER
    assert not [text for text in map(words, seen) if not text.strip() or "{" in text or "}" in text]


@pytest.mark.parametrize("which", [0, 1, 99], ids=["first", "second", "last"])
@pytest.mark.parametrize("interview", InterviewId)
async def test_typing_a_label_is_tapping_it(speaker: Chat, interview: InterviewId, which: int) -> None:
    """The words on a button, typed, lead to the same result as the button."""
    tapped = await _go_through(speaker, interview, which, typed=False)
    typed = await _go_through(speaker, interview, which, typed=True)

    assert list(map(words, typed)) == list(map(words, tapped))
