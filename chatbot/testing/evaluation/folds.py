"""Stratified cross-validation: each utterance matched by a matcher that never saw it."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from chatbot.content.model import Pack
from chatbot.matching import Matcher, Vocabulary
from chatbot.matching.contrast import Contrast

#: What is expected where no intent is: out of scope.
NOTHING: Final = ""
Groups = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Judged:
    """One question, what it should get and what it got.

    Attributes:
        text: the question.
        expected: the id of its intent, "" for out of scope.
        got: the id of the best match, "" for none.
        confidence: of that match, 0 to 1.
        example: the closest utterance of the intent that it got.
    """

    text: str
    expected: str
    got: str
    confidence: float
    example: str

    @property
    def right(self) -> bool:
        """Whether it got what it should."""
        return self.expected == self.got


@dataclass(frozen=True, slots=True)
class Fold:
    """One way of holding utterances back.

    Attributes:
        kept: what a matcher learns from, by intent; "" for out of scope.
        held: (text, expected) of what it is asked.
    """

    kept: Groups
    held: tuple[tuple[str, str], ...]


def groups_of(pack: Pack) -> dict[str, tuple[str, ...]]:
    """The utterances of a pack by intent; those out of scope together under ""."""
    groups = {key: tuple(intent.utterances) for key, intent in pack.intents.items()
              if intent.kind != "none"}  # fmt: skip
    outside = [text for i in pack.intents.values() if i.kind == "none" for text in i.utterances]
    return {**groups, NOTHING: tuple(outside)} if outside else groups


def folds_of(groups: Groups, count: int, seed: int = 0) -> list[Fold]:
    """Split utterances so that each is held back once, and each fold has its share of each intent.

    Args:
        groups: the utterances by intent.
        count: how many folds, two or more.
        seed: of the shuffling.

    Returns:
        The folds. An intent with a single utterance keeps it in all of them.
    """
    turns = {name: _turns(len(texts), count, f"{seed} {name}") for name, texts in groups.items()}
    return [_fold(groups, turns, number) for number in range(count)]


def _turns(size: int, count: int, seed: str) -> list[int]:
    """The number of the fold that holds each utterance back; -1 for none."""
    if size < 2:
        return [-1] * size
    numbers = [place % count for place in range(size)]
    random.Random(seed).shuffle(numbers)  # noqa: S311 - no secret
    return numbers


def _fold(groups: Groups, turns: Mapping[str, Sequence[int]], number: int) -> Fold:
    kept = {
        name: [text for text, turn in zip(texts, turns[name], strict=True) if turn != number]
        for name, texts in groups.items()
    }
    held = tuple(
        (text, name)
        for name, texts in groups.items()
        for text, turn in zip(texts, turns[name], strict=True)
        if turn == number
    )
    return Fold(kept, held)


def thinned(fold: Fold, share: float, seed: int = 0) -> Fold:
    """The same questions, and only a share of what is learned from: one at least an intent."""
    kept = {}
    for name, texts in fold.kept.items():
        chance = random.Random(f"{seed} {share} {name}")  # noqa: S311 - no secret
        kept[name] = chance.sample(list(texts), max(1, round(share * len(texts))))
    return Fold(kept, fold.held)


def judge_fold(
    fold: Fold, vocabulary: Vocabulary, contrast: Contrast | None = None
) -> list[Judged]:
    """Fit a matcher to what is kept, and ask it what is held back."""
    examples = {name: texts for name, texts in fold.kept.items() if name != NOTHING and texts}
    outside = fold.kept.get(NOTHING, ())
    matcher = Matcher(examples, out_of_scope=outside, vocabulary=vocabulary, contrast=contrast)
    return list(_judged(matcher, fold))


def _judged(matcher: Matcher, fold: Fold) -> Iterator[Judged]:
    for text, expected in fold.held:
        matches = matcher.match(text, limit=1)
        if matches:
            best = matches[0]
            yield Judged(text, expected, best.intent, best.confidence, best.example)
        else:
            yield Judged(text, expected, NOTHING, 0.0, "")
