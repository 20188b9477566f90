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
RASA_ELSEWHERE = "WEGWIJZER_TESTS_RASA_URL"
"""The variable with the address of a Rasa that runs already, for tests that would start one."""
PATIENCE = 90.0
_SERVING = '"serving"'


@dataclass(frozen=True)
class RasaServer:
    """A real Rasa server with the trained model."""

    url: str
    token: str


class RasaProcess:
    """A real Rasa process on one port; can be killed and started again."""

    def __init__(self, port: int, output: Path | None = None) -> None:
        self._output = output or Path(os.devnull)
        self.server = RasaServer(f"http://127.0.0.1:{port}", RASA_TOKEN)
        self._port = port
        self._process: subprocess.Popen[bytes] | None = None

    def launch(self) -> None:
        """Start the process, and wait for nothing."""
        environment = {**os.environ, "WEGWIJZER_RASA_TOKEN": RASA_TOKEN, "RASA_TELEMETRY_ENABLED": "false"}
        with self._output.open("ab") as output:
            self._process = subprocess.Popen(
                [str(RASA_PYTHON), "serve.py", str(model_path()), str(self._port)],
                cwd=RASA_PROJECT,
                env=environment,
                stdout=output,
                stderr=output,
            )

    def start(self) -> None:
        """Start and wait until questions are understood."""
        self.launch()
        deadline = time.monotonic() + PATIENCE
        while not self.answers():
            assert self._process is not None
            assert self._process.poll() is None, "Rasa ended before it answered"
            assert time.monotonic() < deadline, "Rasa did not answer in time"
            time.sleep(0.2)

    def answers(self) -> bool:
        """Tell whether questions are understood now."""
        try:
            response = httpx.get(f"{self.server.url}/webhooks/seam/", timeout=2, trust_env=False)
            return bool(response.json()["ready"])
        except httpx.HTTPError:
            return False

    @property
    def state(self) -> str:
        """Return the number of the process, and the code with which it ended."""
        return (
            f"process {self._process.pid}, ended with {self._process.poll()}"
            if self._process
            else "no process"
        )

    @property
    def output(self) -> str:
        """Return everything that was printed, where that was kept."""
        return self._output.read_text(encoding="utf-8", errors="replace") if self._output.is_file() else ""

    def send(self, number: signal.Signals) -> None:
        """Send a signal, such as SIGSTOP."""
        assert self._process is not None
        self._process.send_signal(number)

    def stop(self, number: signal.Signals = signal.SIGTERM) -> None:
        """End the process and wait until it has ended."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(number)
            self._process.wait(20)


@contextlib.contextmanager
def running_rasa(port: int, output: Path | None = None) -> Iterator[RasaProcess]:
    """Run a Rasa process of one's own until the context ends."""
    process = RasaProcess(port, output)
    try:
        process.start()
        yield process
    finally:
        process.stop()


@contextlib.contextmanager
def running_rasa_server(port: int, output: Path | None = None) -> Iterator[RasaServer]:
    """Run Rasa until the context ends; whatever it prints goes into the file `output`."""
    with running_rasa(port, output) as process:
        yield process.server


def free_port() -> int:
    """Return a port on loopback that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


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
        self._served_before = 0
        self.process: asyncio.subprocess.Process | None = None

    @property
    def log(self) -> str:
        """Return everything that was logged so far."""
        return self._log.read_text(encoding="utf-8")

    async def start(self) -> None:
        """Start and wait until the bot serves."""
        await self.launch()
        await self.serves()

    async def launch(self) -> None:
        """Start the process, and wait for nothing."""
        self._served_before = self.log.count(_SERVING) if self._log.exists() else 0
        with self._log.open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                *(sys.executable, *self.command),
                cwd=PROJECT,
                env=clean_environment(self._settings),
                stdout=log,
                stderr=log,
            )

    async def serves(self) -> None:
        """Wait until the process that was launched serves."""
        assert self.process is not None
        async with asyncio.timeout(PATIENCE):
            while self.log.count(_SERVING) == self._served_before:
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
