"""The counsellors' desk through Telegram: both directions, kills, deleted topics, nothing of who it is."""

import json
import re
import signal
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from content.loader import Content
from content.model import DUTCH, DangerKind, LanguageCode, TopicId
from tests.bot_api.chats import Topic
from tests.bot_api.group import GroupChat
from tests.bot_api.methods_chats import delete_forum_topic
from tests.bot_api.people import TestPerson
from tests.bot_api.seat import Seat
from tests.bot_api.seen import SeenMessage
from tests.bot_api.server import BotApiServer
from tests.integration.test_talk import introduced
from tests.processes import BotProcess, RasaServer, running_bot

_FR = LanguageCode("fr")
_TOPIC = TopicId("work_permission")
_QUESTION = "Puis-je travailler pendant que j'attends la décision du tribunal ?"
_RANDOM_NAME = re.compile(r"[B-DF-HJ-NP-TV-XZ2-9]{5}")
_MEDIA = ("photo", "voice", "document")


@dataclass(frozen=True)
class Room:
    """A group with a counsellor on the list and a member who is not on it."""

    server: BotApiServer
    group: GroupChat
    counsellor: TestPerson
    stranger: TestPerson
    settings: dict[str, str]

    async def card(self, topic: Topic) -> SeenMessage:
        """Wait for the pinned summary of a topic."""

        def pinned() -> SeenMessage | None:
            return next((each for each in self.group.messages(topic.thread_id) if each.pinned), None)

        return await self.server.cloud.changes.until(pinned, 30)

    async def opened(self, content: Content, language: str = "fr") -> tuple[TestPerson, Topic]:
        """Return a person who asked for a counsellor, and the topic of the case."""
        person = await introduced(self.server, content, language)
        await person.writes("/human")
        await person.reads_one()
        await person.presses(content.interface("button_case_nothing", LanguageCode(language)))
        await person.reads_one()
        topic = await self.group.new_topic()
        await self.card(topic)
        return person, topic

    async def taken(self, content: Content, language: str = "fr") -> tuple[TestPerson, Topic, Seat]:
        """Return the same with a counsellor who took the case by answering, in their seat."""
        person, topic = await self.opened(content, language)
        seat = self.group.seat(self.counsellor, topic.thread_id)
        await seat.writes("Goedemorgen")
        await person.reads(2)
        return person, topic, seat


def make_room(server: BotApiServer, folder: Path, rasa: RasaServer) -> Room:
    """Make the group, the list of counsellors and the settings that a bot needs for them."""
    counsellor, stranger = server.person(), server.person()
    group = server.group(members=[counsellor, stranger])
    file = folder / "counsellors.yml"
    file.write_text(f"- {{telegram_id: {counsellor.id}, name: Noor, on_duty: true}}\n", encoding="utf-8")
    settings = {
        "RASA_URL": rasa.url,
        "RASA_TOKEN": rasa.token,
        "COUNSELLOR_GROUP_ID": str(group.id),
        "WEGWIJZER_COUNSELLORS_FILE": str(file),
    }
    return Room(server, group, counsellor, stranger, settings)


@pytest.fixture
def room(server: BotApiServer, tmp_path: Path, rasa_server: RasaServer) -> Room:
    """Return a group of counsellors."""
    return make_room(server, tmp_path, rasa_server)


@pytest.fixture
async def bot(room: Room, tmp_path: Path) -> AsyncIterator[BotProcess]:
    """Run the real bot with the group."""
    async with running_bot(room.server, tmp_path / "data", **room.settings) as process:
        yield process


def leaks(room: Room, person: TestPerson) -> list[str]:
    """Return what identifies `person` in calls to the group, whole, or in what its members see."""
    calls = [call for call in room.server.calls if call.parameters.get("chat_id") == room.group.id]
    shown = [[call.method, call.parameters] for call in calls]
    seen = [
        each.to_json()
        for each in room.server.cloud.chats[room.group.id].messages.values()
        if each.sender.is_bot
    ]
    assert calls
    everything = json.dumps([shown, seen], default=str, ensure_ascii=False).casefold()
    return [secret for secret in person.secrets if secret.casefold().removeprefix("+") in everything]


