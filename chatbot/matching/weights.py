"""What is learned: how much each n-gram and each dimension of meaning tells for each class."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from chatbot.matching.vectors import Floats, Integers, places_of


@dataclass(frozen=True, slots=True, eq=False)
class Message:
    """The words of a message, each with what it counts for.

    Attributes:
        words: the words.
        columns: int64, the feature that each is; -1 where there is none.
        values: float32, how much that weighs in the message; nought where there is none.
        meanings: float32 of shape (words, dimensions): their sum is what the message means.
    """

    words: Sequence[str]
    columns: Integers
    values: Floats
    meanings: Floats


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
        said = _summed(values, self.ngrams[columns].astype(np.float32))
        return np.asarray(said + _summed(meaning, self.meanings), np.float32)

    def of_class(self, columns: Integers, number: int) -> Floats:
        """How much each of some features tells for a class."""
        return np.asarray(self.ngrams[columns, number], np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class SparseWeights:
    """The same for thousands of classes, each of which has weights for few features.

    Attributes:
        starts: int64; the weights of feature i are those from `starts[i]` to `starts[i + 1]`.
        classes: int32, the class of each.
        values: float16, the weights.
        meanings: float32 of shape (dimensions, classes).
    """

    starts: Integers
    classes: npt.NDArray[np.int32]
    values: npt.NDArray[np.float16]
    meanings: Floats

    def score(self, columns: npt.NDArray[np.int32], values: Floats, meaning: Floats) -> Floats:
        """Score one message against every class; see `Weights.score`."""
        where, counts = places_of(self.starts, columns)
        parts = self.values[where] * np.repeat(values, counts)
        said = np.bincount(self.classes[where], parts, self.meanings.shape[1])
        return np.asarray(said + _summed(meaning, self.meanings), np.float32)

    def of_class(self, columns: Integers, number: int) -> Floats:
        """How much each of some features tells for a class."""
        return np.array([self._of(column, number) for column in columns], np.float32)

    def _of(self, column: int, number: int) -> float:
        start, end = self.starts[column], self.starts[column + 1]
        place = int(start + np.searchsorted(self.classes[start:end], number))
        return float(self.values[place]) if place < end and self.classes[place] == number else 0.0


AnyWeights = Weights | SparseWeights


def _summed(vector: Floats, table: Floats) -> Floats:
    """A vector times a table; not by BLAS, whose sums of a large table hang on its threads."""
    return np.asarray(np.einsum("i,ij->j", vector, table), np.float32)


def softmax(scores: Floats) -> Floats:
    """Turn scores into probabilities along the last axis."""
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True), np.float32)
