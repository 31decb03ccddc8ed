"""The questions of tests/answers/ get the answer that they are filed under."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from chatbot import Chatbot

FILES = sorted((Path(__file__).parent / "answers").glob("*.yaml"))
CASES = [
    pytest.param(intent, question, id=f"{intent}: {question[:60]}")
    for path in FILES
    for intent, questions in yaml.safe_load(path.read_text(encoding="utf-8")).items()
    for question in questions
]


@pytest.mark.parametrize(("intent", "question"), CASES)
def test_question_gets_its_answer(bot: Chatbot, intent: str, question: str) -> None:
    """The expected intent is answered, and with a disclaimer."""
    reply = bot.ask(question)
    offered = [each.intent for each in reply.suggestions]
    assert reply.intent == intent, f"{reply.kind}, offered {offered}, why {reply.why}"
    assert reply.disclaimer in reply.text


def test_every_intent_has_three_cases(bot: Chatbot) -> None:
    """The files mirror intents/, and each topic has three questions or more."""
    counts = {intent.id: 0 for intent in bot.pack.intents.values() if intent.kind != "none"}
    for path in FILES:
        for intent, questions in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            assert intent.startswith(path.stem)
            counts[intent] += len(questions)
    assert {intent: count for intent, count in counts.items() if count < 3} == {}


def test_no_case_is_an_utterance(bot: Chatbot) -> None:
    """A case that repeats an utterance would measure nothing."""
    known = {text.casefold() for _, text in bot.pack.examples()}
    asked = {
        question
        for path in FILES
        for questions in yaml.safe_load(path.read_text(encoding="utf-8")).values()
        for question in questions
    }
    assert {question for question in asked if question.casefold() in known} == set()
