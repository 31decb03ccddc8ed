"""Which intent a vector belongs to: multinomial logistic regression, fitted with numpy alone.

There are two ways to the same weights. Few examples: the exact solution in the kernel's dual, by
accelerated gradient descent (Nesterov 1983). Many: stochastic gradient descent in small batches
with a step that falls to zero (Bottou, "Large-scale machine learning with stochastic gradient
descent", 2010), whose time and memory grow with the number of examples and not with its square.
There, stopping early takes the place of a penalty on the weights, and at each step a share of the
n-grams is left out by chance, so that no weight leans on another that a reader may not type
("blankout noise": van der Maaten and others, "Learning with Marginalized Corrupted Features", ICML
2013).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from chatbot.matching.kernel import fit_dual
from chatbot.matching.vectors import Floats, Integers, Rows

#: Up to this many examples the exact solution costs less than the descent.
FEW_EXAMPLES: Final = 2_500
_BATCH: Final = 64
_STEPS: Final = 600
_FEWEST_EPOCHS: Final = 5
_MOST_EPOCHS: Final = 10
_LEFT_OUT: Final = 0.3
_STEP: Final = 6.0
#: Every example has all dimensions of meaning, and few have a given n-gram: the former need smaller
#: steps.
_MEANING_STEP: Final = 0.03
_SEED: Final = 20_260_101  # any number: it only has to be the same in every run


@dataclass(frozen=True, slots=True, eq=False)
class Vectors:
    """Messages as numbers: what they say, and what that means.

    Attributes:
        rows: their n-grams.
        meanings: float32 (float16 where they are kept) of shape (messages, dimensions); no
            dimensions where no table is used.
    """

    rows: Rows
    meanings: npt.NDArray[np.floating]

    def __len__(self) -> int:
        return len(self.rows)


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """What is learned: a number for each class and each n-gram or dimension of meaning.

    Attributes:
        ngrams: float16 of shape (features, classes).
        meanings: float32 of shape (dimensions, classes).
    """

    ngrams: npt.NDArray[np.float16]
    meanings: Floats

    def score(self, columns: npt.NDArray[np.int32], values: Floats, meaning: Floats) -> Floats:
        """Score one message against every class.

        Args:
            columns: the features that it has.
            values: float32, their weights in it.
            meaning: float32 of shape (dimensions,).

        Returns:
            float32 of shape (classes,).
        """
        said = values @ self.ngrams[columns].astype(np.float32)
        return np.asarray(said + meaning @ self.meanings, np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class _Batch:
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

    def thinned(self, chance: np.random.Generator) -> _Batch:
        """With some columns left out, and the others the heavier for it."""
        kept = np.flatnonzero(chance.random(len(self.columns), np.float32) > _LEFT_OUT)
        block = self.block.take(kept, axis=0) * np.float32(1 / (1 - _LEFT_OUT))
        return replace(self, columns=self.columns.take(kept), block=block)


def softmax(scores: Floats) -> Floats:
    """Turn scores into probabilities along the last axis."""
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True), np.float32)


def fit_weights(examples: Vectors, labels: Integers, *, width: int, classes: int) -> Weights:
    """Learn one weight for each feature and class.

    Args:
        examples: the examples.
        labels: int64, the class of each.
        width: how many features there are.
        classes: how many classes there are.

    Returns:
        The weights. The same input gives the same weights.
    """
    if len(examples) <= FEW_EXAMPLES:
        ngrams, meanings = fit_dual(examples.rows, examples.meanings, labels, width, classes)
    else:
        ngrams, meanings = _fit_descending(examples, labels, width, classes)
    return Weights(ngrams.astype(np.float16), meanings)


def _fit_descending(
    examples: Vectors, labels: Integers, width: int, classes: int
) -> tuple[Floats, Floats]:
    weights = np.zeros((width, classes), np.float32)
    meanings = np.zeros((examples.meanings.shape[1], classes), np.float32)
    chance = np.random.default_rng(_SEED)
    order = chance.permutation(len(labels))
    batches = [
        _batch(examples, labels, order[start : start + _BATCH])
        for start in range(0, len(order), _BATCH)
    ]
    epochs = min(max(round(_STEPS / len(batches)), _FEWEST_EPOCHS), _MOST_EPOCHS)
    turns = [number for _ in range(epochs) for number in chance.permutation(len(batches))]
    for turn, number in enumerate(turns):
        step = np.float32(_STEP * (1 - turn / len(turns)))
        _descend(weights, meanings, batches[number].thinned(chance), step)
    return weights, meanings


def _batch(examples: Vectors, labels: Integers, chosen: Integers) -> _Batch:
    some = examples.rows.take(chosen)
    columns, places = np.unique(some.columns, return_inverse=True)
    block = np.zeros((len(columns), len(chosen)), np.float32)
    block[places, some.numbers()] = some.values
    return _Batch(columns.astype(np.int64), block, examples.meanings[chosen], labels[chosen])


def _descend(weights: Floats, meanings: Floats, batch: _Batch, step: np.float32) -> None:
    """Take one step against the gradient of the batch's log loss, in place."""
    current = weights.take(batch.columns, axis=0)
    error = softmax(batch.block.T @ current + batch.meanings @ meanings)
    error[np.arange(len(batch.labels)), batch.labels] -= 1
    error *= step
    weights[batch.columns] = current - batch.block @ error
    meanings -= np.float32(_MEANING_STEP) * (batch.meanings.T @ error)
