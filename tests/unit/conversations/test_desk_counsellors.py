"""The counsellors' side of the desk: who may act, and what follows for the person."""

import pytest

from bot.stores import Stores
from content.model import DUTCH, LanguageCode, TopicId
from conversations.actions import EndCase, GiveFeedback
from conversations.cases import CaseReason, CaseState, PostKind
from conversations.composer import Composer
from conversations.desk_buttons import TakeCase
from conversations.desk_counsellors import CounsellorAct, Result
from tests.fakes import SettableClock, actions, words
from tests.fakes_of_desk import NOOR, PHOTO, SAM, Desk

_AR = LanguageCode("ar")
_HRT = TopicId("hrt_amounts")


@pytest.fixture
def desk(kept: Stores, composer: Composer, clock: SettableClock) -> Desk:
    """Return the counsellors' side of the desk."""
    return Desk(kept, composer, clock)


def letters(result: Result) -> list[str]:
    """Return the words of what goes to the person."""
    return [words(letter.message) for letter in result.letters]


@pytest.mark.parametrize(
    "text", ["Hello", "/take", "/close", "/answer hrt_amounts", "/phrase 1", "/overview", "/who", "/reopen"]
)
def test_a_stranger_changes_nothing(desk: Desk, text: str) -> None:
    """Who is not on the list can do nothing, whatever they write, and reads nothing about the case."""
    case = desk.open()

    assert desk.act(case, text, counsellor=None) == Result(reply=desk.texts.fill("not_a_counsellor"))
    assert (desk.now(case), desk.posts()) == (case, [])


def test_the_first_of_two_counsellors_has_the_case(desk: Desk) -> None:
    """Two taps at the same moment, on the same card: one has it and the other reads who."""
    case = desk.open()
    first, second = [desk.desk.tapped(case, each, TakeCase()) for each in (SAM, NOOR)]

    assert (len(first.letters), len(second.letters)) == (1, 0)
    assert desk.now(case).counsellor == SAM
    assert desk.words() == [
        desk.texts.fill("taken", counsellor="Sam"),
        desk.texts.fill("taken_already", counsellor="Sam"),
    ]


def test_a_double_tap_tells_the_person_once(desk: Desk) -> None:
    """A finger that taps twice does not write twice."""
    case = desk.open()

    assert [len(desk.tap_take(case).letters) for _ in range(2)] == [1, 0]


def test_a_colleague_takes_over_by_command(desk: Desk, composer: Composer) -> None:
    """The person hears that somebody else goes on, without a name."""
    case = desk.open()
    desk.tap_take(case)
    told = desk.act(case, "/take", NOOR)

    expected = composer.desk_notice(["case_other_counsellor", "case_silent_note"], _AR, can_end=True)
    assert [letter.message for letter in told.letters] == [expected]
    assert desk.now(case).counsellor == NOOR


def test_an_old_button_does_not_take_a_closed_case(desk: Desk) -> None:
    """A case that has ended goes on only with /reopen."""
    case = desk.open()
    desk.act(case, "/close klaar")
    taken = desk.tap_take(case)

    assert (taken.letters, desk.now(case).state) == ((), CaseState.CLOSED)


def test_just_writing_answers_and_takes(desk: Desk, composer: Composer) -> None:
    """The person reads that a human is there, then the words, marked as from a counsellor without a name."""
    case = desk.open()
    told = desk.act(case, "Hallo {name}\n\nTweede regel")

    label = composer.content.interface("case_from_counsellor", _AR)
    assert letters(told)[1] == f"{label}\nHallo {{name}}\nTweede regel"
    assert words(composer.desk_notice(["case_taken", "case_silent_note"], _AR)) == letters(told)[0]
    assert [letter.case.counsellor for letter in told.letters] == [SAM, SAM]
    assert (desk.now(case).state, desk.now(case).waiting_since) == (CaseState.TAKEN, None)
    assert letters(desk.act(case, "Nog iets")) == [f"{label}\nNog iets"]


def test_a_file_goes_to_the_person_as_it_is(desk: Desk) -> None:
    """A message of the group that is no text is copied by its number."""
    case = desk.open()
    desk.tap_take(case)
    (letter,) = desk.desk.act(CounsellorAct(SAM, desk.now(case), "", PHOTO, 77)).letters

    assert (letter.attachment, letter.in_topic) == (PHOTO, 77)


@pytest.mark.parametrize(
    "text", ["Hallo", "/answer hrt_amounts", "/phrase 1"], ids=["words", "answer", "phrase"]
)
def test_who_answers_has_taken_the_case_and_the_person_knows(
    desk: Desk, composer: Composer, text: str
) -> None:
    """However a counsellor answers first: the person reads that the assistant is silent, the card changes."""
    case = desk.open(reason=CaseReason.DANGER, sharing=None)
    told = desk.act(case, text)

    assert (desk.now(case).state, desk.now(case).counsellor) == (CaseState.TAKEN, SAM)
    assert letters(told)[0] == words(composer.desk_notice(["case_taken", "case_silent_note"], _AR))
    assert PostKind.CARD in [post.kind for post in desk.posts()]


@pytest.mark.parametrize("text", ["/note only for us", "/NOTE@OurBot only for us", "/note\nonly for us"])
def test_a_note_is_not_sent(desk: Desk, text: str) -> None:
    """What colleagues write to each other stays among them, and they read that it does."""
    case = desk.open()

    assert desk.act(case, text) == Result()
    assert desk.words() == [desk.texts.fill("noted")]


