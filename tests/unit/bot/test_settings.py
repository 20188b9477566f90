from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.errors import SettingsError
from bot.settings import KNOWN_SETTINGS, load_settings
from conversations.personal_data import Keeping

TOKEN = "123456:" + "A" * 35
SECRET = "s" * 16
RASA = {"RASA_URL": "http://127.0.0.1:5005", "RASA_TOKEN": SECRET}
GROUP = {"COUNSELLOR_GROUP_ID": "-1001234567890", "WEGWIJZER_COUNSELLORS_FILE": "counsellors.yml"}
WEBHOOK = {"TELEGRAM_WEBHOOK_URL": "https://bot.example.org/hook", "TELEGRAM_WEBHOOK_SECRET": SECRET}
MUST = {
    "TELEGRAM_BOT_TOKEN": "must look like 123456:ABC..., as @BotFather gave it",
    "TELEGRAM_API_URL": "must be an address that begins with http:// or https://",
    "TELEGRAM_WEBHOOK_URL": "must begin with https://, Telegram accepts nothing else",
    "TELEGRAM_WEBHOOK_SECRET": "must have 16 to 256 characters from A-Z, a-z, 0-9, _ and -",
    "TELEGRAM_WEBHOOK_LISTEN": "must look like 127.0.0.1:8080",
    "COUNSELLOR_GROUP_ID": "must be numbers of groups, each with a minus sign, with commas between them",
    "TELEGRAM_MESSAGES_PER_SECOND": "must be a whole number from 1 to 1000",
    "RASA_URL": "must be an address that begins with http:// or https://",
    "RASA_TOKEN": "must have 16 to 256 characters from A-Z, a-z, 0-9, _ and -",
    "LIBRETRANSLATE_URL": "must begin with https://, unless the server is on your own network",
    "LIBRETRANSLATE_API_KEY": "must have 1 to 256 characters without spaces",
    "WEGWIJZER_UNTAKEN_MINUTES": "must be a whole number from 1 to 1440",
    "WEGWIJZER_UNANSWERED_HOURS": "must be a whole number from 1 to 720",
    "WEGWIJZER_KEEP_TALK_DAYS": "must be a number of days from 1 to 7",
    "WEGWIJZER_KEEP_INTERVIEWS_DAYS": "must be a number of days from 1 to 7",
    "WEGWIJZER_KEEP_DEADLINES_DAYS": "must be a number of days from 1 to 90",
    "WEGWIJZER_KEEP_CASES_DAYS": "must be a number of days from 1 to 365",
    "WEGWIJZER_KEEP_PEOPLE_DAYS": "must be a number of days from 30 to 1095",
    "WEGWIJZER_BACKUP_DAYS": "must be a number of days from 1 to 365",
    "WEGWIJZER_TIMEZONE": "must be the name of a time zone, such as Europe/Amsterdam",
}

GOOD = [
    ({}, "telegram_token", None),
    ({}, "telegram_api_url", "https://api.telegram.org"),
    ({}, "webhook_url", None),
    ({}, "webhook_listen", ("127.0.0.1", 8080)),
    ({}, "counsellor_groups", ()),
    ({}, "rasa_url", None),
    ({}, "data_folder", Path("data")),
    ({}, "key_file", Path("data/database.key")),
    ({}, "keeping", Keeping()),
    ({"WEGWIJZER_BACKUP_DAYS": "30"}, "keeping", Keeping(backups=timedelta(days=30))),
    ({}, "timezone", ZoneInfo("Europe/Amsterdam")),
    ({}, "organisation_file", None),
    ({}, "untaken", timedelta(minutes=30)),
    ({}, "unanswered", timedelta(hours=24)),
    ({"WEGWIJZER_UNTAKEN_MINUTES": "1440"}, "untaken", timedelta(days=1)),
    ({"WEGWIJZER_UNANSWERED_HOURS": "1"}, "unanswered", timedelta(hours=1)),
    ({"TELEGRAM_BOT_TOKEN": TOKEN}, "telegram_token", TOKEN),
    ({"TELEGRAM_API_URL": "http://localhost:8081/"}, "telegram_api_url", "http://localhost:8081"),
    (WEBHOOK, "webhook_url", "https://bot.example.org/hook"),
    (WEBHOOK, "webhook_secret", SECRET),
    ({"TELEGRAM_WEBHOOK_LISTEN": "0.0.0.0:1"}, "webhook_listen", ("0.0.0.0", 1)),  # noqa: S104 - only read
    ({"TELEGRAM_WEBHOOK_LISTEN": "bot:65535"}, "webhook_listen", ("bot", 65535)),
    ({}, "messages_per_second", 28),
    ({"TELEGRAM_MESSAGES_PER_SECOND": "1000"}, "messages_per_second", 1000),
    (GROUP, "counsellor_groups", (-1001234567890,)),
    (
        {**GROUP, "COUNSELLOR_GROUP_ID": "-1001234567890, -10055555,-1001234567890"},
        "counsellor_groups",
        (-1001234567890, -10055555),
    ),
    (GROUP, "counsellors_file", Path("counsellors.yml")),
    ({}, "counsellors_file", None),
    (RASA, "rasa_url", "http://127.0.0.1:5005"),
    (RASA, "rasa_token", SECRET),
    ({}, "libretranslate_url", None),
    ({"LIBRETRANSLATE_URL": "https://mt.example.org/"}, "libretranslate_url", "https://mt.example.org"),
    *(
        ({"LIBRETRANSLATE_URL": address}, "libretranslate_url", address)
        for address in ("http://127.0.0.1:5000", "http://libretranslate:5000", "http://[::1]:5000")
    ),
    ({"LIBRETRANSLATE_API_KEY": "a-key"}, "libretranslate_api_key", "a-key"),
    ({"WEGWIJZER_DATA_DIR": "store"}, "data_folder", Path("store")),
    ({"WEGWIJZER_DATA_DIR": "store"}, "key_file", Path("store/database.key")),
    ({"WEGWIJZER_DB_KEY_FILE": "keys/one"}, "key_file", Path("keys/one")),
    ({"WEGWIJZER_TIMEZONE": "Asia/Tehran"}, "timezone", ZoneInfo("Asia/Tehran")),
    ({}, "keeping", Keeping()),
    ({"WEGWIJZER_KEEP_TALK_DAYS": "1"}, "keeping", Keeping(talk=timedelta(days=1))),
    ({"WEGWIJZER_KEEP_PEOPLE_DAYS": "1095"}, "keeping", Keeping(people=timedelta(days=1095))),
    ({"WEGWIJZER_ORGANISATION_FILE": "ours.yml"}, "organisation_file", Path("ours.yml")),
]

