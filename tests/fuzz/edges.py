"""Fuzz the edges: callback data, settings, the list of counsellors, updates before they are stored."""

import json
from copy import deepcopy
from pathlib import Path

from bot.desk.counsellors import load_counsellors
from bot.errors import SettingsError
from bot.settings import KNOWN_SETTINGS, load_settings
from bot.telegram.callback_data import CallbackDataError, decode, encode
from bot.telegram.outgoing import decode_payload, encode_payload
from bot.telegram.readable import check_readable
from bot.telegram.receiving import read_received
from tests.fuzz.chance import Chance
from tests.fuzz.failures import FoundError
from tests.fuzz.mutation import mutated, mutated_bytes, mutated_value
from tests.fuzz.updates import Place, any_update, spoilt, spoilt_data

_DATA = (
    "m", "g:", "g:return", "t:hrt_amounts", "t:hrt_amounts:en", "d:vbl:nl", "l:ti",
    "c:1:departure_term", "f:1",
    "p:topic", "b:0", "u:1", "y:17:1", "o:abc123:1", "q:abc123:yes", "e", "i:departure_term",
    "a:run:3:14:30",
    "am:run:3:2026-12-01", "ap:run:2", "as:run", "aa:run:1", "dt:1", "dx:abc:?", "da:abc:0", "dr:abc:1",
    "rt:0:7",
    "ds:abc", "yd", "yk:1",
)  # fmt: skip
_LONGEST_DATA = 64
_VALUES = (
    "123456:AAAAAAAAAAAAAAAAAAAAAAAA", "https://api.telegram.org", "http://[::1", "http://a:99999",
    "https://",
    "http://10.0.0.1:5000", "http://\u2100.com", "127.0.0.1:8080", "[::1]:1", "::::", "localhost:00000",
    "-100123",
    "-1001234567890,-5", "Europe/Amsterdam", "../../etc/passwd", "Europe", "posixrules", "/dev/null",
    "30", "0", "٣",
    "²", "a" * 5000, "x" * 16, "data",
)  # fmt: skip
_ENV = (
    "TELEGRAM_BOT_TOKEN=123456:AAAAAAAAAAAAAAAAAAAAAAAA\n"
    "WEGWIJZER_TIMEZONE='Europe/Amsterdam'\n# note\nexport A=\"b\"\n"
)
_COUNSELLORS = "- {telegram_id: 111, name: Sam, on_duty: true}\n- telegram_id: 222\n  name: Noor\n"
_PAYLOADS = (
    '{"type":"text","text":"<b>x</b>","rows":[[["Ja","c:1"]]],"letter":{"case":"c1"},"thread":4,"reply_to":null}',
    '{"type":"replace","message":5,"text":"x"}',
    '{"type":"file","name":"a.ics","content":"QUJD"}',
    '{"type":"attachment","attachment":{"kind":"photo","file":"f"},"letter":{"case":"c1"}}',
    '{"type":"correct","messages":[1],"text":"","caption":null,"anew":[],"letter":{"case":"c"}}',
    '{"type":"empty"}',
)


def callback_data(chance: Chance) -> None:
    """Read any data: it is an action that can be written again in 64 bytes, or it is refused."""
    data = mutated(chance, chance.one_of(_DATA)) if chance.one_in(2) else spoilt_data(chance, _DATA)
    read_callback_data(chance.give(data))


def read_callback_data(data: str) -> None:
    """Read callback data. Raises FoundError when that goes wrong."""
    try:
        action = decode(data)
    except CallbackDataError:
        return
    again = encode(action)
    if decode(again) != action:
        raise FoundError(f"{data!r} is {action}, but {again!r} is not")


def settings(chance: Chance) -> None:
    """Read settings from any environment: they are good, or the error names one."""
    environment = {
        name: mutated(chance, chance.one_of(_VALUES)) if chance.one_in(3) else chance.one_of(_VALUES)
        for name in chance.some_of(KNOWN_SETTINGS, 4)
    }
    if chance.one_in(4):
        environment[f"WEGWIJZER_{chance.text()[:10]}"] = chance.text()
    try:
        load_settings(chance.give(environment))
    except SettingsError as error:
        _check_words(error)


def env_file(chance: Chance, folder: Path) -> None:
    """Read settings from any file."""
    path = folder / "fuzz.env"
    spoilt_file = mutated(chance, _ENV, KNOWN_SETTINGS).encode(errors="surrogatepass")
    path.write_bytes(chance.give(mutated_bytes(chance, spoilt_file)))
    try:
        load_settings({}, path)
    except SettingsError as error:
        _check_words(error)


def counsellors_file(chance: Chance, folder: Path) -> None:
    """Read any list of counsellors: nobody is on it who does not stand there as a number."""
    path = folder / "counsellors.yml"
    path.write_bytes(chance.give(mutated(chance, _COUNSELLORS).encode(errors="surrogatepass")))
    try:
        listed = load_counsellors(path)
    except SettingsError as error:
        _check_words(error)
        return
    if not all(type(each.telegram_id) is int and isinstance(each.name, str) for each in listed.listed):
        raise FoundError(f"who is {listed}?")


def _check_words(error: Exception) -> None:
    if not str(error).strip():
        raise FoundError("an error without words")


def receiving(chance: Chance) -> None:
    """Store any update: what is stored can be read again, and by whoever reads the database."""
    place = chance.one_of((Place(5, 5), Place(-100, 5, is_group=True)))
    update = any_update(chance, 1 + chance.below(10**9), place, 1_800_000_000)
    given = update if chance.one_in(2) else spoilt(chance, deepcopy(update))
    try:
        kept = read_received(chance.give(given))
    except ValueError:
        return
    kept.payload.encode()
    int(kept.lane)
    again = json.loads(kept.payload)
    try:
        check_readable(again)
    except ValueError:
        if given is update:
            raise


def outgoing(chance: Chance) -> None:
    """Read any payload of the outbox: it is one of ours and stays the same, or it is refused."""
    text = chance.one_of(_PAYLOADS)
    given = json.dumps(mutated_value(chance, json.loads(text))) if chance.one_in(2) else mutated(chance, text)
    try:
        payload = decode_payload(chance.give(given))
    except ValueError:
        return
    if decode_payload(encode_payload(payload)) != payload:
        raise FoundError(f"{given!r} changes")
