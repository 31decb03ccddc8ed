"""Misspelt words to the words that were meant, with rapidfuzz.

The distance is that of optimal string alignment (one insertion, deletion, substitution or swap of
neighbours; Damerau 1964), as rapidfuzz computes it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

_SHORTEST: Final = 4
_LONG: Final = 8


class Repair:
    """Finds the known word that an unknown one was meant to be.

    Args:
        counts: the known words, and how often each was seen.
        good: words that are right as they stand, although not among the known ones.
    """

    def __init__(self, counts: Mapping[str, int], good: frozenset[str] = frozenset()) -> None:
        self._counts = dict(counts)
        self._good = good
        self._by_length: dict[int, list[str]] = {}
        for word in sorted(counts):
            if len(word) >= _SHORTEST - 1 and word.isalpha():
                self._by_length.setdefault(len(word), []).append(word)

    def knows(self, word: str) -> bool:
        """Whether a word stands as it is."""
        return word in self._counts or word in self._good

    def __call__(self, word: str) -> str:
        """Repair one word.

        Args:
            word: a folded word.

        Returns:
            The nearest known word (of equally near ones the most frequent, then the first in the
            alphabet), or the word itself when it is known, too short, or like nothing known.
        """
        if len(word) < _SHORTEST or not word.isalpha() or self.knows(word):
            return word
        reach = 2 if len(word) >= _LONG else 1
        near = [
            (distance, word[0] != other[0], -self._counts[other], other)
            for length in range(len(word) - reach, len(word) + reach + 1)
            for other, distance, _ in process.extract(
                word,
                self._by_length.get(length, ()),
                scorer=OSA.distance,
                score_cutoff=reach,
                limit=None,
                processor=None,
            )
        ]
        return min(near)[-1] if near else word
