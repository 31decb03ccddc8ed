"""The conversations of tests/conversations/ (they are run as cases) are many."""

from __future__ import annotations

from pathlib import Path

from chatbot import Chatbot
from chatbot.testing import find_case_files, load_cases


def test_conversations_are_enough(bot: Chatbot) -> None:
    """There are eighty or more of two to six turns."""
    cases = load_cases(find_case_files(Path(__file__).parent / "conversations"), bot.pack)
    asked = [tuple(turn.question for turn in case.turns) for case in cases]
    assert sum(2 <= len(turns) <= 6 for turns in asked) >= 80
