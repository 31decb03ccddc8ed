"""A fitted matcher: what is learned from examples, and how a message is held against it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from chatbot.matching.classifier import fit_weights, score
from chatbot.matching.evidence import (
    Closest,
    Corpus,
    closest_example,
    measures_of,
    word_shares,
)
from chatbot.matching.language import Language, Reading, Vocabulary, count_words
from chatbot.matching.ngrams import ngrams_of
from chatbot.matching.vectors import Floats, Integers, fit_features, vectorise

#: How many of the best intents are looked at closely.
SHORTLIST: Final = 3
#: The score of out of scope where no examples of it were given.
_NOWHERE: Final = -10.0


@dataclass(frozen=True, slots=True, eq=False)
class Scored:
    """A message held against every intent.

    Attributes:
        reading: the message as it was read.
        scores: float32, one an intent.
        best: int64, the best intents, best first.
        closest: the closest example of each of these.
        measures: the evidence for the best, as `evidence.MEASURES` names it.
    """

    reading: Reading
    scores: Floats
    best: Integers
    closest: list[Closest]
    measures: list[float]


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """What is learned from examples.

    Attributes:
        language: reads messages.
        corpus: the examples as vectors.
        weights: float16 of shape (features, intents), and one more for what is out of scope if
            there were examples of that.
        intents: how many intents there are.
    """

    language: Language
    corpus: Corpus
    weights: npt.NDArray[np.float16]
    intents: int

    def score(self, text: str, *, shortlist: int = SHORTLIST) -> Scored | None:
        """Hold a message against every intent.

        Args:
            text: the message.
            shortlist: how many of the best intents to look at closely.

        Returns:
            The result, or None for a message without one n-gram that any example has.
        """
        reading = self.language.read(text)
        ngrams = ngrams_of(reading.words, reading.concepts)
        features = self.corpus.features
        row = vectorise(features, [ngrams])
        if not len(row.columns):
            return None
        scores = score(self.weights, row)[0]
        inside, outside = scores[: self.intents], scores[self.intents :]
        best = _highest(inside, shortlist)
        dense = np.zeros(len(features), np.float32)
        dense[row.columns] = row.values
        closest = [closest_example(self.corpus, dense, int(intent)) for intent in best]
        shares = word_shares(self.corpus, ngrams, int(best[0]))
        beyond = float(outside[0]) if len(outside) else _NOWHERE
        measures = measures_of(scores, best, closest, shares, len(reading.words), beyond)
        return Scored(reading, scores, best, closest, measures)


def fit_model(
    examples: Sequence[Sequence[str]], out_of_scope: Sequence[str], vocabulary: Vocabulary
) -> Model:
    """Learn from examples.

    Args:
        examples: for each intent what people say.
        out_of_scope: what they say when they mean none of them.
        vocabulary: synonyms and spellings.

    Returns:
        The model. The same examples give the same model.
    """
    groups = [*examples, out_of_scope] if out_of_scope else list(examples)
    texts = [text for group in groups for text in group]
    language = Language(count_words(texts, vocabulary), vocabulary)
    memory: dict[str, list[int]] = {}
    readings = [language.read(text) for text in texts]
    documents = [ngrams_of(reading.words, reading.concepts, memory) for reading in readings]
    features = fit_features(documents)
    rows = vectorise(features, documents)
    sizes = [len(group) for group in groups]
    labels = np.repeat(np.arange(len(groups)), sizes)
    weights = fit_weights(rows, labels, width=len(features), classes=len(groups))
    starts = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    corpus = Corpus(rows, starts, features)
    return Model(language, corpus, weights.astype(np.float16), len(examples))


def _highest(scores: Floats, count: int) -> Integers:
    """The numbers of the highest scores, highest first; of equal ones the lower number."""
    return np.argsort(-scores, kind="stable")[:count]
