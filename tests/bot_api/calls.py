"""What the bot asked of the local server."""

from dataclasses import dataclass
from typing import Any


@dataclass
class Call:
    """One call with its parameters decoded, and what came of it (status 0: the connection was cut)."""

    method: str
    parameters: dict[str, Any]
    time: float
    status: int | None = None
    result: Any = None
    description: str = ""
