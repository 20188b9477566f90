"""The evaluation questions themselves."""

from collections import Counter

from bot.evaluation.examples import read_examples
from bot.evaluation.questions import Form, load_danger_messages, load_questions
from content.loader import Content
from content.model import DangerKind, LanguageCode

FEWEST = 150


def test_enough_questions_about_known_ids(content: Content, language: LanguageCode) -> None:
    """Every language has at least 150 questions, each with an id that exists, and every id has a question."""
    questions = load_questions("unseen")[language]
    known = {*content.topics, *content.handover, "out_of_scope", "ask_term"}
    asked = {id_ for question in questions for id_ in question.ids}
    assert len(questions) >= FEWEST
    assert asked - known == set()
    assert {*content.topics, *content.handover} - asked == set()
    assert {question.term for question in questions if question.term} - set(content.glossary) == set()


def test_questions_are_as_hard_as_life(language: LanguageCode) -> None:
    """A fifth is very short, and misspelt ones, stories and indirect ones have their share."""
    questions = load_questions("unseen")[language]
    forms = Counter(question.form for question in questions)
    shares = {form: forms[form] / len(questions) for form in Form}
    assert shares[Form.SHORT] >= 0.17
    assert shares[Form.MISSPELT] >= 0.12
    assert shares[Form.STORY] >= 0.12
    assert shares[Form.INDIRECT] >= 0.09


def test_no_question_is_a_training_example(language: LanguageCode) -> None:
    """What was learned by heart measures nothing; a few very short questions coincide."""
    learned = {" ".join(text.casefold().split()) for texts in read_examples().values() for text in texts}
    asked = {" ".join(question.text.casefold().split()) for question in load_questions("unseen")[language]}
    assert len(asked & learned) / len(asked) <= 0.03


def test_danger_messages_of_every_kind(language: LanguageCode) -> None:
    """Every kind of danger and enough harmless messages are there in every language."""
    counts = Counter(message.kind for message in load_danger_messages()[language])
    assert {kind: counts[kind] for kind in (None, *DangerKind) if counts[kind] < 20} == {}
