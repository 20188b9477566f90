from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.rasa.directives import read_directive
from content.loader import Content
from content.model import LanguageCode
from conversations.assistant import Assistant
from conversations.identifiers import new_conversation_id
from conversations.understanding import ChangeLanguage, Say
from tests.fakes import FakeUnderstanding

RASA = Path(__file__).parents[2] / "rasa_project"
FEWEST_EXAMPLES = 15
FROM_THE_CLASSIFIER = {"nlu_fallback"}
LAST_TOPIC = "{last_topic}"


@cache
def read(folder: str) -> dict[str, dict[str, Any]]:
    """Return the YAML files below a folder of the Rasa project by their path."""
    return {
        str(path.relative_to(RASA)): yaml.safe_load(path.read_text(encoding="utf-8"))
        for path in sorted((RASA / folder).rglob("*.yml"))
    }


def domain(section: str) -> dict[str, Any]:
    """Return all entries of a section of the split domain; those of a list have no value."""
    found: dict[str, Any] = {}
    for file in read("domain").values():
        entries = file.get(section, {})
        found.update(entries if isinstance(entries, dict) else dict.fromkeys(entries))
    return found


def payloads() -> dict[str, dict[str, str]]:
    """Return the payload of every response; a response has exactly one."""
    return {name: variants[0]["custom"] for name, variants in domain("responses").items()}


def rules() -> list[dict[str, Any]]:
    return [rule for file in read("data/rules").values() for rule in file["rules"]]


def steps(rule: dict[str, Any], key: str) -> list[str]:
    return [step[key] for step in rule["steps"] if key in step]


def examples() -> Iterator[tuple[str, str, str]]:
    """Give every training example with its language and intent."""
    for path, file in read("data/nlu").items():
        for entry in (entry for entry in file["nlu"] if "intent" in entry):
            for line in entry["examples"].splitlines():
                if line.strip():
                    yield Path(path).parts[2], entry["intent"], line.strip().removeprefix("- ").strip()


def filled_payloads() -> list[tuple[str, dict[str, str]]]:
    """Return all payloads as Rasa sends them, with and without a last topic."""
    return [
        (name, {key: value.replace(LAST_TOPIC, topic) for key, value in payload.items()})
        for name, payload in payloads().items()
        for topic in (("None", "hrt_amounts", "no_lawyer_yet") if LAST_TOPIC in payload.values() else ("",))
    ]


def test_domain_is_split_without_overlap() -> None:
    """No intent, slot, response or other key is defined in two files: Rasa would silently take one."""
    defined: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for path, file in read("domain").items():
        for section, entries in file.items():
            if section != "version":
                for entry in entries if isinstance(entries, dict | list) else [str(entries)]:
                    defined[section, str(entry)].append(path)
    assert {key: paths for key, paths in defined.items() if len(paths) > 1} == {}


def test_every_published_id_is_understood(content: Content) -> None:
    """Every published id has an intent, a rule without conditions and a response that says it."""
    said = {payload["say"]: name for name, payload in payloads().items() if list(payload) == ["say"]}
    answered = {
        (*steps(rule, "intent"), *steps(rule, "action")) for rule in rules() if "condition" not in rule
    }
    published = {*content.texts[LanguageCode("nl")].answers}
    assert published - set(domain("intents")) == set()
    assert published - set(said) == set()
    assert {topic for topic in published if (topic, said[topic]) not in answered} == set()


def test_nothing_is_said_that_is_not_published(content: Content) -> None:
    """Every id that Rasa may answer with can be said."""
    said = {payload["say"] for payload in payloads().values() if "say" in payload}
    assert {topic for topic in said if not content.is_published(topic)} == set()


def test_parts_exist_in_every_language(content: Content, language: LanguageCode) -> None:
    """Every part of an answer that Rasa may ask for is written in every language."""
    asked = {(payload["say"], payload["part"]) for payload in payloads().values() if "part" in payload}
    answers = content.texts[language].answers
    assert asked != set()
    assert {(topic, part) for topic, part in asked if part not in (answers[topic].parts or {})} == set()


