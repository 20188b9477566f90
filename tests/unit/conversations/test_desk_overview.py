"""What counsellors see of the cases: cards, the overview, what was allowed, and what is never forgotten."""

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.stores import Stores
from content.loader import Content
from content.model import LanguageCode, TopicId
from conversations.cases import CaseReason, CaseState, CloseReason, PostKind, Sharing
from conversations.composer import Composer
from conversations.counsellor_texts import CounsellorTexts
from conversations.deadlines import APPOINTMENTS, TERMS, DeadlineKind
from conversations.desk_counsellors import CounsellorAct
from conversations.typed.desk_dates import DateProblem
from tests.fakes import SettableClock
from tests.fakes_of_desk import NOOR, SAM, Desk

_ROOT = Path(__file__).parents[3]
_UNTAKEN, _UNANSWERED = timedelta(minutes=30), timedelta(hours=24)
_AR = LanguageCode("ar")
_HRT = TopicId("hrt_amounts")


@pytest.fixture
def desk(kept: Stores, composer: Composer, clock: SettableClock) -> Desk:
    """Return the counsellors' side of the desk."""
    return Desk(kept, composer, clock)


@pytest.mark.parametrize("sharing", [*Sharing, None])
def test_who_tells_what_was_allowed_and_the_language(
    desk: Desk, content: Content, sharing: Sharing | None
) -> None:
    """A person who was not asked allowed nothing."""
    desk.act(desk.open(sharing=sharing), "/who")

    allowed = desk.texts.fill(f"sharing_{sharing or 'nothing'}")
    assert desk.words() == [
        desk.texts.fill("who", sharing=allowed, language=content.texts[_AR].language.name)
    ]


@pytest.mark.parametrize("reason", list(CaseReason))
@pytest.mark.parametrize("state", list(CaseState))
def test_the_card_tells_the_case_and_not_the_person(desk: Desk, reason: CaseReason, state: CaseState) -> None:
    """A card has the name of the case, its language, reason and counsellor, and no number of the person."""
    case = desk.open(reason=reason, number="31612345678")
    case = replace(case, state=state, counsellor=SAM, topic=_HRT)
    desk.kept.cases.save(case)
    card = desk.desk.card(case)

    assert all(part in card for part in (case.name, "العربية", desk.texts.fill(f"state_{state}"), "Sam"))
    assert desk.texts.fill(f"card_reason_{reason}") in card
    assert (desk.texts.fill("card_urgent") in card) == case.is_urgent
    assert not any(secret in card for secret in ("31612345678", case.person, case.id))


def test_forgotten_cases_come_up_once_in_each_period(desk: Desk, clock: SettableClock) -> None:
    """Untaken after 30 minutes and again after the next 30, with who is on duty; not before, not twice."""
    desk.open()

    def look() -> int:
        return desk.desk.raise_forgotten(_UNTAKEN, _UNANSWERED)

    raised = []
    for _ in range(14):
        clock.advance(minutes=5)
        raised.append(look())

    assert [place for place, count in enumerate(raised, start=1) if count] == [6, 12]
    assert [(post.kind, post.text) for post in desk.posts()] == [
        (PostKind.TO_DUTY, desk.texts.fill("raised", hours=hours)) for hours in ("0", "1")
    ]


def test_an_unanswered_conversation_comes_up_after_a_day(desk: Desk, clock: SettableClock) -> None:
    """A taken case counts from the oldest message without an answer; an answer starts anew."""
    case = desk.open()
    desk.tap_take(case)
    clock.advance(hours=23)
    assert desk.desk.raise_forgotten(_UNTAKEN, _UNANSWERED) == 0
    clock.advance(hours=2)
    assert desk.desk.raise_forgotten(_UNTAKEN, _UNANSWERED) == 1

    desk.act(case, "Hallo")
    clock.advance(days=9)

    assert desk.desk.raise_forgotten(_UNTAKEN, _UNANSWERED) == 0


def test_the_overview_has_the_longest_waiting_on_top(desk: Desk, clock: SettableClock) -> None:
    """Everywhere in the group: open cases by age, danger marked, closed ones left out."""
    assert desk.act(None, "/overview").reply == desk.texts.fill("overview_none")

    first = desk.open("ar", number="1")
    clock.advance(hours=2)
    second = desk.open("fr", CaseReason.DANGER, number="2")
    desk.act(desk.open("so", number="3"), "/close klaar")
    clock.advance(hours=1)

    title, *lines, week = desk.act(first, "/overview").reply.splitlines()
    waiting = desk.texts.fill("state_waiting")
    expected = [
        desk.texts.fill("overview_line", name=case.name, language=name, state=waiting, hours=hours)
        for case, name, hours in ((first, "العربية", "3"), (second, "Français", "1"))
    ]
    assert (title, lines) == (desk.texts.fill("overview_title", count="2"), [expected[0], f"‼️ {expected[1]}"])
    assert week == desk.texts.fill("overview_week", opened="3", closed="1", questions="0", missed="0")


def test_a_case_of_an_erased_person_is_empty(desk: Desk) -> None:
    """Nothing can be sent any more, and no act breaks on it."""
    case = desk.open()
    desk.kept.people.forget(case.person)
    told = [
        desk.desk.act(CounsellorAct(SAM, desk.kept.cases.find(case.id), text)) for text in ("Hi", "/take")
    ]

    assert [result.letters for result in told] == [(), ()]


def test_texts_for_counsellors_and_code_agree(content: Content) -> None:
    """Every key that the code asks for exists, and no text is left over."""
    code = "\n".join(
        path.read_text(encoding="utf-8").replace("'", '"')
        for folder in ("conversations", "bot")
        for path in (_ROOT / folder).rglob("*.py")
        if any(part in path.as_posix() for part in ("desk", "counsellor", "request", "telegram/letters"))
    )
    made = {
        f"{kind}_{each}"
        for kind, every in (("card_reason", CaseReason), ("state", CaseState))
        for each in every
    }
    made |= {f"sharing_{each}" for each in Sharing}
    made |= {f"close_{each}" for each in CloseReason}
    made |= {f"date_{each}" for each in DateProblem}
    made |= {f"words_{each}" for each in (*TERMS, *APPOINTMENTS, DeadlineKind.WEEKLY_REPORT)}
    asked = set(re.findall(r'(?:\.fill|\.say|\.words)\(\s*(?:\w+(?:\.\w+)*, )?"(\w+)"', code))
    named = {key for key in content.counsellors if f'"{key}"' in code}

    assert asked - set(content.counsellors) == set()
    assert made - set(content.counsellors) == set()
    assert set(content.counsellors) - named - made == set()


def test_a_text_that_does_not_exist_is_an_error() -> None:
    """A forgotten text is found in development, not by a counsellor."""
    with pytest.raises(KeyError):
        CounsellorTexts(dict).fill("no_such_text")


def test_the_first_answer_and_the_first_taker_count(desk: Desk, clock: SettableClock) -> None:
    """How long somebody waited does not change when a colleague takes over or the case goes on later."""
    case = desk.open()
    opened = clock()
    clock.advance(minutes=10)
    desk.tap_take(case)
    clock.advance(minutes=10)
    desk.act(case, "Hallo")
    clock.advance(hours=1)
    desk.act(case, "/take", NOOR)
    desk.act(case, "Dag")
    desk.act(case, "/close klaar")
    desk.act(case, "/reopen")

    now = desk.now(case)
    expected = (opened + timedelta(minutes=10), opened + timedelta(minutes=20))
    assert (now.taken_at, now.answered_at) == expected
