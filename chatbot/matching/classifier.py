"""Which intent a vector belongs to: logistic regression, in the form that the size asks for."""

from __future__ import annotations

from typing import Final

from chatbot.matching.descent import descend
from chatbot.matching.sampled import fit_sampled
from chatbot.matching.vectors import Hashes, Integers, Vectors
from chatbot.matching.weights import AnyWeights

#: A table of features by classes with more cells than this, 400 MB while it is learned, is kept
#: sparse.
MOST_CELLS: Final = 100_000_000


def fit_weights(examples: Vectors, labels: Integers, hashes: Hashes, classes: int) -> AnyWeights:
    """Learn the weights of features and meanings for each class; see `descent.descend`."""
    fit = descend if len(hashes) * classes <= MOST_CELLS else fit_sampled
    return fit(examples, labels, hashes, classes)
