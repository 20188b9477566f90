"""Settings from the environment and `.env`; anything unknown or malformed stops the start."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dotenv.parser import parse_stream

from bot.errors import SettingsError
from conversations.personal_data import Keeping

_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]{20,}")
_SECRET = re.compile(r"[A-Za-z0-9_-]{16,256}")
_KEY = re.compile(r"[!-~]{1,256}")
_LISTEN = re.compile(r"[\w.:\[\]-]+:\d{1,5}")
_HIGHEST_PORT = 65535
_NAME = re.compile(r"[A-Z][A-Z_]{2,40}")
_ZONE = re.compile(r"[A-Za-z0-9_+-]{1,32}(/[A-Za-z0-9_+-]{1,32}){0,2}")
_OWN_PREFIX = "WEGWIJZER_"


DEFAULT_TIMEZONE = ZoneInfo("Europe/Amsterdam")
DEFAULT_UNTAKEN = timedelta(minutes=30)
DEFAULT_UNANSWERED = timedelta(hours=24)
DEFAULT_MESSAGES_PER_SECOND = 28
"""A little under Telegram's thirty: what is sent evenly does not arrive evenly."""

_MOST_MESSAGES = 1000
_MOST_MINUTES = 1440
_MOST_HOURS = 720


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings, checked."""

    telegram_token: str | None
    telegram_api_url: str
    webhook_url: str | None
    webhook_secret: str | None
    webhook_listen: tuple[str, int]
    messages_per_second: int
    counsellor_groups: tuple[int, ...]
    counsellors_file: Path | None
    rasa_url: str | None
    rasa_token: str | None
    libretranslate_url: str | None
    libretranslate_api_key: str | None
    data_folder: Path
    key_file: Path
    timezone: ZoneInfo
    organisation_file: Path | None
    untaken: timedelta
    unanswered: timedelta
    keeping: Keeping
    health_listen: tuple[str, int] | None


def _url(value: str) -> str:
    message = "must be an address that begins with http:// or https://"
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError as error:
        raise ValueError(message) from error
    if parts.scheme not in ("http", "https") or not parts.hostname or port == 0 or " " in value:
        raise ValueError(message)
    return value.rstrip("/")


def _https_url(value: str) -> str:
    if not value.startswith("https://"):
        raise ValueError("must begin with https://, Telegram accepts nothing else")
    return _url(value)


def _own_server(value: str) -> str:
    """Refuse to send what people write, and tokens, in clear over the internet."""
    url = _url(value)
    host = urlsplit(url).hostname or ""
    if url.startswith("http://") and not _is_nearby(host):
        raise ValueError("must begin with https://, unless the server is on your own network")
    return url


def _is_nearby(host: str) -> bool:
    try:
        return ip_address(host).is_private
    except ValueError:
        return "." not in host or host.endswith((".local", ".internal", ".lan"))


def _matching(pattern: re.Pattern[str], form: str) -> Callable[[str], str]:
    def check(value: str) -> str:
        if not pattern.fullmatch(value):
            raise ValueError(form)
        return value

    return check


def read_listen(value: str) -> tuple[str, int]:
    """Return host and port of an address to listen on.

    Raises ValueError with what the address must look like.
    """
    host, _, port = value.rpartition(":")
    if not _LISTEN.fullmatch(value) or not 0 < int(port) <= _HIGHEST_PORT:
        raise ValueError("must look like 127.0.0.1:8080")
    return host, int(port)


def _groups(value: str) -> tuple[int, ...]:
    numbers = [number.strip() for number in value.split(",")]
    if not all(re.fullmatch(r"-\d{5,20}", number) for number in numbers):
        raise ValueError("must be numbers of groups, each with a minus sign, with commas between them")
    return tuple(dict.fromkeys(map(int, numbers)))


def _timezone(value: str) -> ZoneInfo:
    message = "must be the name of a time zone, such as Europe/Amsterdam"
    if not _ZONE.fullmatch(value):
        raise ValueError(message)
    try:
        return ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(message) from error


def _number(text: str, most: int) -> int:
    if not re.fullmatch(r"[0-9]{1,4}", text) or not 1 <= int(text) <= most:
        raise ValueError(f"must be a whole number from 1 to {most}")
    return int(text)


def _messages(value: str) -> int:
    return _number(value, _MOST_MESSAGES)


def _minutes(value: str) -> timedelta:
    return timedelta(minutes=_number(value, _MOST_MINUTES))


def _hours(value: str) -> timedelta:
    return timedelta(hours=_number(value, _MOST_HOURS))


def _days(least: int, most: int) -> Callable[[str], timedelta]:
    def check(value: str) -> timedelta:
        if not re.fullmatch(r"[0-9]{1,4}", value) or not least <= int(value) <= most:
            raise ValueError(f"must be a number of days from {least} to {most}")
        return timedelta(days=int(value))

    return check


_KEEPING = {
    "WEGWIJZER_KEEP_TALK_DAYS": "talk",
    "WEGWIJZER_KEEP_INTERVIEWS_DAYS": "interviews",
    "WEGWIJZER_KEEP_DEADLINES_DAYS": "deadlines",
    "WEGWIJZER_KEEP_CASES_DAYS": "cases",
    "WEGWIJZER_KEEP_PEOPLE_DAYS": "people",
    "WEGWIJZER_BACKUP_DAYS": "backups",
}

_CHECKS: Mapping[str, Callable[[str], Any]] = {
    "TELEGRAM_BOT_TOKEN": _matching(_TOKEN, "must look like 123456:ABC..., as @BotFather gave it"),
    "TELEGRAM_API_URL": _own_server,
    "TELEGRAM_WEBHOOK_URL": _https_url,
    "TELEGRAM_WEBHOOK_SECRET": _matching(
        _SECRET, "must have 16 to 256 characters from A-Z, a-z, 0-9, _ and -"
    ),
    "TELEGRAM_WEBHOOK_LISTEN": read_listen,
    "TELEGRAM_MESSAGES_PER_SECOND": _messages,
    "COUNSELLOR_GROUP_ID": _groups,
    "WEGWIJZER_COUNSELLORS_FILE": Path,
    "RASA_URL": _own_server,
    "RASA_TOKEN": _matching(_SECRET, "must have 16 to 256 characters from A-Z, a-z, 0-9, _ and -"),
    "LIBRETRANSLATE_URL": _own_server,
    "LIBRETRANSLATE_API_KEY": _matching(_KEY, "must have 1 to 256 characters without spaces"),
    "WEGWIJZER_DATA_DIR": Path,
    "WEGWIJZER_DB_KEY_FILE": Path,
    "WEGWIJZER_BACKUP_DAYS": _days(1, 365),
    "WEGWIJZER_TIMEZONE": _timezone,
    "WEGWIJZER_ORGANISATION_FILE": Path,
    "WEGWIJZER_UNTAKEN_MINUTES": _minutes,
    "WEGWIJZER_UNANSWERED_HOURS": _hours,
    # Not longer than the privacy text tells people.
    "WEGWIJZER_KEEP_TALK_DAYS": _days(1, 7),
    "WEGWIJZER_KEEP_INTERVIEWS_DAYS": _days(1, 7),
    "WEGWIJZER_KEEP_DEADLINES_DAYS": _days(1, 90),
    "WEGWIJZER_KEEP_CASES_DAYS": _days(1, 365),
    "WEGWIJZER_KEEP_PEOPLE_DAYS": _days(30, 1095),
    "WEGWIJZER_HEALTH_LISTEN": read_listen,
}

KNOWN_SETTINGS = tuple(_CHECKS)
"""The names of all settings, for the documentation and its test."""


def load_settings(environment: Mapping[str, str], env_file: Path | None = None) -> Settings:
    """Read the settings; the environment wins over `env_file`.

    Raises SettingsError that names the setting and what it must look like.
    """
    from_file = _read_env_file(env_file) if env_file else {}
    named = {name for name in environment if name.startswith(_OWN_PREFIX)} | set(from_file)
    for name in sorted(named - set(_CHECKS)):
        # A value that was pasted without its name looks like a name; it may be a secret.
        shown = f"The setting {name}" if _NAME.fullmatch(name) else "A line in the settings"
        raise SettingsError(f"{shown} is unknown. Known are: {', '.join(_CHECKS)}.")
    values: dict[str, Any] = {}
    for name, check in _CHECKS.items():
        given = environment.get(name) or from_file.get(name)
        if given:
            try:
                values[name] = check(given)
            except ValueError as error:
                raise SettingsError(f"The setting {name} {error}.") from error
    _check_pairs(values)
    data_folder = values.get("WEGWIJZER_DATA_DIR", Path("data"))
    return Settings(
        telegram_token=values.get("TELEGRAM_BOT_TOKEN"),
        telegram_api_url=values.get("TELEGRAM_API_URL", "https://api.telegram.org"),
        webhook_url=values.get("TELEGRAM_WEBHOOK_URL"),
        webhook_secret=values.get("TELEGRAM_WEBHOOK_SECRET"),
        webhook_listen=values.get("TELEGRAM_WEBHOOK_LISTEN", ("127.0.0.1", 8080)),
        messages_per_second=values.get("TELEGRAM_MESSAGES_PER_SECOND", DEFAULT_MESSAGES_PER_SECOND),
        counsellor_groups=values.get("COUNSELLOR_GROUP_ID", ()),
        counsellors_file=values.get("WEGWIJZER_COUNSELLORS_FILE"),
        rasa_url=values.get("RASA_URL"),
        rasa_token=values.get("RASA_TOKEN"),
        libretranslate_url=values.get("LIBRETRANSLATE_URL"),
        libretranslate_api_key=values.get("LIBRETRANSLATE_API_KEY"),
        data_folder=data_folder,
        key_file=values.get("WEGWIJZER_DB_KEY_FILE", data_folder / "database.key"),
        timezone=values.get("WEGWIJZER_TIMEZONE", DEFAULT_TIMEZONE),
        organisation_file=values.get("WEGWIJZER_ORGANISATION_FILE"),
        untaken=values.get("WEGWIJZER_UNTAKEN_MINUTES", DEFAULT_UNTAKEN),
        unanswered=values.get("WEGWIJZER_UNANSWERED_HOURS", DEFAULT_UNANSWERED),
        keeping=Keeping(**{field: values[name] for name, field in _KEEPING.items() if name in values}),
        health_listen=values.get("WEGWIJZER_HEALTH_LISTEN"),
    )


def _check_pairs(values: Mapping[str, Any]) -> None:
    if "TELEGRAM_WEBHOOK_URL" in values and "TELEGRAM_WEBHOOK_SECRET" not in values:
        message = (
            "TELEGRAM_WEBHOOK_URL needs TELEGRAM_WEBHOOK_SECRET, a random text of at least 16 characters."
        )
        raise SettingsError(message)
    if "COUNSELLOR_GROUP_ID" in values and "WEGWIJZER_COUNSELLORS_FILE" not in values:
        message = (
            "COUNSELLOR_GROUP_ID needs WEGWIJZER_COUNSELLORS_FILE, the list of who may act there: see "
            "docs/counsellors.md."
        )
        raise SettingsError(message)
    if "RASA_URL" in values and "RASA_TOKEN" not in values:
        raise SettingsError("RASA_URL needs RASA_TOKEN, the token that the Rasa server was started with.")


def _read_env_file(path: Path) -> dict[str, str]:
    if not path.exists():
        return {}
    try:
        with path.open(encoding="utf-8") as file:
            bindings = list(parse_stream(file))
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"The file {path} cannot be read: {error}.") from error
    for binding in bindings:
        if binding.error:
            line = binding.original.line
            raise SettingsError(
                f"Line {line} of {path} cannot be read. Write NAME=value, with both quotes or none."
            )
    return {binding.key: binding.value or "" for binding in bindings if binding.key}
