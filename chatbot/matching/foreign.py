"""The foreign subject: "side effects of ibuprofen" has one word that makes it not ours.

A word tells of another subject when it weighs much in general English, the intent's examples do
not have it, and it means nothing like any word that they have.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from chatbot.matching.evidence import Corpus, Shares
from chatbot.matching.meanings import Meanings, directions

#: A word of this weight or more is all subject ("bladder" has 5.7, "is" 1.2).
_HEAVY: Final = 6.0
_NAME: Final = 0.8
#: In a longer message a foreign word is more likely to be part of a story than its subject.
_SHORT: Final = 6


@dataclass(frozen=True, slots=True)
class Foreign:
    """How foreign the words of a message are to an intent.

    Attributes:
        foreign: of the most foreign word, 0 (at home) to 1.
        strange: the share of words that are known nowhere.
    """

    foreign: float = 0.0
    strange: float = 0.0


def foreignness(
    meanings: Meanings,
    corpus: Corpus,
    words: Sequence[str],
    shares: Shares,
    intent: int,
) -> Foreign:
    """Tell how foreign the words of a message are to an intent.

    Args:
        meanings: the table.
        corpus: the examples.
        words: the words of the message.
        shares: how well each of them is known.
        intent: the number of the intent.
    """
    new = np.flatnonzero(~shares.is_shared)
    if not len(new):
        return Foreign()
    rows = meanings.rows_of([words[number] for number in new.tolist()])
    named = rows < 0
    strange = float((named & ~shares.is_known[new]).sum()) / len(words)
    given = meanings.of_rows(np.maximum(rows, 0))
    weights = np.minimum(np.sqrt((given * given).sum(axis=1)) / _HEAVY, 1)
    at_home = corpus.words_of(intent)
    near = meanings.cosines(at_home, directions(given)).max(axis=0, initial=0)
    # What general English does not have is a name: of a medicine, an illness, a place.
    amounts = np.where(named, _NAME, weights * (1 - near))
    short = min(1.0, _SHORT / len(words))
    return Foreign(float(amounts.max()) * short, strange)
