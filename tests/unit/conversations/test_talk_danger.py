"""Danger is heard and answered whatever else a message is: a wish, a command, a sign without words."""

import pytest

from bot.stores import Stores
from content.model import DangerKind, LanguageCode
from conversations.actions import OpenCase
from conversations.assistant import Assistant
from conversations.cases import PostKind, Sharing
from conversations.composer import Composer
from conversations.events import Address, Command, CommandGiven, TextWritten
from conversations.flows.interview import InterviewId
from conversations.messages import Kind
from conversations.talk import Talk
from conversations.understanding import ChangeLanguage, Directive, ShowDates, Start, Understood
from tests.fakes import Chat, FakeUnderstanding, words

_EN, _FR = LanguageCode("en"), LanguageCode("fr")
_CRIES = {
    "/help": CommandGiven(Command.HELP, TextWritten("I want to kill myself", 7)),
    "/human": CommandGiven(Command.HUMAN, TextWritten("he is beating me now", 7)),
    "/start": CommandGiven(Command.START, TextWritten("ik wil dood", 7)),
    "unknown": CommandGiven(None, TextWritten("/ik wil dood", 7)),
}
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


@pytest.mark.parametrize("flood", [False, True], ids=["alone", "in a flood"])
@pytest.mark.parametrize("event", _CRIES.values(), ids=_CRIES)
async def test_a_cry_for_help_behind_a_command_is_heard(
    talk: Talk, settled_chat: Chat, assistant: Assistant, kept: Stores, event: CommandGiven, *, flood: bool
) -> None:
    """Whatever stands before the words, danger is answered first and counsellors hear of it."""
    assert event.words is not None
    address = settled_chat.address
    answer = talk.too_many(address, event, tell=True) if flood else await talk.handle(address, event)

    assert answer == (assistant.check_danger(event.words.text, _EN),)
    assert event.words.text in "".join(post.text for post in kept.cases.next_posts(10))


async def test_harmless_words_behind_a_command_change_nothing(
    talk: Talk, settled_chat: Chat, composer: Composer
) -> None:
    """A link that starts the bot, or a word of thanks, is no reason to do something else."""
    for words_behind in (None, TextWritten("deep_link", 7)):
        event = CommandGiven(Command.MENU, words_behind)

        assert await talk.handle(settled_chat.address, event) == (composer.menu(_EN),)


async def test_panic_with_words_of_danger_leaves_an_empty_chat(
    talk: Talk, settled_chat: Chat, composer: Composer, kept: Stores
) -> None:
    """Somebody who is looked at must see nothing; counsellors still hear what was written."""
    event = CommandGiven(Command.PANIC, TextWritten("he is beating me now", 7))

    assert await talk.handle(settled_chat.address, event) == (composer.emptied(_EN),)
    assert "he is beating me now" in "".join(post.text for post in kept.cases.next_posts(10))


async def test_words_behind_no_command_of_ours_go_to_the_counsellor(
    talk: Talk, settled_chat: Chat, composer: Composer, kept: Stores
) -> None:
    """In a conversation nothing that a person wrote is lost for beginning with a stroke."""
    await settled_chat.tap(OpenCase(Sharing.NOTHING))
    for post in kept.cases.next_posts(10):
        kept.cases.posted(post.id)
    address = settled_chat.address
    nothing = await talk.handle(address, CommandGiven(None, TextWritten("/ok thank you", 7)))
    alone = await talk.handle(address, CommandGiven(None, TextWritten("/ok", 8)))

    assert (nothing, alone) == ((), (composer.help(_EN, "command_unknown"),))
    assert [(post.kind, post.text) for post in kept.cases.next_posts(10)] == [
        (PostKind.WORDS, "/ok thank you")
    ]


@pytest.mark.parametrize("text", ["112", "112!", "🆘", "SOS"])
async def test_a_sign_for_help_is_answered_in_the_persons_language(
    talk: Talk, assistant: Assistant, language: LanguageCode, text: str
) -> None:
    """The emergency number alone says no language: that of the app is spoken, and danger is heard."""
    (message,) = await talk.handle(Address("telegram", "1002", language), TextWritten(text, 7))

    assert (message.kind, message.urgent, message.language) == (Kind.CRISIS, True, language)
    assert assistant.content.organisation.emergency_number in words(message)


async def test_the_language_of_a_first_cry_for_help_is_remembered(
    talk: Talk, kept: Stores, composer: Composer, language: LanguageCode
) -> None:
    """Counsellors answer somebody in danger in the language that they wrote in, in a flood as well."""
    phrase = max(composer.content.texts[language].danger_phrases[DangerKind.SELF_HARM], key=len)
    address = Address("telegram", "1002", LanguageCode("nl"))
    (message,) = talk.too_many(address, TextWritten(phrase, 7), tell=False)

    assert kept.people.find_or_add(address).language == message.language == language
