"""Words that are close to a given one, found among tens of thousands in some microseconds.

Each word is known by the set of its letters as a 32-bit mask. One edit changes at most two letters
of the set, so whatever differs in more bits is passed over before any distance is computed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt
from rapidfuzz import process
from rapidfuzz.distance import OSA

_SHORTEST: Final = 3

Masks = npt.NDArray[np.uint32]


class Lexicon:
    """A list of words to look for neighbours in.

    Args:
        words: the words, in any order; those of one or two letters, and those with other signs
            than a to z, are passed over.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._given = words

    @cached_property
    def _words(self) -> list[str]:
        """In alphabetical order; made when a word is first looked for."""
        plain = (w for w in self._given if len(w) >= _SHORTEST and w.isascii() and w.isalpha())
        return sorted(plain)

    @cached_property
    def _shapes(self) -> tuple[Masks, npt.NDArray[np.int16]]:
        return _masks_of(self._words)

    def __iter__(self) -> Iterator[str]:
        return iter(self._words)

    def near(self, word: str, reach: int) -> list[tuple[str, int]]:
        """Find the words within a distance.

        Args:
            word: what was typed.
            reach: the distance, in insertions, deletions, substitutions and swaps of neighbours
                (optimal string alignment; Damerau 1964), as rapidfuzz computes it.

        Returns:
            (word, distance) of each, in alphabetical order.
        """
        if not self._words or not (word.isascii() and word.isalpha()):
            return []
        mask, length = _masks_of([word])
        masks, lengths = self._shapes
        close = np.bitwise_count(masks ^ mask[0]) <= 2 * reach
        close &= np.abs(lengths - length[0]) <= reach
        some = [self._words[number] for number in np.flatnonzero(close).tolist()]
        found = process.extract(
            word, some, scorer=OSA.distance, score_cutoff=reach, limit=None, processor=None
        )
        return [(other, int(distance)) for other, distance, _ in found]


def _masks_of(words: list[str]) -> tuple[Masks, npt.NDArray[np.int16]]:
    """The letters of each word as a mask, and its length."""
    if not words:
        return np.empty(0, np.uint32), np.empty(0, np.int16)
    lengths = np.array([len(word) for word in words], np.int16)
    letters = np.frombuffer("".join(words).lower().encode("ascii"), np.uint8)
    bits = np.uint32(1) << (letters - 97).astype(np.uint32)
    starts = np.concatenate([[0], np.cumsum(lengths[:-1], dtype=np.int64)])
    return np.bitwise_or.reduceat(bits, starts), lengths
