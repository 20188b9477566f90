"""The report of a bot that runs: what people and counsellors did, in numbers."""

import json
from pathlib import Path

from content.loader import Content
from content.model import LanguageCode
from tests.bot_api.server import BotApiServer
from tests.integration.test_desk import make_room
from tests.integration.test_talk import introduced
from tests.processes import RasaServer, run_command, running_bot


async def test_the_report_of_a_running_bot(
    server: BotApiServer, tmp_path: Path, rasa_server: RasaServer, content: Content
) -> None:
    """Questions, danger and a whole case are counted while the bot runs; who it was is nowhere in it."""
    data, room = tmp_path / "data", make_room(server, tmp_path, rasa_server)
    async with running_bot(server, data, **room.settings):
        person, _, seat = await room.taken(content)
        await seat.writes("/close klaar")
        await person.reads(2)
        await person.presses(content.interface("button_feedback_yes", LanguageCode("fr")))
        await person.reads_one()
        asking = await introduced(server, content, "nl")
        for text in ("wat krijg ik vd hrt", "ik wil dood"):
            await asking.writes(text)
            await asking.reads_one(30)
        code, printed, errors = await run_command("report", "--json", "--days", "1", data=data)

    assert (code, errors) == (0, "")
    report = json.loads(printed)
    reasons = {each["reason"]: (each["opened"], each["closed"]) for each in report["reasons"]}
    assert reasons == {"danger": (1, 0), "asked_for": (1, 1)}
    assert {step: times["count"] for step, times in report["times"].items()} == {
        "taken": 1,
        "answered": 1,
        "closed": 1,
    }
    assert (report["outcomes"]["answer"], report["outcomes"]["danger"]) == (1, 1)
    assert (report["helped"], report["not_helped"]) == (1, 0)
    assert [each["language"] for each in report["open_cases"]] == ["nl"]
    secrets = [*asking.secrets, *person.secrets]
    assert [secret for secret in secrets if secret.casefold() in printed.casefold()] == []
