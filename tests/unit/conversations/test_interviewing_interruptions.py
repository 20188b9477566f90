"""What happens in the middle of an interview: questions, danger, restarts, other languages, no consent."""

import pytest

from bot.stores import Stores
from content.loader import Content
from content.model import LanguageCode, TopicId
from conversations.actions import Action, GiveConsent
from conversations.actions_of_interviews import AcceptProposal, GiveAnswer, StartInterview
from conversations.assistant import Assistant
from conversations.composer import Composer
from conversations.deadlines import DeadlineKind
from conversations.events import Address, TextWritten
from conversations.flows.answers import encode
from conversations.flows.catalogue import INTERVIEWS
from conversations.flows.departure_term_rules import DECISION_RECEIVED, IS_MINOR
from conversations.flows.interview import InterviewId
from conversations.flows.questions import QuestionId, YesNo
from conversations.interview_state import InterviewState, Run
from conversations.messages import Kind, Message
from conversations.people import Consent
from conversations.talk import Talk
from conversations.understanding import ChangeLanguage, Say, Start
from tests.dates import LETTER, answers_offered, begin, dates_of, give, me, only, run_of
from tests.fakes import Chat, FakeUnderstanding, FixedLanguages, SettableClock, actions, words
from tests.talks import build_talk

_EN = LanguageCode("en")
_QUESTION = "how much money do I get"
_HRT = TopicId("hrt_amounts")


def _asks(message: Message, composer: Composer, key: str, language: LanguageCode = _EN) -> bool:
    return words(composer.notice([key], language)) in words(message)


async def test_a_question_in_between_is_answered_and_the_interview_goes_on(
    settled_chat: Chat, kept: Stores, composer: Composer, understanding: FakeUnderstanding
) -> None:
    """Nobody has to stop an interview to ask what a word means: the open question comes again."""
    understanding.expect(_QUESTION, Say(_HRT))
    await begin(settled_chat)
    before = kept.interviews.current(me(kept, settled_chat))
    answer, again = await settled_chat.write(_QUESTION)

    assert (answer.topic, kept.interviews.current(me(kept, settled_chat))) == (_HRT, before)
    assert _asks(again, composer, "interview_again")
    assert _asks(again, composer, "departure_term_ask_is_unaccompanied_minor")
    assert len(answers_offered(again)) == 3


@pytest.mark.parametrize("is_down", [True, False], ids=["understanding is down", "not understood"])
async def test_what_cannot_be_answered_does_not_end_the_interview(
    settled_chat: Chat, composer: Composer, understanding: FakeUnderstanding, *, is_down: bool
) -> None:
    """The person is told honestly, and asked again."""
    await begin(settled_chat)
    understanding.is_down = is_down
    told, again = await settled_chat.write(_QUESTION)

    assert told.kind == Kind.FALLBACK
    assert _asks(again, composer, "departure_term_ask_is_unaccompanied_minor")


@pytest.mark.parametrize("text", ["no", _QUESTION, "previous"])
async def test_a_changed_message_is_no_answer_to_the_open_question(
    settled_chat: Chat, talk: Talk, kept: Stores, composer: Composer, text: str
) -> None:
    """Who corrects what they typed before reads how an answer is changed; nothing is taken from it."""
    await begin(settled_chat)
    await settled_chat.write("no")
    before = kept.interviews.current(me(kept, settled_chat))
    (again,) = await talk.handle(settled_chat.address, TextWritten(text, 7, edited=True))

    assert kept.interviews.current(me(kept, settled_chat)) == before
    assert _asks(again, composer, "interview_edited")
    assert _asks(again, composer, "departure_term_ask_decision_received")


async def test_danger_in_a_changed_message_is_heard(
    settled_chat: Chat, talk: Talk, assistant: Assistant
) -> None:
    """A cry for help counts, also when it is written into an earlier answer."""
    await begin(settled_chat)
    messages = await talk.handle(settled_chat.address, TextWritten("I want to kill myself", 7, edited=True))

    assert messages == (assistant.check_danger("I want to kill myself", _EN),)


async def test_a_changed_question_is_answered_where_no_interview_waits(
    settled_chat: Chat, talk: Talk, understanding: FakeUnderstanding
) -> None:
    """A corrected question is a question."""
    understanding.expect(_QUESTION, Say(_HRT))
    (answer,) = await talk.handle(settled_chat.address, TextWritten(_QUESTION, 7, edited=True))

    assert answer.topic == _HRT


