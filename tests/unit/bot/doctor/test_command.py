"""The command `./wegwijzer doctor` as a whole."""

from argparse import Namespace
from dataclasses import replace

import pytest

from bot.command_line import doctor
from bot.settings import Settings


async def test_everything_is_said_in_one_page(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command ends with 1 when something needs attention, and says after each such line what to do.

    It works without network.
    """
    nowhere = replace(settings, telegram_token=f"1:{'a' * 30}", telegram_api_url="http://127.0.0.1:9")
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    monkeypatch.setattr(doctor, "load_settings", lambda *_: nowhere)

    assert await doctor.run(Namespace()) == 1

    lines = capsys.readouterr().out.splitlines()
    for number, line in enumerate(lines):
        if line.startswith("look"):
            assert lines[number + 1].startswith("      ")
    assert "look  Telegram cannot be reached" in lines
    assert "ok    texts in 8 languages" in lines
    assert "look  the bot is not running" in lines
