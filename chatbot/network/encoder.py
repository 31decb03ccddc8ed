"""A small transformer encoder in numpy: reads the pieces of a text in the light of each other.

BERT's encoder (Devlin et al. 2019), with the tanh form of GELU (Hendrycks and Gimpel 2016).
Weights stay 8-bit integers, and are made numbers of 32 bits when they are used, a band of rows at
a time: a process that reads a text keeps nothing of them, and the band does not leave the
processor's cache, where on a small text most of the time would go into moving it about.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
_TINY: Final = np.float32(1e-12)
_GELU: Final = np.float32(np.sqrt(2 / np.pi))
#: So many rows of weights are made numbers of 32 bits at once.
_BAND: Final = 128


class Room:
    """Where weights are made numbers of 32 bits: one array a shape, used again and again."""

    def __init__(self) -> None:
        self._arrays: dict[tuple[int, ...], Floats] = {}

    def of(self, weights: npt.NDArray[np.int8]) -> Floats:
        """The weights, unscaled; good until the next weights of that shape."""
        array = self._arrays.get(weights.shape)
        if array is None:
            array = self._arrays[weights.shape] = np.empty(weights.shape, np.float32)
        np.copyto(array, weights, casting="unsafe")
        return array


@dataclass(frozen=True, eq=False)
class Linear:
    """A linear map.

    Attributes:
        weights: int8 of shape (numbers in, numbers out).
        scales: float32 of shape (numbers out,), what each column is multiplied with.
        added: float32 of shape (numbers out,).
    """

    weights: npt.NDArray[np.int8]
    scales: Floats
    added: Floats

    def __call__(self, values: Floats, room: Room) -> Floats:
        """Map each row of values; float32 of shape (rows, numbers out)."""
        mapped = np.zeros((len(values), len(self.scales)), np.float32)
        for start in range(0, len(self.weights), _BAND):
            band = slice(start, start + _BAND)
            mapped += values[:, band] @ room.of(self.weights[band])
        return np.asarray(mapped * self.scales + self.added, np.float32)


@dataclass(frozen=True, eq=False)
class Norm:
    """Brings each vector to mean nought and deviation one, then scales and shifts it."""

    scale: Floats
    shift: Floats

    def __call__(self, values: Floats) -> Floats:
        """Bring each row of values to that; the shape stays."""
        centred = values - values.mean(axis=-1, keepdims=True)
        spread = (centred * centred).mean(axis=-1, keepdims=True)
        return np.asarray(centred / np.sqrt(spread + _TINY) * self.scale + self.shift, np.float32)


@dataclass(frozen=True, eq=False)
class Layer:
    """One layer: attention, then two linear maps, each added to what it was given."""

    attention: Linear
    attended: Linear
    first_norm: Norm
    wide: Linear
    narrow: Linear
    second_norm: Norm
    heads: int

    def __call__(self, values: Floats, texts: Sequence[slice], room: Room) -> Floats:
        """Read the pieces of some texts.

        Args:
            values: float32 of shape (pieces of all texts, numbers).
            texts: where each text stands; its pieces see each other, and none of another text.
            room: for the weights.
        """
        parts = self.attention(values, room).reshape(len(values), 3, self.heads, -1)
        taken = np.concatenate([_attend(parts[text]) for text in texts])
        values = self.first_norm(values + self.attended(taken, room))
        return self.second_norm(values + self.narrow(_gelu(self.wide(values, room)), room))


def _attend(parts: Floats) -> Floats:
    """What each piece of a text takes over from the others.

    Args:
        parts: float32 of shape (pieces, 3, heads, numbers of a head): what each piece asks for,
            what it offers, and what it gives.
    """
    asked, offered, given = parts.transpose(1, 2, 0, 3)
    likeness = asked @ offered.transpose(0, 2, 1) / np.sqrt(np.float32(parts.shape[-1]))
    taken = softmax(likeness) @ given
    return np.asarray(taken.transpose(1, 0, 2).reshape(len(parts), -1), np.float32)


def softmax(scores: Floats) -> Floats:
    """Scores as shares of one, along the last axis."""
    shares = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(shares / shares.sum(axis=-1, keepdims=True), np.float32)


def _gelu(values: Floats) -> Floats:
    inner = _GELU * (values + np.float32(0.044715) * values * values * values)
    return np.asarray(np.float32(0.5) * values * (1 + np.tanh(inner)), np.float32)
