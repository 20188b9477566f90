"""The supervised Rasa child: started on loopback with a token of its own, and started again when it dies."""

import asyncio
import os
import secrets
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import structlog

from bot.errors import RasaStartError
from bot.paths import RASA_PROJECT, RASA_PYTHON
from bot.rasa.client import RasaClient

_LOOPBACK = "127.0.0.1"
_START_SECONDS = 180.0
_POLL_SECONDS = 0.25
_FIRST_PAUSE = 1.0
_LONGEST_PAUSE = 60.0
_STOP_SECONDS = 10.0
_LAST_LINES = 5
_LOG = structlog.get_logger(__name__)


@asynccontextmanager
async def running_rasa(model: Path) -> AsyncIterator[RasaClient]:
    """Run a supervised Rasa process with `model` and give a client to it; the process ends with the context.

    Raises RasaStartError when the first start fails.
    """
    supervisor = _Supervisor(model)
    async with RasaClient(supervisor.url, supervisor.token) as client:
        await supervisor.start(client.is_ready)
        watching = asyncio.create_task(supervisor.watch(client.is_ready))
        try:
            yield client
        finally:
            watching.cancel()
            with suppress(asyncio.CancelledError):
                await watching
            await supervisor.stop()


class _Supervisor:
    """Owns the child process."""

    def __init__(self, model: Path) -> None:
        self._model = model
        self._port = _free_port()
        self._process: asyncio.subprocess.Process | None = None
        self._drain: asyncio.Task[list[str]] | None = None
        self.token = secrets.token_urlsafe(32)
        self.url = f"http://{_LOOPBACK}:{self._port}"

    async def start(self, is_ready: Callable[[], Awaitable[bool]]) -> None:
        """Start the child and wait until it answers.

        Raises RasaStartError when it ends or stays silent instead.
        """
        environment = {
            **os.environ,
            "WEGWIJZER_RASA_TOKEN": self.token,
            "WEGWIJZER_RASA_ENDS_WITH_INPUT": "1",
            "RASA_TELEMETRY_ENABLED": "false",
        }
        self._process = await asyncio.create_subprocess_exec(
            str(RASA_PYTHON),
            "serve.py",
            str(self._model),
            str(self._port),
            _LOOPBACK,
            cwd=RASA_PROJECT,
            env=environment,
            # Never written to: it closes when this process is killed, and a Rasa that nobody knows ends.
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
        )
        self._drain = asyncio.create_task(_last_lines(self._process))
        try:
            async with asyncio.timeout(_START_SECONDS):
                while not await is_ready():
                    if self._process.returncode is not None:
                        lines = "\n".join(await self._drain)
                        message = f"Rasa ended with code {self._process.returncode} before it answered"
                        raise RasaStartError(f"{message}:\n{lines}")
                    await asyncio.sleep(_POLL_SECONDS)
        except TimeoutError as error:
            await self.stop()
            message = f"Rasa did not answer within {_START_SECONDS:.0f} seconds. Is the machine very busy?"
            raise RasaStartError(message) from error
        _LOG.info("rasa_ready")

    async def watch(self, is_ready: Callable[[], Awaitable[bool]]) -> None:
        """Start the child again whenever it ends, with longer and longer pauses while that fails."""
        pause = _FIRST_PAUSE
        while True:
            if self._process is not None:
                code = await self._process.wait()
                _LOG.warning("rasa_ended", code=code, next_start_in_seconds=pause)
            await asyncio.sleep(pause)
            try:
                await self.start(is_ready)
            except RasaStartError:
                pause = min(pause * 2, _LONGEST_PAUSE)
            else:
                pause = _FIRST_PAUSE

    async def stop(self) -> None:
        """End the child, by force when it does not listen."""
        if self._process is None or self._process.returncode is not None:
            return
        self._process.terminate()
        try:
            async with asyncio.timeout(_STOP_SECONDS):
                await self._process.wait()
        except TimeoutError:
            self._process.kill()
            await self._process.wait()
        if self._drain is not None:
            await self._drain


async def _last_lines(process: asyncio.subprocess.Process) -> list[str]:
    """Read what the child complains about, keeping only the last lines and only for a failed start."""
    lines: list[str] = []
    if process.stderr is not None:
        async for raw in process.stderr:
            lines = [*lines, raw.decode("utf-8", "replace").rstrip()][-_LAST_LINES:]
    return lines


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((_LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        return port
