#!/usr/bin/env python3
"""Make the passwords and keys that several Rasa servers share; run once, in the project's folder.

    python3 deploy/prepare_scale.py

Writes secrets/*.env, readable by you only, and adds RASA_URL and RASA_TOKEN to .env. What is
there already stays.
"""

import base64
import secrets
import sys
from pathlib import Path


def main() -> int:
    """Write what is missing; 1 when it was made before."""
    folder, settings = Path("secrets"), Path(".env")
    if folder.exists():
        sys.stderr.write("The folder secrets/ is there already: nothing was changed.\n")
        return 1
    text = settings.read_text(encoding="utf-8") if settings.exists() else ""
    if "RASA_TOKEN=" in text:
        sys.stderr.write("RASA_TOKEN stands in .env already: remove RASA_URL and RASA_TOKEN there first.\n")
        return 1
    token, database, locks = (secrets.token_urlsafe(32) for _ in range(3))
    key = base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()
    folder.mkdir(mode=0o700)
    write(
        folder / "rasa.env",
        WEGWIJZER_RASA_TOKEN=token,
        WEGWIJZER_RASA_TRACKER_DATABASE=f"postgresql://rasa:{database}@trackers/rasa",
        WEGWIJZER_RASA_TRACKER_KEY=key,
        WEGWIJZER_RASA_LOCKS=f"redis://:{locks}@locks:6379/0",
    )
    write(folder / "trackers.env", POSTGRES_USER="rasa", POSTGRES_DB="rasa", POSTGRES_PASSWORD=database)
    write(folder / "locks.env", REDIS_PASSWORD=locks)
    if text and not text.endswith("\n"):
        text += "\n"
    settings.touch(mode=0o600)
    settings.write_text(f"{text}RASA_URL=http://balancer:5005\nRASA_TOKEN={token}\n", encoding="utf-8")
    sys.stdout.write("Done. Start with: docker compose --profile scale up -d --build\n")
    return 0


def write(path: Path, **values: str) -> None:
    """Write one file of settings that only its owner can read."""
    path.touch(mode=0o600)
    path.write_text("".join(f"{name}={value}\n" for name, value in values.items()), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
