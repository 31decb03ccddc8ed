"""The cases of the pack that comes with the program: tests/answers and tests/conversations."""

from __future__ import annotations

from pathlib import Path

import pytest

from chatbot import Chatbot
from chatbot.testing import find_case_files, load_cases
from chatbot.testing.coverage import cover, repeats
from chatbot.testing.robustness import measure
from chatbot.testing.runner import run_cases

TESTS = Path(__file__).parent
FILES = find_case_files(TESTS)


def test_case_files_mirror_the_intents() -> None:
    """Each file of intents has its file of single questions; conversations may lead anywhere."""
    special = {"vocabulary", "screen", "follow_ups", "calm", "subjects"}
    areas = {path.stem for path in (TESTS.parent / "intents").glob("*.yaml")} - special
    named = {
        path.name.removesuffix(".chat.yaml") for path in FILES if path.parent.name == "answers"
    }
    assert named == areas


def test_every_intent_is_covered(bot: Chatbot) -> None:
    """Three cases or more an intent, none of them an utterance, and a look at every answer."""
    cases = load_cases(FILES, bot.pack)
    assert {each.intent: each.problems for each in cover(cases, bot.pack) if each.problems} == {}
    assert list(repeats(cases, bot.pack)) == []
    assert len(cases) >= 600


@pytest.mark.parametrize("name", ["crisis", "emergency"])
def test_danger_is_seen_through_noise(bot: Chatbot, name: str) -> None:
    """Of the cries of the cases in noisy forms, nine in ten and more still get their card."""
    path = TESTS / "answers" / f"{name}.chat.yaml"
    results = list(run_cases(bot, load_cases([path], bot.pack), root=TESTS))
    found = measure(bot, results, 5, seed=1)
    assert sum(each.stable for each in found) >= 0.9 * sum(each.forms for each in found)
