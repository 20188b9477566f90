import pytest

from bot.command_line.ask import QuestionError
from content.loader import Content
from content.model import DangerKind, Helper, LanguageCode, TopicId
from conversations.errors import UnderstandingUnavailableError
from conversations.understanding import (
    ChangeLanguage,
    Clarify,
    Directive,
    NotUnderstood,
    OfferPerson,
    OutOfScope,
    Say,
    Smalltalk,
)
from tests.fakes import FakeUnderstanding
from tests.unit.bot.conftest import ANSWER_KEYS, Ask

MONEY = TopicId("hrt_amounts")
QUESTION = "How much money do I get when I go back?"
RANKING = {"hrt_amounts": 0.81249, "iom_rean_support": 0.1, "greet": 0.05, "entry_ban": 0.001}

KINDS = [
    (Say(MONEY), "answer", True),
    (Say(TopicId("no_lawyer_yet")), "handover", True),
    (Say(TopicId("suicidal_thoughts")), "crisis", True),
    (OfferPerson(Helper.COUNSELLOR), "handover", True),
    (Smalltalk("greet"), "smalltalk", False),
    (OutOfScope(), "fallback", True),
    (NotUnderstood(), "fallback", True),
    (NotUnderstood(again=True), "fallback", True),
    (ChangeLanguage(), "fallback", False),
]

ODD = {
    "nothing": ("", "message_empty"),
    "only spaces": (" \t\n ", "message_empty"),
    "only emoji": ("😭😭 🙏🏽", "message_empty"),
    "only direction marks": ("\u202e\u2066\u200f\u2069", "message_empty"),
    "only null bytes": ("\x00\x00", "message_empty"),
    "only digits": ("112 30", "message_empty"),
    "very long": ("word " * 2000, "message_too_long"),
}


@pytest.mark.parametrize(("directive", "kind", "offer"), KINDS, ids=repr)
async def test_keys_and_kind(
    ask: Ask, understanding: FakeUnderstanding, directive: Directive, kind: str, offer: bool
) -> None:
    """Every answer has exactly the keys of the contract, in its order, and its kind is one of the six."""
    understanding.expect(QUESTION, directive, ranking=RANKING)
    (answer,) = await ask(QUESTION, "--json")
    assert list(answer) == ANSWER_KEYS
    assert (answer["kind"], answer["offer_counsellor"]) == (kind, offer)
    assert (answer["intent"], answer["confidence"]) == ("hrt_amounts", 0.812)
    assert (answer["language"], answer["options"], bool(answer["text"])) == ("en", [], True)


async def test_answer(
    ask: Ask, understanding: FakeUnderstanding, content: Content, language: LanguageCode
) -> None:
    """An answer in a wanted language has that language's text, the topic and its sources."""
    understanding.expect("?question", Say(MONEY), ranking=RANKING)
    (answer,) = await ask("?question", "--json", "--language", language)
    assert (answer["language"], answer["topic"]) == (language, MONEY)
    assert answer["text"].startswith(f"{content.answer(MONEY, language).title}\n\n")
    assert [list(source) for source in answer["sources"]] == [["title", "publisher", "where", "as_of"]] * 2


async def test_clarification(ask: Ask, understanding: FakeUnderstanding) -> None:
    """When it asks back, the options are the likely published questions, most likely first."""
    understanding.expect(QUESTION, Clarify(), ranking=RANKING)
    (answer,) = await ask(QUESTION, "--json")
    assert (answer["kind"], answer["topic"]) == ("clarify", None)
    assert answer["options"] == ["hrt_amounts", "iom_rean_support"]


async def test_danger(ask: Ask, understanding: FakeUnderstanding, content: Content) -> None:
    """Danger is answered before anything is understood, in the language of the phrase."""
    for code, texts in content.texts.items():
        phrase = texts.danger_phrases[DangerKind.SELF_HARM][0]
        (answer,) = await ask(phrase, "--json", "--language", code)
        assert (answer["kind"], answer["language"], answer["offer_counsellor"]) == ("crisis", code, True)
    assert understanding.asked == []


@pytest.mark.parametrize(("text", "key"), ODD.values(), ids=ODD.keys())
async def test_no_question(
    ask: Ask, understanding: FakeUnderstanding, content: Content, text: str, key: str
) -> None:
    """What is no question gets a kind request, and nothing is understood from it."""
    (answer,) = await ask(text, "--json", "--language", "en")
    assert list(answer) == ANSWER_KEYS
    assert (answer["kind"], answer["intent"], answer["topic"]) == ("fallback", None, None)
    assert answer["text"].startswith(content.interface(key, LanguageCode("en")))
    assert understanding.asked == []


@pytest.mark.parametrize("arguments", [[], ["question", "--jsonl"]])
async def test_one_question_or_many(ask: Ask, arguments: list[str]) -> None:
    """One question or lines: neither and both are told."""
    with pytest.raises(QuestionError, match=r"^Give one question between quotes, or --jsonl"):
        await ask(*arguments)


async def test_language_that_is_not_served(ask: Ask) -> None:
    """A language that is not served is told with those that are."""
    with pytest.raises(QuestionError, match=r"^The language 'de' is not served. Served are: nl, ar, "):
        await ask("Hallo", "--language", "de")


async def test_understanding_is_down(ask: Ask, understanding: FakeUnderstanding) -> None:
    """When nothing can be understood the command ends with an error, not with a guess."""
    understanding.is_down = True
    with pytest.raises(UnderstandingUnavailableError):
        await ask(QUESTION, "--json")
