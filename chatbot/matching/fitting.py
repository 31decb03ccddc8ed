"""Learning from examples. A matcher that was stored needs nothing of this, and imports nothing."""

from __future__ import annotations

from collections.abc import Sequence
from zlib import crc32

import numpy as np
import numpy.typing as npt

from chatbot.matching.classifier import fit_weights
from chatbot.matching.evidence import Corpus
from chatbot.matching.examples import Examples
from chatbot.matching.language import Language, count_words
from chatbot.matching.meanings import Meanings
from chatbot.matching.model import Model
from chatbot.matching.vectors import Integers, Vectors, fit_features, vectorise


def fit_model(
    groups: Sequence[Sequence[str]], out_of_scope: Sequence[str], examples: Examples
) -> Model:
    """Learn from examples.

    Args:
        groups: for each intent what people say.
        out_of_scope: what they say when they mean none of them.
        examples: makes examples of texts.

    Returns:
        The model. The same examples give the same model.
    """
    intents, meanings = len(groups), examples.meanings
    groups = [*groups, out_of_scope] if out_of_scope else groups
    made = [examples[text] for group in groups for text in group]
    counts = count_words(example.words for example in made)
    language = Language(counts, examples.phrasebook, meanings)
    documents = [example.ngrams for example in made]
    features = fit_features(documents)
    meant = np.stack([example.meaning for example in made])
    vectors = Vectors(vectorise(features, documents), meant)
    sizes = [len(group) for group in groups]
    labels = np.repeat(np.arange(len(groups)), sizes)
    weights = fit_weights(vectors, labels, features.hashes, len(groups))
    starts = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    words = _words_by_intent([example.words for example in made], starts, meanings)
    kept = Vectors(vectors.rows, meant.astype(np.float16))
    corpus = Corpus(kept, starts, features, *words)
    return Model(language, corpus, weights, intents, meanings)


def _words_by_intent(
    texts: Sequence[Sequence[str]], starts: Integers, meanings: Meanings | None
) -> tuple[Integers, npt.NDArray[np.uint32], npt.NDArray[np.int32]]:
    """The words of each intent's examples: bounds, hashes, rows of the table."""
    hashes, rows = [], []
    for first, last in zip(starts[:-1].tolist(), starts[1:].tolist(), strict=True):
        words = {word for text in texts[first:last] for word in text}
        # By hash, and of two words with the same hash by spelling: the same on every machine.
        ordered = sorted((crc32(word.encode()), word) for word in words)
        hashes.append(np.array([hashed for hashed, _ in ordered], np.uint32))
        spelt = [word for _, word in ordered]
        rows.append(meanings.rows_of(spelt) if meanings and spelt else np.full(len(spelt), -1))
    bounds = np.concatenate([[0], np.cumsum([len(each) for each in hashes])]).astype(np.int64)
    return bounds, np.concatenate(hashes), np.concatenate(rows).astype(np.int32)
