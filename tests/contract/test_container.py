"""The container files, as far as they can be checked without a container engine."""

from pathlib import Path

import yaml

PROJECT = Path(__file__).parents[2]


def test_the_container_has_few_rights() -> None:
    """No root, no writable file system, no capabilities, no open port."""
    (service,) = yaml.safe_load((PROJECT / "docker-compose.yml").read_text(encoding="utf-8"))[
        "services"
    ].values()
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "ports" not in service
    final_stage = (PROJECT / "Dockerfile").read_text(encoding="utf-8").rpartition("FROM ")[2]
    assert "\nUSER wegwijzer\n" in final_stage


def test_secrets_stay_out_of_the_image() -> None:
    """Settings, data and local environments are not copied into the image."""
    ignored = (PROJECT / ".dockerignore").read_text(encoding="utf-8").split()
    assert {".env", "data", ".wegwijzer", ".venv", "rasa_project/.venv"} <= set(ignored)
