"""From ids to messages."""

from datetime import date, timedelta

from content.loader import Content
from content.markup import Bullets, DutchTerm, Plain, Span, Strong
from content.model import (
    DUTCH,
    DangerKind,
    Direction,
    LanguageCode,
    TopicId,
)
from conversations.actions import ShowTopic, TalkToPerson
from conversations.composer import PRIVACY_TOPIC, Composer
from conversations.messages import Kind, Message
from conversations.personal_data import Keeping
from tests.fakes import actions, words

_TODAY = date(2026, 11, 2)
_VOLATILE = TopicId("hrt_amounts")
_LEFT_TO_RIGHT, _POP = "\u2066", "\u2069"


def _spans(message: Message) -> list[Span]:
    return [
        span
        for block in message.blocks
        for line in (block.items if isinstance(block, Bullets) else (block.spans,))
        for span in line
    ]


def _published(content: Content) -> tuple[TopicId, ...]:
    return tuple(content.texts[DUTCH].answers)


def test_every_published_id_can_be_told(composer: Composer, language: LanguageCode) -> None:
    """Whatever can be understood can be answered: with its title, in its language, with a way to a person."""
    for topic in _published(composer.content):
        message = composer.answer(topic, language, _TODAY)
        question = composer.content.handover.get(topic)
        titled = question.answered_below if question and question.answered_below else topic

        assert (message.topic, message.language) == (topic, language)
        assert words(message).startswith(composer.content.answer(titled, language).title)
        assert TalkToPerson() in actions(message)
        assert message.kind in {Kind.ANSWER, Kind.HANDOVER, Kind.CRISIS}


def test_nothing_is_left_to_fill_in(composer: Composer, language: LanguageCode) -> None:
    """No person ever reads a brace, a bracket or an empty paragraph that the program forgot."""
    content = composer.content
    messages = [
        *(composer.answer(topic, language, _TODAY) for topic in _published(content)),
        *(composer.original(topic, language, _TODAY) for topic in _published(content)),
        *(
            composer.answer(topic, language, _TODAY, part)
            for topic, answer in content.texts[DUTCH].answers.items()
            for part in answer.parts or {}
        ),
        *(composer.danger(kind, language) for kind in DangerKind),
        *(composer.sources(topic, language) for topic in content.topics if content.is_published(topic)),
        composer.counsellor(language),
        composer.help(language),
        composer.menu(language),
        composer.language_choice(language),
    ]

    for message in messages:
        assert {type(span) for span in _spans(message)} <= {Plain, Strong, DutchTerm}
        assert not set("{}[]<>") & set(words(message))
        assert all(line.strip() for line in words(message).split("\n\n"))


def test_every_interface_text_can_be_filled_in(composer: Composer, language: LanguageCode) -> None:
    """Each text takes the values of its placeholders, all of which the program knows."""
    names = ["sources", "title", "publisher", "date", "phone", "email", "address", "hours", "error_id"]
    names += ["answer", "least", "most", "day", "days", "remaining", "amount", "adults", "children", "kind"]
    names += ["spoken_language", "reason", "number", "duration", "moment", "name", "topic", "state", "what"]
    names += ["place", "things"]
    values = dict.fromkeys(names, "<[**filled in**]>")

    for key in composer.content.texts[language].interface:
        message = composer.notice([key], language, values=values)

        assert "{" not in words(message)
        assert {type(span) for span in _spans(message)} <= {Plain, Strong, DutchTerm}


def test_a_value_is_never_read_as_markup(composer: Composer, language: LanguageCode) -> None:
    """What the program fills in is shown as it stands, whatever characters it has."""
    assert "**[x]** {euro:5}" in words(
        composer.notice(["error_apology"], language, values={"error_id": "**[x]** {euro:5}"})
    )


def test_only_published_topics_are_offered(composer: Composer, language: LanguageCode) -> None:
    """A button under an answer always leads somewhere, and there are no more than three such buttons."""
    for topic in _published(composer.content):
        shown = [a for a in actions(composer.answer(topic, language, _TODAY)) if isinstance(a, ShowTopic)]
        related = [action.topic for action in shown if action.language is None]

        assert [each for each in related if not composer.content.is_published(each)] == []
        assert len(related) <= 3
        assert topic not in related


def test_a_translation_can_be_compared_with_the_dutch(composer: Composer, language: LanguageCode) -> None:
    """A counsellor beside the person can read the Dutch text; a Dutch text has no such button."""
    for topic in _published(composer.content):
        shown = {topic, composer.content.same_question(topic)}
        offered = [
            action
            for action in actions(composer.answer(topic, language, _TODAY))
            if isinstance(action, ShowTopic) and action.language == DUTCH and action.topic in shown
        ]

        assert len(offered) == (language != DUTCH)


def test_the_original_is_dutch_with_the_persons_own_buttons(
    composer: Composer, language: LanguageCode
) -> None:
    """The Dutch text comes with buttons that the person can read, and a way back to their language."""
    message = composer.original(_VOLATILE, language, _TODAY)
    button = composer.content.interface("button_show_own_language", language)

    assert message.blocks == composer.answer(_VOLATILE, DUTCH, _TODAY).blocks
    assert (message.language, message.direction) == (DUTCH, Direction.LEFT_TO_RIGHT)
    assert [(each.label, each.action) for row in message.buttons[:1] for each in row] == [
        (button, ShowTopic(_VOLATILE))
    ]
    assert message.buttons[1:] == (composer.human_row(language),)


def test_dutch_words_keep_their_order(composer: Composer, language: LanguageCode) -> None:
    """In text from right to left every Dutch term stands in an isolate; elsewhere there are none."""
    right_to_left = composer.direction(language) is Direction.RIGHT_TO_LEFT
    for topic in _published(composer.content):
        message = composer.answer(topic, language, _TODAY)
        terms = [span.text for span in _spans(message) if isinstance(span, DutchTerm)]
        isolated = [term for term in terms if term[0] == _LEFT_TO_RIGHT and term[-1] == _POP]

        assert isolated == (terms if right_to_left else [])
        assert words(message).count(_LEFT_TO_RIGHT) == words(message).count(_POP)


def test_a_part_tells_only_that_part(composer: Composer, language: LanguageCode) -> None:
    """ "And for my children?" gets the amounts for children, with the same sources, and not all the rest."""
    part, whole = (composer.answer(_VOLATILE, language, _TODAY, part) for part in ("children", None))

    assert "880" in words(part)
    assert ("750" in words(part), "750" in words(whole)) == (False, True)
    assert part.sources == whole.sources


def test_a_part_that_is_no_longer_there_is_told_as_the_whole(
    composer: Composer, language: LanguageCode
) -> None:
    """Rasa was trained with a part that the content lost since: the person still gets the answer."""
    without_parts = next(
        each for each in composer.content.topics if not composer.content.answer(each, DUTCH).parts
    )

    for topic in (_VOLATILE, without_parts):
        assert composer.answer(topic, language, _TODAY, "gone") == composer.answer(topic, language, _TODAY)


def test_the_answer_about_privacy_tells_what_the_operator_set(
    content: Content, language: LanguageCode
) -> None:
    """Who asks what is kept reads how long this program keeps it, not how long another one does."""
    keeping = Keeping(interviews=timedelta(days=3), deadlines=timedelta(days=41), cases=timedelta(days=52))

    told = words(Composer(content, keeping).answer(PRIVACY_TOPIC, language, _TODAY))

    assert [
        days for days in (3, 41, 52, 7, 90) if content.plural("remaining_days", days, language) in told
    ] == [
        3,
        41,
        52,
    ]
