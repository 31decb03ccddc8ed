"""Learning for thousands of classes: weights only where an example has the feature.

A table of features by classes would take gigabytes, and each step of the descent as long as there
are classes. Here a class has weights for the features of its own examples alone (what it lacks is
told by the others' weights), and a batch holds examples of classes that are like one another, which
are told apart from these, from the next ones, and from a sample of all others that stands for the
rest (sampled softmax: Jean and others, "On Using Very Large Target Vocabulary for Neural Machine
Translation", ACL 2015).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from chatbot.matching.descent import BATCH, Batch, Pace, batch_of, epochs_for
from chatbot.matching.vectors import Floats, Hashes, Integers, Vectors, distinct, places_of
from chatbot.matching.weights import SparseWeights, softmax

#: So many classes are learned together, and told apart from so many more that are like them, and
#: from so many of all the rest.
_TOGETHER: Final = 64
_NEXT: Final = 32
_SAMPLED: Final = 128
_FEWEST_EPOCHS: Final = 12
_SEED: Final = 20_260_102

Columns = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class _Table:
    """The weights while they are learned: those of class i from `starts[i]` on.

    Attributes:
        starts: int64, one longer than there are classes.
        columns: int32, the features that the examples of a class have, ascending.
        values: float32, their weights.
        meanings: float32 of shape (classes, dimensions).
        width: how many features there are.
    """

    starts: Integers
    columns: Columns
    values: Floats
    meanings: Floats
    width: int

    def step(self, batch: Batch, classes: Integers, rarity: Floats, pace: Pace) -> None:
        """Take one step against the gradient of the batch's log loss, in place.

        Args:
            batch: examples; their labels are places in `classes`.
            classes: the classes that they are told apart from, their own among them.
            rarity: float32, for each of these the logarithm of how many it stands for.
            pace: how long the step is.
        """
        row_of = np.full(self.width, -1)
        row_of[batch.columns] = np.arange(len(batch.columns))
        where, counts = places_of(self.starts, classes)
        owners, rows = np.repeat(np.arange(len(classes)), counts), row_of[self.columns[where]]
        used = np.flatnonzero(rows >= 0)
        where, owners, rows = where[used], owners[used], rows[used]
        table = np.zeros((len(batch.columns), len(classes)), np.float32)
        table[rows, owners] = self.values[where]
        meant = self.meanings[classes]
        error = softmax(batch.block.T @ table + batch.meanings @ meant.T + rarity)
        error[np.arange(len(batch.labels)), batch.labels] -= 1
        slope = batch.block @ (error * pace.ngrams)
        self.values[where] -= slope[rows, owners]
        self.meanings[classes] = meant - (error * pace.meanings).T @ batch.meanings


def fit_sampled(examples: Vectors, labels: Integers, hashes: Hashes, classes: int) -> SparseWeights:
    """Learn the weights of many classes.

    Args:
        examples: the examples.
        labels: int64, the class of each.
        hashes: uint32, what each feature is known by.
        classes: how many classes there are.

    Returns:
        The weights. The same input gives the same weights.
    """
    centre = _centres(examples, labels, len(hashes), classes)
    nothing = np.zeros_like(centre.values), np.zeros_like(centre.meanings)
    table = replace(centre, values=nothing[0], meanings=nothing[1])
    chance = np.random.default_rng(_SEED)
    epochs = max(epochs_for(-(-len(labels) // BATCH)), _FEWEST_EPOCHS)
    pace, done = Pace.of(len(labels) / classes), 0
    for chosen, near in _turns(_Neighbours(centre), labels, epochs, chance):
        told, rarity = _with_sample(near, classes, chance)
        batch = batch_of(examples, labels, chosen)
        batch = replace(batch, labels=_places(told, batch.labels, classes))
        drawn = chance.integers(2**32, size=len(batch.columns), dtype=np.uint32)
        share = 1 - done / (epochs * len(labels))
        table.step(batch.thinned(drawn), told, rarity, pace.slowed(share))
        done += len(chosen)
    return _by_feature(table)


def _turns(
    neighbours: _Neighbours, labels: Integers, epochs: int, chance: np.random.Generator
) -> Iterator[tuple[Integers, Integers]]:
    """The examples of each batch, and the classes that they are told apart from one by one."""
    order = np.argsort(labels, kind="stable")
    bounds = np.searchsorted(labels[order], np.arange(neighbours.classes + 1))
    for _ in range(epochs):
        for together, like in _groups(neighbours, chance):
            own = [order[bounds[each] : bounds[each + 1]] for each in together.tolist()]
            some = chance.permutation(np.concatenate(own))
            for start in range(0, len(some), BATCH):
                yield some[start : start + BATCH], np.concatenate([together, like])


def _places(classes: Integers, labels: Integers, count: int) -> Integers:
    """Where in some classes each label stands."""
    places = np.zeros(count, np.int64)
    places[classes] = np.arange(len(classes))
    return places[labels]


def _with_sample(
    near: Integers, classes: int, chance: np.random.Generator
) -> tuple[Integers, Floats]:
    """Some classes, and a sample of all others; and how many each stands for, as a logarithm."""
    drawn = np.setdiff1d(chance.integers(classes, size=_SAMPLED), near)
    rarity = np.zeros(len(near) + len(drawn), np.float32)
    if len(drawn):
        rarity[len(near) :] = np.log((classes - len(near)) / len(drawn))
    return np.concatenate([near, drawn]), rarity


def _centres(examples: Vectors, labels: Integers, width: int, classes: int) -> _Table:
    """The sum of each class's examples, of length one."""
    rows = examples.rows
    cells = labels[rows.numbers()] * width + rows.columns
    order = np.argsort(cells, kind="stable")
    known, counts = distinct(cells)
    ends = np.cumsum(counts)
    sums = np.add.reduceat(rows.values[order], ends - counts) if len(cells) else rows.values
    owners, columns = np.divmod(known, width)
    lengths = np.sqrt(np.bincount(owners, sums * sums, classes))
    starts = np.searchsorted(owners, np.arange(classes + 1))
    meanings = np.zeros((classes, examples.meanings.shape[1]), np.float32)
    np.add.at(meanings, labels, examples.meanings)
    values = (sums / lengths[owners]).astype(np.float32)
    meanings /= np.maximum(np.sqrt((meanings * meanings).sum(axis=1, keepdims=True)), 1e-9)
    return _Table(starts, columns.astype(np.int32), values, meanings, width)


