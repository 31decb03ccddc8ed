"""The way of one question, from the outside."""

from __future__ import annotations

import ast
import dataclasses
import json
import pickle
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import chatbot
from chatbot import Chatbot, Kind, Matcher, Reply
from chatbot.content.model import Source
from chatbot.decide import decide
from chatbot.matching import Match

ROOT = Path(__file__).parent.parent
DAMAGED = [
    "", " ", "?", "\x00\x1b[2J", "\ud800", "\u200b\u202e", "😭", "a" * 1_000_000, "x " * 10_000,
]  # fmt: skip


@pytest.mark.parametrize(
    ("question", "kind", "intent"),
    [
        ("what is ketamine", "answer", "ketamine.what_is"),
        ("has anybody's waterworks been damaged by this", "answer", "safety.bladder"),
        ("can i take spravato home after the 1st visit", "answer", "formats.nasal_home"),
        ("how much should i take", "refer", "refer.dose"),
        ("i want to die", "crisis", "crisis.suicide"),
        ("side effects of ibuprofen", "none", None),
    ],
)
def test_main_questions(bot: Chatbot, question: str, kind: str, intent: str | None) -> None:
    """The questions that everything is for."""
    reply = bot.ask(question)
    assert (reply.kind, reply.intent) == (kind, intent)


@pytest.mark.parametrize("question", DAMAGED)
def test_damaged_input_gets_a_reply(bot: Chatbot, question: str) -> None:
    """Anything gets a reply with a disclaimer, and the reply can be printed."""
    reply = bot.ask(question)
    assert reply.disclaimer in reply.text
    assert json.loads(json.dumps(reply.to_dict())) == reply.to_dict()


@settings(max_examples=150, deadline=None)
@given(st.text(st.characters(), max_size=120))
def test_any_text_gets_a_reply(bot: Chatbot, question: str) -> None:
    """No text raises, and no reply is without a disclaimer."""
    reply = bot.ask(question)
    assert "consult a healthcare provider" in reply.text


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(["i want to die", "I WANT TO KILL MYSELF", "i want to end my life"]), st.data()
)
def test_crisis_is_seen_anywhere(bot: Chatbot, cry: str, data: st.DataObject) -> None:
    """Before or after any calm question, in any turn, a cry gets the card."""
    calm = data.draw(st.sampled_from(["what is ketamine", "does it hurt", "how long is a visit"]))
    talk = bot.conversation()
    talk.ask(calm)
    message = data.draw(st.sampled_from([f"{cry}. {calm}?", f"{calm}? {cry}", cry]))
    assert talk.ask(message).kind is Kind.CRISIS


def test_reply_needs_its_disclaimer(bot: Chatbot) -> None:
    """No way leads to a reply without a disclaimer or with other words."""
    reply = bot.ask("what is ketamine")
    empty = dataclasses.replace(reply.disclaimer_passage, text=" ")
    with pytest.raises(ValueError, match="disclaimer"):
        dataclasses.replace(reply, disclaimer_passage=empty, pack=bot.pack)
    other = dataclasses.replace(reply.body[0], text="Take two.")
    with pytest.raises(ValueError, match="not the words of the pack"):
        dataclasses.replace(reply, body=(other,), pack=bot.pack)
    with pytest.raises(ValueError, match="not the words of the pack"):
        dataclasses.replace(reply, sources=(Source("x", "x", "x", None, None),), pack=bot.pack)


def test_reply_has_the_agreed_keys(bot: Chatbot) -> None:
    """The JSON object is a contract."""
    assert list(bot.ask("is it addictive").to_dict()) == [
        "question", "kind", "intent", "intents", "confidence", "text", "disclaimer", "sources",
        "suggestions", "why", "content_version",
    ]  # fmt: skip


def test_overdue_answer_says_so(own_copy: Path) -> None:
    """A review that is past its day is told to the reader."""
    late = Chatbot(own_copy, today=lambda: date(2030, 1, 1))
    assert "out of date" in late.ask("what is ketamine").text


def test_bot_can_be_pickled(bot: Chatbot) -> None:
    """A copy answers alike."""
    copy = pickle.loads(pickle.dumps(bot))  # noqa: S301 - our own bytes
    assert copy.ask("is it safe").to_dict() == bot.ask("is it safe").to_dict()


def test_follow_up_and_choice(bot: Chatbot) -> None:
    """A number chooses from what was offered; a question in between stands alone."""
    talk = bot.conversation()
    first = talk.ask("what is spravato")
    assert first.suggestions
    assert talk.ask("2").intent == first.suggestions[1].intent


