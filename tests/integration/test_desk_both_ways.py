"""Edits, replies, taken-back messages and groups that change, between the two chats through Telegram."""

import pytest

from content.loader import Content
from content.model import DangerKind, LanguageCode
from tests.bot_api.files import MOST_DOWNLOADED
from tests.bot_api.seat import Seat
from tests.bot_api.seen import SeenMessage
from tests.integration.test_desk import Room, bot, leaks, room
from tests.processes import BotProcess

__all__ = ["bot", "room"]
_FR = LanguageCode("fr")


def reply_of(room: Room, chat: int, message: SeenMessage) -> int | None:
    """Return the message that `message` answers."""
    return room.server.cloud.chats[chat].messages[message.message_id].reply_to


async def test_edits_and_replies_both_ways(room: Room, bot: BotProcess, content: Content) -> None:
    """A change is seen on the other side, and what answers a message does so there as well."""
    person, _, seat = await room.taken(content)
    own = await person.writes("Bonjour, une question")
    in_topic = await seat.sees("Bonjour, une question")
    await person.edits("Bonjour, deux questions", message_id=own)
    changed = await seat.sees(content.counsellors["person_edited"].format(text="Bonjour, deux questions"))
    assert reply_of(room, room.group.id, changed) == in_topic.message_id
    written = await seat.writes("Zeg het maar", reply_to=in_topic.message_id)
    answer = await person.sees("Zeg het maar")
    assert reply_of(room, person.chat_id, answer) == own
    await seat.edits("Vertel het maar", message_id=written)
    corrected = await person.sees("Vertel het maar")
    assert (corrected.message_id, corrected.edited) == (answer.message_id, True)
    assert content.interface("case_from_counsellor", _FR) in corrected.text
    await person.writes("D'accord", reply_to=answer.message_id)
    assert reply_of(room, room.group.id, await seat.sees("D'accord")) == written
    assert room.server.problems == []


async def test_a_counsellor_takes_back_a_message(room: Room, bot: BotProcess, content: Content) -> None:
    """With /undo as an answer to one's own message it goes away at the person; only there and then."""
    person, _, seat = await room.taken(content)
    wrong = await seat.writes("Voor iemand anders")
    arrived = await person.sees("Voor iemand anders")
    await seat.writes("/undo")
    await seat.sees(content.counsellors["undo_usage"])
    await seat.writes("/undo", reply_to=wrong)
    await seat.sees(content.counsellors["undone"])
    assert arrived.message_id not in [each.message_id for each in person.messages()]


async def sent_on(room: Room, seat: Seat, kind: str) -> SeenMessage:
    """Wait for the file of a person in the topic of their case."""

    def arrived() -> SeenMessage | None:
        return next((each for each in seat.messages() if each.from_bot and each.kind == kind), None)

    return await room.server.cloud.changes.until(arrived, 20)


@pytest.mark.parametrize("kind", ["document", "video", "audio", "animation"])
async def test_a_name_in_the_name_of_a_file_does_not_arrive(
    room: Room, bot: BotProcess, content: Content, kind: str
) -> None:
    """Counsellors get the content and the kind of a file, under a name that tells nothing."""
    person, _, seat = await room.taken(content)
    await person.sends_file(kind, b"content", name="Achternaam Voornaam.PDF")
    found = await sent_on(room, seat, kind)
    assert (found.file, found.file_name) == (b"content", f"{kind}.pdf")


async def test_a_large_file_with_a_name_waits_for_a_yes(
    room: Room, bot: BotProcess, content: Content
) -> None:
    """What Telegram gives no bot keeps its name: after a no it goes nowhere, after a yes as it is."""

    def words(key: str) -> str:
        return content.interface(key, _FR)

    person, _, seat = await room.taken(content)
    name = f"{person.user.last_name}.pdf"
    await person.sends_document(bytes(MOST_DOWNLOADED + 1), name=name)
    assert name in (await person.reads_one()).text
    await person.presses(words("button_location_no"))
    assert (await person.reads_one()).text == words("case_file_kept")
    assert leaks(room, person) == []
    await person.sends_document(bytes(MOST_DOWNLOADED + 1), name="Lettre.pdf")
    await person.reads_one()
    await person.presses(words("button_location_yes"))
    assert (await person.reads_one()).text == words("case_file_sent")
    assert (await sent_on(room, seat, "document")).file_name == "Lettre.pdf"
    assert leaks(room, person) == []


async def test_danger_calls_who_is_on_duty(room: Room, bot: BotProcess, content: Content) -> None:
    """The first words of danger in a topic mention the counsellors on duty, before the card is there."""
    person = room.server.person(language_code="fr")
    await person.writes(content.texts[_FR].danger_phrases[DangerKind.SELF_HARM][0])
    topic = await room.group.new_topic()
    await room.card(topic)
    first, *_ = room.group.messages(topic.thread_id)
    assert first.styled("text_mention") == ["Noor"]
    assert [entity["user"]["id"] for entity in first.entities] == [room.counsellor.id]
    assert content.counsellors["card_urgent"] in room.group.messages(topic.thread_id)[1].text


@pytest.mark.parametrize("right", ["can_manage_topics"])
async def test_a_right_that_is_lost_and_given_back(
    room: Room, bot: BotProcess, content: Content, right: str
) -> None:
    """The group reads what is missing; nothing is lost, and conversations that have a topic go on."""
    person, _, seat = await room.taken(content)
    chat = room.server.cloud.chats[room.group.id]
    had, chat.bot_rights = chat.bot_rights, chat.bot_rights - {right}
    other = room.server.person(language_code="fr")
    await other.writes(content.texts[_FR].danger_phrases[DangerKind.SELF_HARM][0])
    await room.group.reader().sees(content.counsellors["rights_lost"])
    await person.writes("Vous êtes là ?")
    await seat.sees("Vous êtes là ?")
    chat.bot_rights = had
    await room.group.new_topic(45)


async def test_a_topic_closed_by_hand(room: Room, bot: BotProcess, content: Content) -> None:
    """What the person writes afterwards is read all the same."""
    person, topic, seat = await room.taken(content)
    await room.group.closes_topic(topic.thread_id, by=room.group.owner)
    await person.writes("Encore une chose")
    await seat.sees("Encore une chose")
