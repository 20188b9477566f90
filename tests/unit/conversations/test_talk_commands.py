"""Commands, buttons, media and erasing, in every language."""

import pytest

from content.model import DUTCH, Group, LanguageCode, TermId, TopicId
from conversations.actions import (
    Action,
    ChooseLanguage,
    ForgetMe,
    NoneOfThese,
    ShowGroup,
    ShowMenu,
    ShowTerm,
    ShowTopic,
    TalkToPerson,
)
from conversations.composer import Composer
from conversations.deadlines import ReminderSettings
from conversations.errors import StoreUnavailableError
from conversations.events import Address, Command, MediaKind
from conversations.messages import Kind
from conversations.people import Consent, People, Person
from conversations.personal_data import DataKind, Keeping
from conversations.talk import Talk
from conversations.understanding import Say
from tests.fakes import Chat, FakeUnderstanding, SettableClock, actions, words

_HRT = TopicId("hrt_amounts")
_QUESTION = "how much money do I get"


@pytest.fixture
def speaker(settled_chat: Chat, people: People, language: LanguageCode) -> Chat:
    """Return a person with consent who speaks `language`, though their app is Dutch."""
    people.set_language(people.find_or_add(settled_chat.address).id, language)
    return settled_chat


async def test_every_command_answers_in_the_persons_language(
    speaker: Chat, composer: Composer, clock: SettableClock, language: LanguageCode
) -> None:
    """Each command does what its description says, in the chosen language."""
    expected = {
        Command.START: composer.menu(language, "smalltalk_greet"),
        Command.MENU: composer.menu(language),
        Command.LANGUAGE: composer.language_choice(language),
        Command.HUMAN: composer.ask_sharing(language),
        Command.END: composer.notice(["case_none"], language),
        Command.PANIC: composer.emptied(language),
        Command.CALCULATE: composer.interviews(language),
        Command.DEADLINES: composer.deadlines((), language, appointments=False),
        Command.APPOINTMENTS: composer.deadlines((), language, appointments=True),
        Command.REMINDERS: composer.reminder_settings(ReminderSettings(), language),
        Command.STOP: composer.menu(language, "interview_stopped"),
        Command.HELP: composer.help(language),
        None: composer.help(language, "command_unknown"),
    }

    assert {command: await speaker.command(command) for command in expected} == {
        command: (message,) for command, message in expected.items()
    }
    assert set(Command) - set(expected) == {Command.FORGET, Command.PRIVACY, Command.MYDATA}


async def test_erasing_asks_first(
    speaker: Chat, people: People, composer: Composer, language: LanguageCode
) -> None:
    """One wrong tap erases nothing."""
    (message,) = await speaker.command(Command.FORGET)

    assert words(message) == words(composer.notice(["forget_question", "forget_chat_hint"], language))
    assert actions(message) == [ForgetMe(confirmed=True), ForgetMe(confirmed=False)]

    (kept,) = await speaker.tap(ForgetMe(confirmed=False))

    assert words(kept) == words(composer.notice(["forget_kept"], language))
    assert people.find_or_add(speaker.address).consent == Consent.GIVEN


@pytest.mark.parametrize("is_down", [False, True])
async def test_erasing_forgets_the_person(
    speaker: Chat,
    people: People,
    understanding: FakeUnderstanding,
    composer: Composer,
    language: LanguageCode,
    *,
    is_down: bool,
) -> None:
    """Everything is gone here, also when Rasa is down; the person who comes back is a stranger."""
    before = people.find_or_add(speaker.address)
    people.keep_question(before.id, _QUESTION, SettableClock()())
    understanding.is_down = is_down
    (message,) = await speaker.tap(ForgetMe(confirmed=True))
    after = people.find_or_add(speaker.address)

    counts = {DataKind.PERSON: 1, DataKind.QUESTION: 1}
    assert words(message) == words(composer.forgotten(counts, Keeping().backups, language))
    assert understanding.forgotten == ([] if is_down else [before.conversation])
    assert {after.id, after.conversation}.isdisjoint({before.id, before.conversation})
    assert (after.language, after.consent, after.last_topic) == (None, Consent.NOT_ASKED, None)
    assert people.people_with_questions() == ()


