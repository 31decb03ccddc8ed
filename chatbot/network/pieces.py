"""Parts words into the pieces that a network has vectors for.

WordPiece (Wu et al. 2016) in the form of BERT (Devlin et al. 2019): lower case, no accents, each
punctuation mark by itself; then of each word the longest piece that is known, again and again.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final

#: Such a word is none: it is not looked into.
_LONGEST_WORD: Final = 60
_INSIDE: Final = "##"


class Pieces:
    """A vocabulary of pieces.

    Args:
        names: the pieces, the number of each being its place; those inside words begin with "##".
            Among them are "[UNK]" for what is unknown, "[CLS]" and "[SEP]" for start and end.
    """

    def __init__(self, names: Sequence[str]) -> None:
        self._numbers: Mapping[str, int] = {name: number for number, name in enumerate(names)}
        self._unknown = self._numbers["[UNK]"]
        self._start, self._end = self._numbers["[CLS]"], self._numbers["[SEP]"]

    def __len__(self) -> int:
        return len(self._numbers)

    def numbers_of(self, text: str, limit: int) -> list[int]:
        """Part a text into pieces.

        Args:
            text: any text.
            limit: how many pieces there are at most, start and end among them.

        Returns:
            Their numbers. Of a text that is too long, the end is left out.
        """
        numbers = [self._start]
        for word in _words_of(text):
            number = self._numbers.get(word)  # most words are one piece
            numbers += self._of_word(word) if number is None else [number]
            if len(numbers) >= limit:
                break
        return [*numbers[: limit - 1], self._end]

    def _of_word(self, word: str) -> list[int]:
        numbers: list[int] = []
        start = 0
        while start < len(word):
            length, number = self._longest(word, start)
            if not length:
                return [self._unknown]
            numbers.append(number)
            start += length
        return numbers

    def _longest(self, word: str, start: int) -> tuple[int, int]:
        """The length and number of the longest piece that stands at a place; 0 for none."""
        if len(word) > _LONGEST_WORD:
            return 0, 0
        before = _INSIDE if start else ""
        for end in range(len(word), start, -1):
            number = self._numbers.get(before + word[start:end])
            if number is not None:
                return end - start, number
        return 0, 0


def _words_of(text: str) -> list[str]:
    """The words and punctuation marks of a text, in lower case and without accents."""
    plain = unicodedata.normalize("NFD", text.lower())
    return "".join(map(_apart, plain)).split()


@cache
def _apart(character: str) -> str:
    """The character as it is read: a mark stands by itself, an accent or control is dropped."""
    kind = unicodedata.category(character)
    if character.isspace():
        return " "
    if kind == "Mn" or kind.startswith("C") or character == "�":
        return ""
    mark = kind.startswith("P") or (character.isascii() and not character.isalnum())
    return f" {character} " if mark else character
