"""The bot without its Rasa: honest, useful, and back by itself."""

import asyncio
import os
import signal
from pathlib import Path

from content.loader import Content
from tests.bot_api.server import BotApiServer
from tests.integration.test_talk import introduced
from tests.processes import running_bot


def rasa_child(bot_pid: int) -> int:
    """Return the process id of the Rasa that the bot started."""
    children = Path(f"/proc/{bot_pid}/task/{bot_pid}/children").read_text(encoding="ascii").split()
    return next(
        int(child) for child in children if b"serve.py" in Path(f"/proc/{child}/cmdline").read_bytes()
    )


async def test_rasa_killed_question_kept_and_answered(
    server: BotApiServer, tmp_path: Path, content: Content
) -> None:
    """A question while Rasa is dead is kept and answered when the bot has started Rasa again."""
    async with running_bot(server, tmp_path / "data") as bot:
        person = await introduced(server, content, "fr")
        assert bot.process is not None
        os.kill(rasa_child(bot.process.pid), signal.SIGKILL)
        await person.writes("combien d'argent je reçois de l'OIM avec la HRT ?")
        told = await person.reads_one(30)
        assert told.text == content.interface("understanding_down", "fr")
        await person.presses(content.interface("button_menu", "fr"))
        await person.sees(content.interface("menu_title", "fr"))
        answer = await person.sees(content.answer("hrt_amounts", "fr").title, 90)
        assert answer.text.startswith(content.interface("understanding_back", "fr"))
    assert "combien" not in bot.log


async def test_bot_killed_its_rasa_ends(server: BotApiServer, tmp_path: Path) -> None:
    """When the bot is killed by force its Rasa ends as well: the next start brings its own."""
    async with running_bot(server, tmp_path / "data") as bot:
        assert bot.process is not None
        child = Path(f"/proc/{rasa_child(bot.process.pid)}")
        await bot.stop(signal.SIGKILL)
        async with asyncio.timeout(10):
            while b"serve.py" in _command(child):  # noqa: ASYNC110 - the kernel tells nobody
                await asyncio.sleep(0.1)


def _command(process: Path) -> bytes:
    """Return how a process was started; nothing when it has ended."""
    try:
        return (process / "cmdline").read_bytes()
    except OSError:
        return b""
