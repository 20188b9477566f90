"""Several real Rasa servers that share what they know."""

import os
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import httpx

from bot.paths import RASA_PROJECT, RASA_PYTHON
from bot.rasa.model import model_path
from tests.processes import RASA_TOKEN

_PATIENCE = 240.0
"""Seconds: two servers start at once, on machines that are busy."""


@dataclass
class Replica:
    """One Rasa server on loopback, which a test may kill and start again."""

    port: int
    shared: Mapping[str, str]
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Return its own address, past the balancer."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start without waiting."""
        environment = {
            **os.environ,
            **self.shared,
            "WEGWIJZER_RASA_TOKEN": RASA_TOKEN,
            "PYTHONWARNINGS": "ignore",
            "RASA_TELEMETRY_ENABLED": "false",
        }
        self.process = subprocess.Popen(
            [str(RASA_PYTHON), "serve.py", str(model_path()), str(self.port)],
            cwd=RASA_PROJECT,
            env=environment,
            stdout=subprocess.DEVNULL,
        )

    def wait(self) -> None:
        """Wait until it answers."""
        deadline = time.monotonic() + _PATIENCE
        while not is_ready(self.url):
            assert self.process is not None
            assert self.process.poll() is None, "Rasa ended before it answered"
            assert time.monotonic() < deadline, "Rasa did not answer in time"
            time.sleep(0.2)

    def kill(self) -> None:
        """End it in the middle of whatever it does."""
        if self.process is not None:
            self.process.kill()
            self.process.wait(20)


@contextmanager
def running_replicas(ports: list[int], shared: Mapping[str, str]) -> Iterator[list[Replica]]:
    """Run one server on each port until the context ends."""
    replicas = [Replica(port, shared) for port in ports]
    try:
        for replica in replicas:
            replica.start()
        for replica in replicas:
            replica.wait()
        yield replicas
    finally:
        for replica in replicas:
            replica.kill()


def is_ready(url: str) -> bool:
    """Tell whether a server or the balancer answers, as a health check asks."""
    try:
        return bool(httpx.get(f"{url}/webhooks/seam/", timeout=2, trust_env=False).json()["ready"])
    except (httpx.HTTPError, ValueError):
        return False
