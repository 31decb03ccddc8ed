"""N-grams to sparse, weighted vectors of length one.

Weights are sublinear term frequency times smoothed inverse document frequency (Manning, Raghavan,
Schuetze, "Introduction to Information Retrieval", 2008, chapter 6).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from chatbot.matching.ngrams import Ngrams

Floats = npt.NDArray[np.float32]
Integers = npt.NDArray[np.int64]
Hashes = npt.NDArray[np.uint32]

#: From this many examples on, a part of a word that was seen only once is left out: it tells next
#: to nothing there, and half of all n-grams are such.
LARGE_CORPUS: Final = 3_000


def places_of(starts: Integers, rows: npt.NDArray[np.integer]) -> tuple[Integers, Integers]:
    """Where the values of some rows stand, of which row i has those from `starts[i]` on.

    Args:
        starts: one longer than there are rows.
        rows: the numbers of the rows, in any order.

    Returns:
        int64, the places of all their values, in that order; and how many each row has.
    """
    counts = starts[rows + 1] - starts[rows]
    ends = np.cumsum(counts)
    total = int(ends[-1]) if len(ends) else 0
    return np.arange(total) + np.repeat(starts[rows] - ends + counts, counts), counts


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Sparse rows: `columns[starts[i]:starts[i + 1]]`, with `values` alike, is row i.

    Attributes:
        starts: int64, one longer than there are rows.
        columns: int32, feature numbers, ascending within a row.
        values: float32, their weights; a row has length one, or zero when it knows nothing.
    """

    starts: Integers
    columns: npt.NDArray[np.int32]
    values: Floats

    def __len__(self) -> int:
        return len(self.starts) - 1

    def numbers(self) -> Integers:
        """For each value the number of its row, int64."""
        return np.repeat(np.arange(len(self)), np.diff(self.starts))

    def take(self, rows: Integers) -> Rows:
        """The named rows, in the order given."""
        where, counts = places_of(self.starts, rows)
        starts = np.concatenate([[0], np.cumsum(counts)])
        return Rows(starts, self.columns[where], self.values[where])

    def between(self, first: int, last: int) -> Rows:
        """The rows from `first` up to, not including, `last`; nothing is copied."""
        cut = slice(self.starts[first], self.starts[last])
        starts = self.starts[first : last + 1] - cut.start
        return Rows(starts, self.columns[cut], self.values[cut])


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
class Features:
    """The n-grams that a corpus knows, and how much each of them tells.

    Attributes:
        hashes: uint32, ascending.
        weights: float32, the inverse document frequency of each.
        unknown: the weight of a word that no document has.
    """

    hashes: Hashes
    weights: Floats
    unknown: float

    def __len__(self) -> int:
        return len(self.hashes)

    def columns_of(self, hashes: Hashes) -> Integers:
        """The number of each n-gram, -1 for those that are not known."""
        if not len(self):
            return np.full(len(hashes), -1)
        where = np.minimum(self.hashes.searchsorted(hashes), len(self) - 1)
        return np.where(self.hashes.take(where) == hashes, where, -1)


def fit_features(documents: Sequence[Ngrams]) -> Features:
    """Learn the n-grams of a corpus.

    Args:
        documents: the n-grams of each document.

    Returns:
        The features. Of a large corpus (`LARGE_CORPUS`) parts of words that stand in one document
        only are left out; words never are.
    """
    owners, hashes = _flat(documents)
    total = len(documents)
    cells, _ = distinct(hashes.astype(np.int64) * max(total, 1) + owners)
    known, counts = distinct(cells // max(total, 1))
    hashes = known.astype(np.uint32)
    if total >= LARGE_CORPUS:
        words = np.concatenate([document.words for document in documents])
        keep = (counts > 1) | np.isin(hashes, words)
        hashes, counts = hashes[keep], counts[keep]
    weights = np.log((1 + total) / (1 + counts)) + 1
    return Features(hashes, weights.astype(np.float32), float(np.log(1 + total) + 1))


def vectorise(features: Features, documents: Sequence[Ngrams]) -> Rows:
    """Turn the n-grams of each document into a row of weights; unknown ones are passed over."""
    owners, hashes = _flat(documents)
    where = features.columns_of(hashes)
    known = where >= 0
    width = max(len(features), 1)
    cells, counts = distinct(owners[known] * width + where[known])
    rows, columns = np.divmod(cells, width)
    values = (1 + np.log(counts)) * features.weights.take(columns)
    lengths = np.sqrt(np.bincount(rows, values * values, len(documents)))
    starts = np.searchsorted(rows, np.arange(len(documents) + 1))
    values = (values / lengths[rows]).astype(np.float32)
    return Rows(starts, columns.astype(np.int32), values)


def distinct(numbers: Integers) -> tuple[Integers, Integers]:
    """The different numbers, ascending, and how often each occurs.

    The same as `numpy.unique(numbers, return_counts=True)`, many times faster for large arrays.
    """
    ordered = np.sort(numbers)
    new = np.ones(len(ordered) + 1, bool)  # and one behind the end, to count the last
    np.not_equal(ordered[1:], ordered[:-1], out=new[1:-1])
    bounds = new.nonzero()[0]
    return ordered[bounds[:-1]], bounds[1:] - bounds[:-1]


def _flat(documents: Sequence[Ngrams]) -> tuple[Integers, Hashes]:
    """All n-grams in one array, with the number of the document that each belongs to."""
    sizes = [len(document.words) + len(document.parts) for document in documents]
    arrays = [array for document in documents for array in (document.words, document.parts)]
    hashes = np.concatenate(arrays) if arrays else np.empty(0, np.uint32)
    return np.arange(len(documents)).repeat(sizes), hashes
