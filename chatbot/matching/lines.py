"""Many texts as one block of bytes, each read when it is asked for.

A start needs none of the thousands of utterances of a pack; to build them all would take longer
than to answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise
from typing import Any, overload

import numpy as np
import numpy.typing as npt


class Lines(Sequence[str]):
    """Texts that lie in bytes somewhere; otherwise like a tuple of them.

    Args:
        data: uint8, the texts in UTF-8, one behind the other; lone surrogates are kept.
        starts: int64; text i is what lies from `starts[i]` to `starts[i + 1]`.
    """

    __slots__ = ("_data", "_starts")

    def __init__(self, data: npt.NDArray[np.uint8], starts: npt.NDArray[np.int64]) -> None:
        self._data = data
        self._starts = starts

    @classmethod
    def of(cls, texts: Iterable[str]) -> Lines:
        """Lay texts out."""
        parts = [text.encode("utf-8", "surrogatepass") for text in texts]
        starts = np.fromiter(accumulate(map(len, parts), initial=0), np.int64, len(parts) + 1)
        return cls(np.frombuffer(b"".join(parts), np.uint8), starts)

    def parts(self) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.int64]]:
        """The bytes and the starts, as arrays that a file can hold."""
        first, last = self._starts[0], self._starts[-1]
        return self._data[first:last], self._starts - first

    def __len__(self) -> int:
        return len(self._starts) - 1

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[str]: ...
    def __getitem__(self, place: int | slice) -> str | Sequence[str]:
        if isinstance(place, slice):
            first, last, step = place.indices(len(self))
            if step == 1:
                return Lines(self._data, self._starts[first : max(first, last) + 1])
            return tuple(self[number] for number in range(first, last, step))
        number = range(len(self))[place]  # the usual IndexError, and places from the end
        first, last = self._starts[number], self._starts[number + 1]
        return self._data[first:last].tobytes().decode("utf-8", "surrogatepass")

    def __iter__(self) -> Iterator[str]:
        raw, starts = self._data.tobytes(), self._starts.tolist()
        for first, last in pairwise(starts):
            yield raw[first:last].decode("utf-8", "surrogatepass")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, (Lines, tuple)) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return f"Lines({len(self)} texts)"

    def __reduce__(self) -> tuple[Any, ...]:
        return Lines.of, (tuple(self),)
