"""What runs and watches the bot: systemd units, alerts and the dashboard."""

import configparser
import json
import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from bot.metrics import Backlog, Metrics
from bot.settings import load_settings

PROJECT = Path(__file__).parents[2]
DEPLOY = PROJECT / "deploy"
SERVICES = sorted((DEPLOY / "systemd").glob("*.service"))
HARDENED = {
    "NoNewPrivileges": "yes",
    "ProtectSystem": "strict",
    "ProtectHome": "yes",
    "PrivateTmp": "yes",
    "PrivateDevices": "yes",
    "CapabilityBoundingSet": "",
    "MemoryDenyWriteExecute": "yes",
    "RestrictNamespaces": "yes",
    "SystemCallArchitectures": "native",
    "UMask": "0077",
    "User": "wegwijzer",
}
_OURS = re.compile(r"wegwijzer_\w+")
_KINDS = re.compile(r'kind=~?"([^"]*)"')


class Unit(configparser.RawConfigParser):
    """A unit file; of a setting that is given twice the last one counts here."""

    def __init__(self, path: Path) -> None:
        super().__init__(strict=False)
        self.read(path, encoding="utf-8")

    def optionxform(self, optionstr: str) -> str:
        return optionstr


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.name)
def test_a_service_has_few_rights(path: Path) -> None:
    """A service writes to its own folder only, gains no rights and has a bound on its memory."""
    service = Unit(path)["Service"]
    assert {name: service.get(name) for name in HARDENED} == HARDENED
    assert {"MemoryMax", "TasksMax", "SystemCallFilter", "StateDirectory"} <= set(service)


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.name)
@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")
def test_systemd_thinks_so_too(path: Path) -> None:
    """systemd's own rating is at most 2 of 10, where 10 is a service without any protection."""
    result = subprocess.run(
        [str(shutil.which("systemd-analyze")), "security", "--offline=true", str(path)],
        capture_output=True,
        text=True,
        check=False,
    )
    rating = re.search(r"exposure level for \S+: ([\d.]+)", result.stdout)
    assert rating is not None, result.stdout + result.stderr
    assert float(rating[1]) <= 2.0


def test_the_bot_comes_back() -> None:
    """However often the bot ends, it is started again; its log goes to the journal."""
    unit = Unit(DEPLOY / "systemd" / "wegwijzer.service")
    assert unit["Service"]["Restart"] == "always"
    assert unit["Unit"]["StartLimitIntervalSec"] == "0"
    assert "StandardOutput" not in unit["Service"]


def test_a_missed_backup_is_made_up_for() -> None:
    """A night on which the machine was off does not go without a backup."""
    assert Unit(DEPLOY / "systemd" / "wegwijzer-backup.timer")["Timer"]["Persistent"] == "true"


def test_the_journal_has_bounds() -> None:
    """The log is limited in size and in time."""
    journal = Unit(DEPLOY / "systemd" / "journald-wegwijzer.conf")["Journal"]
    assert {"SystemMaxUse", "MaxRetentionSec"} <= set(journal)


def expressions() -> list[str]:
    """Return every question that alerts and the dashboard ask."""
    alerts = yaml.safe_load((DEPLOY / "prometheus" / "alerts.yml").read_text(encoding="utf-8"))
    board = json.loads((DEPLOY / "grafana" / "dashboards" / "wegwijzer.json").read_text(encoding="utf-8"))
    asked = [rule["expr"] for group in alerts["groups"] for rule in group["rules"]]
    return asked + [target["expr"] for panel in board["panels"] for target in panel["targets"]]


def test_what_is_asked_is_counted() -> None:
    """Alerts and the dashboard ask for figures that the bot has, and show each kind of backlog."""
    metrics = Metrics()
    for what in Backlog:
        metrics.watch(what, lambda: 0)
    metrics.logged("error", "update_failed")
    counted = set(_OURS.findall(metrics.page().decode()))
    asked = "\n".join(expressions())
    assert set(_OURS.findall(asked)) - counted == set()
    kinds = {kind for found in _KINDS.findall(asked) for kind in found.split("|")}
    assert kinds - {what.value for what in Backlog} == set()


def test_the_dashboard_is_laid_out() -> None:
    """No panel lies on another."""
    board = json.loads((DEPLOY / "grafana" / "dashboards" / "wegwijzer.json").read_text(encoding="utf-8"))
    taken = [
        (x, y)
        for panel in board["panels"]
        for x in range(panel["gridPos"]["x"], panel["gridPos"]["x"] + panel["gridPos"]["w"])
        for y in range(panel["gridPos"]["y"], panel["gridPos"]["y"] + panel["gridPos"]["h"])
    ]
    assert len(taken) == len(set(taken))
    assert len({panel["id"] for panel in board["panels"]}) == len(board["panels"])


def test_secrets_for_replicas(tmp_path: Path) -> None:
    """Passwords and keys are made once, for their owner only; each server gets its own, the bot its token."""
    (tmp_path / ".env").write_text("TELEGRAM_BOT_TOKEN=123456:abcdefghijklmnopqrstuvwxyz", encoding="utf-8")
    command = [sys.executable, str(DEPLOY / "prepare_scale.py")]
    assert subprocess.run(command, cwd=tmp_path, check=False, capture_output=True).returncode == 0
    files = sorted((tmp_path / "secrets").iterdir())
    assert [file.name for file in files] == ["locks.env", "rasa.env", "trackers.env"]
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    settings = load_settings({}, tmp_path / ".env")
    assert settings.rasa_url == "http://balancer:5005"
    assert f"WEGWIJZER_RASA_TOKEN={settings.rasa_token}" in files[1].read_text(encoding="utf-8")
    assert "TRACKER_KEY" not in files[0].read_text(encoding="utf-8") + files[2].read_text(encoding="utf-8")
    before = [file.read_bytes() for file in (*files, tmp_path / ".env")]
    assert subprocess.run(command, cwd=tmp_path, check=False, capture_output=True).returncode == 1
    assert [file.read_bytes() for file in (*files, tmp_path / ".env")] == before


def test_the_page_names_what_there_is() -> None:
    """Services, profiles, units and files that docs/operations.md tells somebody to type exist."""
    page = (PROJECT / "docs" / "operations.md").read_text(encoding="utf-8")
    services = yaml.safe_load((PROJECT / "docker-compose.yml").read_text(encoding="utf-8"))["services"]
    profiles = {profile for service in services.values() for profile in service.get("profiles", [])}
    units = {path.name for path in (DEPLOY / "systemd").iterdir()}
    typed = re.findall(r"docker compose (?:exec(?: -T)?|logs --since \w+|restart) (\w+)", page)
    typed += re.findall(r"docker compose run --rm(?: -T)?(?: --entrypoint \w+)? (\w+)", page)
    started = re.findall(
        r"(?:systemctl (?:enable --now|start|stop|restart|status)|journalctl -u) (wegwijzer[\w.-]*)", page
    )
    assert set(typed) - set(services) == set()
    assert {"bot"} <= set(typed)
    assert set(re.findall(r"--profile (\w+)", page)) == profiles
    assert {name if "." in name else f"{name}.service" for name in started} - units == set()
    assert [name for name in re.findall(r"deploy/[\w./-]+\w", page) if not (PROJECT / name).exists()] == []
    assert "crontab" not in page
