"""Translations at the desk: where they show, how they are marked, and when there are none."""

import pytest

from bot.desk.language_help import LanguageHelp
from bot.stores import Stores
from bot.translation.translator import Translation
from content.model import DUTCH, LanguageCode
from conversations.attachments import Attachment
from conversations.cases import Case, PostKind
from conversations.composer import Composer
from conversations.desk import Desk as PersonsDesk
from conversations.desk_counsellors import CounsellorAct, ToPerson
from conversations.events import TextWritten
from conversations.office_hours import office_hours
from conversations.reminding import Counsellors, Reminding
from conversations.request_answers import RequestAnswers
from tests.fakes import AMSTERDAM, NOON, FixedLanguages, SettableClock, words
from tests.fakes_of_desk import PHOTO, SAM, Desk, FakeBot

_EN, _AR = LanguageCode("en"), LanguageCode("ar")


class FakeTranslator:
    """Translates what it was told, and nothing else."""

    def __init__(self) -> None:
        self.made: dict[str, Translation] = {}
        self.asked: list[tuple[str, LanguageCode, LanguageCode]] = []

    async def translate(self, text: str, source: LanguageCode, target: LanguageCode) -> Translation | None:
        self.asked.append((text, source, target))
        return self.made.get(text)


@pytest.fixture
def desk(kept: Stores, composer: Composer, clock: SettableClock) -> Desk:
    """Return the counsellors' side of the desk."""
    return Desk(kept, composer, clock)


@pytest.fixture
def translator() -> FakeTranslator:
    """Return a machine."""
    return FakeTranslator()


@pytest.fixture
def language_help(desk: Desk, translator: FakeTranslator, languages: FixedLanguages) -> LanguageHelp:
    """Return the language help with that machine."""
    kept = desk.kept
    return LanguageHelp(translator, kept.cases, kept.people, lambda: desk.composer, desk.texts, languages)


@pytest.fixture
def case(desk: Desk) -> Case:
    """Return the case of somebody who speaks English."""
    return desk.open("en")


@pytest.fixture
def persons_desk(desk: Desk, clock: SettableClock) -> PersonsDesk:
    """Return the person's side, with a server configured."""
    kept = desk.kept
    composer = desk.composer
    reminding = Reminding(kept.deadlines, Counsellors(True, kept.cases), lambda: composer, clock, AMSTERDAM)
    answers = RequestAnswers(kept.requests, kept.cases, reminding, lambda: composer, desk.texts, clock)
    return PersonsDesk(
        kept.cases,
        kept.people,
        lambda: composer,
        desk.texts,
        clock,
        AMSTERDAM,
        answers,
        connected=True,
        translated=True,
    )


async def post(desk: Desk, language_help: LanguageHelp, case: Case) -> list[str]:
    """Post what waits and return the words that arrive."""
    bot = FakeBot()
    desk.kept.cases.post(case.id, PostKind.CARD)
    poster = desk.poster(bot, desk.groups(), translation=language_help.below_post)
    while await poster.post_waiting():
        pass
    return [text for text in bot.texts() if text != desk.desk.card(desk.now(case))]


async def test_below_what_a_person_writes(
    desk: Desk, language_help: LanguageHelp, translator: FakeTranslator, case: Case, persons_desk: PersonsDesk
) -> None:
    """The original comes first, the translation below it in the same message, marked as one."""
    translator.made = {"come": Translation("kom"), "on day 3": Translation("op dag 4", doubtful=True)}
    for text in ("come", "on day 3", "untranslated"):
        persons_desk.wrote(case, text, TextWritten(text))
    assert await post(desk, language_help, case) == [
        "\n\n".join(
            [
                "come",
                desk.texts.fill("machine_translation", text="kom"),
                "on day 3",
                desk.texts.fill("machine_translation_doubtful", text="op dag 4"),
                "untranslated",
            ]
        )
    ]
    assert translator.asked[0] == ("come", _EN, DUTCH)


async def test_danger_does_not_wait_for_its_translation(
    desk: Desk, language_help: LanguageHelp, translator: FakeTranslator, case: Case, persons_desk: PersonsDesk
) -> None:
    """Words of danger are posted by themselves; their translation follows."""
    translator.made = {"help": Translation("help mij")}
    persons_desk.danger(desk.person(), "help")
    assert await post(desk, language_help, case) == [
        desk.texts.fill("person_in_danger", text="help"),
        desk.texts.fill("machine_translation", text="help mij"),
    ]


async def test_a_translation_that_cannot_be_made_costs_no_call(
    desk: Desk, language_help: LanguageHelp, case: Case
) -> None:
    """Nothing empty is posted."""
    desk.kept.cases.post(case.id, PostKind.TRANSLATION, "come")
    assert await post(desk, language_help, case) == []


