"""Tells messages of a few kinds from all others, wherever in a message they stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from chatbot.matching.meanings import Meanings
from chatbot.matching.model import Model
from chatbot.matching.phrasebook import Vocabulary
from chatbot.matching.text import clauses_of, sentences_of
from chatbot.matching.vectors import Floats
from chatbot.matching.weights import softmax
from chatbot.steady import steady

if TYPE_CHECKING:
    from chatbot.matching.examples import Examples

_MOST_PARTS: Final = 24


@dataclass(frozen=True, slots=True)
class Detection:
    """What was detected.

    Attributes:
        kind: the likeliest kind.
        probability: that the message is of any of the kinds, 0 to 1.
        words: the part of the message that says so.
        part: "whole", "sentence" or "clause": a part may say what the whole takes back.
    """

    kind: str
    probability: float
    words: str
    part: str


class Detector:
    """Detects messages of some kinds.

    A detector never changes once it is made, may be used by many threads at once, and can be
    pickled.

    Args:
        kinds: the name of a kind to examples of it.
        others: examples of none of the kinds; many more, and look-alikes among them.
        vocabulary: synonyms and spellings.
        meanings: a table of what words mean; by default the one that comes with the program.
        prepared: texts made ready by another matcher or detector: what both learn from is not made
            ready twice. Its vocabulary and meanings take the place of those given.

    Raises:
        ValueError: if there are no kinds, or no examples of a kind or of others.
    """

    def __init__(
        self,
        kinds: Mapping[str, Iterable[str]],
        others: Iterable[str],
        *,
        vocabulary: Vocabulary | None = None,
        meanings: Meanings | Literal["builtin"] | None = "builtin",
        prepared: Examples | None = None,
    ) -> None:
        # A stored detector needs nothing of this.
        from chatbot.matching.examples import Examples
        from chatbot.matching.fitting import fit_model

        groups = {kind: tuple(texts) for kind, texts in kinds.items()}
        calm = tuple(others)
        if not groups or not calm or not all(groups.values()):
            raise ValueError("a detector needs examples of each kind, and of none of them")
        self.kinds = tuple(groups)
        examples = prepared or Examples.of(vocabulary, meanings)
        with steady():
            model = fit_model(list(groups.values()), calm, examples)
        self.model = model.without_examples()

    @classmethod
    def restore(cls, kinds: tuple[str, ...], model: Model) -> Detector:
        """Put a detector together again from its parts (see `chatbot.matching.storage`)."""
        detector = cls.__new__(cls)
        detector.kinds, detector.model = kinds, model
        return detector

    def look(self, text: str, memory: dict[str, str] | None = None) -> list[Detection]:
        """Look at a message as a whole, at its sentences and at its clauses.

        Args:
            text: the message.
            memory: keeps what unknown words were found to mean, for another form of the message.

        Returns:
            What each part says of which something is known.
        """
        parts = _parts_of(text)
        return [
            self._detection(words, part, scores)
            for (words, part), scores in zip(
                parts.items(), self.model.scores(list(parts), memory), strict=True
            )
            if scores is not None
        ]

    def _detection(self, words: str, part: str, scores: Floats) -> Detection:
        chances = softmax(scores)
        best = int(np.argmax(chances[:-1]))
        return Detection(self.kinds[best], round(1 - float(chances[-1]), 4), words, part)


def _parts_of(text: str) -> dict[str, str]:
    """A message, its sentences, and its clauses of three words and more, each once."""
    found = {text.strip(): "whole"}
    for part in sentences_of(text):
        found.setdefault(part.strip(), "sentence")
    for part in clauses_of(text):
        if len(part.split()) > 2:
            found.setdefault(part.strip(), "clause")
    return dict(list(found.items())[:_MOST_PARTS])
