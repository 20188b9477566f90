"""Put every evaluation question to the whole assistant, as a person would, and count."""

from bot.composition import Engine
from bot.evaluation.questions import DangerMessage, Question, load_danger_messages, load_questions
from bot.evaluation.scores import DangerScores, Outcome, Scores, count_danger, score
from content.model import LanguageCode
from conversations.assistant import Turn
from conversations.cleaning import clean
from conversations.identifiers import new_conversation_id
from conversations.messages import Kind


async def evaluate(engine: Engine, kind: str) -> list[Scores]:
    """Return the scores of every language for the questions of `kind`.

    Raises UnderstandingUnavailableError when Rasa stops answering.
    """
    return [
        score(language, [await _outcome(engine, language, question) for question in questions])
        for language, questions in load_questions(kind).items()
    ]


async def evaluate_danger(engine: Engine) -> list[DangerScores]:
    """Return for every language how the messages of the danger set were taken.

    Raises UnderstandingUnavailableError when Rasa stops answering.
    """
    results = []
    for language, messages in load_danger_messages().items():
        scores = DangerScores(language)
        for message in messages:
            await _count_danger(engine, language, message, scores)
        results.append(scores)
    return results


async def _outcome(engine: Engine, language: LanguageCode, question: Question) -> Outcome:
    text = clean(question.text)
    turn = await engine.assistant.answer(new_conversation_id(), text, language)
    if turn.changes_language:
        choice = engine.assistant.composer.language_choice(language)
        turn = Turn((choice,), turn.ranking)
    return Outcome(question, language, turn, engine.languages.identify(text))


async def _count_danger(
    engine: Engine, language: LanguageCode, message: DangerMessage, scores: DangerScores
) -> None:
    text = clean(message.text)
    by_phrase = engine.assistant.check_danger(text, language) is not None
    turn = await engine.assistant.answer(new_conversation_id(), text, language)
    given = None
    if turn.messages and turn.messages[0].kind is Kind.CRISIS and turn.messages[0].topic is not None:
        given = engine.content.handover[turn.messages[0].topic].danger
    noted = turn.notes_danger and given is None
    count_danger(scores, message, given, by_phrase=by_phrase, noted=noted)
