"""What the cases cover: how many each intent has, and whether they look at the words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from chatbot.content.model import Pack
from chatbot.content.problem import Problem
from chatbot.testing.cases import Case, Turn

FEWEST_CASES: Final = 3
_NOT_WORD: Final = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Covered:
    """What the cases hold of one intent.

    Attributes:
        intent: its id.
        cases: how many questions expect it.
        says: how many of them look at what the answer says.
        problems: what is lacking, in words.
    """

    intent: str
    cases: int
    says: int
    problems: tuple[str, ...]


def cover(cases: Sequence[Case], pack: Pack, fewest: int = FEWEST_CASES) -> list[Covered]:
    """Count the cases of every intent that has an answer, in the order of the pack."""
    asked = [turn for case in cases for turn in case.turns]
    return [_covered(intent, asked, fewest) for intent in pack.responses]


def _covered(intent: str, asked: Iterable[Turn], fewest: int) -> Covered:
    ours = [turn for turn in asked if intent in turn.expected.wanted]
    says = sum(bool(turn.expected.says) for turn in ours)
    problems = []
    if len(ours) < fewest:
        problems.append(f"{len(ours)} of {fewest} cases")
    if not says:
        problems.append('no case has "says"')
    return Covered(intent, len(ours), says, tuple(problems))


def repeats(cases: Iterable[Case], pack: Pack) -> Iterator[Problem]:
    """The single questions that repeat an utterance of the intent that they expect.

    They would measure nothing. In a conversation they may stand, to lead up to something.
    """
    known = {
        intent.id: {_plain(text) for text in intent.utterances} for intent in pack.intents.values()
    }
    for case in cases:
        turn = case.turns[0]
        for intent in turn.expected.wanted if len(case.turns) == 1 else ():
            if _plain(turn.question) in known[intent]:
                what = f'"{turn.question}" is an utterance of {intent}'
                fix = "ask it in other words, or take it out of the utterances"
                yield turn.place.problem(what, fix)


def _plain(text: str) -> str:
    return _NOT_WORD.sub(" ", text.casefold()).strip()
