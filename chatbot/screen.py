"""The screen: recognises crisis and emergency before anything else is asked of a message.

Rules are data (`intents/screen.yaml`). A rule has phrases, written in a small language:

    die             the word
    <want>          any entry of the class "want" (an entry may be several words)
    word?           the word or class may be missing
    *               any words, none to three
    ^ and $         the start and the end of a clause

The first rule of the list that fires decides. A rule with `unless` does not fire in a clause in
which one of those phrases stands. A rule without a card takes its words out of sight of the rules
after it: idioms, denials, questions for information.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from chatbot.content.model import Rule, ScreenRules
from chatbot.disguise import unmasked
from chatbot.matching import Detector
from chatbot.matching.text import LONGEST_TEXT, clauses_of, words_of
from chatbot.network import Network
from chatbot.sight import Alarm, sight_of

_LONGEST_GAP: Final = 3
#: A word that so many utterances have may be shown as what was recognised.
COMMON: Final = 3

#: The choices of an element, by their first word; and what an element is.
Choices = Mapping[str, Sequence[tuple[str, ...]]]
Element = tuple[str, Choices]


@dataclass(frozen=True, slots=True)
class _Text:
    """A message as the rules see it.

    Attributes:
        words: the words of all clauses; "" for one that is out of sight.
        clause: for each word the number of its clause.
    """

    words: tuple[str, ...]
    clause: tuple[int, ...]

    def without(self, places: Iterable[int]) -> _Text:
        words = list(self.words)
        for place in places:
            words[place] = ""
        return _Text(tuple(words), self.clause)

    def starts(self, place: int) -> bool:
        return place == 0 or self.clause[place] != self.clause[place - 1]

    def ends(self, place: int) -> bool:
        return place == len(self.words) or (place > 0 and self.starts(place))


class _Phrases:
    """Phrases that are looked for together, by the words that they may begin with."""

    def __init__(self, phrases: Iterable[str], element: Callable[[str], Element]) -> None:
        self._by_first: dict[str, list[tuple[Element, ...]]] = {}
        for phrase in phrases:
            elements = tuple(map(element, phrase.split()))
            for first in _first_words(elements):
                self._by_first.setdefault(first, []).append(elements)

    def first_words(self) -> Iterable[str]:
        """The words that a phrase may begin with."""
        return self._by_first.keys()

    def find(self, text: _Text) -> Iterator[tuple[int, int]]:
        """Where any of them stands, as (start, end)."""
        for place, word in enumerate(text.words):
            for elements in self._by_first.get(word, ()):
                end = _matched(elements, text, place)
                if end is not None:
                    yield place, end


@dataclass(frozen=True, slots=True)
class _Compiled:
    rule: Rule
    phrases: _Phrases
    unless: _Phrases


class Screen:
    """Recognises what must not wait.

    Args:
        rules: the rules and word classes.
        detector: knows by examples what people in danger say; None to go by the rules alone.
        network: knows the same in another way; None to do without.
    """

    def __init__(
        self,
        rules: ScreenRules,
        detector: Detector | None = None,
        network: Network | None = None,
    ) -> None:
        self._detector, self._network = detector, network
        classes = {name: _choices(entries) for name, entries in rules.classes.items()}
        element = cache(lambda token: _element(token, classes))
        self._rules = [
            _Compiled(rule, _Phrases(rule.phrases, element), _Phrases(rule.unless, element))
            for rule in rules.rules
        ]
        self._begun_by: dict[str, set[int]] = {}
        for number, compiled in enumerate(self._rules):
            for word in compiled.phrases.first_words():
                self._begun_by.setdefault(word, set()).add(number)

    def look(self, message: str) -> Alarm | None:
        """Look at a message.

        Args:
            message: as it was typed.

        Returns:
            What was recognised, or None.
        """
        message = message[:LONGEST_TEXT]
        texts = list(dict.fromkeys([unmasked(message), message]))
        ruled = next(filter(None, map(self._by_rules, texts)), None)
        alarm = ruled if self._detector is None else self._judged(ruled, texts, self._detector)
        return alarm and replace(alarm, words=self._common(alarm.words))

    def _judged(
        self, ruled: Alarm | None, texts: Sequence[str], detector: Detector
    ) -> Alarm | None:
        """What rules and readers say together. Who is in danger comes first."""
        is_danger = ruled is not None and ruled.intent in detector.kinds
        sight = sight_of(texts, detector, self._network, suspected=is_danger)
        if is_danger:
            return ruled if sight.may_be_danger else None
        return sight.alarm or ruled

    def _common(self, text: str) -> str:
        """Those words of a text that many people use: a name, a number, an address is not repeated.

        Without a detector there is nothing to tell them by, and none is shown.
        """
        counts = self._detector.model.language.counts if self._detector is not None else {}
        return " ".join(
            word if word.isalpha() and counts.get(word, 0) >= COMMON else "..."
            for word in words_of(text)
        )

    def _by_rules(self, message: str) -> Alarm | None:
        text = self._read(message)
        begun = set[int]().union(*(self._begun_by.get(word, ()) for word in text.words))
        for compiled in (self._rules[number] for number in sorted(begun)):
            found = list(self._fired(compiled, text))
            if found and compiled.rule.intent is not None:
                start, end = found[0]
                words = " ".join(word for word in text.words[start:end] if word)
                return Alarm(compiled.rule.intent, compiled.rule.name, words)
            text = text.without(place for start, end in found for place in range(start, end))
        return None

    def _fired(self, compiled: _Compiled, text: _Text) -> Iterator[tuple[int, int]]:
        found = list(compiled.phrases.find(text))
        quiet = {text.clause[start] for start, _ in compiled.unless.find(text)} if found else set()
        for start, end in found:
            if text.clause[start] not in quiet:
                yield start, end

    def _read(self, message: str) -> _Text:
        words: list[str] = []
        clause: list[int] = []
        for number, part in enumerate(clauses_of(message)):
            found = words_of(part)
            words += found
            clause += [number] * len(found)
        return _Text(tuple(words), tuple(clause))


def _element(token: str, classes: Mapping[str, Choices]) -> Element:
    if token in {"*", "^", "$"}:
        return token, {}
    kind = "maybe" if token.endswith("?") else "one"
    token = token.removesuffix("?")
    return kind, classes[token[1:-1]] if token.startswith("<") else _choices([token])


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


def _matched(elements: Sequence[Element], text: _Text, place: int) -> int | None:
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
