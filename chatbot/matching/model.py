"""A fitted matcher: what is learned from examples, and how a message is held against it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final
from zlib import crc32

import numpy as np
import numpy.typing as npt

from chatbot.matching.classifier import Vectors, Weights, fit_weights
from chatbot.matching.evidence import Closest, Corpus, closest_examples, measures_of, word_shares
from chatbot.matching.examples import Examples
from chatbot.matching.foreign import Foreign, foreignness
from chatbot.matching.language import Language, Reading, count_words
from chatbot.matching.meanings import Meanings, meaning_of
from chatbot.matching.ngrams import ngrams_of
from chatbot.matching.vectors import Floats, Integers, Rows, fit_features, vectorise

#: The score of out of scope where no examples of it were given.
_NOWHERE: Final = -10.0


@dataclass(frozen=True, slots=True, eq=False)
class Scored:
    """A message held against every intent.

    Attributes:
        reading: the message as it was read.
        scores: float32, one an intent.
        best: int64, the best intents, best first: those explained, and at least two.
        closest: the closest example of each that is explained.
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
        weights: of each feature for each intent, and one more class for what is out of scope if
            there were examples of that.
        intents: how many intents there are.
        meanings: the table of word vectors, or None to do without.
    """

    language: Language
    corpus: Corpus
    weights: Weights
    intents: int
    meanings: Meanings | None

    def without_examples(self) -> Model:
        """The same model, which scores alike but no longer knows the examples themselves."""
        none = Rows(np.zeros(1, np.int64), np.empty(0, np.int32), np.empty(0, np.float32))
        vectors = Vectors(none, np.empty((0, self.corpus.vectors.meanings.shape[1]), np.float16))
        places = np.zeros(self.intents + 2, np.int64)
        no_words = np.empty(0, np.uint32), np.empty(0, np.int32)
        corpus = Corpus(vectors, places, self.corpus.features, places, *no_words)
        return replace(self, corpus=corpus)

    def scores(
        self, texts: Sequence[str], memory: dict[str, str] | None = None
    ) -> list[Floats | None]:
        """The scores of all classes for the parts of one message; None where nothing is known.

        Args:
            texts: the parts.
            memory: keeps what unknown words were found to mean (`Language.read`).
        """
        memory = {} if memory is None else memory
        parts: dict[str, list[int]] = {}
        readings = [self.language.read(text, memory) for text in texts]
        documents = [ngrams_of(each.words, each.concepts, parts) for each in readings]
        rows = vectorise(self.corpus.features, documents)
        out: list[Floats | None] = []
        for number, reading in enumerate(readings):
            row, meaning = (
                rows.between(number, number + 1),
                meaning_of(self.meanings, reading.words),
            )
            known = bool(len(row.columns)) or bool(meaning.any())
            out.append(self.weights.score(row.columns, row.values, meaning) if known else None)
        return out

    def score(
        self, text: str, *, explained: int = 1, memory: dict[str, str] | None = None
    ) -> Scored | None:
        """Hold a message against every intent.

        Args:
            text: the message.
            explained: for how many of the best intents to find the closest example, one or more.
            memory: keeps what unknown words were found to mean (`Language.read`).

        Returns:
            The result, or None for a message of which nothing is known.
        """
        reading = self.language.read(text, memory)
        ngrams = ngrams_of(reading.words, reading.concepts)
        row = vectorise(self.corpus.features, [ngrams])
        meaning = meaning_of(self.meanings, reading.words)
        if not len(row.columns) and not meaning.any():
            return None
        scores = self.weights.score(row.columns, row.values, meaning)
        best = highest(scores[: self.intents], max(explained, 2))
        dense = np.zeros(len(self.corpus.features), np.float32)
        dense[row.columns] = row.values
        closest = closest_examples(self.corpus, dense, meaning, best[:explained])
        shares = word_shares(self.corpus, ngrams.words[: len(reading.words)], int(best[0]))
        foreign = Foreign()
        if self.meanings is not None:
            top = int(best[0])
            foreign = foreignness(self.meanings, self.corpus, reading.words, shares, top)
        outside = float(scores[-1]) if len(scores) > self.intents else _NOWHERE
        strangeness = (foreign.foreign, foreign.strange)
        words = len(reading.words)
        measures = measures_of(scores, best, closest[0], shares, words, outside, strangeness)
        return Scored(reading, scores, best, closest, measures)


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
    weights = fit_weights(vectors, labels, width=len(features), classes=len(groups))
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


def highest(scores: Floats, count: int) -> Integers:
    """The numbers of the highest scores, highest first; of equal ones the lower number."""
    return np.argsort(-scores, kind="stable")[:count]
