"""The counsellors' desk under load: how fast it is, and what Telegram's limits do to it."""

import asyncio
import re
import statistics
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from content.loader import Content
from content.model import DangerKind, LanguageCode
from conversations.cases import CaseReason, CaseState, CounsellorId, Sharing
from conversations.events import Address
from conversations.people import Consent
from conversations.store.cases import StoredCases
from conversations.store.database import open_database
from conversations.store.people import StoredPeople
from tests.bot_api.methods_chats import create_forum_topic
from tests.bot_api.methods_messages import send_message
from tests.bot_api.people import TestPerson
from tests.bot_api.seat import Seat
from tests.bot_api.server import BotApiServer
from tests.integration.test_desk import Room, make_room
from tests.processes import RasaServer, running_bot

_EN = LanguageCode("en")
_MINUTE = 61  # until the group takes twenty messages again
_CHATS = 5
_CASES = 200
_WRITERS = 24
_EACH = 5
_PER_SECOND = 30
_AT_ONCE = 10  # seconds in which danger is there, on a machine that does much else
_QUIET = 5  # seconds without a post: the allowance of this minute is used up


async def _seconds_until(writer: Seat, target: Seat, text: str) -> float:
    """Let somebody write and measure until the other side shows it."""
    begun = time.perf_counter()
    await writer.writes(text)
    await target.sees(text, 90)
    return time.perf_counter() - begun


@pytest.mark.long
@pytest.mark.timeout(600)
async def test_five_chats_are_fast(tmp_path: Path, rasa_server: RasaServer, content: Content) -> None:
    """With 5 open chats the median time is under 0.3 s in both directions."""
    async with BotApiServer() as server:
        room = make_room(server, tmp_path, rasa_server)
        async with running_bot(server, tmp_path / "data", **room.settings):
            chats = [await room.opened(content, "en") for _ in range(_CHATS)]
            seats = [room.group.seat(room.counsellor, topic.thread_id) for _, topic in chats]
            await asyncio.sleep(_MINUTE)
            for (person, _), seat in zip(chats, seats, strict=True):
                await seat.writes("Goedemorgen")
                await person.reads(2)
            await asyncio.sleep(_MINUTE)
            to_topic, to_person = [], []
            for turn in range(3):
                to_topic += await asyncio.gather(
                    *(
                        _seconds_until(person, seat, f"can I work while I wait, {turn}")
                        for (person, _), seat in zip(chats, seats, strict=True)
                    )
                )
                to_person += await asyncio.gather(
                    *(
                        _seconds_until(seat, person, f"dat hangt ervan af, {turn}")
                        for (person, _), seat in zip(chats, seats, strict=True)
                    )
                )
            medians = statistics.median(to_topic), statistics.median(to_person)
            sys.stderr.write(
                f"\n{_CHATS} open chats, median of {len(to_topic)}: {medians[0] * 1000:.0f} ms to the topic "
                f"(slowest {max(to_topic) * 1000:.0f}), {medians[1] * 1000:.0f} ms to the person "
                f"(slowest {max(to_person) * 1000:.0f})\n"
            )
        assert server.problems == []
    assert medians[0] < 0.3
    assert medians[1] < 0.3


def _fill(room: Room, data: Path) -> list[tuple[TestPerson, int]]:
    """Store people whose cases a counsellor has taken, with their topics and cards in the group."""
    database = open_database(data, data / "database.key")
    people = StoredPeople(database, lambda: datetime.now(UTC))
    cases = StoredCases(database, lambda: datetime.now(UTC))
    cloud, filled = room.server.cloud, []
    for _ in range(_CASES):
        person = room.server.person(known=True)
        stored = people.find_or_add(Address("telegram", str(person.id)))
        people.set_language(stored.id, _EN)
        people.set_consent(stored.id, Consent.GIVEN)
        case = cases.open(stored.id, CaseReason.ASKED_FOR, sharing=Sharing.NOTHING)
        thread = create_forum_topic(cloud, {"chat_id": room.group.id, "name": case.name})["message_thread_id"]
        place = {"chat_id": room.group.id, "message_thread_id": thread}
        card = send_message(cloud, {**place, "text": f"Zaak {case.name}"})["message_id"]
        counsellor, state = CounsellorId("Noor"), CaseState.TAKEN
        where = replace(case, group=room.group.id, thread=thread, card=card)
        cases.save(replace(where, state=state, counsellor=counsellor, waiting_since=None))
        filled.append((person, thread))
    for post in cases.next_posts(_CASES):
        cases.posted(post.id)
    database.close()
    return filled


def _sent_to_group(room: Room, since: int) -> list[str]:
    return [
        call.parameters["text"]
        for call in room.server.calls[since:]
        if call.method == "sendMessage" and call.parameters["chat_id"] == room.group.id and call.status == 200
    ]


@pytest.mark.long
@pytest.mark.timeout(900)
async def test_two_hundred_cases_within_the_limits(
    tmp_path: Path, rasa_server: RasaServer, content: Content
) -> None:
    """In a burst nothing is lost or out of order in a case, posts are joined, danger overtakes."""
    async with BotApiServer() as server:
        room = make_room(server, tmp_path, rasa_server)
        everybody = _fill(room, tmp_path / "data")
        writers, (in_danger, its_topic) = everybody[:_WRITERS], everybody[_WRITERS]
        phrase = content.texts[_EN].danger_phrases[DangerKind.SELF_HARM][0]
        server.enforce_limits = True

        def arrived(thread: int) -> list[str]:
            return re.findall(r"message \d", "\n".join(each.text for each in room.group.messages(thread)))

        async with running_bot(server, tmp_path / "data", **room.settings):
            begun = time.monotonic()
            for number in range(_EACH):
                for person, _ in writers:
                    await person.writes(f"message {number}")
                    await asyncio.sleep(1 / _PER_SECOND)
            sent = -1
            while sent < len(_sent_to_group(room, 0)):
                sent = len(_sent_to_group(room, 0))
                await asyncio.sleep(_QUIET)
            since, told = len(server.calls), time.monotonic()
            await in_danger.writes(phrase)
            await in_danger.sees(content.organisation.suicide_line)
            await room.group.reader(its_topic).sees(phrase, 300)
            waited, overtook = time.monotonic() - told, len(_sent_to_group(room, since)) - 1
            sys.stderr.write(f"\nDanger in a full queue: after {waited:.1f} s and {overtook} other posts\n")
            await server.cloud.changes.until(
                lambda: sum(len(arrived(thread)) for _, thread in writers) >= _WRITERS * _EACH or None, 540
            )
            took, calls = time.monotonic() - begun, len(_sent_to_group(room, 0))
        sys.stderr.write(f"{_CASES} open cases: {_WRITERS * _EACH} messages in {calls} posts, {took:.0f} s\n")
        expected = [f"message {number}" for number in range(_EACH)]
        assert {thread: arrived(thread) for _, thread in writers} == {
            thread: expected for _, thread in writers
        }
        assert server.problems == []
        assert overtook <= 2
        assert waited < _AT_ONCE
        assert calls <= _WRITERS * _EACH / 2
