"""What words mean, as a table of static word vectors: numbers to look up, no model to run.

The table was distilled once from a sentence encoder (`scripts/distil_meanings.py`): each word's
vector is such that the sum over a sentence points where the encoder places the sentence (the idea
of Model2Vec, Tulkens and van Dongen 2024, here by least angle on sentences). The length of a vector
tells how much a word weighs in a sentence, so that "the" hardly counts and "bladder" does.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Final
from zlib import crc32

import numpy as np
import numpy.typing as npt

from chatbot.matching.lexicon import Lexicon
from chatbot.matching.vectors import Floats, Integers

_BUILTIN: Final = Path(__file__).parent / "meanings_data"


@dataclass(frozen=True, eq=False)
class Meanings:
    """A table of word vectors, used where it lies on disk.

    Attributes:
        folder: where it was opened; it is opened again there when a matcher is unpickled.
        name: names the table and its version.
        hashes: uint32, ascending: the CRC-32 of each word.
        vectors: int8 of shape (words, dimensions).
        scales: float32, what a word's numbers are multiplied with.
    """

    folder: Path
    name: str
    hashes: npt.NDArray[np.uint32] = field(repr=False)
    vectors: npt.NDArray[np.int8] = field(repr=False)
    scales: Floats = field(repr=False)

    @classmethod
    def open(cls, folder: Path) -> Meanings:
        """Open a table; its pages are read when they are needed.

        Args:
            folder: holds `about.json`, `words.txt`, `hashes.npy`, `vectors.npy` and `scales.npy`.

        Raises:
            OSError, ValueError: if the folder holds no table.
        """
        about = json.loads((folder / "about.json").read_text(encoding="utf-8"))
        hashes, scales = (np.load(folder / f"{each}.npy") for each in ("hashes", "scales"))
        vectors = np.load(folder / "vectors.npy", mmap_mode="r")
        return cls(folder, str(about["name"]), hashes, vectors.view(np.ndarray), scales)

    @classmethod
    def builtin(cls) -> Meanings:
        """Open the table that comes with the program: English, some 28,000 words."""
        return cls.open(_BUILTIN)

    def __reduce__(self) -> tuple[object, tuple[Path]]:
        return type(self).open, (self.folder,)

    @cached_property
    def lexicon(self) -> Lexicon:
        """The words themselves, read when they are first needed."""
        return Lexicon((self.folder / "words.txt").read_text(encoding="ascii").split())

    @property
    def dimensions(self) -> int:
        """How many numbers a word has."""
        return int(self.vectors.shape[1])

    def rows_of(self, words: Sequence[str]) -> Integers:
        """The rows of the words in the table, -1 for those it does not have."""
        wanted = np.array([crc32(word.encode()) for word in words], np.uint32)
        where = np.minimum(self.hashes.searchsorted(wanted), len(self.hashes) - 1)
        return np.where(self.hashes[where] == wanted, where, -1)

    def knows(self, word: str) -> bool:
        """Whether the table has a word; it has next to all that are good English."""
        wanted = np.uint32(crc32(word.encode()))
        place = int(self.hashes.searchsorted(wanted))
        return place < len(self.hashes) and bool(self.hashes[place] == wanted)

    def weights_of(self, words: Sequence[str]) -> Floats:
        """How much each word weighs in a sentence: "the" 0.6, "bladder" 5.7, unknown ones 0."""
        rows = self.rows_of(words)
        vectors = self.of_rows(np.maximum(rows, 0))
        weights = np.sqrt((vectors * vectors).sum(axis=1))
        return np.asarray(np.where(rows < 0, 0, weights), np.float32)

    def of_rows(self, rows: npt.NDArray[np.integer]) -> Floats:
        """The vectors of rows of the table, float32 of shape (rows, dimensions)."""
        return np.asarray(self.vectors[rows] * self.scales[rows, None], np.float32)

    def cosines(self, rows: npt.NDArray[np.integer], directions: Floats) -> Floats:
        """How alike rows of the table mean to some directions.

        What a row is multiplied with does not turn it, so that it is left away.

        Args:
            rows: numbers of rows.
            directions: float32 of shape (some, dimensions), each of length one.

        Returns:
            float32 of shape (rows, some): the cosine of each with each, -1 to 1.
        """
        vectors = self.vectors[rows].astype(np.float32)
        lengths = np.maximum(np.sqrt(np.einsum("ij,ij->i", vectors, vectors)), 1)
        return np.asarray(vectors @ directions.T / lengths[:, None], np.float32)

    def of_message(self, words: Sequence[str]) -> Floats:
        """What the words mean together.

        Args:
            words: folded words.

        Returns:
            float32 of shape (dimensions,), of length one; zeros when no word is known.
        """
        return np.asarray(self.of_words(words).sum(axis=0), np.float32)

    def of_words(self, words: Sequence[str]) -> Floats:
        """What each word adds to what all mean together.

        Args:
            words: folded words.

        Returns:
            float32 of shape (words, dimensions); the sum of all is of length one, or nought.
        """
        rows = self.rows_of(words) if words else np.empty(0, np.int64)
        vectors = self.of_rows(np.maximum(rows, 0))
        vectors[rows < 0] = 0
        total = vectors.sum(axis=0)
        length = float(np.sqrt(total @ total))
        return np.asarray(vectors / (length or 1), np.float32)


def meanings_of(meanings: Meanings | None, words: Sequence[str]) -> Floats:
    """What each word adds, float32; without a table vectors of no dimensions."""
    if meanings is None:
        return np.zeros((len(words), 0), np.float32)
    return meanings.of_words(words)


def meaning_of(meanings: Meanings | None, words: Sequence[str]) -> Floats:
    """What a message means, float32; without a table a vector of no dimensions."""
    return np.asarray(meanings_of(meanings, words).sum(axis=0), np.float32)


def directions(vectors: Floats) -> Floats:
    """Vectors brought to length one along the last axis; those of length nought stay."""
    lengths = np.sqrt((vectors * vectors).sum(axis=-1, keepdims=True))
    return np.asarray(vectors / np.where(lengths > 0, lengths, 1), np.float32)
