"""Office hours at the desk: what people read when they ask, and when forgotten cases come up."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.stores import Stores
from content.formatting import format_date_and_time
from content.loader import Content
from content.model import LanguageCode, Organisation
from conversations.actions import EndCase, OpenCase
from conversations.assistant import Assistant
from conversations.cases import CaseReason, Sharing
from conversations.composer import Composer
from conversations.deadlines import Deadline, DeadlineId, DeadlineKind, DeadlineState
from tests.fakes import Chat, SettableClock, actions, words
from tests.fakes_of_desk import Desk

_EN = LanguageCode("en")
_WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday")
_UNTAKEN, _UNANSWERED = timedelta(minutes=30), timedelta(hours=24)
_MONDAY_NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
_FRIDAY_EVENING = datetime(2026, 11, 6, 19, 0, tzinfo=UTC)
_HOURS = dict.fromkeys(_WEEK, "09:00-17:00")


def _with(content: Content, **fields: object) -> Content:
    """Return the content of an organisation that has filled in `fields`."""
    organisation: Organisation = replace(content.organisation, **fields)  # type: ignore[arg-type]
    return replace(content, organisation=organisation)


async def _asked(chat: Chat, assistant: Assistant, content: Content) -> str:
    """Return what a person reads who asks for a counsellor."""
    assistant.use(content)
    (message,) = await chat.tap(OpenCase(Sharing.NOTHING))
    assert actions(message) == [EndCase()]
    return words(message)


@pytest.mark.parametrize("language", ["nl", "en"])
async def test_asking_in_office_hours(
    settled_chat: Chat, assistant: Assistant, content: Content, kept: Stores, language: str
) -> None:
    """How soon somebody usually answers is told only where the organisation knows it; 112 always."""
    person = kept.people.find_or_add(settled_chat.address)
    kept.people.set_language(person.id, LanguageCode(language))
    told = await _asked(
        settled_chat, assistant, _with(content, office_hours=_HOURS, answers_within_minutes=30)
    )

    duration = {"nl": "30 minuten", "en": "30 minutes"}[language]
    expected = content.interface("case_when_open", LanguageCode(language)).format(duration=duration)
    assert (expected in told, "112" in told) == (True, True)


async def test_asking_in_office_hours_without_a_usual_time(
    settled_chat: Chat, assistant: Assistant, content: Content
) -> None:
    """No time is promised that nobody has told us."""
    told = await _asked(settled_chat, assistant, _with(content, office_hours=_HOURS))

    assert content.interface("case_when_open_unknown", _EN) in told


async def test_asking_outside_office_hours(
    settled_chat: Chat, assistant: Assistant, content: Content, clock: SettableClock
) -> None:
    """On Friday evening before a holiday on Monday: from Tuesday morning on, in the person's language."""
    clock.moment = _FRIDAY_EVENING
    closed = _with(content, office_hours=_HOURS, holidays=(date(2026, 11, 9),), answers_within_minutes=30)
    told = await _asked(settled_chat, assistant, closed)

    moment = format_date_and_time(date(2026, 11, 10), time(9), content.texts[_EN].language.locale)
    expected = content.interface("case_when_closed", _EN).format(moment=moment)
    assert (expected in told, "Tuesday" in moment, "112" in told) == (True, True, True)


@pytest.mark.parametrize(
    ("fields", "key"), [({}, "case_when_unknown"), ({"hours": "maandag"}, "case_when")], ids=["none", "words"]
)
async def test_hours_that_are_not_known(
    settled_chat: Chat,
    assistant: Assistant,
    composer: Composer,
    content: Content,
    fields: dict[str, str],
    key: str,
) -> None:
    """Without times the organisation's own words are shown, or that it is not known; 112 always."""
    told = await _asked(settled_chat, assistant, _with(content, **fields))

    assert words(composer.notice([key], _EN, values={"hours": "maandag"})) in told
    assert "112" in told


def test_the_hours_stand_with_the_ways_to_a_counsellor(content: Content) -> None:
    """Who looks for a counsellor without a group reads the hours in their language."""
    shown = Composer(_with(content, office_hours=_HOURS)).counsellor(_EN)

    assert "Monday–Friday" in words(shown)


@pytest.fixture
def desk(kept: Stores, content: Content, clock: SettableClock) -> Desk:
    """Return the desk of an organisation with office hours, on Friday just before they end."""
    clock.moment = datetime(2026, 11, 6, 15, 45, tzinfo=UTC)
    return Desk(kept, Composer(_with(content, office_hours=_HOURS)), clock)


@pytest.mark.parametrize(
    ("reason", "expected"),
    [
        (CaseReason.ASKED_FOR, "09-11 08:15"),
        (CaseReason.HELP_WANTED, "09-11 08:15"),
        (CaseReason.DANGER, "06-11 16:15"),
    ],
)
def test_a_weekend_does_not_count_except_for_danger(
    desk: Desk, clock: SettableClock, reason: CaseReason, expected: str
) -> None:
    """Fifteen minutes on Friday and fifteen on Monday make half an hour; danger never waits for Monday."""
    desk.open(reason=reason)
    while not desk.desk.raise_forgotten(_UNTAKEN, _UNANSWERED):
        clock.advance(minutes=5)

    assert clock().strftime("%d-%m %H:%M") == expected


def _date(desk: Desk, kind: DeadlineKind, day: date, note: str = "") -> Deadline:
    deadline = Deadline(DeadlineId(f"{kind}{day}"), desk.person().id, kind, day, note=note)
    desk.kept.deadlines.add(deadline, [])
    return deadline


@pytest.mark.parametrize("sharing", [None, *Sharing])
def test_dates_are_on_the_card_only_when_allowed(desk: Desk, sharing: Sharing | None) -> None:
    """Kind and day in Dutch, without the person's own note, and nothing that is over or cancelled."""
    case = desk.open(sharing=sharing)
    _date(desk, DeadlineKind.DEPARTURE_TERM, date(2026, 11, 20), note="my own note")
    _date(desk, DeadlineKind.RULING, date(2026, 11, 1))
    _date(desk, DeadlineKind.VBL_STAY, date(2026, 11, 5))
    cancelled = _date(desk, DeadlineKind.DOCUMENT_W, date(2026, 11, 21))
    desk.kept.deadlines.replan(replace(cancelled, state=DeadlineState.CANCELLED), [])
    card = desk.desk.card(case)

    shown = [
        desk.texts.fill("card_dates"),
        "• Wachten op de uitspraak",
        "• vrijdag 20 november 2026: Einde van mijn vertrektermijn",
    ]
    tail = card.splitlines()[-3:]
    assert (tail == shown) == (sharing is Sharing.DEADLINES)
    hidden = ["my own note", "VBL", "document W"]
    if sharing is not Sharing.DEADLINES:
        hidden += ["2026", "uitspraak"]
    assert [word for word in hidden if word in card] == []


def test_a_card_without_dates(desk: Desk) -> None:
    """Nothing stands under a heading when there is nothing to come."""
    assert desk.texts.fill("card_dates") not in desk.desk.card(desk.open(sharing=Sharing.DEADLINES))