async def test_of_somebody_who_is_gone(
    desk: Desk, language_help: LanguageHelp, translator: FakeTranslator, case: Case
) -> None:
    """What somebody wrote who has erased everything goes nowhere."""
    desk.kept.cases.post(case.id, PostKind.TRANSLATION, "come")
    (waiting,) = desk.posts()
    desk.kept.people.forget(case.person)
    assert (await language_help.below_post(waiting), translator.asked) == ("", [])


def test_the_person_knows_that_a_machine_reads_along(
    persons_desk: PersonsDesk, desk: Desk, composer: Composer
) -> None:
    """Where a server is configured, the person is told so when the conversation opens."""
    note = composer.content.interface("case_translated_note", _EN)
    hours = office_hours(composer.content.organisation, AMSTERDAM)
    assert note in words(composer.case_opened("X", _EN, NOON, hours, translated=True))
    assert note not in words(composer.case_opened("X", _EN, NOON, hours))


def letter(desk: Desk, case: Case, text: str, attachment: Attachment | None = None) -> ToPerson:
    """Return what follows for the person when a counsellor who has the case writes."""
    desk.tap_take(case)
    (made,) = desk.desk.act(CounsellorAct(SAM, desk.now(case), text, attachment)).letters
    return made


@pytest.mark.parametrize("doubtful", [False, True])
async def test_below_what_a_counsellor_writes(
    desk: Desk, language_help: LanguageHelp, translator: FakeTranslator, case: Case, *, doubtful: bool
) -> None:
    """The person gets the Dutch words and below them the translation, marked in their language."""
    translator.made = {"Kom\nop dag 3": Translation("Come\non day 3", doubtful)}
    (message,) = await language_help.messages(letter(desk, case, "Kom\nop dag 3"))
    key = "case_machine_translation_doubtful" if doubtful else "case_machine_translation"
    assert words(message).splitlines() == [
        desk.composer.content.interface("case_from_counsellor", _EN),
        *("Kom", "op dag 3"),
        desk.composer.content.interface(key, _EN),
        *("Come", "on day 3"),
    ]
    assert translator.asked == [("Kom\nop dag 3", DUTCH, _EN)]


async def test_without_a_translation_the_words_arrive(
    desk: Desk, language_help: LanguageHelp, case: Case
) -> None:
    """A machine that fails keeps nothing from the person."""
    made = letter(desk, case, "Kom")
    assert await language_help.messages(made) == (made.message,)


async def test_words_under_a_photo(
    desk: Desk, language_help: LanguageHelp, translator: FakeTranslator, case: Case
) -> None:
    """The photo is copied with its words; only their translation is a message, if there is one."""
    made = letter(desk, case, "Dit is het adres", attachment=PHOTO)
    assert await language_help.messages(made) == ()
    translator.made = {"Dit is het adres": Translation("This is the address")}
    (message,) = await language_help.messages(made)
    label = desk.composer.content.interface("case_machine_translation", _EN)
    assert words(message).splitlines() == [label, "This is the address"]


async def test_approved_texts_are_not_translated(
    desk: Desk, language_help: LanguageHelp, translator: FakeTranslator, case: Case
) -> None:
    """What exists in the person's language already goes through no machine."""
    for command in ("/take", "/phrase 1", "/answer work_permission", "/close"):
        for each in desk.act(case, command).letters:
            await language_help.messages(each)
    assert translator.asked == []


@pytest.mark.parametrize(
    ("text", "written_in", "confidence", "expected"),
    [
        ("goedendag", "nl", 0.99, []),
        ("goedendag", "nl", 0.5, [("goedendag", _EN, DUTCH)]),
        ("bonjour", "fr", 0.99, [("bonjour", LanguageCode("fr"), DUTCH)]),
        ("kayfa halak", "ar", 0.99, []),
        ("كيف حالك", "ar", 0.99, [("كيف حالك", _AR, DUTCH)]),
    ],
    ids=["Dutch", "perhaps Dutch", "French", "Arabic in Latin letters", "Arabic"],
)
async def test_the_language_that_was_really_written(
    desk: Desk,
    language_help: LanguageHelp,
    translator: FakeTranslator,
    languages: FixedLanguages,
    case: Case,
    text: str,
    written_in: str,
    confidence: float,
    expected: list[tuple[str, LanguageCode, LanguageCode]],
) -> None:
    """What is Dutch already is left alone, and no machine gets letters that it cannot read."""
    languages.expect(text, written_in, confidence)
    desk.kept.cases.post(case.id, PostKind.TRANSLATION, text)
    (waiting,) = desk.posts()
    await language_help.below_post(waiting)
    assert translator.asked == expected


async def test_counsellor_who_writes_the_language_of_the_person(
    desk: Desk,
    language_help: LanguageHelp,
    translator: FakeTranslator,
    languages: FixedLanguages,
    case: Case,
) -> None:
    """English to somebody who speaks English needs no machine."""
    languages.expect("Come tomorrow", "en")
    await language_help.messages(letter(desk, case, "Come tomorrow"))
    assert translator.asked == []
