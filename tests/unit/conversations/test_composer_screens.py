"""Menus, choices and fixed texts."""

from dataclasses import replace

import pytest

from content.loader import Content
from content.model import DangerKind, Direction, Group, LanguageCode, TopicId
from conversations.actions import (
    ChooseLanguage,
    NoneOfThese,
    ShowGroup,
    ShowMenu,
    ShowTopic,
    TalkToPerson,
)
from conversations.composer import Composer
from conversations.events import Command
from conversations.messages import Kind
from tests.fakes import actions, words


def test_everything_published_is_two_taps_away(composer: Composer, language: LanguageCode) -> None:
    """People who cannot or will not type reach every answer through the menu."""
    content = composer.content
    groups = [action.group for action in actions(composer.menu(language)) if isinstance(action, ShowGroup)]
    reached = [
        action.topic
        for group in groups
        for action in actions(composer.group(group, language))
        if isinstance(action, ShowTopic)
    ]

    told_elsewhere = {
        key for key, question in content.handover.items() if question.answered_below is not None
    }
    assert sorted(reached) == sorted(set(content.texts[language].answers) - told_elsewhere)


@pytest.mark.parametrize("group", [*Group, None])
def test_every_group_leads_back(composer: Composer, language: LanguageCode, group: Group | None) -> None:
    """No page of the menu is a dead end, not even one that has no topics yet."""
    assert actions(composer.group(group, language))[-1] == ShowMenu()


def test_the_menu_has_no_empty_group(composer: Composer, language: LanguageCode) -> None:
    """Every button of the menu leads to at least one question."""
    for action in actions(composer.menu(language)):
        if not isinstance(action, ShowGroup):
            continue
        assert len(actions(composer.group(action.group, language))) > 1


def test_every_language_is_named_in_itself(composer: Composer, language: LanguageCode) -> None:
    """A person finds their language without reading any other."""
    message = composer.language_choice(language)
    labels = {button.action: button.label for row in message.buttons for button in row}

    assert labels == {
        ChooseLanguage(code): texts.language.name for code, texts in composer.content.texts.items()
    }
    assert max(len(row) for row in message.buttons) == 2


def test_every_button_says_something_of_its_own(composer: Composer, language: LanguageCode) -> None:
    """No two buttons of a message look the same, and none is empty."""
    content = composer.content
    topics = tuple(topic for topic in content.topics if content.is_published(topic))
    messages = [
        composer.menu(language),
        composer.language_choice(language),
        composer.clarification(topics, language),
        *(composer.group(group, language) for group in (*Group, None)),
    ]
    for message in messages:
        labels = [button.label for row in message.buttons for button in row]

        assert len(set(labels)) == len(labels)
        assert all(label.strip() for label in labels)


def test_asking_back_offers_the_options_and_a_way_out(composer: Composer, language: LanguageCode) -> None:
    """A person who meant something else can say so with one tap."""
    options = (TopicId("hrt_amounts"), TopicId("who_are_you"))
    message = composer.clarification(options, language)

    assert (message.kind, message.options) == (Kind.CLARIFY, options)
    assert actions(message) == [*(ShowTopic(option) for option in options), NoneOfThese()]


@pytest.mark.parametrize("kind", list(DangerKind))
def test_danger_is_answered_with_numbers_and_a_person(
    composer: Composer, language: LanguageCode, kind: DangerKind
) -> None:
    """In every language the text about danger is urgent, names a number to call and leads to a person."""
    organisation = composer.content.organisation
    numbers = {
        DangerKind.SELF_HARM: organisation.suicide_line,
        DangerKind.CHILD_IN_DANGER: organisation.safe_home_line,
    }
    message = composer.danger(kind, language)

    assert (message.kind, message.urgent, message.offers_counsellor) == (Kind.CRISIS, True, True)
    assert numbers.get(kind, organisation.emergency_number) in words(message)
    assert actions(message) == [TalkToPerson()]


def test_help_lists_every_command(composer: Composer, language: LanguageCode) -> None:
    """People can read in their language what each command does."""
    told = words(composer.help(language)).replace("\u2066", "").replace("\u2069", "")
    lines = told.splitlines()
    expected = [f"/{each} – {composer.content.interface(f'command_{each}', language)}" for each in Command]

    assert lines[-len(expected) :] == expected


def test_a_counsellor_cannot_be_reached_before_the_organisation_says_how(
    composer: Composer, language: LanguageCode
) -> None:
    """Without a number of the organisation people read what to do instead, and the emergency number."""
    message = composer.counsellor(language)

    assert words(composer.notice(["counsellor_not_connected"], language)) in words(message)
    assert composer.content.organisation.emergency_number in words(message)


def test_only_what_the_organisation_filled_in_is_shown(content: Content, language: LanguageCode) -> None:
    """People see every way to reach a counsellor that exists, and no empty line for one that does not."""
    organisation = replace(content.organisation, phone="020 123 45 67", email="hulp@example.org")
    message = Composer(replace(content, organisation=organisation)).counsellor(language)
    label = content.interface("counsellor_hours", language).partition("{")[0]

    assert "020 123 45 67" in words(message)
    assert "hulp@example.org" in words(message)
    assert label not in words(message)


def test_a_telephone_number_keeps_its_order(content: Content, language: LanguageCode) -> None:
    """In text from right to left a number in groups is isolated, so that it is dialled as it was meant."""
    organisation = replace(content.organisation, phone="020 123 45 67")
    composer = Composer(replace(content, organisation=organisation))
    isolated = "\u2066020 123 45 67\u2069" in words(composer.counsellor(language))

    assert isolated == (composer.direction(language) is Direction.RIGHT_TO_LEFT)


def test_provenance_tells_document_by_document(composer: Composer, language: LanguageCode) -> None:
    """ "Where does this come from?" gets one line for each document, after a sentence of introduction."""
    topic = TopicId("hrt_amounts")
    message = composer.sources(topic, language)

    assert len(words(message).splitlines()) == 1 + len(message.sources)
    assert [cited for cited in message.sources if cited.title not in words(message)] == []