@pytest.mark.parametrize("text", ["👍", "..."])
async def test_a_message_without_words_gets_the_question_again(
    settled_chat: Chat, composer: Composer, text: str
) -> None:
    """A thumb is no answer, and must not make the person lose their place."""
    await begin(settled_chat)
    messages = await settled_chat.write(text)

    assert _asks(messages[-1], composer, "departure_term_ask_is_unaccompanied_minor")


@pytest.mark.parametrize("kind", [None, DeadlineKind.OWN], ids=["a yes-or-no question", "a note"])
async def test_danger_is_heard_in_an_interview(
    settled_chat: Chat,
    kept: Stores,
    content: Content,
    assistant: Assistant,
    language: LanguageCode,
    kind: DeadlineKind | None,
) -> None:
    """A cry for help gets the fixed text in any language, also where any words would do as an answer."""
    interview = InterviewId.DEPARTURE_TERM if kind is None else InterviewId.NEW_DEADLINE
    question = await begin(settled_chat, interview)
    for tap in answers_offered(question):
        if tap.answer == kind:
            await settled_chat.tap(tap)
    before = kept.interviews.current(me(kept, settled_chat))
    phrase = next(iter(content.texts[language].danger_phrases.values()))[0]
    (message,) = await settled_chat.write(phrase)

    assert message == assistant.check_danger(phrase, _EN)
    assert (message.kind, kept.interviews.current(me(kept, settled_chat))) == (Kind.CRISIS, before)


async def test_an_interview_that_is_asked_for_in_words_is_asked_once(
    settled_chat: Chat, composer: Composer, understanding: FakeUnderstanding
) -> None:
    """Who starts an interview by typing sees its first question once, and no word of going back."""
    understanding.expect(_QUESTION, Start(InterviewId.GUIDANCE))
    (question,) = await settled_chat.write(_QUESTION)

    assert _asks(question, composer, "guidance_intro")
    assert not _asks(question, composer, "interview_again")


@pytest.mark.parametrize("how", ["asked for", "named"])
async def test_another_language_in_the_middle(
    settled_chat: Chat, composer: Composer, understanding: FakeUnderstanding, how: str
) -> None:
    """Who asks for another language gets the open question again in that one."""
    text = {"asked for": "can we speak Nederlands please", "named": "Nederlands"}[how]
    understanding.expect(text, ChangeLanguage())
    await begin(settled_chat)
    messages = await settled_chat.write(text)

    dutch = LanguageCode("nl")
    assert _asks(messages[-1], composer, "departure_term_ask_is_unaccompanied_minor", dutch)


async def test_who_never_chose_a_language_can_type_answers(
    chat: Chat, kept: Stores, composer: Composer
) -> None:
    """A new person who begins with an interview speaks the language of their app in it."""
    await chat.tap(StartInterview(InterviewId.DEPARTURE_TERM))
    await chat.tap(GiveConsent(given=True, then=InterviewId.DEPARTURE_TERM))
    (question,) = await chat.write("nee")

    assert _asks(question, composer, "departure_term_ask_decision_received", LanguageCode("nl"))


@pytest.mark.parametrize("consent", [Consent.NOT_ASKED, Consent.GIVEN])
async def test_who_goes_by_buttons_only_is_reminded_in_the_language_of_their_app(
    talk: Talk, kept: Stores, language: LanguageCode, consent: Consent
) -> None:
    """The language that was spoken at consent is remembered: a reminder is sent to no app."""
    chat = Chat(talk, Address("telegram", "1002", language))
    kept.people.set_consent(me(kept, chat), consent)
    await chat.tap(StartInterview(InterviewId.NEW_DEADLINE))
    if consent is Consent.NOT_ASKED:
        await chat.tap(GiveConsent(given=True, then=InterviewId.NEW_DEADLINE))

    assert kept.people.find_or_add(chat.address).language == language


@pytest.mark.parametrize("taps", [[StartInterview(InterviewId.GUIDANCE)], [GiveConsent(given=False)]])
async def test_without_consent_a_tap_chooses_no_language(
    talk: Talk, kept: Stores, taps: list[Action]
) -> None:
    """Who has not agreed to be remembered, or said no, leaves no language behind."""
    chat = Chat(talk, Address("telegram", "1002", LanguageCode("ar")))
    for tap in taps:
        await chat.tap(tap)

    assert kept.people.find_or_add(chat.address).language is None


