"""The container files, as far as they can be checked without a container engine."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

PROJECT = Path(__file__).parents[2]
COMPOSE = yaml.safe_load((PROJECT / "docker-compose.yml").read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
EXACT = re.compile(r"([\w./-]+:v?\d+\.\d+\.\d+|postgres:\d+\.\d+)(-[\w.-]+)?(@sha256:[0-9a-f]{64})?")
"""PostgreSQL's versions have two numbers, all others three."""
LOOPBACK = "127.0.0.1:"
PROFILES = {
    "monitoring": {"prometheus", "grafana"},
    "webhook": {"proxy"},
    "scale": {"rasa", "balancer", "trackers", "locks"},
}


def find_compose() -> list[str] | None:
    """Return how to run Docker Compose here, or None: as a command of its own or as a part of docker."""
    for command in (["docker-compose"], ["docker", "compose"]):
        if shutil.which(command[0]) is not None:
            answer = subprocess.run(
                [*command, "version", "--short"], capture_output=True, text=True, check=False
            )
            version = re.match(r"v?(\d+)\.(\d+)", answer.stdout)
            if version is not None and (int(version[1]), int(version[2])) >= (2, 24):
                return command
    return None


COMPOSE_COMMAND = find_compose()


def of_profile(profile: str | None) -> set[str]:
    """Return the services that start with a profile alone; None: without any."""
    return {
        name
        for name, service in SERVICES.items()
        if (profile in service.get("profiles", []) if profile else "profiles" not in service)
    }


@pytest.mark.parametrize("name", SERVICES)
def test_a_container_has_few_rights(name: str) -> None:
    """No root, no writable file system, no capabilities, bounds on memory and processes."""
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert int(str(service["user"]).partition(":")[0]) > 0
    assert re.fullmatch(r"\d+[mg]", service["mem_limit"])
    assert service["pids_limit"] <= 512


@pytest.mark.parametrize("name", SERVICES)
def test_a_container_is_watched(name: str) -> None:
    """Each tells whether it is well, comes back when it dies, and keeps its log in bounds."""
    service = SERVICES[name]
    assert service["healthcheck"]["test"][0] in {"CMD", "CMD-SHELL"}
    assert service["restart"] == "unless-stopped"
    assert {"max-size", "max-file"} <= set(service["logging"]["options"])


def test_one_service_is_enough() -> None:
    """Without a profile only the bot runs, with its own Rasa, and its backup; no port is open."""
    assert of_profile(None) == {"bot", "backup"}
    assert [name for name in of_profile(None) if "ports" in SERVICES[name]] == []


def test_backups_are_made_by_themselves() -> None:
    """What makes backups has the bot's image, settings and data, no network, and tells when it makes none."""
    backup, bot = SERVICES["backup"], SERVICES["bot"]
    same = ("image", "build", "user", "env_file", "volumes")
    assert {key: backup[key] for key in same} == {key: bot[key] for key in same}
    assert backup["network_mode"] == "none"
    assert "./wegwijzer backup" in backup["entrypoint"][-1]
    assert "/data/backups" in backup["healthcheck"]["test"][-1]


@pytest.mark.skipif(COMPOSE_COMMAND is None, reason="docker compose is not installed")
@pytest.mark.parametrize("profile", [None, *PROFILES])
def test_compose_understands_it(profile: str | None, tmp_path: Path) -> None:
    """Compose itself accepts every profile; it needs no container engine for that."""
    for name in ("docker-compose.yml", "Dockerfile"):
        shutil.copy(PROJECT / name, tmp_path)
    shutil.copy(PROJECT / ".env.example", tmp_path / ".env")
    assert COMPOSE_COMMAND is not None
    profiles = ["--profile", profile] if profile else []
    command = [*COMPOSE_COMMAND, *profiles, "config", "--services"]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (result.returncode, result.stderr) == (0, "")
    assert set(result.stdout.split()) == of_profile(None) | (of_profile(profile) if profile else set())


@pytest.mark.parametrize(("profile", "services"), PROFILES.items())
def test_profiles(profile: str, services: set[str]) -> None:
    """A profile starts what belongs to it."""
    assert of_profile(profile) == services


def test_open_ports() -> None:
    """The world reaches the proxy only; pictures are for this machine alone."""
    ports = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}
    assert ports.pop("proxy") == ["80:8080", "443:8443"]
    assert [port for each in ports.values() for port in each if not port.startswith(LOOPBACK)] == []


def test_data_is_not_reached_from_outside() -> None:
    """Rasa, its database and its locks have no way to the internet, and only Rasa reaches the last two."""
    inside = {name for name, network in COMPOSE["networks"].items() if (network or {}).get("internal")}
    for name in PROFILES["scale"]:
        assert set(SERVICES[name]["networks"]) <= inside
    reach = {name for name, service in SERVICES.items() if "memory" in service.get("networks", [])}
    assert reach == {"rasa", "trackers", "locks"}


def test_images_are_exact() -> None:
    """Every image that is fetched has an exact version; ours are built here."""
    fetched = [service["image"] for service in SERVICES.values() if "build" not in service]
    for file in (PROJECT / "Dockerfile", PROJECT / "deploy" / "caddy" / "Dockerfile"):
        stages = re.findall(r"^FROM (\S+)(?: AS (\S+))?", file.read_text(encoding="utf-8"), re.MULTILINE)
        names = {name for _, name in stages}
        fetched += [image for image, _ in stages if image not in names]
    assert [image for image in fetched if not EXACT.fullmatch(image)] == []


def test_mounted_files_exist() -> None:
    """What is mounted from the project is there."""
    volumes = [volume for service in SERVICES.values() for volume in service.get("volumes", [])]
    files = [volume.partition(":")[0] for volume in volumes if volume.startswith("./")]
    assert files != []
    assert [file for file in files if not (PROJECT / file).exists()] == []


def test_the_image_runs_without_root() -> None:
    """The last stage leaves root behind, and Rasa calls nobody."""
    dockerfile = (PROJECT / "Dockerfile").read_text(encoding="utf-8")
    assert "\nUSER wegwijzer\n" in dockerfile.rpartition("FROM ")[2]
    assert "RASA_TELEMETRY_ENABLED=false" in dockerfile


def test_secrets_stay_out_of_the_image() -> None:
    """Settings, secrets, data and local environments are not copied into the image."""
    ignored = (PROJECT / ".dockerignore").read_text(encoding="utf-8").split()
    assert {".env", "secrets", "data", ".wegwijzer", ".venv", "rasa_project/.venv"} <= set(ignored)