def test_one_payload_a_response() -> None:
    """A response is one payload and never prose: every word comes from the content."""
    shapes = {name: [list(variant) for variant in value] for name, value in domain("responses").items()}
    assert {name: shape for name, shape in shapes.items() if shape != [["custom"]]} == {}


@pytest.mark.parametrize(("name", "payload"), filled_payloads())
async def test_every_payload_has_words(
    content: Content,
    assistant: Assistant,
    understanding: FakeUnderstanding,
    name: str,
    payload: dict[str, str],
) -> None:
    """Every response of the domain is read by the bot and has its words in every language."""
    directive = read_directive(payload)
    understanding.expect(name, directive, ranking={"hrt_amounts": 0.4})
    for language in content.languages:
        turn = await assistant.answer(new_conversation_id(), name, language)
        assert turn.changes_language == isinstance(directive, ChangeLanguage)
        assert [bool(message.blocks) for message in turn.messages] == [True] * (not turn.changes_language)


def test_last_topic(content: Content) -> None:
    """The slot of the last topic knows every published id and nothing else, or Rasa would forget it."""
    slot = domain("slots")["last_topic"]
    published = sorted(content.texts[LanguageCode("nl")].answers)
    assert sorted(slot["values"]) == published
    assert sorted((m["intent"], m["value"]) for m in slot["mappings"]) == [(id_, id_) for id_ in published]


def test_rules_use_what_is_there() -> None:
    """Every intent, response and topic in a rule is defined."""
    topics = set(domain("slots")["last_topic"]["values"])
    asked = {
        slots["last_topic"]
        for rule in rules()
        for condition in rule.get("condition", [])
        for slots in condition["slot_was_set"]
    }
    assert {intent for rule in rules() for intent in steps(rule, "intent")} - set(domain("intents")) == set()
    assert {action for rule in rules() for action in steps(rule, "action")} - set(payloads()) == set()
    assert asked - topics - {None} == set()


def test_every_intent_and_response_is_used() -> None:
    """No intent is without an answer, and no response is left that nothing leads to."""
    assert set(domain("intents")) - {i for rule in rules() for i in steps(rule, "intent")} == set()
    assert set(payloads()) - {action for rule in rules() for action in steps(rule, "action")} == set()


def test_names_of_rules() -> None:
    """No two rules have the same name: Rasa would report conflicts by it."""
    assert {name: n for name, n in Counter(rule["rule"] for rule in rules()).items() if n > 1} == {}


def test_examples_for_every_intent(language: LanguageCode) -> None:
    """Every intent has enough different examples in every language, and examples have an intent."""
    counts = Counter(intent for _, intent, _ in {each for each in examples() if each[0] == language})
    expected = set(domain("intents")) - FROM_THE_CLASSIFIER
    assert {intent: counts[intent] for intent in expected if counts[intent] < FEWEST_EXAMPLES} == {}
    assert set(counts) - expected == set()


def test_no_example_for_two_intents() -> None:
    """The same words never stand for two intents, in whichever language."""
    intents: defaultdict[str, set[str]] = defaultdict(set)
    for _, intent, text in examples():
        intents[" ".join(text.casefold().split())].add(intent)
    assert {text: sorted(names) for text, names in intents.items() if len(names) > 1} == {}


def test_say_with_a_last_topic_follows_a_rule_with_it() -> None:
    """A response with a part is only given after the topic that it is a part of."""
    parts = {
        name: payload["say"]
        for name, payload in payloads().items()
        if isinstance(directive := read_directive(payload), Say) and directive.part
    }
    wrong = [
        rule["rule"]
        for rule in rules()
        for action in steps(rule, "action")
        if action in parts and rule.get("condition") != [{"slot_was_set": [{"last_topic": parts[action]}]}]
    ]
    assert wrong == []