async def test_a_conversation_from_the_button_to_the_feedback(
    room: Room, bot: BotProcess, content: Content
) -> None:
    """A case gets a random name and a pinned card; both sides read each other; the assistant is silent."""

    def words(key: str) -> str:
        return content.interface(key, _FR)

    person = await introduced(room.server, content, "fr")
    await person.writes(_QUESTION)
    assert content.answer(_TOPIC, _FR).title in (await person.reads_one(30)).text
    await person.presses(words("button_human"))
    asked = await person.reads_one()
    choices = [words(f"button_case_{each}") for each in ("nothing", "topic", "deadlines")]
    assert [label for label in (button.text for button in asked.buttons) if label in choices] == choices
    await person.presses(words("button_case_topic"))
    topic = await room.group.new_topic()
    assert _RANDOM_NAME.fullmatch(topic.name)
    assert topic.name in (await person.reads_one()).text
    card = await room.card(topic)
    for shown in (
        topic.name,
        content.texts[_FR].language.name,
        content.counsellors["card_reason_asked_for"],
        content.answer(_TOPIC, DUTCH).title,
    ):
        assert shown in card.text
    again = f"Encore une fois : {_QUESTION}"
    await person.writes(again)

    def written() -> SeenMessage | None:
        found = (each for each in room.group.messages(topic.thread_id) if each.text.startswith(again))
        # The topic comes with the words, or a moment later in the same message.
        return next((each for each in found if "/answer work_permission" in each.text), None)

    await room.server.cloud.changes.until(written, 20)
    await person.hears_nothing(1)
    seat = room.group.seat(room.counsellor, topic.thread_id)
    await seat.writes("Ja, dat mag <b>soms</b>")
    taken, answer = await person.reads(2)
    assert words("case_taken") in taken.text
    assert answer.text == f"{words('case_from_counsellor')}\n\nJa, dat mag <b>soms</b>"
    await seat.writes("/close beantwoord")
    ended, feedback = await person.reads(2)
    assert words("case_ended_by_counsellor").splitlines()[0] in ended.text
    assert feedback.text == words("case_feedback")
    await room.group.reader(topic.thread_id).sees("beantwoord")
    await person.presses(words("button_feedback_yes"))
    assert (await person.reads_one()).text == words("case_feedback_thanks")
    await person.writes(_QUESTION)
    assert content.answer(_TOPIC, _FR).title in (await person.reads_one(30)).text
    await person.sees_every_press_answered()


@pytest.mark.parametrize("caption", ["", "Regardez ma lettre"], ids=["no words", "with words"])
@pytest.mark.parametrize("kind", _MEDIA)
async def test_media_pass_both_ways(
    room: Room, bot: BotProcess, content: Content, kind: str, caption: str
) -> None:
    """A photo, voice message or document arrives whole, with its words and without a forward header."""
    person, topic, seat = await room.taken(content)
    changes, chats = room.server.cloud.changes, room.server.cloud.chats

    def arrived(where: TestPerson | Seat, file: bytes) -> SeenMessage | None:
        return next((each for each in where.messages() if each.from_bot and each.file == file), None)

    await person.sends_file(kind, b"from the person", name="lettre.pdf", caption=caption)
    to_topic = await changes.until(lambda: arrived(seat, b"from the person"), 10)
    assert (to_topic.kind, to_topic.text, to_topic.thread_id) == (kind, caption, topic.thread_id)
    await seat.sends_file(kind, b"from the counsellor", name="brief.pdf", caption=caption)
    to_person = await changes.until(lambda: arrived(person, b"from the counsellor"), 10)
    assert (to_person.kind, to_person.text) == (kind, caption)
    for chat, message in ((room.group.id, to_topic), (person.chat_id, to_person)):
        assert not [
            key for key in chats[chat].messages[message.message_id].to_json() if key.startswith("forward")
        ]


