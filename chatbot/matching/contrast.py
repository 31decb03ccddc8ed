"""Questions about something else that read like ours: "does ibuprofen hurt the bladder".

Nobody can write one for every subject and every question, so they are made: in an example the
subject is exchanged for another, and what comes out is learned as out of scope (counterfactual
augmentation, Kaushik and others, "Learning the Difference that Makes a Difference with
Counterfactually-Augmented Data", ICLR 2020; there by hand).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final
from zlib import crc32

from chatbot.matching.text import words_of

#: Of a hundred examples so many are made into one about another subject.
_SHARE: Final = 30
_PARTS: Final = 5


@dataclass(frozen=True, slots=True)
class Contrast:
    """What the examples are about, and what they are not about.

    Attributes:
        ours: words that name the subject of all examples, or point to it: "it".
        others: names of other subjects, of one word or more.
        intents: the intents whose question about another subject is out of scope; None for all.
    """

    ours: Sequence[str]
    others: Sequence[str]
    intents: Collection[str] | None = None

    def parted(self) -> tuple[Contrast, Contrast]:
        """The same with four fifths of the other subjects, and with the rest.

        What is learned from some subjects is tried on others: nobody can name all.
        """
        most = [other for number, other in enumerate(self.others) if number % _PARTS]
        return replace(self, others=most or self.others), replace(
            self, others=self.others[::_PARTS]
        )

    def covers(self, intent: str) -> bool:
        """Whether the intent's question about another subject is out of scope."""
        return self.intents is None or intent in self.intents

    def of(self, examples: Sequence[str]) -> Iterator[str]:
        """Make some examples of an intent into such about another subject.

        Which, and about what, hangs on the example alone: the same on every machine, and an edit to
        one example changes nothing about the rest.
        """
        ours = frozenset(self.ours)
        for example in examples if self.others else ():
            chance, choice = divmod(crc32(example.encode(errors="replace")), 100)[::-1]
            words = words_of(example)
            if chance < _SHARE and not ours.isdisjoint(words):
                other = self.others[choice % len(self.others)]
                yield " ".join(other if word in ours else word for word in words)


def unlike_of(
    contrast: Contrast, covered: Sequence[bool], groups: Sequence[Sequence[str]]
) -> list[str]:
    """All that is made of the examples of some intents.

    Args:
        contrast: the subjects.
        covered: for each intent whether its examples are made use of.
        groups: the examples of each intent.
    """
    pairs = zip(groups, covered, strict=True)
    return [text for group, is_covered in pairs if is_covered for text in contrast.of(group)]
