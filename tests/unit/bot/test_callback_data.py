import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.telegram.callback_data import CallbackDataError, decode, encode
from content.loader import Content
from content.model import Group, LanguageCode, TopicId
from conversations.actions import (
    Action,
    AnswerFollowUp,
    AnswerQuestion,
    ChooseLanguage,
    ConfirmDate,
    ForgetMe,
    GiveConsent,
    KeepLanguage,
    NoneOfThese,
    ShareFile,
    ShareLocation,
    ShowGroup,
    ShowMenu,
    ShowTopic,
    TalkToPerson,
)
from conversations.actions_of_privacy import AskToForget, GetMyData, KeepDates, WithdrawConsent
from conversations.counsellor_requests import RequestId

LONGEST_CALLBACK_DATA = 64
KINDS = [
    ShowMenu(),
    ShowGroup(Group.RIGHTS),
    ShowGroup(None),
    ShowTopic(TopicId("hrt_amounts")),
    ShowTopic(TopicId("hrt_amounts"), LanguageCode("nl")),
    ChooseLanguage(LanguageCode("ti")),
    KeepLanguage(),
    GiveConsent(given=True),
    GiveConsent(given=False),
    TalkToPerson(),
    NoneOfThese(),
    ForgetMe(confirmed=True),
    ForgetMe(confirmed=False),
    ShareLocation(2**31, allowed=True),
    ShareLocation(1, allowed=False),
    ShareFile(2**31, allowed=True),
    ShareFile(1, allowed=False),
    AnswerFollowUp(solved=True),
    AnswerFollowUp(solved=False),
    ConfirmDate(RequestId("Ab_-9xyz"), accepted=True),
    ConfirmDate(RequestId("Ab_-9xyz"), accepted=False),
    AnswerQuestion(RequestId("Ab_-9xyz"), "cannot_reach"),
    AskToForget(),
    GetMyData(),
    WithdrawConsent(),
    KeepDates(kept=True),
    KeepDates(kept=False),
]


def all_actions(content: Content) -> list[Action]:
    """Return every action that a button can have, for every id and language."""
    ids = [*content.topics, *content.handover]
    return [
        *KINDS,
        *(ShowGroup(group) for group in Group),
        *(ShowTopic(topic, language) for topic in ids for language in (None, *content.languages)),
        *(ChooseLanguage(language) for language in content.languages),
        *(
            AnswerQuestion(RequestId(question), answer)
            for question, prepared in content.texts[LanguageCode("nl")].asked.items()
            for answer in prepared.answers
        ),
    ]


@pytest.mark.parametrize("action", KINDS, ids=repr)
def test_round_trip(action: Action) -> None:
    """Every kind of action comes back from its callback data as it was."""
    assert decode(encode(action)) == action


def test_round_trip_of_everything(content: Content) -> None:
    """No id or language of the real content is changed on the way, and no two actions look the same."""
    actions = all_actions(content)
    assert [decode(encode(action)) for action in actions] == actions
    assert len({encode(action) for action in actions}) == len(set(actions))


def test_fits_into_a_button(content: Content) -> None:
    """No button of any published id in any language is over the bytes that Telegram allows."""
    sizes = {encode(action): len(encode(action).encode()) for action in all_actions(content)}
    assert {data: size for data, size in sizes.items() if not 1 <= size <= LONGEST_CALLBACK_DATA} == {}


@given(st.text(max_size=80) | st.from_regex(r"[mgtlkchnfxyoq](:[\w:]{0,9}){0,3}"))
@example("t:")
@example("g:")
@example("t:a:")
def test_any_text(data: str) -> None:
    """Forged or outdated data either is an action that encodes back to it, or is refused."""
    try:
        action = decode(data)
    except CallbackDataError:
        return
    assert encode(action) == data


@pytest.mark.parametrize(
    "data", ["", "m:", "m:1", "x", "t", "t:a:nl:b", "g", "g:none", "c:", "c:2", "c:True", "f:١", "M", "m\n"]
)
def test_unknown_data(data: str) -> None:
    """Data that this version did not make is refused, and its words are not in the error."""
    with pytest.raises(CallbackDataError, match=r"^unknown callback data$"):
        decode(data)
