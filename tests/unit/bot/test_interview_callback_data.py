"""Callback data of the buttons of interviews and deadlines."""

from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.callback_data import CallbackDataError, decode, encode
from content.loader import Content
from content.model import LanguageCode
from conversations import actions_of_interviews as actions
from conversations.actions import Action, GiveConsent
from conversations.composer import Composer
from conversations.deadlines import DeadlineId, Distance
from conversations.flows.answers import decode as decode_answer
from conversations.flows.answers import encode as encode_answer
from conversations.flows.catalogue import INTERVIEWS
from conversations.flows.interview import Interview, InterviewId
from conversations.flows.questions import Day, Question
from conversations.identifiers import new_short_id
from conversations.interview_state import Run
from conversations.messages import Button, Message

LONGEST_CALLBACK_DATA = 64
MOST_BUTTONS, MOST_IN_A_ROW = 100, 8
TODAY = date(2026, 11, 2)
RUN = Run("-_aB3-_9")
_IDS = st.from_regex(r"[A-Za-z0-9_-]{8}", fullmatch=True)
_RUNS, _DEADLINES = _IDS.map(Run), _IDS.map(DeadlineId)
_PLACES = st.integers(0, 99)
_ANSWERS = st.one_of(
    st.dates().map(encode_answer),
    st.times().map(encode_answer),
    st.integers(-999, 9999).map(encode_answer),
    st.sampled_from(["unknown", "absent", "yes", "no", "2_safe_country_or_other_state"]),
)
_OF_A_DEADLINE = (
    actions.ShowDeadline,
    actions.ChangeDeadline,
    actions.GetCalendarFile,
    actions.MarkDone,
    actions.RemindLater,
    actions.AskForHelp,
    actions.StopReminders,
)
STRATEGIES: dict[type, st.SearchStrategy[Action]] = {
    actions.ShowInterviews: st.builds(actions.ShowInterviews),
    actions.StartInterview: st.builds(actions.StartInterview, st.sampled_from(InterviewId)),
    actions.GiveAnswer: st.builds(actions.GiveAnswer, _RUNS, _PLACES, _ANSWERS),
    actions.ShowMonth: st.builds(actions.ShowMonth, _RUNS, _PLACES, st.dates()),
    actions.PreviousQuestion: st.builds(actions.PreviousQuestion, _RUNS, _PLACES),
    actions.StopInterview: st.builds(actions.StopInterview, _RUNS),
    actions.AcceptProposal: st.builds(actions.AcceptProposal, _RUNS, _PLACES),
    actions.Ignore: st.builds(actions.Ignore),
    actions.ShowDeadlines: st.builds(actions.ShowDeadlines, st.booleans()),
    actions.CancelDeadline: st.builds(actions.CancelDeadline, _DEADLINES, st.none() | st.booleans()),
    actions.AllowTelling: st.builds(actions.AllowTelling, _DEADLINES, st.booleans()),
    actions.RulingCame: st.builds(actions.RulingCame, _DEADLINES, st.booleans()),
    actions.ShowReminderSettings: st.builds(actions.ShowReminderSettings),
    actions.ToggleDistance: st.builds(actions.ToggleDistance, st.booleans(), st.sampled_from(Distance)),
    actions.ToggleDiscreet: st.builds(actions.ToggleDiscreet),
    GiveConsent: st.builds(GiveConsent, st.booleans(), st.none() | st.sampled_from(InterviewId)),
    **{kind: st.builds(kind, _DEADLINES) for kind in _OF_A_DEADLINE},
}
_ANY = st.one_of(*STRATEGIES.values())


def screens(
    composer: Composer, interview: Interview, language: LanguageCode
) -> Iterator[tuple[Question, Message]]:
    """Return every question of `interview` as it is shown, with a picker at both ends of its period."""
    for question in interview.questions:
        months = (date(1, 1, 1), None, date(9999, 1, 1)) if isinstance(question, Day) else (None,)
        for month in months:
            yield question, composer.question(interview, question, RUN, 25, language, TODAY, month=month)


def rows(message: Message) -> list[tuple[Button, ...]]:
    """Return all rows of buttons of `message`."""
    return [*message.picker, *message.buttons]


def test_every_action_is_tried() -> None:
    """A new action is not forgotten here."""
    kinds = {*actions.InterviewAction.__args__, *actions.DeadlineAction.__args__}

    assert kinds - set(STRATEGIES) == set()


@pytest.mark.parametrize("kind", STRATEGIES, ids=lambda kind: kind.__name__)
@given(data=st.data())
def test_round_trip(kind: type, data: st.DataObject) -> None:
    """Every action comes back from its callback data as it was, and fits into a button."""
    action = data.draw(STRATEGIES[kind])

    assert decode(encode(action)) == action
    assert len(encode(action).encode()) <= LONGEST_CALLBACK_DATA


