"""Misspelt words to the words that were meant, with rapidfuzz."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from chatbot.matching.keyboard import is_slip
from chatbot.matching.lexicon import Lexicon
from chatbot.matching.meanings import Meanings

_SHORTEST: Final = 3
_LONG: Final = 8


class Repair:
    """Finds the known word that an unknown one was meant to be.

    A word that is good English stands as it is, also when no example has it: it must not be bent
    into one that looks alike.

    Args:
        counts: the words of the examples, and how often each was seen.
        listed: words of a vocabulary, which count as seen once.
        meanings: the table whose words are good English, or None.
    """

    def __init__(
        self,
        counts: Mapping[str, int],
        listed: Collection[str] = (),
        meanings: Meanings | None = None,
    ) -> None:
        self._counts = counts
        self._listed = frozenset(listed)
        self._meanings = meanings
        self._own = Lexicon((*counts, *(self._listed - counts.keys())))

    def knows(self, word: str) -> bool:
        """Whether a word stands as it is."""
        own = word in self._counts or word in self._listed
        return own or (self._meanings is not None and self._meanings.knows(word))

    def __call__(self, word: str) -> str:
        """Repair one word.

        Args:
            word: a folded word.

        Returns:
            The nearest known word, or the word itself when it is known, too short, or like nothing
            known. Of equally near ones: one that a slip of the fingers makes, one with the same
            first letter, one that the examples have, the more frequent, the first in the alphabet.
        """
        if len(word) < _SHORTEST or not word.isalpha() or self.knows(word):
            return word
        reach = 2 if len(word) >= _LONG else 1
        near = [
            (distance, *_unlikely(word, other), -self._counts.get(other, 1), 0.0, other)
            for other, distance in self._own.near(word, reach)
        ]
        if self._meanings is not None:
            general = self._meanings.lexicon.near(word, reach)
            weights = self._meanings.weights_of([other for other, _ in general]).tolist()
            near += [
                (distance, *_unlikely(word, other), 0, weight, other)
                for (other, distance), weight in zip(general, weights, strict=True)
            ]
        return min(near)[-1] if near else word


def _unlikely(typed: str, meant: str) -> tuple[bool, bool]:
    """Of two marks of an unlikely error, which one has."""
    return not is_slip(typed, meant), typed[0] != meant[0]
