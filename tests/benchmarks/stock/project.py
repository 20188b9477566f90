"""A stock Rasa project about the same questions: what somebody gets who follows Rasa's own documentation.

The configuration is the one that Rasa's own default pipeline and policies give. It learns from all examples
that ours learns from, but in one epoch, because a hundred would need hours on two processors. That does not
change what an answer costs: the same layers are computed for a message however often they were trained.
"""

import hashlib
from collections import defaultdict
from pathlib import Path

import yaml

from bot.paths import RASA_PROJECT
from content.loader import Content
from content.model import LanguageCode, TopicId

EPOCHS = 1
MODEL = "stock"
_EXAMPLES = RASA_PROJECT / "data" / "nlu"
_TEXT_LENGTH = 400
_FALLBACK = "nlu_fallback"
_LANGUAGE = LanguageCode("en")
_FILLER = " This is what we know about it. Ask a counsellor when something is not clear to you."

CONFIG = f"""
recipe: default.v1
assistant_id: stock
language: en

pipeline:
  - name: WhitespaceTokenizer
  - name: RegexFeaturizer
  - name: LexicalSyntacticFeaturizer
  - name: CountVectorsFeaturizer
  - name: CountVectorsFeaturizer
    analyzer: char_wb
    min_ngram: 1
    max_ngram: 4
  - name: DIETClassifier
    epochs: {EPOCHS}
    constrain_similarities: true
    random_seed: 1
  - name: EntitySynonymMapper
  - name: ResponseSelector
    epochs: {EPOCHS}
    constrain_similarities: true
  - name: FallbackClassifier
    threshold: 0.3
    ambiguity_threshold: 0.1

policies:
  - name: MemoizationPolicy
  - name: RulePolicy
  - name: UnexpecTEDIntentPolicy
    max_history: 5
    epochs: {EPOCHS}
  - name: TEDPolicy
    max_history: 5
    epochs: {EPOCHS}
    constrain_similarities: true
"""


def write_project(folder: Path, content: Content) -> int:
    """Write the project into `folder` and return how many examples it learns from."""
    examples = read_examples(_EXAMPLES)
    intents = sorted(examples)
    (folder / "data").mkdir(parents=True, exist_ok=True)
    (folder / "config.yml").write_text(CONFIG, encoding="utf-8")
    _write(folder / "endpoints.yml", {})
    _write(
        folder / "domain.yml",
        {
            "version": "3.1",
            "intents": intents,
            "responses": {
                f"utter_{intent}": [{"text": _answer(content, intent)}] for intent in [*intents, _FALLBACK]
            },
            "session_config": {"session_expiration_time": 60, "carry_over_slots_to_new_session": True},
        },
    )
    nlu = [
        {"intent": intent, "examples": "".join(f"- {text}\n" for text in examples[intent])}
        for intent in intents
    ]
    _write(folder / "data" / "nlu.yml", {"version": "3.1", "nlu": nlu})
    stories = [
        {"story": f"asks {intent}", "steps": [{"intent": intent}, {"action": f"utter_{intent}"}]}
        for intent in intents
    ]
    _write(folder / "data" / "stories.yml", {"version": "3.1", "stories": stories})
    rule = {"rule": "not understood", "steps": [{"intent": _FALLBACK}, {"action": f"utter_{_FALLBACK}"}]}
    _write(folder / "data" / "rules.yml", {"version": "3.1", "rules": [rule]})
    return sum(map(len, examples.values()))


def read_examples(folder: Path) -> dict[str, list[str]]:
    """Return the examples of each intent in all languages, without those that mark entities."""
    examples: dict[str, list[str]] = defaultdict(list)
    for path in sorted(folder.glob("*/*.yml")):
        for entry in yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)["nlu"]:
            if "intent" in entry:
                texts = (line.removeprefix("- ").strip() for line in entry["examples"].splitlines())
                examples[entry["intent"]] += (
                    text for text in texts if text and not set(text) & set("[]{}()")
                )
    return dict(examples)


def digest() -> str:
    """Return what changes when the configuration or an example does."""
    hashed = hashlib.sha256(CONFIG.encode())
    for path in sorted(_EXAMPLES.glob("*/*.yml")):
        hashed.update(path.read_bytes())
    return hashed.hexdigest()[:12]


def write_credentials(folder: Path, token: str, username: str, webhook: str) -> Path:
    """Write what Rasa's Telegram connector needs, and return the file."""
    path = folder / "credentials.yml"
    _write(path, {"telegram": {"access_token": token, "verify": username, "webhook_url": webhook}})
    return path


def _answer(content: Content, intent: str) -> str:
    """Return a text of one paragraph, so that Rasa's connector sends one message as well."""
    answer = content.texts[_LANGUAGE].answers.get(TopicId(intent))
    title = answer.title if answer is not None else intent.replace("_", " ").capitalize()
    return (title + "." + _FILLER * 9)[:_TEXT_LENGTH]


def _write(path: Path, value: object) -> None:
    path.write_text(
        yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=10_000), encoding="utf-8"
    )