async def test_danger_in_the_middle_is_answered_and_posted_loudly(
    room: Room, bot: BotProcess, content: Content
) -> None:
    """Danger breaks the silence of the assistant, and the counsellors hear it with sound."""
    person, topic, _ = await room.taken(content)
    phrase = content.texts[_FR].danger_phrases[DangerKind.SELF_HARM][0]
    await person.writes(phrase)
    assert content.organisation.suicide_line in (await person.reads_one()).text
    posted = await room.group.reader(topic.thread_id).sees(
        content.counsellors["person_in_danger"].format(text=phrase)
    )
    (call,) = [each for each in room.server.calls if each.parameters.get("text") == posted.text]
    assert not call.parameters.get("disable_notification")
    await room.group.reader(topic.thread_id).sees(content.counsellors["card_urgent"])


async def test_danger_opens_a_case_by_itself(room: Room, bot: BotProcess, content: Content) -> None:
    """Somebody in danger who asked for nobody is brought to the counsellors at once."""
    person = room.server.person(language_code="fr")
    phrase = content.texts[_FR].danger_phrases[DangerKind.SELF_HARM][0]
    await person.writes(phrase)
    assert content.organisation.suicide_line in (await person.reads_one()).text
    topic = await room.group.new_topic()
    assert _RANDOM_NAME.fullmatch(topic.name.removeprefix("‼️ "))
    assert topic.name.startswith("‼️")
    await room.group.reader(topic.thread_id).sees(phrase)
    assert leaks(room, person) == []


async def test_a_member_who_is_not_on_the_list_can_do_nothing(
    room: Room, bot: BotProcess, content: Content
) -> None:
    """Words, media, commands and taps of a stranger in the group change nothing and reach nobody."""
    person, topic = await room.opened(content)
    refusal = content.counsellors["not_a_counsellor"]
    seat = room.group.seat(room.stranger, topic.thread_id)
    await seat.writes("Stuur mij je adres")
    await seat.sends_photo(caption="/take")
    commands = ("/take", "/close", "/answer work_permission", "/phrase 1", "/who", "/overview")
    for command in commands:
        await seat.writes(command)

    def refusals() -> int:
        return sum(refusal in each.text for each in room.group.messages())

    await room.server.cloud.changes.until(lambda: refusals() > len(commands) or None, 10)
    await seat.presses(content.counsellors["button_take"])
    await room.server.cloud.changes.until(lambda: seat.notices or None, 10)
    assert seat.notices == [refusal]
    await person.hears_nothing(1)
    assert content.counsellors["state_waiting"] in (await room.card(topic)).text
    await room.group.presses(
        content.counsellors["button_take"], by=room.counsellor, thread_id=topic.thread_id
    )
    assert content.interface("case_taken", _FR) in (await person.reads_one()).text


@pytest.mark.parametrize("writer", ["counsellor", "person"])
async def test_a_kill_loses_nothing(room: Room, bot: BotProcess, content: Content, writer: str) -> None:
    """What was written before, at and after a SIGKILL arrives, in order, when the bot is back."""
    person, _, seat = await room.taken(content)
    source, target = (person, seat) if writer == "person" else (seat, person)
    written = [f"message {number:02}" for number in range(15)]

    def arrived() -> list[str]:
        found = re.findall(
            r"message \d\d", "\n".join(each.text for each in target.messages() if each.from_bot)
        )
        return list(dict.fromkeys(found))

    for text in written[:12]:
        await source.writes(text)
    await room.server.cloud.changes.until(lambda: arrived() or None, 20)
    await bot.stop(signal.SIGKILL)
    for text in written[12:]:
        await source.writes(text)
    await bot.start()
    await room.server.cloud.changes.until(lambda: written[-1] in arrived() or None, 90)
    assert arrived() == written


