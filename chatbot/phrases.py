"""Phrases over word classes, looked for in a message.

They are written in a small language:

- `die`: the word;
- `<want>`: any entry of the class "want" (an entry may be several words);
- `word?`: the word or class may be missing;
- `*`: any words, none to three;
- `^` and `$`: the start and the end of a clause.

The first element that may not be missing is a word or a class.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from chatbot.matching.text import clauses_of, words_of

_LONGEST_GAP: Final = 3

#: The choices of an element, by their first word; and what an element is.
Choices = Mapping[str, Sequence[tuple[str, ...]]]
Element = tuple[str, Choices]


@dataclass(frozen=True)
class Text:
    """A message as phrases see it.

    Attributes:
        words: the words of all clauses; "" for one that is out of sight.
        clause: for each word the number of its clause.
    """

    words: tuple[str, ...]
    clause: tuple[int, ...]

    @classmethod
    def of(cls, message: str) -> Text:
        """Read a message."""
        words: list[str] = []
        clause: list[int] = []
        for number, part in enumerate(clauses_of(message)):
            found = words_of(part)
            words += found
            clause += [number] * len(found)
        return cls(tuple(words), tuple(clause))

    @cached_property
    def known(self) -> frozenset[str]:
        """Its words, each once."""
        return frozenset(self.words)

    def without(self, places: Collection[int]) -> Text:
        """It, with some words out of sight."""
        if not places:
            return self
        words = list(self.words)
        for place in places:
            words[place] = ""
        return Text(tuple(words), self.clause)

    def starts(self, place: int) -> bool:
        """Whether a clause starts at a place."""
        return place == 0 or self.clause[place] != self.clause[place - 1]

    def ends(self, place: int) -> bool:
        """Whether a clause ends before a place."""
        return place == len(self.words) or (place > 0 and self.starts(place))


class Classes:
    """Word classes by their names.

    Args:
        entries: the entries of each.
    """

    def __init__(self, entries: Mapping[str, Iterable[str]]) -> None:
        self._choices = {name: _choices(each) for name, each in entries.items()}

    def element(self, token: str) -> Element:
        """What a word of a phrase stands for."""
        if token in {"*", "^", "$"}:
            return token, {}
        kind = "maybe" if token.endswith("?") else "one"
        token = token.removesuffix("?")
        choices = self._choices[token[1:-1]] if token.startswith("<") else _choices([token])
        return kind, choices


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A phrase.

    Attributes:
        elements: what it is made of.
        first: the words that it may begin with.
        needs: for each element that may not be missing the words that it may begin with.
    """

    elements: tuple[Element, ...]
    first: frozenset[str]
    needs: tuple[frozenset[str], ...]

    @classmethod
    def of(cls, phrase: str, classes: Classes) -> _Phrase:
        elements = tuple(map(classes.element, phrase.split()))
        needs = tuple(frozenset(choices) for kind, choices in elements if kind == "one")
        return cls(elements, frozenset(_first_words(elements)), needs)


class Phrases:
    """Phrases that are looked for together.

    Most of them begin with a word that half of all messages have, so that each is looked up by the
    seldomest of the words that it needs.

    Args:
        phrases: as they are written.
        classes: the word classes that they name.
        counts: how often words are used; one that is not among them is taken for the seldomest.
    """

    def __init__(self, phrases: Iterable[str], classes: Classes, counts: Mapping[str, int]) -> None:
        self._by_word: dict[str, list[tuple[int, _Phrase]]] = {}
        for number, written in enumerate(phrases):
            phrase = _Phrase.of(written, classes)
            for word in min(phrase.needs, key=lambda words: sum(counts.get(w, 0) for w in words)):
                self._by_word.setdefault(word, []).append((number, phrase))

    def telling_words(self) -> Iterable[str]:
        """The words one of which a text has where a phrase stands."""
        return self._by_word.keys()

    def find(self, text: Text) -> Iterator[tuple[int, int]]:
        """Where any of them stands, as (start, end)."""
        phrases = self._possible_in(text.known)
        if not phrases:
            return
        for place, word in enumerate(text.words):
            for phrase in phrases:
                end = _matched(phrase.elements, text, place) if word in phrase.first else None
                if end is not None:
                    yield place, end

    def _possible_in(self, words: frozenset[str]) -> list[_Phrase]:
        """Those whose words are all there, in their order."""
        found = {
            number: phrase
            for word in words & self._by_word.keys()
            for number, phrase in self._by_word[word]
            if not any(map(words.isdisjoint, phrase.needs))
        }
        return [found[number] for number in sorted(found)]


def _choices(entries: Iterable[str]) -> Choices:
    """Entries, which are written as the screen reads text, by their first word."""
    choices: dict[str, list[tuple[str, ...]]] = {}
    for entry in entries:
        words = tuple(entry.split())
        choices.setdefault(words[0], []).append(words)
    return choices


def _first_words(elements: Sequence[Element]) -> set[str]:
    """The words that a phrase may begin with."""
    kind, choices = elements[0]
    if kind == "^":
        return _first_words(elements[1:])
    first = set(choices)
    return first | _first_words(elements[1:]) if kind == "maybe" else first


def _matched(elements: Sequence[Element], text: Text, place: int) -> int | None:
    """Where a phrase that begins at a place ends, or None when it does not stand there."""
    if not elements:
        return place
    (kind, choices), rest = elements[0], elements[1:]
    if kind == "*":
        last = min(place + _LONGEST_GAP, len(text.words))
        ends = (_matched(rest, text, at) for at in range(place, last + 1))
        return next((end for end in ends if end is not None), None)
    if kind == "^":
        return _matched(rest, text, place) if text.starts(place) else None
    if kind == "$":
        return _matched(rest, text, place) if text.ends(place) else None
    word = text.words[place] if place < len(text.words) else ""
    for choice in choices.get(word, ()):
        if text.words[place : place + len(choice)] == choice:
            end = _matched(rest, text, place + len(choice))
            if end is not None:
                return end
    return _matched(rest, text, place) if kind == "maybe" else None
