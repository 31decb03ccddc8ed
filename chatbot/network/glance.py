"""A glance at a text: what is plainly calm need not be read.

A convolution over the vectors of five pieces at a time, of which the highest and the mean of each
number count (Kim 2014), taught by the network what it makes of many texts (distillation, Hinton et
al. 2015). It takes less than a hundredth of the time of a reading. It is less clever by far, so
that only what it is very sure of is believed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp
from typing import Any, Final

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
        bias: float32 of shape ().
    """

    vectors: npt.NDArray[np.int8]
    scales: Floats
    filters: Floats
    added: Floats
    weights: Floats
    bias: Floats

    @classmethod
    def of(cls, numbers: Mapping[str, npt.NDArray[Any]]) -> Glance:
        """Put one together from arrays named like its attributes.

        Raises:
            KeyError: if one is missing.
            ValueError: if they do not fit together.
        """
        found = cls(**{name: numbers[name] for name in cls.__annotations__})
        width, filters = found.filters.shape
        fits = width == WIDTH * found.vectors.shape[1] == WIDTH * len(found.scales)
        if not fits or found.weights.shape != (2 * filters,) or found.added.shape != (filters,):
            raise ValueError("the arrays of the glance do not fit together")
        return found

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