@pytest.mark.parametrize("kind", list(MediaKind))
async def test_media_get_a_kind_answer(
    speaker: Chat, composer: Composer, language: LanguageCode, kind: MediaKind
) -> None:
    """What cannot be read is not met with silence: the person reads why, and what to do instead."""
    (message,) = await speaker.send(kind)

    assert words(message) == words(composer.notice([f"media_{kind}"], language))
    assert (message.kind, actions(message)) == (Kind.FALLBACK, [ShowMenu(), TalkToPerson()])


async def test_every_button_leads_where_it_says(
    speaker: Chat, composer: Composer, clock: SettableClock, language: LanguageCode
) -> None:
    """Menu, groups, answers and the person are one tap away, in the chosen language."""
    expected: dict[Action, object] = {
        ShowMenu(): composer.menu(language),
        ShowGroup(Group.RIGHTS): composer.group(Group.RIGHTS, language),
        ShowGroup(None): composer.group(None, language),
        ShowTopic(_HRT): composer.answer(_HRT, language, clock.today()),
        TalkToPerson(): composer.ask_sharing(language),
        NoneOfThese(): composer.menu(language, "clarify_rephrase"),
    }

    for action, message in expected.items():
        assert await speaker.tap(action) == (message,)


async def test_the_dutch_text_does_not_change_the_language(
    speaker: Chat, people: People, composer: Composer, clock: SettableClock, language: LanguageCode
) -> None:
    """Looking at the Dutch original is not choosing Dutch."""
    (message,) = await speaker.tap(ShowTopic(_HRT, DUTCH))

    assert message.blocks == composer.answer(_HRT, DUTCH, clock.today()).blocks
    assert people.find_or_add(speaker.address).language == language


@pytest.mark.parametrize(
    "action",
    [
        None,
        ShowTopic(TopicId("planned_topic")),
        ShowTerm(TermId("planned_term")),
        ShowTopic(TopicId("no_such_topic")),
        ShowTopic(TopicId("no_such_topic"), DUTCH),
        ChooseLanguage(LanguageCode("xx")),
    ],
)
async def test_an_outdated_button_leads_to_the_menu(
    speaker: Chat, people: People, composer: Composer, language: LanguageCode, action: Action | None
) -> None:
    """A button from before an update, or a forged one, does no harm and ends in the menu."""
    before = people.find_or_add(speaker.address)

    assert await speaker.tap(action) == (composer.menu(language, "button_outdated"),)
    assert people.find_or_add(speaker.address) == before


async def test_a_topic_that_was_tapped_is_what_a_follow_up_is_about(
    settled_chat: Chat, understanding: FakeUnderstanding
) -> None:
    """After reading an answer from the menu, "and for my children?" is about that answer."""
    await settled_chat.tap(ShowTopic(_HRT))
    await settled_chat.write("and for my children?")

    assert [last for _, _, last in understanding.asked] == [_HRT]


async def test_choosing_a_language_answers_what_waits(
    settled_chat: Chat, people: People, understanding: FakeUnderstanding
) -> None:
    """A question that waits is answered in the language that the person taps."""
    understanding.expect(_QUESTION, Say(_HRT))
    people.keep_question(people.find_or_add(settled_chat.address).id, _QUESTION, SettableClock()())
    _, answer = await settled_chat.tap(ChooseLanguage(LanguageCode("fa")))

    assert (answer.topic, answer.language) == (_HRT, "fa")


def test_an_apology_names_the_mistake(talk: Talk, language: LanguageCode) -> None:
    """When something breaks the person gets a number for the counsellor, and a person to talk to."""
    message = talk.apology(language, "a1b2c3")

    assert "a1b2c3" in words(message)
    assert actions(message) == [TalkToPerson()]


async def test_an_apology_is_in_the_chosen_language(
    speaker: Chat, talk: Talk, language: LanguageCode
) -> None:
    """What the person chose counts, also when something went wrong."""
    assert talk.language_at(speaker.address) == language


def test_an_apology_is_said_when_nobody_can_be_read(
    talk: Talk, people: People, language: LanguageCode, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While the store fails the language of the app is spoken."""

    def fail(_address: Address) -> Person:
        raise StoreUnavailableError("full")

    monkeypatch.setattr(people, "find_or_add", fail)

    assert talk.language_at(Address("telegram", "1001", language)) == language
