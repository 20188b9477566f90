"""Redis, PostgreSQL and HAProxy from Debian's packages, run by hand for as long as a test needs them."""

import base64
import contextlib
import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.paths import PROJECT
from tests.processes import free_port

PACKAGES = {"redis-server": "redis-server", "haproxy": "haproxy", "initdb": "postgresql"}
_BALANCER = PROJECT / "deploy" / "haproxy" / "haproxy.cfg"
_PATIENCE = 30.0
_INSTALLING = 600


@dataclass(frozen=True)
class Shared:
    """Where trackers and locks are, and the key of the trackers."""

    database: str
    locks: str
    key: str

    @property
    def settings(self) -> dict[str, str]:
        """Return the settings that a Rasa server needs (`rasa_project/serving/settings.py`)."""
        return {
            "WEGWIJZER_RASA_TRACKER_DATABASE": self.database,
            "WEGWIJZER_RASA_TRACKER_KEY": self.key,
            "WEGWIJZER_RASA_LOCKS": self.locks,
        }


class NotInstalledError(Exception):
    """A program that is needed is missing and cannot be installed; the message says which and why."""


def install() -> None:
    """Install what is missing.

    Raises NotInstalledError.
    """
    missing = [package for program, package in PACKAGES.items() if _find(program) is None]
    if not missing:
        return
    apt = shutil.which("apt-get")
    if os.geteuid() != 0 or apt is None:
        raise NotInstalledError(f"install {', '.join(missing)} with apt-get first: this program may not")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (["update", "-q"], ["install", "-q", "-y", "--no-install-recommends", *missing]):
        result = subprocess.run(
            [apt, *arguments],
            env=quiet,
            capture_output=True,
            text=True,
            check=False,
            timeout=_INSTALLING,
        )
        if result.returncode != 0:
            raise NotInstalledError(f"{', '.join(missing)} cannot be installed: {result.stderr[-300:]}")


@contextlib.contextmanager
def running_shared_stores() -> Iterator[Shared]:
    """Run what several Rasa servers share: PostgreSQL for trackers, Redis for locks."""
    with running_postgres() as database, running_redis() as locks:
        yield Shared(database, locks, base64.urlsafe_b64encode(os.urandom(32)).decode())


@contextlib.contextmanager
def running_redis() -> Iterator[str]:
    """Run a Redis server without a disk; give its address with its password."""
    port, password = free_port(), secrets.token_urlsafe(16)
    arguments = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--requirepass", password]
    with _running([str(_find("redis-server")), *arguments], {}, port):
        yield f"redis://:{password}@127.0.0.1:{port}/0"


@contextlib.contextmanager
def running_postgres() -> Iterator[str]:
    """Run a PostgreSQL server with an empty database; give its address."""
    port = free_port()
    folder = Path(tempfile.mkdtemp(prefix="scale-", dir=tempfile.gettempdir()))
    as_user: list[str] = []
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        account = pwd.getpwnam("postgres")
        os.chown(folder, account.pw_uid, account.pw_gid)
        as_user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
    try:
        make = [*as_user, str(_find("initdb")), "-D", str(folder / "data"), "-U", "rasa", "-A", "trust"]
        subprocess.run(make, check=True, capture_output=True, cwd=folder)
        serve = [*as_user, str(_find("postgres")), "-D", str(folder / "data"), "-p", str(port)]
        serve += ["-k", str(folder), "-h", "127.0.0.1"]
        with _running(serve, {}, port):
            yield f"postgresql://rasa@127.0.0.1:{port}/postgres"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def running_balancer(folder: Path, replica_ports: list[int]) -> Iterator[str]:
    """Run HAProxy with the configuration of docker-compose.yml, in front of replicas on loopback."""
    port, metrics = free_port(), free_port()
    servers = [f"    server rasa{n} 127.0.0.1:{each}" for n, each in enumerate(replica_ports, 1)]
    replicas = folder / "replicas.cfg"
    replicas.write_text("\n".join(["backend replicas", *servers, ""]), encoding="utf-8")
    listen = {"BALANCER_LISTEN": f"127.0.0.1:{port}", "BALANCER_METRICS": f"127.0.0.1:{metrics}"}
    arguments = ["-db", "-f", str(_BALANCER), "-f", str(replicas)]
    with _running([str(_find("haproxy")), *arguments], listen, port):
        yield f"http://127.0.0.1:{port}"


@contextlib.contextmanager
def _running(arguments: list[str], settings: Mapping[str, str], port: int) -> Iterator[None]:
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(arguments, env={**os.environ, **settings}, stdout=said, stderr=said)
        try:
            deadline = time.monotonic() + _PATIENCE
            while not _listens(port):
                if process.poll() is not None or time.monotonic() > deadline:
                    said.seek(0)
                    raise AssertionError(f"{arguments[0]} does not serve: {said.read()[-500:]!r}")
                time.sleep(0.1)
            yield
        finally:
            process.terminate()
            process.wait(_PATIENCE)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _find(program: str) -> str | None:
    """Return where a program is; PostgreSQL's are not on the path in Debian."""
    versions = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"))
    return shutil.which(program) or (str(versions[-1]) if versions else None)
