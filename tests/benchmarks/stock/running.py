"""The stock project trained once, and running behind Rasa's own Telegram connector."""

import asyncio
import os
import shutil
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
from filelock import FileLock

from bot.paths import CACHE, RASA_PYTHON
from content.loader import load
from tests.benchmarks.stock.project import MODEL, digest, write_credentials, write_project
from tests.bot_api.server import BotApiServer
from tests.processes import clean_environment, free_port

_LAUNCHER = Path(__file__).with_name("launcher.py")
_FOLDER = CACHE / "stock_rasa"
_START_SECONDS = 240.0


async def trained_model(tell: Callable[[str], None]) -> Path:
    """Return the model, trained now (10 to 30 minutes) when there is none yet."""
    model = _FOLDER / f"{digest()}.tar.gz"
    _FOLDER.mkdir(parents=True, exist_ok=True)
    with FileLock(_FOLDER / "training.lock"):
        if not model.exists():
            with tempfile.TemporaryDirectory() as name:
                folder = Path(name)
                examples = write_project(folder, load())
                tell(f"training the stock project once on {examples:,} examples (10 to 30 minutes)")
                begun = time.perf_counter()
                training = await _rasa(folder, "http://127.0.0.1:1", "train", "--fixed-model-name", MODEL)
                assert await training.wait() == 0, "the stock project could not be trained"
                shutil.move(folder / "models" / f"{MODEL}.tar.gz", model)
                tell(f"trained in {time.perf_counter() - begun:.0f} s")
    return model


@asynccontextmanager
async def running_stock(
    server: BotApiServer, model: Path, folder: Path
) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run `rasa run` with the connector of `server` until the context ends."""
    port = free_port()
    credentials = write_credentials(
        folder,
        server.token,
        server.cloud.bot.username or "",
        f"http://127.0.0.1:{port}/webhooks/telegram/webhook",
    )
    (folder / "endpoints.yml").write_text("{}\n", encoding="utf-8")
    process = await _rasa(
        folder,
        server.url,
        *("run", "--model", str(model), "--credentials", str(credentials)),
        *("--endpoints", "endpoints.yml", "--interface", "127.0.0.1", "--port", str(port)),
    )
    try:
        await _until_ready(process, f"http://127.0.0.1:{port}/")
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def _rasa(folder: Path, api: str, *arguments: str) -> asyncio.subprocess.Process:
    with (folder / "rasa.log").open("ab") as log:
        return await asyncio.create_subprocess_exec(
            *(str(RASA_PYTHON), str(_LAUNCHER), api, *arguments),
            cwd=folder,
            env={**clean_environment({}), "TF_CPP_MIN_LOG_LEVEL": "3", "HOME": os.environ.get("HOME", "/")},
            stdout=log,
            stderr=log,
        )


async def _until_ready(process: asyncio.subprocess.Process, address: str) -> None:
    async with asyncio.timeout(_START_SECONDS), httpx.AsyncClient(trust_env=False) as client:
        while True:
            assert process.returncode is None, "Rasa ended before it answered"
            try:
                # The model is loaded before the server listens.
                if (await client.get(address)).is_success:
                    return
            except httpx.HTTPError:
                await asyncio.sleep(0.5)
