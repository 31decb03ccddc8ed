"""Texts as vectors of hashed n-grams: what texts share words, or parts of them, lie near."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final
from zlib import crc32

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Integers = npt.NDArray[np.int64]

_WIDTH: Final = 1024
#: How much a pair of words counts beside the parts of words.
_PAIR: Final = 4
#: So many texts at a time: what is counted of them stays in the processor's cache.
_BLOCK: Final = 256
#: The first word of a pair is spread by a multiplication (Knuth, TAOCP 6.4), the second turned.
_MIX: Final = np.uint32(2654435761)
_TURN: Final = 13
_WORD: Final = re.compile(r"[^\W_]+")


def vectors_of(texts: Sequence[str]) -> Floats:
    """Turn texts into vectors.

    Args:
        texts: any number of them.

    Returns:
        float32 of shape (texts, 1024). Each row has length one; that of a text without words is 0.
    """
    documents = [_WORD.findall(text.casefold().replace("'", "")) for text in texts]
    numbers: dict[str, int] = {}
    flat = _array(
        numbers.setdefault(word, len(numbers)) for document in documents for word in document
    )
    rows = np.repeat(np.arange(len(texts)), _array(map(len, documents)))
    words = _words_as_parts(list(numbers), np.bincount(flat, minlength=len(numbers)), len(texts))
    pairs = _pairs(list(numbers), flat, rows)
    vectors = np.zeros((len(texts), _WIDTH), np.float32)
    for first in range(0, len(texts), _BLOCK):
        block = vectors[first : first + _BLOCK]
        start, end = np.searchsorted(rows, (first, first + len(block)))
        _add(block, rows[start:end] - first, flat[start:end], words)
        start, end = np.searchsorted(pairs.owners, (first, first + len(block)))
        _count(
            block,
            pairs.owners[start:end] - first,
            pairs.places[start:end],
            pairs.weights[start:end],
        )
    vectors /= np.sqrt(np.einsum("ij,ij->i", vectors, vectors))[:, None] + 1e-9
    return vectors


@dataclass(frozen=True, eq=False)
class _Parts:
    """n-grams of words or texts, one after the other.

    Attributes:
        owners: int64, the number of the word or text of each, ascending.
        places: int64, where each goes in a vector.
        weights: float32, how much it counts, with its sign.
    """

    owners: Integers
    places: Integers
    weights: Floats


def _words_as_parts(words: Sequence[str], counts: Integers, texts: int) -> _Parts:
    """The parts of each word, each at a hashed place with a hashed sign; rare ones count more."""
    parts = [_parts(word) for word in words]
    owners = np.repeat(np.arange(len(words)), _array(map(len, parts)))
    hashes = np.array([each for of_word in parts for each in of_word], np.uint32)
    _, which = np.unique(hashes, return_inverse=True)
    seen = np.bincount(which, counts[owners])[which] if len(words) else np.zeros(0)
    weights = np.log((1 + texts) / (1 + np.minimum(seen, texts))) + 1
    places, signs = _hashed(hashes)
    return _Parts(owners, places, (signs * weights).astype(np.float32))


def _pairs(words: Sequence[str], flat: Integers, rows: Integers) -> _Parts:
    """The pairs of neighbouring words of each text; their hash is made of the hashes of both."""
    of_words = np.array([crc32(word.encode(errors="replace")) for word in words], np.uint32)
    within = rows[1:] == rows[:-1]
    first, second = of_words[flat[:-1][within]], of_words[flat[1:][within]]
    places, signs = _hashed((first * _MIX) ^ ((second << _TURN) | (second >> (32 - _TURN))))
    return _Parts(rows[1:][within], places, _PAIR * signs.astype(np.float32))


def _add(block: Floats, rows: Integers, words: Integers, parts: _Parts) -> None:
    """Add the parts of words to the rows that they stand in."""
    starts = np.searchsorted(parts.owners, words)
    sizes = np.searchsorted(parts.owners, words, side="right") - starts
    shift = np.cumsum(sizes) - sizes
    which = np.arange(sizes.sum()) + np.repeat(starts - shift, sizes)
    _count(block, np.repeat(rows, sizes), parts.places[which], parts.weights[which])


def _count(block: Floats, rows: Integers, places: Integers, weights: Floats) -> None:
    cells = np.bincount(rows * _WIDTH + places, weights, block.size)
    block += cells.reshape(block.shape).astype(np.float32)


def _array(numbers: Iterable[int]) -> Integers:
    return np.fromiter(numbers, np.int64)


def _hashed(hashes: npt.NDArray[np.uint32]) -> tuple[Integers, Integers]:
    """Where each n-gram goes, and with which sign (Weinberger et al., ICML 2009)."""
    places = (hashes % _WIDTH).astype(np.int64)
    return places, np.where(hashes & np.uint32(1 << 20), 1, -1)


def _parts(word: str) -> list[int]:
    """A word and every run of three and four letters in it, with a space at each end."""
    padded = f" {word} "
    parts = [padded[i : i + size] for size in (3, 4) for i in range(len(padded) - size + 1)]
    return [crc32(part.encode(errors="replace")) for part in (f"={word}", *parts)]
