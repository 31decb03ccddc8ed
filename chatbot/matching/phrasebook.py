"""A vocabulary made ready for reading: folded, and its phrases found by their first word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from chatbot.matching.text import words_of


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the examples of many intents share.

    Attributes:
        synonyms: a concept to the words and phrases that mean it.
        spellings: a written form to the form that stands for it.
    """

    synonyms: Mapping[str, Sequence[str]] = field(default_factory=dict)
    spellings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Phrasebook:
    """A vocabulary in the form that messages are read in.

    Attributes:
        phrases: a concept to the phrases that mean it, folded, their words a space apart.
        spellings: a folded word to the folded word or words that stand for it.
    """

    phrases: Mapping[str, Sequence[str]]
    spellings: Mapping[str, str]

    @classmethod
    def of(cls, vocabulary: Vocabulary) -> Phrasebook:
        """Make a vocabulary ready."""
        phrases = {
            concept: [" ".join(words_of(member)) for member in (concept, *members)]
            for concept, members in vocabulary.synonyms.items()
        }
        spellings = {
            "".join(words_of(written)): " ".join(words_of(meant))
            for written, meant in vocabulary.spellings.items()
        }
        return cls(phrases, spellings)

    @cached_property
    def by_first_word(self) -> dict[str, list[tuple[tuple[str, ...], str]]]:
        """First word to the phrases that begin with it, each with its concept."""
        found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for concept, phrases in self.phrases.items():
            for phrase in phrases:
                words = tuple(phrase.split())
                if words:
                    found.setdefault(words[0], []).append((words, concept))
        return found

    @cached_property
    def words(self) -> frozenset[str]:
        """All words of all phrases."""
        every = (phrase for phrases in self.phrases.values() for phrase in phrases)
        return frozenset(word for phrase in every for word in phrase.split())

    def concepts_in(self, words: Sequence[str]) -> tuple[str, ...]:
        """The concepts whose words or phrases stand in a message, in alphabetical order."""
        found = {
            concept
            for start, word in enumerate(words)
            for phrase, concept in self.by_first_word.get(word, ())
            if tuple(words[start : start + len(phrase)]) == phrase
        }
        return tuple(sorted(found))
