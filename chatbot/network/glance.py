"""A glance at a text: what is plainly calm need not be read.

Two convolutions, one over the vectors of five pieces at a time and one over three outcomes of the
first, so that nine pieces are seen together; of both the highest and the mean of each number count
(Kim 2014). It was taught by the network what that makes of many texts (distillation, Hinton et al.
2015), and takes less than a hundredth of the time of a reading. It is less clever by far, so that
only what it is very sure of is believed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, prod
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from chatbot.network.encoder import Floats

#: So many pieces are seen together, and so many outcomes of that.
WIDTHS: Final = (5, 3)


@dataclass(frozen=True, eq=False)
class Filters:
    """One convolution; what it finds less than nothing of is nought.

    Attributes:
        weights: float32 of shape (width * numbers in, filters).
        added: float32 of shape (filters,).
    """

    weights: Floats
    added: Floats

    def __call__(self, values: Floats) -> Floats:
        """What the filters find around each place; float32 of shape (places, filters).

        Args:
            values: float32 of shape (places, numbers in); beyond both ends there is nothing.
        """
        places, size = values.shape
        width = len(self.weights) // size
        padded = np.zeros((places + width - 1, size), np.float32)
        padded[width // 2 : width // 2 + places] = values
        # The places of one window stand one after the other: each row is one, the next overlaps it.
        shape, strides = (places, width * size), padded.strides
        seen = np.ndarray(shape, np.float32, padded, strides=strides).copy() @ self.weights
        seen += self.added
        return np.maximum(seen, 0, out=seen)


@dataclass(frozen=True, eq=False)
class Glance:
    """Tells how likely a text is danger, roughly.

    Attributes:
        vectors: int8 of shape (pieces, numbers), the vector of each piece ...
        scales: float32 of shape (numbers,), ... and what its numbers are multiplied with.
        first: over the vectors.
        second: over what the first finds.
        weights: float32: of the highest and the mean of each filter of both, in that order.
        bias: what is added to the score.
    """

    vectors: npt.NDArray[np.int8]
    scales: Floats
    first: Filters
    second: Filters
    weights: Floats
    bias: np.float32

    @classmethod
    def load(cls, folder: Path) -> Glance:
        """Read one from the files `glance_vectors.npy` and `glance.npy` of a folder.

        The second holds how many filters there are, and then all other numbers one after the other,
        in the order of the attributes: an archive with names would take longer to open than a
        question takes to answer.

        Raises:
            OSError: if a file cannot be read.
            ValueError: if it is damaged, or the two do not fit together.
        """
        vectors = np.load(folder / "glance_vectors.npy")
        counts, numbers = np.split(np.load(folder / "glance.npy"), [len(WIDTHS)])
        size, (some, more) = vectors.shape[1], counts.astype(int).tolist()
        shapes = [
            (size,), (WIDTHS[0] * size, some), (some,), (WIDTHS[1] * some, more), (more,),
            (2 * (some + more),), (1,),
        ]  # fmt: skip
        ends = np.cumsum([prod(shape) for shape in shapes]).tolist()
        if min(some, more) < 1 or len(numbers) != ends[-1]:
            raise ValueError("the numbers of the glance do not fit its vectors")
        parts = np.split(numbers, ends[:-1])
        scales, w1, a1, w2, a2, weights, bias = map(np.reshape, parts, shapes)
        return cls(vectors, scales, Filters(w1, a1), Filters(w2, a2), weights, bias[0])

    def __call__(self, row: Sequence[int]) -> float:
        """Look at a text.

        Args:
            row: the numbers of its pieces, one or more.

        Returns:
            How likely it is danger, 0 to 1.
        """
        first = self.first(self.vectors[np.array(row)] * self.scales)
        second = self.second(first)
        found = [part for told in (first, second) for part in (told.max(axis=0), told.mean(axis=0))]
        score = np.concatenate(found) @ self.weights + self.bias
        return 1 / (1 + exp(-min(max(float(score), -30.0), 30.0)))
