"""/mydata: a page that the person can read, and a file with the bare records."""

import json
from dataclasses import replace
from datetime import timedelta
from html.parser import HTMLParser

import pytest

from bot.stores import Stores
from content.model import LanguageCode, TopicId
from conversations.cases import CaseReason, CounsellorId, Sharing
from conversations.events import Command
from conversations.flows.questions import YesNo
from conversations.messages import Document
from tests.dates import a_deadline, answers_offered, at, begin, me
from tests.fakes import NOON, Chat, SettableClock

_LANGUAGES = [LanguageCode("nl"), LanguageCode("en")]


class _Page(HTMLParser):
    """Reads what a browser would show: words, the language and direction, and how many lines."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.root: dict[str, str | None] = {}
        self.tags: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag == "html":
            self.root = dict(attrs)

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return "\n".join(self.words)


async def _files(chat: Chat) -> tuple[Document, Document]:
    (message,) = await chat.command(Command.MYDATA)
    page, records = message.documents
    return page, records


@pytest.fixture
def known(settled_chat: Chat, kept: Stores, clock: SettableClock) -> Chat:
    """Return a person of whom much is kept, with words that would break a careless page."""
    person = kept.people.find_or_add(settled_chat.address)
    kept.people.set_last_topic(person.id, TopicId("entry_ban"))
    kept.people.keep_question(person.id, "may I <script>work</script>?", clock())
    kept.deadlines.add(a_deadline(person.id, note="bring <b>papers</b>"), [at(NOON + timedelta(days=2))])
    case = kept.cases.open(person.id, CaseReason.ASKED_FOR, sharing=Sharing.TOPIC)
    kept.cases.save(case)
    kept.messages.remember(person.address, (1, 2, 3))
    return settled_chat


@pytest.mark.parametrize("language", _LANGUAGES)
async def test_the_page_tells_everything_in_the_persons_language(
    known: Chat, kept: Stores, language: LanguageCode
) -> None:
    """Dates, reminders, the question, the conversation: in words, with its language and direction set."""
    kept.people.set_language(me(kept, known), language)
    page, _ = await _files(known)
    shown = _Page(page.content)
    texts = known._talk._content.texts[language]

    assert shown.root == {"lang": language, "dir": "ltr"}
    for words in (
        texts.interface["deadline_departure_term"],
        texts.interface["reminder_state_planned"],
        texts.interface["button_case_topic"],
        texts.interface["mydata_reason_asked_for"],
        texts.answers[TopicId("entry_ban")].title,
        texts.plurals["kept_chat_message"]["other"].format(count=3),
        "may I <script>work</script>?",
        "bring <b>papers</b>",
    ):
        assert words in shown.text
    assert {"script", "b"} & set(shown.tags) == set()


@pytest.mark.parametrize("kept", ["on disk"], indirect=True)
async def test_an_interview_under_way_is_told_with_its_answers(known: Chat) -> None:
    """What was answered so far stands beside its question, as the person read both."""
    asked = await begin(known)
    (yes,) = [each for each in answers_offered(asked) if each.answer == YesNo.YES]
    await known.tap(yes)
    page, _ = await _files(known)
    texts = known._talk._content.texts[LanguageCode("en")].interface

    assert texts["departure_term_title"] in _Page(page.content).text
    answered = f"{texts['departure_term_ask_is_unaccompanied_minor']} {texts['answer_yes']}"
    assert answered in _Page(page.content).text


async def test_the_records_can_be_read_by_a_program(known: Chat) -> None:
    """The second file is JSON with the person's own words as they are."""
    _, records = await _files(known)
    told = json.loads(records.content)

    assert told["records"]["question"][0]["text"] == "may I <script>work</script>?"
    assert told["records"]["deadline"][0]["note"] == "bring <b>papers</b>"
    assert told["made_at"].startswith("2026-11-02T12:00:00")


@pytest.mark.parametrize("kept", ["on disk"], indirect=True)
async def test_no_counsellor_is_named(known: Chat, kept: Stores) -> None:
    """Who answers in the group is not the person's data."""
    case = kept.cases.of_person(me(kept, known))
    assert case is not None
    kept.cases.save(replace(case, counsellor=CounsellorId("Canary"), group=-100987, thread=55))
    for file in await _files(known):
        assert "Canary" not in file.content
        assert "100987" not in file.content


async def test_files_are_small(known: Chat) -> None:
    """Both files arrive over a bad connection."""
    assert [len(file.content.encode()) < 20_000 for file in await _files(known)] == [True, True]


async def test_who_is_new_gets_a_copy_too(chat: Chat) -> None:
    """Somebody of whom hardly anything is kept sees just that."""
    page, records = await _files(chat)

    assert "1001" in page.content
    assert list(json.loads(records.content)["records"]) == ["person"]
