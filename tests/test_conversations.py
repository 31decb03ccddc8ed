"""The talks of tests/conversations/: every turn gets what it is filed under."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from chatbot import Chatbot, Reply

FILES = sorted((Path(__file__).parent / "conversations").glob("*.chat.yaml"))


def talks() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    for path in FILES:
        for each in yaml.safe_load(path.read_text(encoding="utf-8"))["conversations"]:
            yield f"{path.name.split('.')[0]}: {each['name']}", each["turns"]


TALKS = dict(talks())


def misses(reply: Reply, turn: dict[str, Any]) -> list[str]:
    """What of a turn does not hold, in words."""
    given = {"intent": reply.intent, "kind": reply.kind.value, "intents": list(reply.intents)}
    offered = {each.intent for each in reply.suggestions}
    wrong = [f"{key} is {value}" for key, value in given.items() if turn.get(key, value) != value]
    wrong += [f"does not say {text!r}" for text in turn.get("says", ()) if text not in reply.text]
    wrong += [f"says {text!r}" for text in turn.get("never_says", ()) if text in reply.text]
    return wrong + [
        f"does not offer {each}" for each in turn.get("offers", ()) if each not in offered
    ]


@pytest.mark.parametrize("name", TALKS)
def test_conversation_goes_as_written(bot: Chatbot, name: str) -> None:
    """Each turn of a conversation gets its answer, after those before it."""
    talk = bot.conversation()
    for number, turn in enumerate(TALKS[name], 1):
        reply = talk.ask(turn["ask"])
        wrong = misses(reply, turn)
        assert not wrong, f"turn {number}, {turn['ask']!r}: {'; '.join(wrong)}; why: {reply.why}"


def test_conversations_are_enough() -> None:
    """There are eighty or more, of two to six turns, and no two alike."""
    assert len(TALKS) >= 80
    assert all(2 <= len(turns) <= 6 for turns in TALKS.values())
    asked = [tuple(turn["ask"] for turn in turns) for turns in TALKS.values()]
    assert len(set(asked)) == len(asked)


def test_a_turn_with_nothing_expected_is_a_mistake() -> None:
    """Every turn states what it expects, by keys that are known."""
    known = {"ask", "intent", "kind", "intents", "says", "never_says", "offers"}
    for turns in TALKS.values():
        for turn in turns:
            assert set(turn) <= known
            assert set(turn) - {"ask"}
