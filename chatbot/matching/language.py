"""What was typed, as the matcher reads it: words, repaired, with the concepts found in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from chatbot.matching.meanings import Meanings
from chatbot.matching.phrasebook import Phrasebook
from chatbot.matching.repair import Repair
from chatbot.matching.segment import segment
from chatbot.matching.text import words_of

MOST_REPAIRS: Final = 40


@dataclass(frozen=True, slots=True)
class Reading:
    """One message, read.

    Attributes:
        words: its words after repair.
        concepts: what the vocabulary found in them, in alphabetical order.
        repaired: (typed, meant) for each word that was changed.
    """

    words: tuple[str, ...]
    concepts: tuple[str, ...]
    repaired: tuple[tuple[str, str], ...]


class Language:
    """Reads messages with the words of a corpus and a vocabulary.

    Args:
        counts: the words of the corpus, and in how many examples each stands.
        phrasebook: the vocabulary, made ready.
        meanings: the table whose words are good English, or None.
    """

    def __init__(
        self, counts: Mapping[str, int], phrasebook: Phrasebook, meanings: Meanings | None = None
    ) -> None:
        self.counts = counts
        self.phrasebook = phrasebook
        self._total = sum(counts.values())
        self._repair = Repair(counts, phrasebook.words, meanings)

    def read(self, text: str, memory: dict[str, str] | None = None) -> Reading:
        """Read a message: spell, repair, find concepts.

        Args:
            text: the message.
            memory: keeps what unknown words were found to mean, for the other parts of the message.
        """
        typed = words_of(text, self.phrasebook.spellings)
        unknown = [word for word in dict.fromkeys(typed) if not self._repair.knows(word)]
        memory = {} if memory is None else memory
        for word in unknown[:MOST_REPAIRS]:
            if word not in memory:
                memory[word] = self._meant(word)
        meant = {word: memory[word] for word in unknown if word in memory}
        words = tuple(part for word in typed for part in meant.get(word, word).split())
        changed = tuple((word, new) for word, new in meant.items() if word != new)
        return Reading(words, self.phrasebook.concepts_in(words), changed)

    def _meant(self, word: str) -> str:
        """An unknown word put right: misspelt, or several run together."""
        repaired = self._repair(word)
        return repaired if repaired != word else " ".join(segment(word, self.counts, self._total))


def count_words(texts: Iterable[Iterable[str]]) -> Counter[str]:
    """In how many texts, given as their words, each word stands."""
    counts: Counter[str] = Counter()
    for words in texts:
        counts.update(dict.fromkeys(words, 1))
    return counts
