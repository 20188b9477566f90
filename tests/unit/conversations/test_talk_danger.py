"""Danger is heard and answered whatever else a message is: a wish, a command, a sign without words."""

import pytest

from content.model import LanguageCode
from conversations.composer import Composer
from conversations.flows.interview import InterviewId
from conversations.understanding import ChangeLanguage, Directive, ShowDates, Start, Understood
from tests.fakes import Chat, FakeUnderstanding, words

_EN, _FR = LanguageCode("en"), LanguageCode("fr")
_WISHES = {
    "an interview": ("what will I get", Start(InterviewId.GUIDANCE), _EN),
    "dates": ("what is in my list", ShowDates(), _EN),
    "another language": ("can we speak français please", ChangeLanguage(), _FR),
    "some other language": ("can we speak otherwise please", ChangeLanguage(), _EN),
}


@pytest.mark.parametrize(("text", "directive", "spoken"), _WISHES.values(), ids=_WISHES)
async def test_a_wish_that_may_be_danger_gets_the_emergency_numbers(
    settled_chat: Chat,
    understanding: FakeUnderstanding,
    composer: Composer,
    text: str,
    directive: Directive,
    spoken: LanguageCode,
) -> None:
    """Whatever the assistant begins instead of an answer, the numbers to call stand below it, once."""
    understanding.answer(text, Understood((directive,), (), possible_danger=True))
    messages = await settled_chat.write(text)
    note = words(composer.notice(["danger_note"], spoken))

    assert [words(message).count(note) for message in messages] == [*[0] * (len(messages) - 1), 1]
    assert (messages[-1].notes_danger, messages[-1].offers_counsellor) == (True, True)


@pytest.mark.parametrize(("text", "directive", "spoken"), _WISHES.values(), ids=_WISHES)
async def test_a_harmless_wish_gets_no_emergency_numbers(
    settled_chat: Chat,
    understanding: FakeUnderstanding,
    composer: Composer,
    text: str,
    directive: Directive,
    spoken: LanguageCode,
) -> None:
    """Nobody who only wants their dates or another language reads about emergencies."""
    understanding.expect(text, directive)
    messages = await settled_chat.write(text)

    assert words(composer.notice(["danger_note"], spoken)) not in "".join(map(words, messages))
