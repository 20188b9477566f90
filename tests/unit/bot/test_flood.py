"""Who sends more than anybody can mean is noticed, by when it was sent."""

from datetime import datetime, timedelta
from typing import Any

from telegram import Update

from bot.telegram.flood import MOST, WITHIN, FloodGuard, Verdict
from tests.fakes import NOON
from tests.fakes_of_desk import Seconds
from tests.updates import edited, sender, tapped, written

_SECOND = timedelta(seconds=1)


def _update(raw: dict[str, Any]) -> Update:
    update = Update.de_json(raw, None)
    assert update is not None
    return update


def _judge(guard: FloodGuard, moments: list[datetime], chat: int = 42) -> list[Verdict]:
    return [guard.judge(_update(written(1, "text", chat, moment))) for moment in moments]


def test_what_a_person_can_mean() -> None:
    """Thirty messages a minute are answered, for as long as they come."""
    moments = [NOON + number * WITHIN / MOST for number in range(MOST * 3)]
    assert set(_judge(FloodGuard(), moments)) == {Verdict.ANSWER}


def test_too_many() -> None:
    """Of more than that the first is told, and of the others only danger is heard."""
    verdicts = _judge(FloodGuard(), [NOON] * 1000)
    assert verdicts == [*[Verdict.ANSWER] * MOST, Verdict.TELL, *[Verdict.LISTEN] * (999 - MOST)]


def test_after_a_minute() -> None:
    """A minute later all is well again, and a second flood is told again."""
    guard = FloodGuard()
    _judge(guard, [NOON] * 100)
    later = _judge(guard, [NOON + WITHIN] * (MOST + 1))
    assert later == [*[Verdict.ANSWER] * MOST, Verdict.TELL]


def test_others_are_answered() -> None:
    """One person's flood is not another's."""
    guard = FloodGuard()
    _judge(guard, [NOON] * 1000)
    assert _judge(guard, [NOON], chat=7) == [Verdict.ANSWER]


def test_what_came_while_the_machine_was_off() -> None:
    """Who wrote now and then during a night gets all answers in the morning."""
    moments = [NOON + number * timedelta(minutes=5) for number in range(100)]
    assert set(_judge(FloodGuard(), moments)) == {Verdict.ANSWER}


def test_changes_count_when_they_are_made() -> None:
    """Changing old messages now and then is no flood, changing one a hundred times at once is."""
    guard = FloodGuard()
    slowly = [edited(1, "text", moment=NOON + number * WITHIN) for number in range(MOST * 2)]
    assert {guard.judge(_update(each)) for each in slowly} == {Verdict.ANSWER}
    at_once = [edited(1, "text", 7, NOON, NOON - number * WITHIN) for number in range(MOST + 1)]
    assert [guard.judge(_update(each)) for each in at_once][-1] is Verdict.TELL


def test_counsellors_are_always_answered() -> None:
    """In the group there is no limit: many people write there."""
    guard = FloodGuard()
    group = {"id": -100, "type": "supergroup", "title": "counsellors"}
    raw = {"message_id": 1, "date": int(NOON.timestamp()), "chat": group, "from": sender(1), "text": "x"}
    updates = [_update({"update_id": number, "message": raw}) for number in range(100)]
    assert {guard.judge(update) for update in updates} == {Verdict.ANSWER}


def test_an_update_without_a_chat() -> None:
    """What belongs to no chat is no flood."""
    assert FloodGuard().judge(_update({"update_id": 1})) is Verdict.ANSWER


def test_a_clock_that_goes_back() -> None:
    """When time goes back nobody is shut out for longer than the minute."""
    guard = FloodGuard()
    _judge(guard, [NOON + timedelta(hours=1)] * MOST)
    _judge(guard, [NOON] * 5)
    assert _judge(guard, [NOON + timedelta(hours=1) + WITHIN + _SECOND]) == [Verdict.ANSWER]


def test_a_clock_of_the_machine_that_is_wrong() -> None:
    """Taps have no date: who taps is not shut out for days when this machine's clock is wrong."""
    seconds = Seconds()
    guard = FloodGuard(seconds)
    taps = [guard.judge(_update(tapped(1, "menu", 42))) for _ in range(MOST + 1)]
    seconds.now += WITHIN.total_seconds()
    assert (taps[-1], _judge(guard, [NOON - timedelta(days=3)])) == (Verdict.TELL, [Verdict.ANSWER])


def test_taps_and_messages_count_together() -> None:
    """Who does both gets no more answers than who does one."""
    guard = FloodGuard(Seconds())
    _judge(guard, [NOON] * (MOST // 2))
    taps = [guard.judge(_update(tapped(1, "menu", 42))) for _ in range(MOST)]
    assert taps.count(Verdict.ANSWER) == MOST - MOST // 2


def test_the_quiet_are_forgotten() -> None:
    """However many people come by in a year, only those of the last minute are kept."""
    seconds = Seconds()
    guard = FloodGuard(seconds)
    for person in range(1, 1001):
        _judge(guard, [NOON + timedelta(seconds=seconds.now)] * 40, chat=person)
        seconds.now += 1
    assert len(guard) == WITHIN.total_seconds()
    assert _judge(guard, [NOON + timedelta(seconds=seconds.now)], chat=1) == [Verdict.ANSWER]
