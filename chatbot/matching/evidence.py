"""What speaks for the best intent of a message, beyond the classifier's own opinion."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from chatbot.matching.ngrams import Ngrams
from chatbot.matching.vectors import Features, Floats, Integers, Rows

#: What `measures_of` measures, in order.
MEASURES: Final = (
    "log_probability",  # of the best intent
    "margin",  # its log odds against the runner-up
    "score",  # its score before it is held against the others
    "similarity",  # cosine of the closest example with the message
    "agreement",  # whether no closer example stands under the next intents
    "known_words",  # share of the message's word weight that any example has
    "shared_words",  # the same for the examples of the best intent
    "length",  # logarithm of the number of words
    "out_of_scope",  # log odds of being out of scope against the best intent
)


@dataclass(frozen=True, slots=True, eq=False)
class Corpus:
    """The examples that a matcher was made from, sorted by intent.

    Attributes:
        rows: their vectors.
        starts: int64; the examples of intent i are those from `starts[i]` to `starts[i + 1]`.
        features: the n-grams that they know.
    """

    rows: Rows
    starts: Integers
    features: Features

    def of_intent(self, intent: int) -> Rows:
        """The examples of one intent."""
        return self.rows.between(int(self.starts[intent]), int(self.starts[intent + 1]))


@dataclass(frozen=True, slots=True)
class Closest:
    """The example of an intent that is closest to a message.

    Attributes:
        example: its number in the corpus.
        similarity: its cosine with the message, 0 to 1.
    """

    example: int
    similarity: float


def closest_example(corpus: Corpus, message: Floats, intent: int) -> Closest:
    """Find the closest example of an intent.

    Args:
        corpus: the examples.
        message: the message's vector, laid out over all features.
        intent: the number of the intent.
    """
    examples = corpus.of_intent(intent)
    products = examples.values * message[examples.columns]
    sums = np.bincount(examples.numbers(), products, len(examples))
    best = int(sums.argmax()) if len(sums) else 0
    similarity = float(sums[best]) if len(sums) else 0.0
    return Closest(int(corpus.starts[intent]) + best, similarity)


def word_shares(corpus: Corpus, ngrams: Ngrams, intent: int) -> tuple[float, float]:
    """How much of a message's words, by weight, any example knows, and those of one intent know."""
    if not ngrams.words:
        return 0.0, 0.0
    features = corpus.features
    columns = features.columns_of(np.array(ngrams.words, np.uint32))
    known = columns >= 0
    weights = np.where(known, features.weights[columns], features.unknown)
    shared = known & np.isin(columns, corpus.of_intent(intent).columns)
    total = weights.sum()
    return float(weights[known].sum() / total), float(weights[shared].sum() / total)


def measures_of(
    scores: Floats,
    best: Integers,
    closest: list[Closest],
    shares: tuple[float, float],
    words: int,
    outside: float,
) -> list[float]:
    """Put the evidence for the best intent into numbers.

    Args:
        scores: of every intent, and of out of scope if there are examples of that.
        best: the numbers of the best intents, best first.
        closest: the closest example of each of these.
        shares: what `word_shares` found for the best.
        words: how many words the message has.
        outside: the score of out of scope.

    Returns:
        One number for each name in `MEASURES`.
    """
    top = scores[best[0]]
    others = float(np.log(np.exp(scores - top).sum()))
    margin = float(top - scores[best[1]]) if len(best) > 1 else 10.0
    similarity = closest[0].similarity
    agreement = float(similarity >= max(each.similarity for each in closest))
    length = float(np.log1p(words))
    beyond = outside - float(top)
    return [-others, margin, float(top), similarity, agreement, *shares, length, beyond]
