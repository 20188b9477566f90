"""What people ask in the middle of an interview is a question, and no answer to ours."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from conversations.flows.questions import Question

Read = Callable[[str, str, str], Any]
ASKED = [
    ("en", "can I stay 28 days in the azc"),
    ("en", "may I work 24 weeks"),
    ("en", "may I work on monday"),
    ("en", "what is article 64"),
    ("en", "how much money do 2 children get"),
    ("en", "what if I turn 18"),
    ("en", "right to work"),
    ("en", "no money left"),
    ("nl", "kan ik 28 dagen in het azc blijven"),
    ("nl", "mag ik 24 weken werken"),
    ("nl", "wat is artikel 64"),
    ("nl", "wat na 12 weken vbl"),
    ("nl", "krijg ik 1800 euro?"),
    ("nl", "wat als 12 december voorbij is"),
    ("nl", "goed advies nodig"),
    ("nl", "mag ik morgen werken"),
    ("fr", "puis-je rester 28 jours au centre"),
    ("fr", "que se passe-t-il après 28 jours"),
    ("fr", "combien d'argent pour 2 enfants"),
    ("fr", "si je pars"),
    ("fr", "juste une question"),
    ("ar", "هل يمكنني البقاء 28 يوما في المركز"),
    ("ar", "ماذا يحدث بعد ٢٨ يوم"),
    ("ar", "ما هي المادة ٦٤"),
    ("ar", "ليس لدي مال"),
    ("ar", "وين بروح بعد 4 اسابيع"),
    ("fa", "آیا می‌توانم ۲۸ روز در کمپ بمانم"),
    ("fa", "بعد از ۲۸ روز چه می‌شود"),
    ("fa", "چقدر پول برای ۲ بچه"),
    ("fa", "ماده ۶۴ چیست"),
    ("ti", "ኣብ ካምፕ 28 መዓልቲ ክጸንሕ እኽእል ዶ"),
    ("ti", "ድሕሪ 28 መዓልቲ እንታይ ይኸውን"),
    ("ti", "ክንደይ ገንዘብ ን 2 ቆልዑ"),
    ("so", "ma joogi karaa 28 maalmood xerada"),
    ("so", "maxaa dhacaya 28 maalmood kadib"),
    ("so", "imisa lacag 2 carruur"),
    ("so", "may I work"),
    ("tr", "kampta 28 gün kalabilir miyim"),
    ("tr", "28 gün sonra ne olur"),
    ("tr", "64. madde nedir"),
    ("tr", "var mı avukat"),
]


@pytest.mark.parametrize("kind", ["yes or no", "number", "past", "around now", "coming", "age", "time"])
@pytest.mark.parametrize(("language", "text"), ASKED, ids=[f"{language}: {text}" for language, text in ASKED])
def test_a_question_is_no_answer(
    read: Read, questions: Mapping[str, Question], language: str, text: str, kind: str
) -> None:
    """It is answered as a question: not taken for a day, a number or a yes, and not refused either."""
    assert kind in questions
    assert read(text, kind, language) is None


@pytest.mark.parametrize("kind", ["past", "coming", "age"])
@pytest.mark.parametrize(
    ("language", "text"), [("nl", "artikel 64"), ("en", "article 64"), ("en", "turning 18")]
)
def test_a_subject_with_a_number_is_no_date(read: Read, language: str, text: str, kind: str) -> None:
    """Two words about the law are neither a day that does not exist nor somebody's age."""
    assert read(text, kind, language) is None
