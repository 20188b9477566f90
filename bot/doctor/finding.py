"""What the doctor says about one thing."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; `advice` is empty when all is well."""

    what: str
    advice: str = ""


def local(moment: datetime, timezone: ZoneInfo) -> str:
    """Return a moment as people at the machine write it."""
    return moment.astimezone(timezone).strftime("%Y-%m-%d %H:%M")
