"""What speaks for the best intent of a message, beyond the classifier's own opinion."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from chatbot.matching.vectors import Features, Floats, Integers, Vectors

#: What `measures_of` measures, in order.
MEASURES: Final = (
    "log_probability",  # of the best intent
    "margin",  # its log odds against the runner-up
    "score",  # its score before it is held against the others
    "similarity",  # cosine of the closest example with the message
    "known_words",  # share of the message's word weight that any example has
    "shared_words",  # the same for the examples of the best intent
    "length",  # logarithm of the number of words
    "out_of_scope",  # log odds of being out of scope against the best intent
    "foreign",  # how far the most foreign word is from all words of the best intent
    "strange",  # share of words that neither the examples nor the table of meanings has
)


_LOOKED_AT: Final = 32


@dataclass(frozen=True, slots=True, eq=False)
class Corpus:
    """The examples that a matcher was made from, sorted by intent.

    Attributes:
        vectors: them as numbers.
        starts: int64; the examples of intent i are those from `starts[i]` to `starts[i + 1]`.
        features: the n-grams that they know.
        word_starts: int64; the words of intent i are those from `word_starts[i]` on.
        word_hashes: uint32, the CRC-32 of each word, once an intent and ascending there.
        word_rows: int32, the rows of the words in the table of meanings, -1 for those it lacks.
    """

    vectors: Vectors
    starts: Integers
    features: Features
    word_starts: Integers
    word_hashes: npt.NDArray[np.uint32]
    word_rows: npt.NDArray[np.int32]

    def has_words(self, intent: int, hashes: npt.NDArray[np.uint32]) -> npt.NDArray[np.bool_]:
        """Which of some words the examples of an intent have."""
        own = self.word_hashes[self.word_starts[intent] : self.word_starts[intent + 1]]
        if not len(own):
            return np.zeros(len(hashes), bool)
        found = own[np.minimum(np.searchsorted(own, hashes), len(own) - 1)] == hashes
        return np.asarray(found, bool)

    def words_of(self, intent: int) -> npt.NDArray[np.int32]:
        """The words of an intent's examples that the table of meanings has, as its rows."""
        rows = self.word_rows[self.word_starts[intent] : self.word_starts[intent + 1]]
        return rows[rows >= 0]


@dataclass(frozen=True, slots=True)
class Closest:
    """The example of an intent that is closest to a message.

    Attributes:
        example: its number in the corpus.
        similarity: its cosine with the message, 0 to 1.
    """

    example: int
    similarity: float


def closest_examples(
    corpus: Corpus, message: Floats, meaning: Floats, intents: Integers
) -> list[Closest]:
    """Find the closest example of each of a few intents.

    Args:
        corpus: the examples.
        message: the message's n-grams, float32, laid out over all features.
        meaning: what it means, float32 of shape (dimensions,).
        intents: the numbers of the intents.
    """
    found = []
    for intent in intents.tolist():
        first, last = int(corpus.starts[intent]), int(corpus.starts[intent + 1])
        sums = _similarities(corpus.vectors, first, last, message, meaning)
        best = int(sums.argmax()) if len(sums) else 0
        similarity = min(max(float(sums[best]), 0.0), 1.0) if len(sums) else 0.0
        found.append(Closest(first + best, similarity))
    return found


def _similarities(
    vectors: Vectors, first: int, last: int, message: Floats, meaning: Floats
) -> Floats:
    rows = vectors.rows.between(first, last)
    if not len(rows):
        return np.zeros(0, np.float32)
    products = message.take(rows.columns) * rows.values
    firsts, lasts = rows.starts[:-1], rows.starts[1:]
    bounds = np.minimum(firsts, max(len(products) - 1, 0))
    sums = np.add.reduceat(products, bounds) if len(products) else np.zeros(len(rows))
    sums *= lasts > firsts  # of an empty row it gives what stands next
    weight = float(meaning @ meaning)
    if not weight:
        return np.asarray(sums, np.float32)
    # What examples mean is looked at only for those that share most with the message in letters.
    many = len(sums) > _LOOKED_AT
    some = (-sums).argpartition(_LOOKED_AT)[:_LOOKED_AT] if many else np.arange(len(sums))
    meant = vectors.meanings[first + some].astype(np.float32)
    out = np.zeros(len(sums), np.float32)
    out[some] = (sums[some] + meant @ meaning) / (1 + weight)
    return out


@dataclass(frozen=True, slots=True, eq=False)
class Shares:
    """How well the words of a message are known.

    Attributes:
        known: the share of them, by weight, that any example has, 0 to 1.
        shared: the same for the examples of one intent.
        is_known, is_shared: bool, the same for each word.
        columns: int64, the feature that each word is, -1 where it is none.
    """

    known: float
    shared: float
    is_known: npt.NDArray[np.bool_]
    is_shared: npt.NDArray[np.bool_]
    columns: Integers


def word_shares(corpus: Corpus, hashes: npt.NDArray[np.uint32], intent: int) -> Shares:
    """Tell how well words are known.

    Args:
        corpus: the examples.
        hashes: uint32, the words.
        intent: the number of the intent.
    """
    features = corpus.features
    if not len(hashes) or not len(features.weights):  # no words, or examples that have none
        none = np.zeros(len(hashes), bool)
        return Shares(0.0, 0.0, none, none, np.full(len(hashes), -1, np.int64))
    columns = features.columns_of(hashes)
    known = columns >= 0
    weights = np.where(known, features.weights[columns], features.unknown)
    shared = corpus.has_words(intent, hashes)
    total = weights.sum()
    known_share, shared_share = float(weights[known].sum()), float(weights[shared].sum())
    return Shares(known_share / total, shared_share / total, known, shared, columns)


def measures_of(
    scores: Floats,
    best: Integers,
    closest: Closest,
    shares: Shares,
    words: int,
    outside: float,
    foreign: tuple[float, float],
) -> list[float]:
    """Put the evidence for the best intent into numbers.

    Args:
        scores: of every intent, and of out of scope if there are examples of that.
        best: the numbers of the best intents, best first.
        closest: the closest example of the first of these.
        shares: what `word_shares` found for the best.
        words: how many words the message has.
        outside: the score of out of scope.
        foreign: how foreign and how strange its words are (`foreign.foreignness`).

    Returns:
        One number for each name in `MEASURES`.
    """
    top = scores[best[0]]
    others = float(np.log(np.exp(scores - top).sum()))
    margin = float(top - scores[best[1]]) if len(best) > 1 else 10.0
    length = float(np.log1p(words))
    beyond = outside - float(top)
    said = [-others, margin, float(top), closest.similarity, shares.known, shares.shared]
    return [*said, length, beyond, *foreign]
