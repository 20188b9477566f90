"""What a new person meets: language, consent, the first answer."""

from content.loader import Content
from tests.bot_api.server import BotApiServer
from tests.processes import BotProcess


async def test_start_language_consent_answer(server: BotApiServer, bot: BotProcess, content: Content) -> None:
    """From /start to a sourced answer takes two taps and one question."""
    person = server.person(language_code="en")
    await person.starts()
    choice = await person.reads_one()
    assert [button.text for button in choice.buttons] == [
        content.texts[code].language.name for code in content.languages
    ]
    await person.presses("English")
    consent = await person.reads_one()
    assert content.interface("consent_telegram_note", "en") in consent.text
    await person.presses(content.interface("consent_yes", "en"))
    await person.reads_one()
    await person.writes("why cant i just be deported??")
    answer = await person.reads_one(30)
    assert content.answer("why_not_all_deported", "en").title in answer.text
    assert "Source: " in answer.text
    assert content.interface("button_show_dutch", "en") in [button.text for button in answer.buttons]
    assert content.interface("button_human", "en") in [button.text for button in answer.buttons]


async def test_question_first(server: BotApiServer, bot: BotProcess, content: Content) -> None:
    """A question before anything else waits for consent and is then answered in its language."""
    person = server.person(language_code="nl")
    await person.writes("ما هو المبلغ الذي سأحصل عليه إذا رجعت إلى بلدي؟")
    asked = await person.reads_one(30)
    assert content.interface("consent_pending_question", "ar") in asked.text
    await person.presses(content.interface("consent_yes", "ar"))
    answer = await person.reads_one(30)
    assert content.answer("hrt_amounts", "ar").title in answer.text


async def test_refusing_consent_still_gets_answers(
    server: BotApiServer, bot: BotProcess, content: Content
) -> None:
    """Who refuses that anything is kept gets the answer all the same."""
    person = server.person(language_code="fr")
    await person.writes("est-ce que je peux travailler après le refus de ma demande d'asile ?")
    await person.reads_one(30)
    await person.presses(content.interface("consent_no", "fr"))
    answer = await person.reads_one(30)
    assert content.answer("work_permission", "fr").title in answer.text


async def test_every_tap_is_confirmed(server: BotApiServer, bot: BotProcess, content: Content) -> None:
    """No button keeps its spinner, not even a forged or an outdated one."""
    person = server.person(language_code="en")
    await person.starts()
    await person.reads_one()
    await person.presses("English")
    await person.reads_one()
    await person.presses(content.interface("consent_yes", "en"))
    await person.reads_one()
    before = len(server.messages(person.chat_id))
    await person.presses(content.interface("group_rights", "en"))
    await person.sees(content.interface("group_title", "en"))
    await person.presses(content.interface("button_back", "en"))
    await person.sees(content.interface("menu_title", "en"))
    assert len(server.messages(person.chat_id)) == before, "the menu changes in its place"
    await person.sees_every_press_answered()


async def test_old_button_after_an_update_of_the_program(
    server: BotApiServer, bot: BotProcess, content: Content
) -> None:
    """A tap that this version does not know gets a kind answer."""
    person = server.person(language_code="en")
    await person.starts()
    choice = await person.reads_one()
    query = server.cloud.add_callback(person.user, "x:something-old")
    tapped = server.cloud.chats[person.chat_id].messages[choice.message_id].to_json()
    payload = {"id": query.id, "from": person.user.to_json(), "message": tapped, "chat_instance": "1"}
    server.cloud.push("callback_query", {**payload, "data": "x:something-old"}, person.chat_id)
    await person.sees(content.interface("button_outdated", "en"))
    await person.sees_every_press_answered()