def test_an_answer_by_topic_comes_in_the_language_of_the_person(
    desk: Desk, composer: Composer, clock: SettableClock, language: LanguageCode
) -> None:
    """The counsellor reads Dutch, the person their own language, and the answer is the approved one."""
    case = desk.open(language)
    desk.tap_take(case)
    desk.posts()
    (letter,) = desk.act(case, f"/answer {_HRT}").letters

    assert letter.message == composer.approved_answer(_HRT, language, clock.today())
    assert letter.message.language == language
    title = composer.content.answer(_HRT, DUTCH).title
    assert desk.words() == [desk.texts.fill("answer_sent", topic=title)]


@pytest.mark.parametrize(
    ("search", "key"),
    [("inreisverbod", "answer_usage"), ("", "answer_usage"), ("xqzzw", "answer_none")],
    ids=["words", "nothing asked", "nothing found"],
)
def test_a_search_sends_nothing(desk: Desk, search: str, key: str) -> None:
    """Words that do not name one topic give a list to choose from; the person reads nothing."""
    case = desk.open()

    assert desk.act(case, f"/answer {search}").letters == ()
    (listed,) = desk.words()
    assert listed.splitlines()[0] == desk.texts.fill(key)
    assert ("/answer entry_ban ·" in listed) == (search == "inreisverbod")
    assert desk.now(case) == case


def test_phrases_by_number_come_in_the_language_of_the_person(
    desk: Desk, composer: Composer, language: LanguageCode
) -> None:
    """Every number of the Dutch list is the same sentence in the language of the person."""
    case = desk.open(language)
    desk.tap_take(case)
    phrases = list(composer.content.texts[DUTCH].phrases)
    sent = [desk.act(case, f"/phrase {place}").letters for place in range(1, len(phrases) + 1)]

    assert [message for (letter,) in sent for message in (letter.message,)] == [
        composer.phrase(phrase, language) for phrase in phrases
    ]


@pytest.mark.parametrize("number", ["", "0", "61", "-1", "one", "1.5", "²"])
def test_a_wrong_number_lists_the_phrases(desk: Desk, composer: Composer, number: str) -> None:
    """Without a number that exists nothing is sent and all sentences are shown, in Dutch."""
    case = desk.open()

    assert desk.act(case, f"/phrase {number}").letters == ()
    (listed,) = desk.words()
    phrases = composer.content.texts[DUTCH].phrases
    assert len(listed.splitlines()) == len(phrases) + 1
    assert desk.now(case) == case


def test_closing_gives_the_chat_back_and_asks_for_feedback(desk: Desk, composer: Composer) -> None:
    """The person reads that it ended and can say with one tap whether it helped; colleagues read why."""
    case = desk.open()
    desk.tap_take(case)
    desk.posts()
    told = desk.act(case, "/close it is solved")

    assert letters(told) == [
        words(composer.menu(_AR, "case_ended_by_counsellor")),
        words(composer.notice(["case_feedback"], _AR)),
    ]
    assert actions(told.letters[1].message) == [GiveFeedback(helped=True), GiveFeedback(helped=False)]
    assert desk.words() == [desk.texts.fill("closed", counsellor="Sam", reason="it is solved")]
    assert desk.kept.cases.of_person(case.person) is None


@pytest.mark.parametrize("text", ["Hallo", "/take", "/close", "/answer hrt_amounts", "/phrase 1", "/xyz"])
def test_in_a_closed_case_nothing_goes_to_the_person(desk: Desk, text: str) -> None:
    """The counsellor reads how to open the case again; nothing is sent in silence."""
    case = desk.open()
    desk.act(case, "/close klaar")
    desk.posts()

    assert desk.act(case, text) == Result()
    assert desk.words() == [desk.texts.fill("case_closed")]
    assert not desk.now(case).is_open


def test_a_closed_case_is_reopened(desk: Desk, composer: Composer) -> None:
    """The conversation goes on, and the person knows."""
    case = desk.open()
    desk.act(case, "/close klaar")
    told = desk.act(case, "/reopen", NOOR)

    assert letters(told) == [words(composer.desk_notice(["case_reopened"], _AR))]
    assert actions(told.letters[0].message) == [EndCase()]
    assert (desk.now(case).state, desk.now(case).counsellor) == (CaseState.TAKEN, NOOR)


def test_reopening_never_gives_a_person_two_open_cases(desk: Desk) -> None:
    """Who asked again meanwhile has one conversation: their messages have one place to go to."""
    old = desk.open()
    desk.act(old, "/close klaar")
    desk.open()
    told = desk.act(old, "/reopen")

    assert (told.letters, len(desk.kept.cases.all_open())) == ((), 1)


def test_commands_outside_a_case(desk: Desk) -> None:
    """Commands are explained there; what colleagues say to each other is left alone."""
    assert desk.act(None, "/close") == Result(reply=desk.texts.fill("no_case_here"))
    assert desk.act(None, "Good morning all") == Result()


def test_an_unknown_command_is_not_sent(desk: Desk) -> None:
    """A typing mistake in a command never reaches the person."""
    assert desk.act(desk.open(), "/claim now") == Result()
    assert desk.words() == [desk.texts.fill("unknown_command")]
