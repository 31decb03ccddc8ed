"""Logistic regression in the kernel's dual, for few examples: exact, and quick for a thousand."""

from __future__ import annotations

from typing import Final

import numpy as np

from chatbot.matching.vectors import Floats, Integers, Rows

_STEPS: Final = 60
#: The penalty on the weights, the inverse of what scikit-learn calls C.
_PENALTY: Final = 1 / 30


def fit_dual(
    rows: Rows, meanings: Floats, labels: Integers, width: int, classes: int
) -> tuple[Floats, Floats]:
    """Learn the weights of n-grams and of meanings.

    Args:
        rows: the n-grams of the examples.
        meanings: float32 of shape (examples, dimensions).
        labels: int64, the class of each example.
        width: how many features there are.
        classes: how many classes there are.

    Returns:
        float32 of shape (width, classes), and float32 of shape (dimensions, classes).
    """
    kernel = products(rows, width) + meanings @ meanings.T
    duals = _solve(kernel, labels, classes)
    weights = np.zeros((width, classes), np.float32)
    for number, (start, end) in enumerate(zip(rows.starts[:-1], rows.starts[1:], strict=True)):
        weights[rows.columns[start:end]] += rows.values[start:end, None] * duals[number]
    return weights, np.asarray(meanings.T @ duals, np.float32)


def products(rows: Rows, width: int) -> Floats:
    """The inner products of all pairs of rows, float32 of shape (rows, rows)."""
    order = np.argsort(rows.columns, kind="stable")
    owners, values = rows.numbers()[order], rows.values[order]
    firsts = np.searchsorted(rows.columns[order], np.arange(width + 1))
    sizes = np.diff(firsts)
    out = np.empty((len(rows), len(rows)), np.float32)
    for number, (start, end) in enumerate(zip(rows.starts[:-1], rows.starts[1:], strict=True)):
        columns = rows.columns[start:end]
        counts = sizes[columns]
        ends = np.cumsum(counts)
        total = int(ends[-1]) if len(ends) else 0
        where = np.arange(total) + np.repeat(firsts[columns] - ends + counts, counts)
        parts = values[where] * np.repeat(rows.values[start:end], counts)
        out[number] = np.bincount(owners[where], parts, len(rows))
    return out


def _solve(kernel: Floats, labels: Integers, classes: int) -> Floats:
    """The weight of each example for each class, by Nesterov's accelerated gradient."""
    count = len(labels)
    wanted = np.zeros((count, classes), np.float32)
    wanted[np.arange(count), labels] = 1
    pace = np.float32(1 / (0.5 * _largest(kernel) + _PENALTY))
    now: Floats = np.zeros((count, classes), np.float32)
    ahead = now
    momentum = 1.0
    for _ in range(_STEPS):
        scores = kernel @ ahead
        scores -= scores.max(axis=1, keepdims=True)
        np.exp(scores, out=scores)
        scores /= scores.sum(axis=1, keepdims=True)
        slope = scores - wanted + np.float32(_PENALTY) * ahead
        after = np.asarray(ahead - pace * slope, np.float32)
        faster = (1 + np.sqrt(1 + 4 * momentum * momentum)) / 2
        onward = np.float32((momentum - 1) / faster)
        ahead = np.asarray(after + onward * (after - now), np.float32)
        now, momentum = after, faster
    return now


def _largest(kernel: Floats) -> float:
    """An upper estimate of the largest eigenvalue, by the power method."""
    vector: Floats = np.full(len(kernel), 1 / np.sqrt(len(kernel)), np.float32)
    length = 1.0
    for _ in range(20):
        vector = kernel @ vector
        length = float(np.sqrt(vector @ vector)) or 1.0
        vector = vector / np.float32(length)
    return 1.05 * length
