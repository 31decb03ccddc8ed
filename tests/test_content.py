"""What stands in intents/ and responses/ keeps the rules of plain, safe language."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from chatbot import Chatbot
from chatbot.content import CARD_KINDS, Response

AMOUNT = re.compile(r"\d\s*(mg|mcg|ml|milligram|gram|g/|mg/kg|cc)\b", re.IGNORECASE)
UNSAFE = re.compile(
    r"commit(s|ted|ting)? suicide|(successful|failed) (suicide|attempt)", re.IGNORECASE
)


def sentences(text: str) -> list[str]:
    return [part for part in re.split(r"(?<=[.!?])\s+|\n", text) if re.search(r"\w", part)]


@pytest.fixture(scope="module")
def responses(bot: Chatbot) -> list[Response]:
    return list(bot.pack.responses.values())


def test_answers_are_short(responses: list[Response]) -> None:
    """No answer has more than 90 words, no sentence more than 25."""
    long = {r.intent: len(r.answer.split()) for r in responses if len(r.answer.split()) > 90}
    wide = {r.intent: s for r in responses for s in sentences(r.answer) if len(s.split()) > 25}
    assert (long, wide) == ({}, {})


def test_answers_are_easy_to_read(responses: list[Response], grade: Callable[[str], float]) -> None:
    """The reading grade is 8 at most, and that of the cards for danger 6."""
    limits = {
        r.intent: 6.0 if r.intent.startswith(("crisis", "emergency")) else 8.0 for r in responses
    }
    hard = {
        r.intent: grade(r.answer) for r in responses if grade(r.answer) > limits[r.intent] + 0.05
    }
    assert hard == {}


def test_answers_hold_no_amount_and_no_unsafe_words(responses: list[Response]) -> None:
    """No dose, no words that safe messaging forbids, no superseded number."""
    texts = {r.intent: f"{r.answer} {r.more or ''}" for r in responses}
    bad = [i for i, t in texts.items() if AMOUNT.search(t) or UNSAFE.search(t) or "273-8255" in t]
    assert bad == []


def test_health_answers_have_sources(bot: Chatbot, responses: list[Response]) -> None:
    """Whatever is not small talk says who says so; nobody's signature is made up."""
    kinds = {intent.id: intent.kind for intent in bot.pack.intents.values()}
    assert [r.intent for r in responses if not r.sources and kinds[r.intent] != "chat"] == []
    assert {r.reviewed_by for r in responses} == {None}


def test_every_intent_has_fifty_utterances(bot: Chatbot) -> None:
    """Fifty ways of asking, for each of the 121 topics."""
    ours = [intent for intent in bot.pack.intents.values() if intent.kind != "none"]
    assert len(ours) == 121
    assert {i.id: len(i.utterances) for i in ours if len(i.utterances) < 50} == {}


def test_every_disclaimer_says_whom_to_consult(bot: Chatbot) -> None:
    """The required advice stands in each disclaimer."""
    for text in bot.pack.disclaimers.values():
        assert "consult a healthcare provider" in text


def test_crisis_card_has_its_lines_in_order(bot: Chatbot) -> None:
    """988 comes first, then 911, veterans, other countries; no word on treatment."""
    card = bot.pack.responses["crisis.suicide"].answer
    places = [
        card.index(word) for word in ("988", "911", "press 1", "findahelpline.com", "program")
    ]
    assert places == sorted(places)
    assert not re.search(r"ketamine|spravato|treatment", card, re.IGNORECASE)


def test_home_use_of_the_spray_is_corrected(bot: Chatbot) -> None:
    """The post allows it; the answer says no, and says that the post is wrong."""
    answer = bot.pack.responses["formats.nasal_home"].answer
    assert answer.startswith("No.")
    assert "wrong" in answer or "not so" in answer


def test_cards_are_static(bot: Chatbot) -> None:
    """A card stands alone: no suggestions, no source list, no review note."""
    for intent in bot.pack.intents.values():
        if intent.kind in CARD_KINDS:
            assert bot.pack.responses[intent.id].more is None
