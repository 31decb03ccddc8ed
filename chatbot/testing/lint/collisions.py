"""Each utterance matched by a matcher that never saw it: exact leave-one-out, in about a second.

Fitting the real matcher once for each of 16,000 utterances would take days, and five times for five
parts of them a minute. So a linear matcher stands in that can be left out of in closed form: ridge
regression from hashed n-grams to intents (the words, parts and pairs that the real matcher reads).
Its prediction for an utterance, had that one not been there, follows from the fit with all of them
(Allen, "The relationship between variable selection and data augmentation and a method for
prediction", Technometrics 1974: the residual divided by one minus the leverage). What it finds is
what shares its words with another intent. `chatbot check --deep` and `chatbot evaluate` do the same
with the real matcher, in five parts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final

import numpy as np

from chatbot.content.draft import Place
from chatbot.testing.vectors import Floats, Integers, vectors_of

_PENALTY: Final = 1.0
_OUTSIDE: Final = "out of scope"
#: So many at a time: memory that is asked for anew costs more than what is done in it.
_BLOCK: Final = 1024


@dataclass(frozen=True, slots=True)
class Utterance:
    """One utterance.

    Attributes:
        text: as it is typed.
        intent: the id that it stands under.
        place: where.
    """

    text: str
    intent: str
    place: Place


@dataclass(frozen=True, slots=True)
class Collision:
    """An utterance that, had it not been there, would be matched with another intent.

    Attributes:
        utterance: the utterance.
        other: the id of the other intent.
        closest: the utterance of the other intent that is closest to it.
        lead: how far ahead of its own intent the other one is; the score of an intent is about 1
            where it fits and 0 where it does not.
    """

    utterance: Utterance
    other: str
    closest: str
    lead: float


@dataclass(frozen=True, eq=False)
class Collisions:
    """Every utterance held against all intents, by a matcher that never saw it.

    Attributes:
        utterances: the utterances.
        intents: the ids, "out of scope" for all that are.
        own: int64, for each utterance the number of its intent.
        judged: int64, ascending, the numbers of the utterances that were matched.
        best: int64, for each of those the number of the best other intent.
        lead: float32, how far that one is ahead; negative where the utterance finds its own.
        vectors: float32 of shape (utterances, width), each of length one.
    """

    utterances: Sequence[Utterance]
    intents: tuple[str, ...]
    own: Integers
    judged: Integers
    best: Integers
    lead: Floats
    vectors: Floats

    def ahead(self, least: float) -> Iterator[Collision]:
        """The utterances with which another intent is ahead by this much or more."""
        numbers = np.flatnonzero(self.lead >= least)
        nearest = self._nearest(numbers)
        for number in numbers.tolist():
            yield Collision(
                self.utterances[self.judged[number]],
                self.intents[self.best[number]],
                self.utterances[nearest[number]].text,
                round(float(self.lead[number]), 2),
            )

    def recall(self) -> dict[str, float]:
        """For each intent the share of its judged utterances that come back to it."""
        own = self.own[self.judged]
        found = np.bincount(own, self.lead < 0, len(self.intents))
        total = np.bincount(own, minlength=len(self.intents))
        shares = found / np.maximum(total, 1)
        return {name: shares[at] for at, name in enumerate(self.intents) if total[at]}

    def _nearest(self, numbers: Integers) -> dict[int, int]:
        """For each of some judged utterances the closest one of the best other intent."""
        found: dict[int, int] = {}
        for intent in np.unique(self.best[numbers]).tolist():
            mine = numbers[self.best[numbers] == intent]
            others = np.flatnonzero(self.own == intent)
            near = (self.vectors[self.judged[mine]] @ self.vectors[others].T).argmax(axis=1)
            found |= dict(zip(mine.tolist(), others[near].tolist(), strict=True))
        return found


def find_collisions(
    utterances: Sequence[Utterance], outside: AbstractSet[str], unjudged: AbstractSet[str]
) -> Collisions:
    """Match utterances, each as if it had not been there.

    Args:
        utterances: all of a pack.
        outside: the ids of intents that stand for what is out of scope; they count as one.
        unjudged: the ids of intents whose own utterances are not asked.
    """
    names = [_OUTSIDE if each.intent in outside else each.intent for each in utterances]
    intents = tuple(dict.fromkeys(names))
    number = {name: place for place, name in enumerate(intents)}
    own = np.array([number[name] for name in names], np.int64)
    judged = np.flatnonzero(np.array([each.intent not in unjudged for each in utterances], bool))
    vectors = vectors_of([each.text for each in utterances])
    scores = _left_out(vectors, own, len(intents), judged)
    rows, mine = np.arange(len(judged)), own[judged]
    score = scores[rows, mine]
    scores[rows, mine] = -np.inf
    best = scores.argmax(axis=1)
    lead = (scores[rows, best] - score).astype(np.float32)
    return Collisions(utterances, intents, own, judged, best, lead, vectors)


def _left_out(vectors: Floats, own: Integers, intents: int, judged: Integers) -> Floats:
    """The scores of the judged utterances, each from the others alone."""
    wanted = np.zeros((len(own), intents), np.float32)
    wanted[np.arange(len(own)), own] = 1
    products = (vectors.T @ vectors).astype(np.float64)
    products[np.diag_indices(len(products))] += _PENALTY
    inverse = np.linalg.inv(products).astype(np.float32)
    coefficients = inverse @ (vectors.T @ wanted)
    scores = np.empty((len(judged), intents), np.float32)
    for start in range(0, len(judged), _BLOCK):
        some = judged[start : start + _BLOCK]
        asked = vectors[some]
        leverage = np.einsum("ij,ij->i", asked @ inverse, asked)[:, None]
        fitted = asked @ coefficients
        scores[start : start + _BLOCK] = (fitted - leverage * wanted[some]) / (1 - leverage)
    return scores
