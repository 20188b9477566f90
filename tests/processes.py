"""The real processes that integration and end-to-end tests talk to."""

import asyncio
import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import httpx

from bot.paths import PROJECT, RASA_PROJECT, RASA_PYTHON
from bot.rasa.model import model_path
from tests.bot_api.server import BotApiServer

RASA_TOKEN = "token-of-the-test-rasa-server"
PATIENCE = 90.0


@dataclass(frozen=True)
class RasaServer:
    """A real Rasa server with the trained model."""

    url: str
    token: str


@contextlib.contextmanager
def running_rasa_server(port: int, output: Path | None = None) -> Iterator[RasaServer]:
    """Run Rasa until the context ends; whatever it prints goes into the file `output`."""
    environment = {**os.environ, "WEGWIJZER_RASA_TOKEN": RASA_TOKEN, "RASA_TELEMETRY_ENABLED": "false"}
    printed = output.open("wb") if output is not None else subprocess.DEVNULL
    process = subprocess.Popen(
        [str(RASA_PYTHON), "serve.py", str(model_path()), str(port)],
        cwd=RASA_PROJECT,
        env=environment,
        stdout=printed,
        stderr=printed,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + PATIENCE
        while not _answers(url):
            assert process.poll() is None, "Rasa ended before it answered"
            assert time.monotonic() < deadline, "Rasa did not answer in time"
            time.sleep(0.2)
        yield RasaServer(url, RASA_TOKEN)
    finally:
        process.terminate()
        process.wait(20)
        if not isinstance(printed, int):
            printed.close()


def free_port() -> int:
    """Return a port on loopback that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answers(url: str) -> bool:
    try:
        return bool(httpx.get(f"{url}/webhooks/seam/", timeout=2, trust_env=False).json()["ready"])
    except httpx.HTTPError:
        return False


class BotProcess:
    """A real bot process with its data folder; can be killed and started again."""

    command: tuple[str, ...] = ("-m", "bot", "bot")
    """What Python is to run."""

    def __init__(self, server: BotApiServer, data: Path, settings: Mapping[str, str]) -> None:
        self._server = server
        self._settings = {
            "TELEGRAM_BOT_TOKEN": server.token,
            "TELEGRAM_API_URL": server.url,
            "WEGWIJZER_DATA_DIR": str(data),
            **settings,
        }
        self._log = data.parent / "bot.log"
        self.process: asyncio.subprocess.Process | None = None

    @property
    def log(self) -> str:
        """Return everything that was logged so far."""
        return self._log.read_text(encoding="utf-8")

    async def start(self) -> None:
        """Start and wait until the bot serves."""
        before = self.log.count('"serving"') if self._log.exists() else 0
        with self._log.open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                *(sys.executable, *self.command),
                cwd=PROJECT,
                env=clean_environment(self._settings),
                stdout=log,
                stderr=log,
            )
        async with asyncio.timeout(PATIENCE):
            while self.log.count('"serving"') == before:
                assert self.process.returncode is None, f"the bot ended: {self.log[-2000:]}"
                await asyncio.sleep(0.1)

    async def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """End the process and return its exit code."""
        assert self.process is not None
        if self.process.returncode is None:
            self.process.send_signal(number)
        return await asyncio.wait_for(self.process.wait(), 30)


@contextlib.asynccontextmanager
async def running_bot(server: BotApiServer, data: Path, **settings: str) -> AsyncIterator[BotProcess]:
    """Run a bot against `server` until the context ends."""
    bot = BotProcess(server, data, settings)
    await bot.start()
    try:
        yield bot
    finally:
        await bot.stop()


async def run_command(*arguments: str, data: Path, **settings: str) -> tuple[int, str, str]:
    """Run `./wegwijzer ...` without the launcher; return its exit code and both outputs."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", *arguments),
        cwd=PROJECT,
        env=clean_environment({"WEGWIJZER_DATA_DIR": str(data), **settings}),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    output, errors = await asyncio.wait_for(process.communicate(), PATIENCE)
    return process.returncode or 0, output.decode(), errors.decode()


def clean_environment(settings: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of this process without settings of ours, and with `settings`."""
    ours = ("TELEGRAM_", "WEGWIJZER_", "COUNSELLOR_", "RASA_", "LIBRETRANSLATE_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return {**kept, "RASA_TELEMETRY_ENABLED": "false", **settings}
