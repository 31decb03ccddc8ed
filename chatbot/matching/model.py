"""What is learned from examples, and how a message is held against it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from chatbot.matching.evidence import Closest, Corpus, closest_examples, measures_of, word_shares
from chatbot.matching.explain import alike_words, carrying_words
from chatbot.matching.foreign import Foreign, foreignness
from chatbot.matching.language import Language, Reading
from chatbot.matching.meanings import Meanings, meaning_of, meanings_of
from chatbot.matching.ngrams import ngrams_of
from chatbot.matching.text import words_of
from chatbot.matching.vectors import Floats, Integers, Rows, Vectors, vectorise
from chatbot.matching.weights import AnyWeights, Message

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
        message: its words, each with what it counts for.
    """

    reading: Reading
    scores: Floats
    best: Integers
    closest: list[Closest]
    measures: list[float]
    message: Message


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
    weights: AnyWeights
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
            row = rows.between(number, number + 1)
            meaning = meaning_of(self.meanings, reading.words)
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
        meant = meanings_of(self.meanings, reading.words)
        meaning = meant.sum(axis=0)
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
        values = np.where(shares.is_known, dense[shares.columns], 0)
        said = Message(reading.words, shares.columns, values, meant)
        return Scored(reading, scores, best, closest, measures, said)

    def carried(self, scored: Scored) -> tuple[str, ...]:
        """The words that speak most for the best intent."""
        return carrying_words(self.weights, scored.message, int(scored.best[0]))

    def alike(self, words: Sequence[str], example: str) -> tuple[tuple[str, str], ...]:
        """The words that mean much the same as others of an example."""
        if self.meanings is None:
            return ()
        return alike_words(
            self.meanings, words, words_of(example, self.language.phrasebook.spellings)
        )


def highest(scores: Floats, count: int) -> Integers:
    """The numbers of the highest scores, highest first; of equal ones the lower number."""
    return np.argsort(-scores, kind="stable")[:count]
