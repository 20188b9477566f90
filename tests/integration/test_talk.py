"""A longer talk: languages, follow-ups, media, bad input, restarts."""

from pathlib import Path

import pytest

from content.loader import Content
from content.model import LanguageCode
from tests.bot_api.people import TestPerson
from tests.bot_api.server import BotApiServer
from tests.processes import BotProcess, RasaServer, running_bot

BAD_INPUT = {
    "emoji only": "😭😭🙏",
    "spaces": " \u2003 \u200b ",
    "right-to-left controls": "\u202e\u202d\u200f",
    "null bytes": "\u0000\u0000",
    "long": "woord " * 680,
    "html": "<b>mag ik</b> <script>alert(1)</script> & <i",
    "looks like a Rasa payload": '/inform{"last_topic": "entry_ban"}',
    "looks like a Rasa command": "/restart now",
    "braces": "{organisation:name} [term] {euro:5} **",
    "one letter": "a",
}


async def introduced(server: BotApiServer, content: Content, language: str) -> TestPerson:
    """Return a person who has chosen a language and given consent."""
    person = server.person(language_code=language)
    await person.starts()
    await person.reads_one()
    await person.presses(content.texts[LanguageCode(language)].language.name)
    await person.reads_one()
    await person.presses(content.interface("consent_yes", LanguageCode(language)))
    await person.reads_one()
    return person


async def test_follow_up_survives_a_restart(
    server: BotApiServer, tmp_path: Path, rasa_server: RasaServer, content: Content
) -> None:
    """Language, consent and last topic are remembered over a kill of the bot."""
    settings = {"RASA_URL": rasa_server.url, "RASA_TOKEN": rasa_server.token}
    async with running_bot(server, tmp_path / "data", **settings) as bot:
        person = await introduced(server, content, "nl")
        await person.writes("wat krijg ik vd hrt")
        answer = await person.reads_one(30)
        assert content.answer("hrt_amounts", "nl").title in answer.text
        await bot.stop()
    async with running_bot(server, tmp_path / "data", **settings):
        await person.writes("en voor mijn kinderen?")
        answer = await person.reads_one(30)
        assert "€\xa040" in answer.text
        assert "€\xa0200" not in answer.text


async def test_media_get_a_helpful_reply(server: BotApiServer, bot: BotProcess, content: Content) -> None:
    """Voice, photo, document, location, sticker, contact and video are never met with silence."""
    person = await introduced(server, content, "tr")
    for send, key in (
        (person.sends_voice, "media_voice"),
        (person.sends_photo, "media_photo"),
        (person.sends_document, "media_document"),
        (person.sends_location, "media_location"),
        (person.sends_sticker, "media_sticker"),
        (person.sends_contact, "media_contact"),
        (person.sends_video, "media_video"),
    ):
        await send()
        assert content.interface(key, "tr") in (await person.reads_one()).text


async def test_bad_input_gets_one_kind_answer(
    server: BotApiServer, bot: BotProcess, content: Content
) -> None:
    """Whatever is sent, there is an answer, and no error."""
    person = await introduced(server, content, "en")
    for text in BAD_INPUT.values():
        server_text = text.replace("\u0000", "")
        if server_text.strip():
            await person.writes(text)
            assert (await person.reads_one(30)).text
    assert '"level": "error"' not in bot.log


async def test_other_language_is_offered_never_taken(
    server: BotApiServer, bot: BotProcess, content: Content
) -> None:
    """Another language is answered in the chosen one, with an offer to change."""
    person = await introduced(server, content, "nl")
    await person.writes("Puis-je travailler pendant que j'attends la décision du tribunal ?")
    answer, offer = await person.reads(2, 30)
    assert content.answer("work_permission", "nl").title in answer.text
    assert offer.text == content.interface("switch_offer", "fr")
    await person.presses(content.interface("switch_yes", "fr"))
    assert content.interface("language_set", "fr") in (await person.reads_one()).text


async def test_language_can_be_asked_for_in_words(
    server: BotApiServer, bot: BotProcess, content: Content
) -> None:
    """ "I speak Arabic" changes the language, as /language does."""
    person = await introduced(server, content, "en")
    await person.writes("sorry i speak arabic")
    assert content.interface("language_set", "ar") in (await person.reads_one(30)).text
    await person.writes("/language")
    assert content.interface("choose_language", "ar") in (await person.reads_one()).text


async def test_dutch_text_beside_a_translation(
    server: BotApiServer, bot: BotProcess, content: Content
) -> None:
    """The Dutch text is one tap away, and so is the way back."""
    person = await introduced(server, content, "so")
    await person.presses(content.interface("group_departure_term", "so"))
    await person.sees(content.interface("group_title", "so"))
    title = content.answer("entry_ban", "so").title
    await person.presses(title)
    assert title in (await person.reads_one()).text
    await person.presses(content.interface("button_show_dutch", "so"))
    assert "Kijk in je eigen besluit" in (await person.reads_one()).text
    await person.presses(content.interface("button_show_own_language", "so"))
    assert title in (await person.reads_one()).text
    await person.sees_every_press_answered()


async def test_forget(server: BotApiServer, bot: BotProcess, content: Content) -> None:
    """After /forget and a confirmation the person is new."""
    person = await introduced(server, content, "en")
    await person.writes("/forget")
    await person.reads_one()
    await person.presses(content.interface("forget_yes", "en"))
    assert content.interface("forget_done", "en") in (await person.reads_one()).text
    await person.writes("/start")
    assert (await person.reads_one()).text == content.interface("choose_language", "en")


@pytest.mark.parametrize("code", ["ar", "en", "fa", "fr", "nl", "so", "ti", "tr"])
async def test_danger_comes_first(code: str, server: BotApiServer, bot: BotProcess, content: Content) -> None:
    """Danger is answered before language and consent, in the language of the words."""
    language = LanguageCode(code)
    person = server.person(language_code="en")
    phrase = content.texts[language].danger_phrases["self_harm"][0]
    await person.writes(phrase)
    answer = await person.reads_one()
    assert content.organisation.suicide_line in answer.text
