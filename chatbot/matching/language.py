"""What was typed, as the matcher reads it: words, repaired, with the concepts found in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from chatbot.matching.meanings import Meanings
from chatbot.matching.repair import Repair
from chatbot.matching.segment import segment
from chatbot.matching.text import words_of

MOST_REPAIRS: Final = 40


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the examples of many intents share.

    Attributes:
        synonyms: a concept to the words and phrases that mean it.
        spellings: a written form to the form that stands for it.
    """

    synonyms: Mapping[str, Sequence[str]] = field(default_factory=dict)
    spellings: Mapping[str, str] = field(default_factory=dict)


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
        vocabulary: synonyms and spellings.
        meanings: the table whose words are good English, or None.
    """

    def __init__(
        self, counts: Mapping[str, int], vocabulary: Vocabulary, meanings: Meanings | None = None
    ) -> None:
        self.counts = dict(counts)
        self._total = sum(self.counts.values())
        self.vocabulary = vocabulary
        self._spellings = {
            "".join(words_of(written)): " ".join(words_of(meant))
            for written, meant in vocabulary.spellings.items()
        }
        self._phrases = _phrases(vocabulary)
        listed = {
            word for phrases in self._phrases.values() for words, _ in phrases for word in words
        }
        self._repair = Repair({**dict.fromkeys(sorted(listed), 1), **counts}, meanings)

    def read(self, text: str, memory: dict[str, str] | None = None) -> Reading:
        """Read a message: spell, repair, find concepts.

        Args:
            text: the message.
            memory: keeps what unknown words were found to mean, for the other parts of the message.
        """
        typed = words_of(text, self._spellings)
        unknown = [word for word in dict.fromkeys(typed) if not self._repair.knows(word)]
        memory = {} if memory is None else memory
        for word in unknown[:MOST_REPAIRS]:
            if word not in memory:
                memory[word] = self._meant(word)
        meant = {word: memory[word] for word in unknown if word in memory}
        words = tuple(part for word in typed for part in meant.get(word, word).split())
        changed = tuple((word, new) for word, new in meant.items() if word != new)
        return Reading(words, self.concepts_in(words), changed)

    def _meant(self, word: str) -> str:
        """An unknown word put right: misspelt, or several run together."""
        repaired = self._repair(word)
        return repaired if repaired != word else " ".join(segment(word, self.counts, self._total))

    def concepts_in(self, words: Sequence[str]) -> tuple[str, ...]:
        """The concepts whose words or phrases stand in a message."""
        found = {
            concept
            for start, word in enumerate(words)
            for phrase, concept in self._phrases.get(word, ())
            if tuple(words[start : start + len(phrase)]) == phrase
        }
        return tuple(sorted(found))


def count_words(texts: Iterable[str], vocabulary: Vocabulary) -> Counter[str]:
    """In how many texts each word stands, spellings applied."""
    language = Language({}, vocabulary)
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(set(words_of(text, language._spellings)))
    return counts


def _phrases(vocabulary: Vocabulary) -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """First word to the phrases that begin with it, each with its concept."""
    phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for concept, members in vocabulary.synonyms.items():
        for member in (concept, *members):
            words = tuple(words_of(member))
            if words:
                phrases.setdefault(words[0], []).append((words, concept))
    return phrases