BAD = [
    ("TELEGRAM_BOT_TOKEN", "123456"),
    ("TELEGRAM_BOT_TOKEN", "123456:short"),
    ("TELEGRAM_BOT_TOKEN", f" {TOKEN}"),
    ("TELEGRAM_API_URL", "api.telegram.org"),
    ("TELEGRAM_API_URL", "ftp://api.telegram.org"),
    ("TELEGRAM_API_URL", "http://"),
    ("TELEGRAM_API_URL", "http://[::1"),
    ("TELEGRAM_WEBHOOK_URL", "http://bot.example.org"),
    ("TELEGRAM_WEBHOOK_SECRET", "s" * 15),
    ("TELEGRAM_WEBHOOK_SECRET", "s" * 257),
    ("TELEGRAM_WEBHOOK_SECRET", "sixteen letters!"),
    ("TELEGRAM_WEBHOOK_LISTEN", "8080"),
    ("TELEGRAM_WEBHOOK_LISTEN", "127.0.0.1:0"),
    ("TELEGRAM_WEBHOOK_LISTEN", "127.0.0.1:65536"),
    ("TELEGRAM_WEBHOOK_LISTEN", "127.0.0.1:port"),
    ("COUNSELLOR_GROUP_ID", "1001234567890"),
    ("COUNSELLOR_GROUP_ID", "-1"),
    ("COUNSELLOR_GROUP_ID", "-1001234567890,"),
    ("COUNSELLOR_GROUP_ID", "@counsellors"),
    ("RASA_URL", "localhost:5005"),
    ("RASA_TOKEN", "short"),
    ("LIBRETRANSLATE_URL", "http://libretranslate.example.org"),
    ("LIBRETRANSLATE_URL", "http://8.8.8.8:5000"),
    ("LIBRETRANSLATE_API_KEY", "two words"),
    ("WEGWIJZER_UNTAKEN_MINUTES", "0"),
    ("WEGWIJZER_UNTAKEN_MINUTES", "1441"),
    ("WEGWIJZER_UNTAKEN_MINUTES", "half an hour"),
    ("WEGWIJZER_UNTAKEN_MINUTES", "²"),
    ("WEGWIJZER_UNANSWERED_HOURS", "-1"),
    ("WEGWIJZER_UNANSWERED_HOURS", "1.5"),
    ("WEGWIJZER_UNANSWERED_HOURS", "721"),
    ("WEGWIJZER_KEEP_TALK_DAYS", "8"),
    ("WEGWIJZER_KEEP_TALK_DAYS", "0"),
    ("WEGWIJZER_KEEP_INTERVIEWS_DAYS", "7.5"),
    ("WEGWIJZER_KEEP_DEADLINES_DAYS", "91"),
    ("WEGWIJZER_KEEP_DEADLINES_DAYS", "٣"),
    ("WEGWIJZER_KEEP_CASES_DAYS", "-1"),
    ("WEGWIJZER_KEEP_PEOPLE_DAYS", "29"),
    ("WEGWIJZER_KEEP_PEOPLE_DAYS", "one year"),
    ("WEGWIJZER_BACKUP_DAYS", "0"),
    ("WEGWIJZER_BACKUP_DAYS", "366"),
    ("WEGWIJZER_BACKUP_DAYS", "two weeks"),
    ("WEGWIJZER_TIMEZONE", "Amsterdam"),
    ("WEGWIJZER_TIMEZONE", "Europe"),
    ("WEGWIJZER_TIMEZONE", "../../etc/passwd"),
]


