"""Examples on their way to numbers, each text once.

The same text is learned from by the matcher, held back for its calibration, and learned from again
by the detector. All words of an example are known, so what is made of it hangs on nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from chatbot.matching.meanings import Meanings, meaning_of
from chatbot.matching.ngrams import Ngrams, ngrams_of
from chatbot.matching.phrasebook import Phrasebook, Vocabulary
from chatbot.matching.text import words_of
from chatbot.matching.vectors import Floats


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """One text, ready to learn from.

    Attributes:
        words: its words, spellings applied.
        ngrams: its n-grams.
        meaning: float32 of shape (dimensions,), what it means.
    """

    words: tuple[str, ...]
    ngrams: Ngrams
    meaning: Floats


class Examples:
    """Makes examples of texts, and remembers them for the next that learns from the same.

    Args:
        phrasebook: synonyms and spellings.
        meanings: a table of word vectors, or None.
    """

    def __init__(self, phrasebook: Phrasebook, meanings: Meanings | None) -> None:
        self.phrasebook = phrasebook
        self.meanings = meanings
        self._made: dict[str, Example] = {}
        self._parts: dict[str, list[int]] = {}

    @classmethod
    def of(
        cls, vocabulary: Vocabulary | None, meanings: Meanings | Literal["builtin"] | None
    ) -> Examples:
        """With what a caller gives to a matcher: see `Matcher`."""
        table = Meanings.builtin() if meanings == "builtin" else meanings
        return cls(Phrasebook.of(vocabulary or Vocabulary()), table)

    def __getitem__(self, text: str) -> Example:
        """The example that a text is."""
        found = self._made.get(text)
        if found is None:
            found = self._made[text] = self._make(text)
        return found

    def _make(self, text: str) -> Example:
        words = tuple(words_of(text, self.phrasebook.spellings))
        ngrams = ngrams_of(words, self.phrasebook.concepts_in(words), self._parts)
        return Example(words, ngrams, meaning_of(self.meanings, words))
