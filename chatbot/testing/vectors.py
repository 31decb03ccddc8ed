"""Texts as vectors of hashed n-grams: what texts share words, or parts of them, lie near."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final
from zlib import crc32

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Integers = npt.NDArray[np.int64]

_WIDTH: Final = 1024
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
    for word in (word for document in documents for word in document):
        numbers.setdefault(word, len(numbers))
    sizes = np.array([len(document) for document in documents], np.int64)
    flat = np.array([numbers[word] for document in documents for word in document], np.int64)
    table = _word_vectors(list(numbers), np.bincount(flat, minlength=len(numbers)), len(texts))
    vectors = np.zeros((len(texts), _WIDTH), np.float32)
    for row, (end, size) in enumerate(zip(np.cumsum(sizes), sizes, strict=True)):
        vectors[row] = table[flat[end - size : end]].sum(axis=0)
    _add_pairs(vectors, documents)
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9
    return np.asarray(vectors / lengths, np.float32)


def _word_vectors(words: Sequence[str], counts: Integers, texts: int) -> Floats:
    """For each word the sum of its parts, each at a hashed place with a hashed sign."""
    owners: list[int] = []
    hashes: list[int] = []
    for owner, word in enumerate(words):
        parts = _parts(word)
        owners += [owner] * len(parts)
        hashes += parts
    _, which = np.unique(np.array(hashes, np.uint32), return_inverse=True)
    seen = np.bincount(which, counts[np.array(owners, np.int64)])[which]
    weights = np.log((1 + texts) / (1 + np.minimum(seen, texts))) + 1
    places, signs = _hashed(np.array(hashes, np.uint32))
    table = np.zeros(len(words) * _WIDTH, np.float32)
    table += np.bincount(np.array(owners, np.int64) * _WIDTH + places, signs * weights, len(table))
    return table.reshape(len(words), _WIDTH)


def _add_pairs(vectors: Floats, documents: Sequence[Sequence[str]]) -> None:
    rows: list[int] = []
    hashes: list[int] = []
    for row, document in enumerate(documents):
        found = [crc32(f"{a} {b}".encode()) for a, b in pairwise(document)]
        rows += [row] * len(found)
        hashes += found
    if rows:
        places, signs = _hashed(np.array(hashes, np.uint32))
        np.add.at(vectors, (np.array(rows), places), 4 * signs.astype(np.float32))


def _hashed(hashes: npt.NDArray[np.uint32]) -> tuple[Integers, Integers]:
    """Where each n-gram goes, and with which sign (Weinberger et al., ICML 2009)."""
    places = (hashes % _WIDTH).astype(np.int64)
    return places, np.where(hashes & np.uint32(1 << 20), 1, -1)


def _parts(word: str) -> list[int]:
    """A word and every run of three and four letters in it, with a space at each end."""
    padded = f" {word} "
    parts = [padded[i : i + size] for size in (3, 4) for i in range(len(padded) - size + 1)]
    return [crc32(part.encode(errors="replace")) for part in (f"={word}", *parts)]