class _Neighbours:
    """Finds the classes that are most like one of them."""

    def __init__(self, centre: _Table) -> None:
        self._centre = centre
        self._turned = _by_feature(centre)
        self.classes = len(centre.meanings)

    def of(self, number: int) -> Floats:
        """How like each class is: float32, the sum of two cosines."""
        own = slice(self._centre.starts[number], self._centre.starts[number + 1])
        columns, values = self._centre.columns[own], self._centre.values[own]
        return self._turned.score(columns, values, self._centre.meanings[number])


def _groups(
    neighbours: _Neighbours, chance: np.random.Generator
) -> Iterator[tuple[Integers, Integers]]:
    """All classes in groups that are alike, each with the classes that come next."""
    left = np.ones(neighbours.classes, bool)
    for first in chance.permutation(neighbours.classes).tolist():
        if left[first]:
            likeness = neighbours.of(first)
            likeness[first] = np.inf
            ordered = np.argsort(-likeness, kind="stable")
            together = ordered[left[ordered]][:_TOGETHER]
            left[together] = False
            others = np.setdiff1d(ordered[: _TOGETHER + _NEXT], together)
            yield together, others


def _by_feature(table: _Table) -> SparseWeights:
    """The same weights, looked up by feature."""
    owners = np.repeat(np.arange(len(table.starts) - 1, dtype=np.int32), np.diff(table.starts))
    order = np.argsort(table.columns, kind="stable")
    starts = np.searchsorted(table.columns[order], np.arange(table.width + 1))
    return SparseWeights(
        starts,
        owners[order],
        table.values[order].astype(np.float16),
        np.ascontiguousarray(table.meanings.T),
    )
