"""A glance at a text: what is plainly calm need not be read.

A convolution over the vectors of five pieces at a time, of which the highest and the mean of each
number count (Kim 2014), taught by the network what it makes of many texts (distillation, Hinton et
al. 2015). It takes less than a hundredth of the time of a reading. It is less clever by far, so
that only what it is very sure of is believed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from chatbot.network.encoder import Floats

#: So many pieces are seen together.
WIDTH: Final = 5


@dataclass(frozen=True, eq=False)
class Glance:
    """Tells how likely a text is danger, roughly.

    Attributes:
        vectors: int8 of shape (pieces, numbers), the vector of each piece ...
        scales: float32 of shape (numbers,), ... and what its numbers are multiplied with.
        filters: float32 of shape (`WIDTH` * numbers, filters).
        added: float32 of shape (filters,).
        weights: float32 of shape (2 * filters,): of the highest of each filter, and of its mean.
        bias: what is added to the score.
    """

    vectors: npt.NDArray[np.int8]
    scales: Floats
    filters: Floats
    added: Floats
    weights: Floats
    bias: np.float32

    @classmethod
    def load(cls, folder: Path) -> Glance:
        """Read one from the files `glance_vectors.npy` and `glance.npy` of a folder.

        The second holds all other numbers one after the other, in the order of the attributes: an
        archive with names would take longer to open than a question takes to answer.

        Raises:
            OSError: if a file cannot be read.
            ValueError: if it is damaged, or the two do not fit together.
        """
        vectors = np.load(folder / "glance_vectors.npy")
        numbers = np.load(folder / "glance.npy")
        size = vectors.shape[1]
        filters, left = divmod(len(numbers) - size - 1, WIDTH * size + 3)
        if left or filters < 1:
            raise ValueError("the numbers of the glance do not fit its vectors")
        ends = np.cumsum([size, WIDTH * size * filters, filters, 2 * filters]).tolist()
        scales, matrix, added, weights, bias = np.split(numbers, ends)
        return cls(vectors, scales, matrix.reshape(-1, filters), added, weights, bias[0])

    def __call__(self, row: Sequence[int]) -> float:
        """Look at a text.

        Args:
            row: the numbers of its pieces, one or more.

        Returns:
            How likely it is danger, 0 to 1.
        """
        size, edge = len(self.scales), WIDTH // 2
        padded = np.zeros((len(row) + 2 * edge, size), np.float32)
        padded[edge:-edge] = self.vectors[np.array(row)] * self.scales
        seen = np.concatenate([padded[at : at + len(row)] for at in range(WIDTH)], axis=1)
        told = np.maximum(seen @ self.filters + self.added, 0)
        score = np.concatenate([told.max(axis=0), told.mean(axis=0)]) @ self.weights + self.bias
        return 1 / (1 + exp(-min(max(float(score), -30.0), 30.0)))