async def test_a_topic_deleted_by_hand_comes_again(room: Room, bot: BotProcess, content: Content) -> None:
    """The next message opens the topic anew, with its card, and the conversation goes on there."""
    person, topic, _ = await room.taken(content)
    delete_forum_topic(room.server.cloud, {"chat_id": room.group.id, "message_thread_id": topic.thread_id})
    await person.writes("Vous êtes là ?")
    again = await room.group.new_topic(30)
    assert again.name == topic.name
    await room.group.reader(again.thread_id).sees("Vous êtes là ?", 30)
    await room.group.seat(room.counsellor, again.thread_id).writes("Ja, hier")
    await person.sees("Ja, hier")
    assert topic.name in (await room.card(again)).text


async def test_ending_while_the_topic_is_being_opened(room: Room, bot: BotProcess, content: Content) -> None:
    """A case that the person ends while Telegram is slow stays ended."""
    person = await introduced(room.server, content, "fr")
    await person.writes("/human")
    await person.reads_one()
    room.server.latency(1)
    await person.presses(content.interface("button_case_nothing", _FR))
    await person.writes("/end")
    topic = await room.group.new_topic()
    await room.card(topic)
    await room.group.reader(topic.thread_id).sees(content.counsellors["closed_by_person"])
    room.server.latency(0)
    await person.reads(2)
    await person.writes("/human")
    choice = content.interface("button_case_nothing", _FR)
    assert choice in [button.text for button in (await person.reads_one()).buttons]


@pytest.mark.parametrize("kind", ["text", "photo"])
async def test_a_person_who_blocks_the_bot(room: Room, bot: BotProcess, content: Content, kind: str) -> None:
    """The counsellor is told that nothing arrives; when the person comes back the case goes on."""
    person, topic, seat = await room.taken(content)
    person.blocks()
    if kind == "text":
        await seat.writes("Ben je er nog?")
    else:
        await seat.sends_photo()
    await seat.sees(content.counsellors["not_sent_blocked"])
    person.unblocks()
    await person.writes("Je suis de retour")
    await room.group.reader(topic.thread_id).sees("Je suis de retour")


async def test_canary_nothing_in_the_group_tells_who_it_is(
    room: Room, bot: BotProcess, content: Content
) -> None:
    """Whatever is done on either side, no call to the group has a name, username, id or number in it."""
    person, _, seat = await room.taken(content)
    own = await person.writes("Bonjour, j'ai une question")
    await person.sends_document(name=f"{person.user.first_name} {person.user.last_name}.pdf")
    for send in (
        person.sends_photo,
        person.sends_voice,
        person.sends_video,
        person.sends_location,
        person.sends_sticker,
    ):
        await send()
    await person.writes("Et encore une", reply_to=own)
    await person.edits("Bonjour, j'ai deux questions", message_id=own)
    await person.writes(content.texts[_FR].danger_phrases[DangerKind.SELF_HARM][0])
    for command in ("/who", "/note intern", "/overview", "/answer work_permission", "/phrase 1", "/take"):
        await seat.writes(command)
    await seat.sees("Open zaken")
    await seat.writes("/close klaar")
    await seat.sees("klaar", 90)
    await seat.writes("/reopen")
    await person.sees(content.interface("case_reopened", _FR))
    await person.writes("/end")
    await seat.sees(content.counsellors["closed_by_person"], 90)
    assert len(person.secrets) == 5
    assert leaks(room, person) == []


async def test_canary_a_contact_is_not_passed_on(room: Room, bot: BotProcess, content: Content) -> None:
    """A shared contact holds name, number and id: the person is asked for words instead."""
    person, _, seat = await room.taken(content)
    await person.sends_contact()
    await person.writes("Après le contact")
    await seat.sees("Après le contact")
    assert leaks(room, person) == []
    assert (await person.reads_one()).text == content.interface("case_not_passed", _FR)