@given(_ANY, _ANY)
def test_no_two_actions_look_the_same(one: Action, other: Action) -> None:
    """A tap never does something else than its button says."""
    assert (encode(one) == encode(other)) == (one == other)


def test_an_id_as_it_is_made_comes_back() -> None:
    """Fresh ids have no sign that separates values."""
    for _ in range(500):
        action = actions.StopReminders(DeadlineId(new_short_id()))
        assert decode(encode(action)) == action


@pytest.mark.parametrize("interview", INTERVIEWS.values(), ids=INTERVIEWS)
def test_every_button_of_every_question_fits(
    content: Content, language: LanguageCode, interview: Interview
) -> None:
    """With the real texts: at most 64 bytes, a label, and a keyboard that Telegram accepts."""
    for _, message in screens(Composer(content), interview, language):
        buttons = [button for row in rows(message) for button in row]

        assert {
            data: len(data.encode())
            for button in buttons
            if not 1 <= len((data := encode(button.action)).encode()) <= LONGEST_CALLBACK_DATA
        } == {}
        assert [decode(encode(button.action)) for button in buttons] == [each.action for each in buttons]
        assert [button for button in buttons if not button.label] == []
        assert len(buttons) <= MOST_BUTTONS
        assert max(len(row) for row in rows(message)) <= MOST_IN_A_ROW


@pytest.mark.parametrize("interview", INTERVIEWS.values(), ids=INTERVIEWS)
def test_every_button_answers_its_own_question(content: Content, interview: Interview) -> None:
    """What a button gives is an answer that its question can have."""
    for question, message in screens(Composer(content), interview, LanguageCode("nl")):
        given_answers = [
            button.action
            for row in rows(message)
            for button in row
            if isinstance(button.action, actions.GiveAnswer)
        ]

        assert {interview.questions[each.question] for each in given_answers} <= {question}
        assert [encode_answer(decode_answer(question, each.answer)) for each in given_answers] == [
            each.answer for each in given_answers
        ]


_NAMES = st.sampled_from(
    [
        "i",
        "a",
        "am",
        "ap",
        "as",
        "aa",
        "-",
        "ds",
        "dc",
        "df",
        "dd",
        "dl",
        "dh",
        "dq",
        "dt",
        "dx",
        "da",
        "dr",
        "r",
        "rt",
        "rd",
        "c",
    ]
)
_VALUES = st.text(max_size=12) | st.sampled_from(
    [
        "",
        "0",
        "1",
        "?",
        "-1",
        "١",
        "9" * 50,
        "2026-02-31",
        "0000-01-01",
        "departure_term",
        "7_days",
        "yes",
        "09",
    ]
)


@given(st.builds(lambda name, values: ":".join([name, *values]), _NAMES, st.lists(_VALUES, max_size=5)))
def test_forged_data_is_an_action_or_refused(data: str) -> None:
    """Whatever somebody sends in the place of a button, nothing but `CallbackDataError` comes of it."""
    try:
        action = decode(data)
    except CallbackDataError:
        return
    assert decode(encode(action)) == action


@given(st.sampled_from(list(STRATEGIES)), st.data())
def test_garbled_data_is_an_action_or_refused(kind: type, data: st.DataObject) -> None:
    """Data of which a part was lost or changed is refused or stands for some action."""
    whole = encode(data.draw(STRATEGIES[kind]))
    place = data.draw(st.integers(0, len(whole)))
    garbled = whole[:place] + data.draw(st.text(max_size=2)) + whole[place + 1 :]
    try:
        action = decode(garbled)
    except CallbackDataError:
        return
    assert decode(encode(action)) == action


@pytest.mark.parametrize(
    "data",
    [
        "i:", "i:unknown", "i:departure_term:1", "a:run:1", "a:run:x:yes", "a:run::yes", "a:run:1:1:2:3",
        "am:run:1:2026-02-31", "am:run:1:", "ap:run", "ap:run:x", "as", "aa:run:", "-:", "dt:",
        "dt:2", "dx:id",
        "dx:id:2", "da:id:?", "dr:id:", "rt:1:never", "rt:x:7_days", "r:1", "rd:1", "ds",
        "ds:id:1", "c:1:unknown",
    ],
)  # fmt: skip
def test_data_that_no_button_has_is_refused(data: str) -> None:
    """Buttons of another version and forged ones are refused, and their words are not in the error."""
    with pytest.raises(CallbackDataError, match=r"^unknown callback data$"):
        decode(data)
