"""Questions of a log that were not answered, put together by their words, each with a proposal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from chatbot.bot import Chatbot
from chatbot.reply import Kind
from chatbot.testing.vectors import Floats, vectors_of

_UNANSWERED: Final = frozenset({Kind.NONE, Kind.CLARIFY})
_ALIKE: Final = 0.45
_MOST: Final = 20_000


@dataclass(frozen=True, slots=True)
class Cluster:
    """Questions that are alike.

    Attributes:
        questions: the different ones, the most frequent first.
        count: how often they were asked in all.
        nearest: the id of the intent nearest to the first, "" for none.
        confidence: how sure the matcher is of it, 0 to 1.
        example: its closest utterance.
    """

    questions: tuple[str, ...]
    count: int
    nearest: str
    confidence: float
    example: str


def suggest(bot: Chatbot, log: Iterable[str]) -> list[Cluster]:
    """Find what was asked and not answered.

    Args:
        bot: is asked every different question.
        log: the questions, any number of them; the 20,000 most frequent are looked at.

    Returns:
        Clusters, those asked most often first. Nothing is written anywhere.
    """
    counts = Counter(question.strip() for question in log if question.strip())
    open_ones = [
        question for question, _ in counts.most_common(_MOST)
        if bot.ask(question).kind in _UNANSWERED
    ]  # fmt: skip
    if not open_ones:
        return []
    groups = _groups(vectors_of(open_ones))
    clusters = [_cluster(bot, [open_ones[place] for place in group], counts) for group in groups]
    return sorted(clusters, key=lambda each: (-each.count, each.questions))


def _groups(vectors: Floats) -> list[list[int]]:
    """Each question joins the group whose first question is nearest, if that is near enough."""
    leaders = np.zeros_like(vectors)
    groups: list[list[int]] = []
    for number, vector in enumerate(vectors):
        near = leaders[: len(groups)] @ vector
        best = int(near.argmax()) if groups else -1
        if best >= 0 and near[best] >= _ALIKE:
            groups[best].append(number)
        else:
            leaders[len(groups)] = vector
            groups.append([number])
    return groups


def _cluster(bot: Chatbot, questions: Sequence[str], counts: Counter[str]) -> Cluster:
    why = bot.ask(questions[0]).why
    count = sum(counts[question] for question in questions)
    return Cluster(tuple(questions), count, why.intent or "", why.confidence, why.example)
