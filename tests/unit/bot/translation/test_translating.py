"""Translating with a LibreTranslate server: what it is asked, and that nobody waits for a bad one."""

import asyncio

import httpx
import pytest
import structlog

from bot.translation.libretranslate import LibreTranslate
from bot.translation.protecting import ProtectingTranslator
from bot.translation.translator import NoTranslator, Translation
from content.loader import Content
from content.model import DUTCH, LanguageCode
from tests.fakes_of_desk import Seconds
from tests.libretranslate import FakeLibreTranslate

_FR, _AR, _TI = map(LanguageCode, ("fr", "ar", "ti"))
_URL = "https://translate.example"
_KEY = "secret-key"


class Machine(FakeLibreTranslate):
    """The fake server with a translator in front of it."""

    def __init__(self, content: Content, seconds: Seconds) -> None:
        super().__init__(api_key=_KEY)
        server = LibreTranslate(_URL, _KEY, httpx.MockTransport(self.over_mock), seconds)
        self.translator = ProtectingTranslator(server, lambda: content, seconds, patience=0.2)

    async def to_french(self, text: str) -> Translation | None:
        return await self.translator.translate(text, DUTCH, _FR)


@pytest.fixture
def seconds() -> Seconds:
    """Return the time of the translator."""
    return Seconds()


@pytest.fixture
def machine(content: Content, seconds: Seconds) -> Machine:
    """Return a server that does what it should."""
    return Machine(content, seconds)


async def test_one_request_with_the_words_only(machine: Machine) -> None:
    """The server gets the words, the two languages and the key: nothing about anybody."""
    assert await machine.to_french("Kom morgen") == Translation("fr: KOM MORGEN")
    assert machine.asked == [
        {"q": "Kom morgen", "source": "nl", "target": "fr", "format": "text", "api_key": _KEY}
    ]


async def test_without_a_key(content: Content) -> None:
    """A server that asks for no key is sent none."""
    fake = FakeLibreTranslate()
    async with LibreTranslate(_URL, None, httpx.MockTransport(fake.over_mock)) as server:
        await server.translate("Kom", DUTCH, _FR)
    assert "api_key" not in fake.asked[0]


async def test_terms_stay_with_their_meaning_the_first_time(machine: Machine, content: Content) -> None:
    """The person reads the Dutch word that stands in the letter, and what it means."""
    gloss = content.texts[_FR].glossary.terms["terugkeerbesluit"].gloss  # type: ignore[index]
    made = await machine.to_french("Het terugkeerbesluit, ja het terugkeerbesluit")
    assert made == Translation(f"fr: HET terugkeerbesluit ({gloss}), JA HET terugkeerbesluit")


async def test_terms_in_arabic_keep_their_direction(machine: Machine) -> None:
    """A Dutch word inside a text that runs from right to left is isolated."""
    made = await machine.translator.translate("Ga naar DT&V", DUTCH, _AR)
    assert made is not None
    assert "\u2066DT&V\u2069" in made.text


async def test_terms_that_a_machine_spoils_go_as_html(machine: Machine, content: Content) -> None:
    """When a number that stands in for a term is lost, the second try cannot touch the term."""
    machine.breaks = lambda text: text.replace("7301", "73")
    gloss = content.texts[_FR].glossary.terms["rechtbank"].gloss  # type: ignore[index]
    made = await machine.to_french("Ga naar de rechtbank & wacht")
    assert made == Translation(f"fr: GA NAAR DE rechtbank ({gloss}) & WACHT")
    assert [request["format"] for request in machine.asked] == ["text", "html"]


async def test_a_changed_number_is_doubtful(machine: Machine) -> None:
    """A day that became another day is shown with a warning; the sign of a term is no number."""
    machine.breaks = lambda text: text.replace("28", "26")
    made = await machine.to_french("Binnen 28 dagen naar artikel 64 Vreemdelingenwet")
    assert made is not None
    assert (made.doubtful, "26 DAGEN" in made.text) == (True, True)