async def test_nothing_more_is_kept_after_consent_was_taken_back(settled_chat: Chat, kept: Stores) -> None:
    """Who taps "no" on the question for consent later on leaves no answers of an interview behind."""
    run = run_of(await begin(settled_chat))
    await settled_chat.tap(give(run, IS_MINOR, YesNo.NO))
    await settled_chat.tap(GiveConsent(given=False))

    assert kept.interviews.current(me(kept, settled_chat)) is None


async def test_consent_for_an_interview_also_answers_the_question_that_waited(
    settled_chat: Chat,
    kept: Stores,
    composer: Composer,
    understanding: FakeUnderstanding,
    languages: FixedLanguages,
) -> None:
    """A question from before is answered, and the interview that consent was asked for begins."""
    kept.people.set_consent(me(kept, settled_chat), Consent.NOT_ASKED)
    languages.expect(_QUESTION, "en")
    understanding.expect(_QUESTION, Say(_HRT))
    await settled_chat.write(_QUESTION)
    await settled_chat.tap(StartInterview(InterviewId.DEPARTURE_TERM))
    messages = await settled_chat.tap(GiveConsent(given=True, then=InterviewId.DEPARTURE_TERM))

    assert messages[0].topic == _HRT
    assert _asks(messages[-1], composer, "departure_term_ask_is_unaccompanied_minor")


async def test_answers_that_a_new_version_does_not_know_are_left_out(
    settled_chat: Chat, kept: Stores, composer: Composer
) -> None:
    """After an update an interview goes on: only what no longer fits is asked again."""
    answers = ((QuestionId("gone"), "yes"), (IS_MINOR.id, "perhaps"), (DECISION_RECEIVED.id, "yes"))
    state = InterviewState(InterviewId.DEPARTURE_TERM, Run("r"), answers)
    kept.interviews.keep(me(kept, settled_chat), state)
    *_, asked = await settled_chat.write(_QUESTION)
    (following,) = await settled_chat.tap(give(run_of(asked), IS_MINOR, YesNo.NO))

    assert _asks(asked, composer, "departure_term_ask_is_unaccompanied_minor")
    assert _asks(following, composer, "departure_term_ask_letter_last_day")


async def test_a_restart_at_every_step_loses_nothing(
    settled_chat: Chat,
    kept: Stores,
    assistant: Assistant,
    languages: FixedLanguages,
    clock: SettableClock,
) -> None:
    """Each tap may be handled by a program that was just started: the stores remember everything."""

    def restarted() -> Chat:
        return Chat(build_talk(assistant, kept, languages, clock), settled_chat.address)

    message = await begin(restarted())
    while offered := answers_offered(message):
        question = INTERVIEWS[InterviewId.DEPARTURE_TERM].questions[offered[0].question]
        tap = GiveAnswer(offered[0].run, offered[0].question, encode(LETTER[question]))
        (message,) = await restarted().tap(tap)
    await restarted().tap(only(message, AcceptProposal))

    assert [each.kind for each in dates_of(kept, settled_chat)] == [DeadlineKind.DEPARTURE_TERM]


async def test_the_date_in_the_confirmation_can_be_confirmed_in_words(
    settled_chat: Chat, kept: Stores
) -> None:
    """Who types yes to "is this right?" has set the date: a typed answer counts like a tap."""
    question = await begin(settled_chat, InterviewId.NEW_DEADLINE)
    (tap,) = [each for each in answers_offered(question) if each.answer == DeadlineKind.VBL_STAY]
    await settled_chat.tap(tap)
    await settled_chat.write("12 december 2026")
    await settled_chat.write("yes")

    assert [each.kind for each in dates_of(kept, settled_chat)] == [DeadlineKind.VBL_STAY]


async def test_the_result_does_not_take_questions_for_answers(
    settled_chat: Chat, understanding: FakeUnderstanding
) -> None:
    """After the result the person asks what they like, and is not asked anything again."""
    understanding.expect(_QUESTION, Say(_HRT))
    run = run_of(await begin(settled_chat))
    await settled_chat.tap(give(run, IS_MINOR, YesNo.YES))
    (answer,) = await settled_chat.write(_QUESTION)

    assert answer.topic == _HRT
    assert not [each for each in actions(answer) if isinstance(each, GiveAnswer)]
