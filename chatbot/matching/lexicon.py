"""Words that are close to a given one, found among tens of thousands in some microseconds.

Each word is known by a 64-bit mask that tells which letters it has, and which of them twice or
more. One edit takes one letter away at most and puts one in, so whatever differs in more than two
bits an edit is passed over before any distance is computed. Words of other lengths are not looked
at: they lie sorted by length.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt
from rapidfuzz import process
from rapidfuzz.distance import OSA

_SHORTEST: Final = 3

Masks = npt.NDArray[np.uint64]
_ALPHABET: Final = 26
_FIRST_LETTER: Final = ord("a")
_BITS: Final = np.uint64(1) << np.arange(_ALPHABET, dtype=np.uint64)


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
        """By length, then in alphabetical order; made when a word is first looked for."""
        plain = (w for w in self._given if len(w) >= _SHORTEST and w.isascii() and w.isalpha())
        return sorted(plain, key=lambda word: (len(word), word))

    @cached_property
    def _masks(self) -> Masks:
        return _masks_of(self._words)

    @cached_property
    def _starts(self) -> list[int]:
        """Where the words of each length begin, from 0 on; the last entry is the end of all."""
        lengths = [len(word) for word in self._words]
        return [bisect_left(lengths, length) for length in range(lengths[-1] + 2)]

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._words))

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
        starts = self._starts
        first = starts[min(max(len(word) - reach, 0), len(starts) - 1)]
        end = starts[min(len(word) + reach + 1, len(starts) - 1)]
        differ = np.bitwise_count(self._masks[first:end] ^ np.uint64(_mask_of(word)))
        close = np.flatnonzero(differ <= 2 * reach).tolist()
        found = process.extract(
            word,
            [self._words[first + number] for number in close],
            scorer=OSA.distance,
            score_cutoff=reach,
            limit=None,
            processor=None,
        )
        return sorted((other, int(distance)) for other, distance, _ in found)


def _mask_of(word: str) -> int:
    """The letters of a word, and those that it has twice or more, as a mask."""
    once = twice = 0
    for letter in word.lower().encode("ascii"):
        bit = 1 << letter - _FIRST_LETTER
        twice |= once & bit
        once |= bit
    return once | twice << _ALPHABET


def _masks_of(words: list[str]) -> Masks:
    """The masks of many words."""
    lengths = [len(word) for word in words]
    letters = np.frombuffer("".join(words).lower().encode("ascii"), np.uint8) - _FIRST_LETTER
    cells = np.repeat(np.arange(len(words)), lengths) * _ALPHABET + letters
    counts = np.bincount(cells, minlength=len(words) * _ALPHABET).reshape(-1, _ALPHABET)
    once, twice = ((counts > least) @ _BITS for least in (0, 1))
    return np.asarray(once | twice << np.uint64(_ALPHABET), np.uint64)
