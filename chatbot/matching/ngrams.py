"""Words to hashed n-grams: of words (one and two) and of characters (four).

The n-grams are those of scikit-learn's `TfidfVectorizer(analyzer="char_wb")` and of its word
analyzer. Each is known by its CRC-32 alone (the "hashing trick", Weinberger et al., ICML 2009), so
a fitted table is a sorted array that needs no dictionary to load, and is the same on every machine.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final
from zlib import crc32

import numpy as np
import numpy.typing as npt

_SIZE: Final = 4


@dataclass(frozen=True, slots=True, eq=False)
class Ngrams:
    """The n-grams of one message, each as a CRC-32.

    Attributes:
        words: uint32, one for each word, in order, and one for each tag.
        parts: uint32, those of characters and of word pairs.
    """

    words: npt.NDArray[np.uint32]
    parts: npt.NDArray[np.uint32]


def ngrams_of(
    words: Sequence[str], tags: Iterable[str] = (), memory: dict[str, list[int]] | None = None
) -> Ngrams:
    """Cut a message into n-grams.

    Args:
        words: its folded words, in order.
        tags: marks that stand beside the words (concepts that a vocabulary found); each counts as
            a word of a kind of its own.
        memory: keeps the parts of words for the next message; worth it for a whole corpus.

    Returns:
        Its n-grams, repeats included.
    """
    written = [word.encode() for word in words]
    whole = [crc32(word) for word in written]
    # The sum over "a b" goes on where the sum over "a" ended.
    parts = [crc32(b" " + word, before) for word, before in zip(written[1:], whole, strict=False)]
    whole += [crc32(f"tag {tag}".encode()) for tag in tags]
    for word in words:
        if memory is None:
            parts += _parts_of(word)
        else:
            parts += memory.get(word) or memory.setdefault(word, _parts_of(word))
    return Ngrams(np.array(whole, np.uint32), np.array(parts, np.uint32))


def _parts_of(word: str) -> list[int]:
    """Every run of four characters in a word with a space at each end."""
    padded = f" {word} "
    places = range(len(padded) - _SIZE + 1)
    if word.isascii():
        written = padded.encode()
        return [crc32(written[start : start + _SIZE]) for start in places]
    return [crc32(padded[start : start + _SIZE].encode()) for start in places]