@pytest.mark.parametrize("answer", [" ", "Kom morgen\n", "kom " * 100], ids=["nothing", "the same", "salad"])
async def test_nonsense_of_small_models(machine: Machine, answer: str) -> None:
    """A translation that is plainly none, such as one word over and over, is not shown."""
    await machine.to_french("Kom")
    machine.body = {"translatedText": answer}
    assert await machine.to_french("Kom morgen") is None


@pytest.mark.parametrize("text", ["", "12-05-2026", "👍", "  "])
async def test_nothing_to_translate(machine: Machine, text: str) -> None:
    """Without a letter nothing is asked."""
    assert (await machine.to_french(text), machine.languages_asked) == (None, 0)


async def test_languages_that_the_server_lacks(machine: Machine, seconds: Seconds) -> None:
    """A language without a model gets no translation; the list is asked for once an hour."""
    for _ in range(3):
        assert await machine.translator.translate("Kom", DUTCH, _TI) is None
    assert (machine.languages_asked, machine.asked) == (1, [])
    seconds.now += 3601
    await machine.to_french("Kom")
    assert machine.languages_asked == 2


async def test_a_server_that_names_no_targets(machine: Machine) -> None:
    """Servers of earlier versions list languages without their targets: all are possible then."""
    machine.body = [{"code": "nl", "name": "Dutch"}, {"code": "fr", "name": "French"}]
    async with LibreTranslate(_URL, None, httpx.MockTransport(machine.over_mock)) as server:
        assert [await server.offers(DUTCH, each) for each in (_FR, _AR)] == [True, False]


FAULTS = {
    "refused": {"error": httpx.ConnectError("refused")},
    "slow": {"seconds": 5.0},
    "wrong key": {"status": 403, "body": {"error": "Invalid API key"}},
    "too much asked": {"status": 429, "body": {"error": "Slowdown"}},
    "error": {"status": 500, "body": {"error": "Cannot translate text"}},
    "moved": {"status": 302, "body": {}},
    "another program": {"body": b"<html>hello</html>"},
    "no text": {"body": b"\xff\xfe"},
    "another form": {"body": {"translatedText": ["a", "b"]}},
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())
async def test_a_bad_server_is_left_alone_for_a_while(
    machine: Machine, seconds: Seconds, fault: dict[str, object]
) -> None:
    """The message goes without a translation, the next ones do not wait, and later it is tried again."""
    well = {name: getattr(machine, name) for name in fault}
    for name, value in fault.items():
        setattr(machine, name, value)
    with structlog.testing.capture_logs() as logs:
        assert await machine.to_french("secret words") is None
    for name, value in well.items():
        setattr(machine, name, value)
    asked = machine.languages_asked
    assert await machine.to_french("secret words") is None
    assert machine.languages_asked == asked
    seconds.now += 31
    assert await machine.to_french("Kom") == Translation("fr: KOM")
    assert [log["event"] for log in logs] == ["not_translated"]
    assert not any(hidden in str(logs) for hidden in ("secret", _KEY, _URL))


@pytest.mark.parametrize("status", [400, 413])
async def test_a_text_that_the_server_refuses(machine: Machine, status: int) -> None:
    """A text that is too long goes without; others are still translated."""
    await machine.to_french("Kom")
    machine.status, machine.body = status, {"error": "exceeds text limit"}
    assert await machine.to_french("long") is None
    machine.status, machine.body = 200, None
    assert await machine.to_french("Kom") == Translation("fr: KOM")


async def test_few_at_once(machine: Machine) -> None:
    """A server on one machine is not asked for more than two translations at the same moment."""
    under_way = most = 0

    async def slow(request: httpx.Request) -> httpx.Response:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        await asyncio.sleep(0.01)
        under_way -= 1
        return await machine.over_mock(request)

    async with LibreTranslate(_URL, _KEY, httpx.MockTransport(slow)) as server:
        await asyncio.gather(*(server.translate("Kom", DUTCH, _FR) for _ in range(6)))
    assert most == 2


async def test_nothing_configured() -> None:
    """Without a server there is no translation."""
    assert await NoTranslator().translate("Kom", DUTCH, _FR) is None