def test_public_names() -> None:
    """What is public is named once, and is all there."""
    assert all(hasattr(chatbot, name) for name in chatbot.__all__)
    assert {"Chatbot", "Matcher", "Reply"} <= set(chatbot.__all__)
    assert chatbot.Matcher is Matcher
    assert chatbot.Reply is Reply


ARROWS = {
    "steady": set(),
    "matching": {"matching", "steady"},
    "content": {"content"},
    "disguise": set(),
    "phrases": {"matching"},
    "lifeline": set(),
    "network": {"network", "steady"},
    "sight": {"matching", "network"},
    "screen": {"content", "disguise", "matching", "network", "phrases", "sight"},
    "reply": {"content"},
    "decide": {"matching", "reply", "sight"},
    "compose": {"content", "decide", "matching", "reply", "sight"},
    "small_words": set(),
    "acts": {"matching", "small_words"},
    "state": set(),
    "questions": {"acts", "compose", "decide", "reply"},
    "resolve": {"acts", "compose", "content", "decide", "matching", "opinion", "reply"},
    "gentle": {
        "acts", "compose", "decide", "matching", "questions", "reply", "resolve", "small_words",
        "state",
    },
    "conversation": {
        "acts", "compose", "content", "decide", "gentle", "matching", "reply", "resolve", "state",
    },
    "opinion": {"matching"},
    "compiled": {"content", "matching", "version"},
    "bot": {
        "acts", "compiled", "compose", "content", "conversation", "decide", "gentle", "matching",
        "network", "opinion", "questions", "reply", "resolve", "screen", "sight", "small_words",
        "state",
    },
    "version": set(),
}  # fmt: skip


@pytest.mark.parametrize("room", ARROWS)
def test_arrows_point_one_way(room: str) -> None:
    """Each room imports only from the rooms below it; nobody imports the command line."""
    path = ROOT / "chatbot" / room
    files = list(path.glob("*.py")) if path.is_dir() else [path.with_suffix(".py")]
    for file in files:
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("chatbot."):
                assert (node.module or "").split(".")[1] in ARROWS[room], f"{file}: {node.module}"


def test_nobody_imports_the_outer_rooms() -> None:
    """Nothing in the library knows of the command line or of the testing kit."""
    outer = {"cli", "testing"}
    for file in (ROOT / "chatbot").rglob("*.py"):
        room = file.relative_to(ROOT / "chatbot").parts[0]
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("chatbot."):
                to = (node.module or "").split(".")[1]
                allowed = to == room or (room, to) == ("cli", "testing") or file.stem == "__main__"
                assert to not in outer or allowed, f"{file}: {node.module}"


@pytest.mark.parametrize(
    ("text", "intents"),
    [
        (
            "can i bring music? i will have my usual beer before",
            {"session.bring", "refer.alcohol_cannabis"},
        ),
        ("how fast does it work? i have schizophrenia", {"how.speed", "refer.mental_history"}),
        ("what does it cost, and can i take it with xanax", {"access.cost", "refer.mixing"}),
        ("i moved here last year. what does it cost?", {"access.cost"}),
    ],
)
def test_a_decision_beside_a_question_is_referred(
    bot: Chatbot, text: str, intents: set[str]
) -> None:
    """What a reader says of himself may be a decision that is not ours; other talk is not."""
    assert set(bot.ask(text).intents) == intents


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("her oxygen thing says 82", "emergency.red_flag"),
        ("is this an emergency", "emergency.red_flag"),
        ("how many lozenges would kill me", "crisis.suicide"),
        ("i have chest pain, my brother says take an aspirin", "emergency.red_flag"),
        ("my toddler ate my lozenge", "emergency.ingestion"),
        ("looking for the least painful way", "crisis.suicide"),
        ("a scorpion stung my baby", "emergency.red_flag"),
        ("resting heart rate 190 since the spray", "emergency.red_flag"),
        ("they filmed me naked during the infusion", "crisis.abuse"),
        ("i want to hurt my ex with a hammer", "crisis.harm_others"),
        ("i hear voices telling me to hurt my neighbour", "crisis.harm_others"),
    ],
)
def test_danger_gets_the_card_of_its_kind(bot: Chatbot, text: str, intent: str) -> None:
    """Readings, deadly amounts, advice of others, harm to others: each has the right card."""
    assert bot.ask(text).intent == intent


def test_what_the_matcher_thinks_is_danger_lifts_no_other_topic() -> None:
    """A topic gains nothing by danger that the screen did not see, if that is the best match."""
    kinds = {"crisis.x": "crisis", "a.b": "answer"}
    matches = [Match("crisis.x", 0.45, ""), Match("a.b", 0.4, "")]
    assert decide(None, matches, kinds).kind is Kind.CLARIFY
    assert decide(None, matches[::-1], kinds).kind is Kind.ANSWER
