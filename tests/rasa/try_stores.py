"""Tries the stores that replicas share, in Rasa's environment; prints what it found as one line of JSON.

python try_stores.py DATABASE_FILE KEY
"""

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig
from serving.encrypted_tracker_store import EncryptedTrackerStore
from serving.fail_safe import FailSafeStore
from serving.redis_locks import RedisLocks

CONVERSATION = "conversation-7f3a"
WORDS = "wat krijg ik"


def tracker(intent: str) -> DialogueStateTracker:
    """Return a conversation of one turn."""
    found = DialogueStateTracker(CONVERSATION, [])
    found.update(UserUttered(WORDS, intent={"name": intent}))
    return found


async def latest(store: Any) -> str | None:
    """Return what was understood last, as a store tells it."""
    found = await store.retrieve(CONVERSATION)
    return found.latest_message.intent["name"] if found else None


def words_in(file: Path) -> list[str]:
    """Return what can be read in the bytes of a database."""
    content = file.read_bytes()
    return [word for word in (CONVERSATION, WORDS, "hrt_amounts", "intent") if word.encode() in content]


def take_away(file: Path, hidden: Path) -> None:
    """Let the database be gone, with something in its place that is none."""
    file.rename(hidden)
    file.mkdir()


def give_back(file: Path, hidden: Path) -> None:
    """Let the database be there again."""
    file.rmdir()
    hidden.rename(file)


async def try_everything(file: Path, key: str) -> dict[str, Any]:
    """Return what happened."""
    domain, url = Domain.empty(), f"sqlite:///{file}"
    one, other = (EncryptedTrackerStore(url, domain, key=key) for _ in range(2))
    await one.save(tracker("hrt_amounts"))
    seen = await latest(other)
    readable = words_in(file)
    stranger = await latest(EncryptedTrackerStore(url, domain, key=Fernet.generate_key().decode()))
    await one.forget(CONVERSATION)
    forgotten = await latest(other)

    store = FailSafeStore(one)
    await store.save(tracker("hrt_amounts"))
    hidden = file.with_name("hidden")
    take_away(file, hidden)
    one._rows._engine.dispose()
    await store.save(tracker("entry_ban"))
    without = await latest(store)
    give_back(file, hidden)
    newest = await latest(store)

    turn = "stopped"
    async with RedisLocks(EndpointConfig("redis://127.0.0.1:1/0")).lock(CONVERSATION):
        turn = "went on"
    return {
        "seen by another replica": seen,
        "readable in the database": readable,
        "with another key": stranger,
        "forgotten": forgotten,
        "without the database": without,
        "newest after the database came back": newest,
        "turn without Redis": turn,
    }


if __name__ == "__main__":
    result = asyncio.run(try_everything(Path(sys.argv[1]), sys.argv[2]))
    sys.stdout.write(json.dumps(result) + "\n")
