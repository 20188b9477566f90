"""Interviews and reminders through Telegram: taps, typed answers, a kill in between, a reminder on time."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.settings import DEFAULT_TIMEZONE
from content.formatting import format_day
from content.loader import Content
from content.model import LanguageCode
from conversations.deadlines import Deadline, DeadlineId, DeadlineKind, Distance, PlannedReminder
from conversations.events import Address
from conversations.store.database import open_database
from conversations.store.deadlines import StoredDeadlines
from conversations.store.people import StoredPeople
from tests.bot_api.server import BotApiServer
from tests.integration.test_talk import introduced
from tests.processes import BotProcess, RasaServer, running_bot

_EN = LanguageCode("en")


async def test_departure_term_over_a_kill(
    server: BotApiServer, tmp_path: Path, rasa_server: RasaServer, content: Content
) -> None:
    """Answers survive a kill of the bot at any question; the result leads to reminders with one tap."""
    settings = {"RASA_URL": rasa_server.url, "RASA_TOKEN": rasa_server.token}

    def words(key: str) -> str:
        return content.interface(key, _EN)

    async with running_bot(server, tmp_path / "data", **settings) as bot:
        person = await introduced(server, content, "en")
        await person.writes("/calculate")
        await person.reads_one()
        await person.presses(words("departure_term_title"))
        assert words("departure_term_ask_is_unaccompanied_minor") in (await person.reads_one()).text
        await person.writes("nope")
        assert words("departure_term_ask_decision_received")[:40] in (await person.reads_one()).text
        await bot.stop()
    async with running_bot(server, tmp_path / "data", **settings):
        await person.writes("yes")
        assert "last day" in (await person.reads_one()).text
        await person.writes("not there")
        await person.reads_one()
        for answer in ("no", words("departure_term_procedure_stage_no_appeal"), "28 days"):
            await person.writes(answer)
            await person.reads_one()
        for key in ("departure_term_application_kind_first", "departure_term_vovo_status_not_asked"):
            await person.writes(words(key))
            shown = await person.reads_one()
        today = datetime.now(DEFAULT_TIMEZONE).date()
        assert str(today.day) in {button.text for button in shown.buttons}
        await person.presses(str(today.day))
        await person.sees(format_day(today + timedelta(days=28), "en"))
        await person.presses(words("button_remind_me"))
        told = await person.reads_one()
        assert format_day(today + timedelta(days=14), "en") in told.text
        await person.presses(words("button_calendar"))
        await person.reads_one()
        file = await person.reads_one()
        assert file.file is not None
        assert b"BEGIN:VCALENDAR" in file.file
    assert server.problems == []


async def test_a_question_in_between_is_answered(
    server: BotApiServer, bot: BotProcess, content: Content
) -> None:
    """An interview waits while the assistant answers something else, and then asks again."""
    person = await introduced(server, content, "en")
    await person.writes("/calculate")
    await person.reads_one()
    await person.presses(content.interface("reintegration_money_title", _EN))
    await person.reads_one()
    await person.writes("can i work while i wait for the court")
    answer, again = await person.reads(2, 30)
    assert content.answer("work_permission", _EN).title in answer.text
    assert content.interface("interview_again", _EN) in again.text


async def test_a_reminder_comes_on_time(
    server: BotApiServer, tmp_path: Path, rasa_server: RasaServer, content: Content
) -> None:
    """A reminder arrives within two seconds of its moment, and a tap on it is understood."""
    settings = {"RASA_URL": rasa_server.url, "RASA_TOKEN": rasa_server.token}
    data = tmp_path / "data"
    async with running_bot(server, data, **settings) as bot:
        person = await introduced(server, content, "en")
        await bot.stop()
    due = datetime.now(UTC) + timedelta(seconds=20)
    database = open_database(data, data / "database.key")
    known = StoredPeople(database, lambda: due).find_or_add(Address("telegram", str(person.user.id)))
    day = due.astimezone(DEFAULT_TIMEZONE).date() + timedelta(days=3)
    deadline = Deadline(DeadlineId("d1"), known.id, DeadlineKind.DEPARTURE_TERM, day)
    StoredDeadlines(database, lambda: due).add(deadline, [PlannedReminder(Distance.AT_TIME, due)])
    database.close()
    async with running_bot(server, data, **settings):
        reminder = await person.reads_one(40)
        assert timedelta(0) <= datetime.now(UTC) - due < timedelta(seconds=2)
        assert content.plural("remaining_days", 3, _EN) in reminder.text
        await person.presses(content.interface("button_reminder_done", _EN))
        assert (await person.reads_one()).text == content.interface("reminder_done_noted", _EN)
        await person.writes("/deadlines")
        assert (await person.reads_one()).text == content.interface("deadlines_none", _EN)