@pytest.mark.parametrize("name", ["TELEGRAM_API_URL", "RASA_URL"])
def test_nothing_goes_in_clear_over_the_internet(name: str) -> None:
    """What people write, and tokens, go to other networks by https only."""
    with pytest.raises(SettingsError, match="must begin with https://, unless"):
        load_settings({**RASA, name: "http://rasa.example.org:5005"})
    assert load_settings({**RASA, name: "http://rasa:5005"})


@pytest.mark.parametrize(("environment", "field", "expected"), GOOD)
def test_good_values_and_defaults(environment: dict[str, str], field: str, expected: object) -> None:
    """Every setting has its default, and a good value is read as what it means."""
    assert getattr(load_settings(environment), field) == expected


@pytest.mark.parametrize(("name", "value"), BAD)
def test_bad_values(name: str, value: str) -> None:
    """A malformed value stops the start with the name of the setting and what it must look like."""
    with pytest.raises(SettingsError) as error:
        load_settings({name: value})
    assert str(error.value) == f"The setting {name} {MUST[name]}."


@pytest.mark.parametrize("name", KNOWN_SETTINGS)
def test_empty_is_unset(name: str) -> None:
    """An empty value is no value: compose files and `.env` templates leave such lines."""
    assert load_settings({name: ""}) == load_settings({})


@pytest.mark.parametrize("name", ["WEGWIJZER_DATADIR", "WEGWIJZER_TIME_ZONE"])
def test_unknown_own_name(name: str) -> None:
    """A misspelt name of ours in the environment is told, with the known ones."""
    with pytest.raises(SettingsError) as error:
        load_settings({name: "x"})
    assert str(error.value) == f"The setting {name} is unknown. Known are: {', '.join(KNOWN_SETTINGS)}."


def test_other_names_in_the_environment() -> None:
    """Names that belong to other programs are none of our business."""
    assert load_settings({"PATH": "x", "TELEGRAM_DESKTOP": "y"}) == load_settings({})


@pytest.mark.parametrize("line", ["TELEGRAM_TOKEN=x", "PATH=x", "export WEGWIJZER_DATA=x"])
def test_unknown_name_in_the_file(tmp_path: Path, line: str) -> None:
    """The file holds nothing but our settings, so any unknown name in it is a mistake."""
    name = line.removeprefix("export ").partition("=")[0]
    with pytest.raises(SettingsError, match=f"^The setting {name} is unknown"):
        load_settings({}, _env_file(tmp_path, line))


def test_file_is_read(tmp_path: Path) -> None:
    """Quotes and comments in `.env` are understood, and nothing in it is expanded."""
    file = _env_file(tmp_path, "# ours\nWEGWIJZER_DATA_DIR='the $HOME data'  # here\n")
    assert load_settings({}, file).data_folder == Path("the $HOME data")


def test_environment_wins(tmp_path: Path) -> None:
    """The environment wins over the file, also over a malformed value there."""
    file = _env_file(tmp_path, "WEGWIJZER_TIMEZONE=Mars\n")
    assert load_settings({"WEGWIJZER_TIMEZONE": "UTC"}, file).timezone == ZoneInfo("UTC")


def test_file_that_is_missing(tmp_path: Path) -> None:
    """Nobody needs a `.env`."""
    assert load_settings({}, tmp_path / ".env") == load_settings({})


def test_file_that_is_no_text(tmp_path: Path) -> None:
    """A file in another encoding is named, not guessed."""
    path = tmp_path / ".env"
    path.write_bytes(b"\xff\xfeT\x00")
    with pytest.raises(SettingsError) as error:
        load_settings({}, path)
    assert str(error.value).startswith(f"The file {path} cannot be read: ")


@pytest.mark.parametrize(
    ("given", "needed"),
    [("TELEGRAM_WEBHOOK_URL", "TELEGRAM_WEBHOOK_SECRET"), ("RASA_URL", "RASA_TOKEN")],
)
def test_pairs(given: str, needed: str) -> None:
    """An address that anybody could call is refused without the secret that protects it."""
    with pytest.raises(SettingsError, match=f"^{given} needs {needed}, "):
        load_settings({given: {**WEBHOOK, **RASA}[given]})


@pytest.mark.parametrize("name", ["TELEGRAM_BOT_TOKEN", "TELEGRAM_WEBHOOK_SECRET", "RASA_TOKEN"])
@pytest.mark.parametrize("secret", ["hunter2", f"{TOKEN} hunter2", "hunter2 " * 40])
def test_secrets_are_not_shown(name: str, secret: str) -> None:
    """A mistyped secret never appears in the message that ends up on a screen or in a log."""
    with pytest.raises(SettingsError) as error:
        load_settings({name: secret})
    assert [word for word in secret.split() if word in str(error.value)] == []


def test_secret_without_its_name(tmp_path: Path) -> None:
    """A token that somebody pastes alone into `.env` is not shown either."""
    with pytest.raises(SettingsError) as error:
        load_settings({}, _env_file(tmp_path, TOKEN))
    assert TOKEN not in str(error.value)


def _env_file(folder: Path, text: str) -> Path:
    path = folder / ".env"
    path.write_text(text, encoding="utf-8")
    return path
