"""Multinomial logistic regression, fitted with numpy alone.

By stochastic gradient descent in small batches, with a step that falls to zero (Bottou,
"Large-scale machine learning with stochastic gradient descent", 2010): time and memory grow with
the number of examples. Stopping early takes the place of a penalty on the weights, and at each step
a share of the n-grams is left out by chance, so that no weight leans on another that a reader may
not type ("blankout noise": van der Maaten and others, "Learning with Marginalized Corrupted
Features", ICML 2013).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from chatbot.matching.vectors import Floats, Hashes, Integers, Rows, Vectors
from chatbot.matching.weights import Weights, softmax

BATCH: Final = 64
_TURNS: Final = 500
_FEWEST_EPOCHS: Final = 5
_MOST_EPOCHS: Final = 40
_LEFT_OUT: Final = 0.3


@dataclass(frozen=True, slots=True)
class Pace:
    """How long a step is.

    The more examples an intent has, the more its own words tell, and the less need there is of what
    words mean in general: found on `valid` of clinc150 and banking77 with 5 to 100 examples an
    intent, and on the pack that comes with the program, with 300.

    Attributes:
        ngrams: for the weights of n-grams.
        meanings: for the weights of meanings.
    """

    ngrams: np.float32
    meanings: np.float32

    @classmethod
    def of(cls, examples: float) -> Pace:
        """The first step, for so many examples a class."""
        ngrams, meanings = min(max(examples / 50, 1.5), 6.0), min(max(45 / examples, 0.18), 1.5)
        return cls(np.float32(ngrams), np.float32(meanings))

    def slowed(self, share: float) -> Pace:
        """A share of it."""
        return Pace(np.float32(self.ngrams * share), np.float32(self.meanings * share))


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """Some examples laid out for dense arithmetic over the columns that they use.

    Attributes:
        columns: int64, the columns.
        block: float32 of shape (columns, examples): this way round some columns of it are quickly
            taken.
        meanings: float32 of shape (examples, dimensions).
        labels: int64, the class of each example.
    """

    columns: Integers
    block: Floats
    meanings: Floats
    labels: Integers

    def thinned(self, chances: Hashes) -> Batch:
        """With some columns left out, and the others the heavier for it.

        Args:
            chances: uint32, a random number for each column.
        """
        kept = np.flatnonzero(chances >= np.uint32(_LEFT_OUT * 2**32))
        block = self.block.take(kept, axis=0) * np.float32(1 / (1 - _LEFT_OUT))
        return replace(self, columns=self.columns.take(kept), block=block)


def descend(examples: Vectors, labels: Integers, hashes: Hashes, classes: int) -> Weights:
    """Learn one weight for each feature and class.

    Chance is drawn from hashes of the examples and features themselves. So an example more or less
    changes the turn of few others, and what is learned from them little.

    Args:
        examples: the examples.
        labels: int64, the class of each.
        hashes: uint32, what each feature is known by.
        classes: how many classes there are.

    Returns:
        The weights. The same input gives the same weights.
    """
    weights = np.zeros((len(hashes), classes), np.float32)
    meanings = np.zeros((examples.meanings.shape[1], classes), np.float32)
    order = np.argsort(_names_of(examples.rows, hashes), kind="stable")
    batches = [
        batch_of(examples, labels, order[start : start + BATCH])
        for start in range(0, len(order), BATCH)
    ]
    numbers = np.arange(len(batches), dtype=np.uint32)
    turns = [
        number
        for epoch in range(epochs_for(len(batches)))
        for number in np.argsort(_mixed(numbers, epoch)).tolist()
    ]
    pace = Pace.of(len(labels) / classes)
    for turn, number in enumerate(turns):
        batch = batches[number].thinned(_mixed(hashes[batches[number].columns], turn))
        _step(weights, meanings, batch, pace.slowed(1 - turn / len(turns)))
    return Weights(weights.astype(np.float16), meanings)


def epochs_for(batches: int) -> int:
    """How often each example is learned from."""
    return min(max(round(_TURNS / batches), _FEWEST_EPOCHS), _MOST_EPOCHS)


def _names_of(rows: Rows, hashes: Hashes) -> Hashes:
    """A random number for each example, the same as long as its n-grams are."""
    sums = np.cumsum(hashes[rows.columns], dtype=np.uint64)
    sums = np.concatenate([np.zeros(1, np.uint64), sums])
    return _mixed((sums[rows.starts[1:]] - sums[rows.starts[:-1]]).astype(np.uint32), 0)


def _mixed(numbers: Hashes, salt: int) -> Hashes:
    """Numbers made random, differently for each salt: the finaliser of MurmurHash3 (Appleby)."""
    mixed = numbers ^ np.uint32(salt * 0x9E3779B1 & 0xFFFFFFFF)
    mixed = (mixed ^ mixed >> np.uint32(16)) * np.uint32(0x85EBCA6B)
    mixed = (mixed ^ mixed >> np.uint32(13)) * np.uint32(0xC2B2AE35)
    return np.asarray(mixed ^ mixed >> np.uint32(16), np.uint32)


def batch_of(examples: Vectors, labels: Integers, chosen: Integers) -> Batch:
    """Lay some examples out."""
    some = examples.rows.take(chosen)
    columns, places = np.unique(some.columns, return_inverse=True)
    block = np.zeros((len(columns), len(chosen)), np.float32)
    block[places, some.numbers()] = some.values
    return Batch(columns.astype(np.int64), block, examples.meanings[chosen], labels[chosen])


def _step(weights: Floats, meanings: Floats, batch: Batch, pace: Pace) -> None:
    """Take one step against the gradient of the batch's log loss, in place."""
    current = weights.take(batch.columns, axis=0)
    error = softmax(batch.block.T @ current + batch.meanings @ meanings)
    error[np.arange(len(batch.labels)), batch.labels] -= 1
    weights[batch.columns] = current - batch.block @ (error * pace.ngrams)
    meanings -= batch.meanings.T @ (error * pace.meanings)
