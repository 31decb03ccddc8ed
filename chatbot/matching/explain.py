"""Which words of a message made the match, and which were taken for words that mean the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from chatbot.matching.meanings import Meanings
from chatbot.matching.vectors import Floats
from chatbot.matching.weights import AnyWeights, Message

#: So many of the words that carried a match are told.
_MOST_CARRYING: Final = 3
#: A word that weighs less in general English ("the", "how") is like all and none.
_WEIGHS: Final = 2.0
#: From this cosine on two words are said to be alike.
_ALIKE: Final = 0.5


def carrying_words(weights: AnyWeights, message: Message, intent: int) -> tuple[str, ...]:
    """The words that speak most for an intent.

    All weights of a feature add up to nought, so each tells how much it speaks for an intent
    against all of them.

    Args:
        weights: what was learned.
        message: what was said.
        intent: its number.

    Returns:
        Up to three words that the examples have (so no name of a person), the one that tells most
        first. A word tells by itself and by what it means; what its letters and its neighbours tell
        is left out.
    """
    said = message.values * weights.of_class(message.columns, intent)
    meant = message.meanings @ weights.meanings[:, intent]
    told = np.where(message.values > 0, said + meant, 0).tolist()
    most = sorted(range(len(told)), key=lambda number: -told[number])
    return tuple(dict.fromkeys(message.words[n] for n in most if told[n] > 0))[:_MOST_CARRYING]


def alike_words(
    table: Meanings, said: Sequence[str], known: Sequence[str]
) -> tuple[tuple[str, str], ...]:
    """The words of a message that are not in an example, with those of it that mean the like.

    Args:
        table: the table of meanings.
        said: the words of the message.
        known: the words of the example.

    Returns:
        (said, known) pairs, in the order of the message.
    """
    new, vectors = _heavy(table, [word for word in dict.fromkeys(said) if word not in known])
    if not new:
        return ()
    old, others = _heavy(table, [word for word in dict.fromkeys(known) if word not in said])
    if not old:
        return ()
    near = vectors @ others.T
    best = near.argmax(axis=1).tolist()
    pairs = zip(new, best, near.max(axis=1).tolist(), strict=True)
    return tuple((word, old[place]) for word, place, cosine in pairs if cosine >= _ALIKE)


def _heavy(table: Meanings, words: Sequence[str]) -> tuple[list[str], Floats]:
    """The words that weigh something, and the directions of their vectors."""
    if not words:
        return [], np.zeros((0, 0), np.float32)
    rows = table.rows_of(words)
    vectors = table.of_rows(np.maximum(rows, 0))
    weights = np.sqrt((vectors * vectors).sum(axis=1))
    kept = np.flatnonzero((weights >= _WEIGHS) & (rows >= 0))
    return [words[number] for number in kept.tolist()], vectors[kept] / weights[kept, None]
