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
from functools import cache, cached_property
from typing import Final

from chatbot.content.model import Rule, ScreenRules
from chatbot.disguise import unmasked
from chatbot.matching import Detection, Detector, Match
from chatbot.matching.text import LONGEST_TEXT, clauses_of, words_of

_LONGEST_GAP: Final = 3
#: A word that so many utterances have may be shown as what was recognised.
COMMON: Final = 3
_BY_EXAMPLES: Final = "close to what people in danger say"
#: A message is taken for a cry for help when the detector gives it this probability ...
SUSPECT_AT: Final = 0.05
#: ... and the matcher, which knows all that is asked, thinks of danger first, and gives all dangers
#: together this much ...
AGREED_AT: Final = 0.50
#: ... or with less of the one and more of the other ...
HINTED_AT: Final = 0.01
INSISTED_AT: Final = 0.80
#: ... or with much of the one and a little of the other ...
LIKELY_AT: Final = 0.80
POSSIBLE_AT: Final = 0.20
#: ... or with next to all of the one, and the matcher not even so sure of anything else.
CERTAIN_AT: Final = 0.97
UNSURE_BELOW: Final = 0.30
#: What the whole, one sentence or one clause of it says is believed from here on ...
ALARM_AT: Final = {"whole": 0.99, "sentence": 0.99, "clause": 0.998}
#: ... unless the matcher is this sure that the message asks something else.
ELSEWHERE_AT: Final = 0.80
#: What detector and matcher agree on about one part by itself is believed as well: the detector
#: gives it this probability, and the matcher, asked about that part, thinks of danger first, and
#: gives all dangers together this much.
PART_AT: Final = 0.50
PART_AGREED_AT: Final = 0.90
_SHORTEST_PART: Final = 3
#: A rule is overruled where the matcher is this sure of something else, and the detector sees next
#: to nothing in the whole (`SUSPECT_AT`), and in every part of it less than this ...
OVERRULED_AT: Final = 0.40
QUIET_PART: Final = 0.50
#: ... or, unless the matcher is this sure of danger, where the detector, which knows denials and
#: old stories, is so sure of the whole that it is calm, and not sure of the contrary in any part.
DANGER_AT: Final = 0.50
CALM_WHOLE: Final = 0.002
LOUD_PART: Final = 0.90

#: The choices of an element, by their first word; and what an element is.
Choices = Mapping[str, Sequence[tuple[str, ...]]]
Element = tuple[str, Choices]


@dataclass(frozen=True, slots=True)
class Alarm:
    """Something that the screen recognised.

    Attributes:
        intent: the id of the intent whose card is to be shown.
        rule: the name of the rule, in plain words.
        words: the words that it was recognised in, "..." for what may name a person.
    """

    intent: str
    rule: str
    words: str


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


class _Sight:
    """What the detector sees in a text, and what the matcher thinks of it.

    Args:
        text: the message, as it was typed or without disguises.
        detector: knows by examples what people in danger say.
        match: the matcher; it is asked only where that can make a difference.
    """

    def __init__(
        self, text: str, detector: Detector, match: Callable[[str], Sequence[Match]]
    ) -> None:
        self._text = text
        self._kinds = detector.kinds
        self._match = match
        self._looks = detector.look(text)
        self._whole = max((x.probability for x in self._looks if x.part == "whole"), default=0.0)

    @cached_property
    def _matches(self) -> Sequence[Match]:
        return self._match(self._text)

    @property
    def _best(self) -> Match | None:
        return next(iter(self._matches), None)

    @cached_property
    def _dangers(self) -> list[Match]:
        """What the matcher thinks of that is danger, the likeliest first."""
        return [match for match in self._matches if match.intent in self._kinds]

    def _is_elsewhere(self, confidence: float) -> bool:
        """Whether the matcher is so sure that the text asks something that is no danger."""
        best = self._best
        return best is not None and best.intent not in self._kinds and best.confidence >= confidence

    def _is_danger(self) -> bool:
        """Whether the matcher is more sure of danger than not."""
        best = self._best
        return best is not None and best.intent in self._kinds and best.confidence >= DANGER_AT

    @property
    def overrules(self) -> bool:
        """Whether it speaks so clearly for something else that no rule is to be believed."""
        loudest = max((look.probability for look in self._looks), default=0.0)
        if self._whole < CALM_WHOLE and loudest < LOUD_PART and not self._is_danger():
            return True
        quiet = self._whole < SUSPECT_AT and loudest < QUIET_PART
        return quiet and self._is_elsewhere(OVERRULED_AT)

    @property
    def alarm(self) -> Alarm | None:
        """What detector and matcher both take for danger, or what a part leaves no doubt about."""
        if self._is_agreed():
            intent = self._dangers[0].intent if self._dangers else self._surest().kind
            return Alarm(intent, _BY_EXAMPLES, self._text.strip())
        sure = any(look.probability >= ALARM_AT[look.part] for look in self._looks)
        if sure and not self._is_elsewhere(ELSEWHERE_AT):
            surest = self._surest()
            return Alarm(surest.kind, _BY_EXAMPLES, surest.words)
        return next(filter(None, map(self._alarm_of_part, self._loud_parts())), None)

    def _loud_parts(self) -> list[Detection]:
        """The parts that may be a cry in a story that is none, the loudest first."""
        loud = [
            look
            for look in self._looks
            if look.part != "whole"
            and look.probability >= PART_AT
            and len(look.words.split()) >= _SHORTEST_PART
        ]
        return sorted(loud, key=lambda look: -look.probability)

    def _alarm_of_part(self, look: Detection) -> Alarm | None:
        """What the matcher says of a part by itself, if that is danger."""
        matches = self._match(look.words)
        dangers = [match for match in matches if match.intent in self._kinds]
        enough = sum(match.confidence for match in dangers) >= PART_AGREED_AT
        if not enough or matches[0] is not dangers[0]:
            return None
        return Alarm(dangers[0].intent, _BY_EXAMPLES, look.words)

    def _is_agreed(self) -> bool:
        if self._whole < HINTED_AT:
            return False
        enough = sum(match.confidence for match in self._dangers)
        first = bool(self._dangers) and self._best is self._dangers[0]
        agreed = enough >= (AGREED_AT if self._whole >= SUSPECT_AT else INSISTED_AT)
        likely = self._whole >= LIKELY_AT and enough >= POSSIBLE_AT
        certain = self._whole >= CERTAIN_AT and not self._is_elsewhere(UNSURE_BELOW)
        return (first and agreed) or likely or certain

    def _surest(self) -> Detection:
        """The part that the detector is surest of, by how sure a part of its size has to be."""
        return max(self._looks, key=lambda look: look.probability - ALARM_AT[look.part])


class Screen:
    """Recognises what must not wait.

    Args:
        rules: the rules and word classes.
        detector: knows by examples what people in danger say; None to go by the rules alone.
    """

    def __init__(self, rules: ScreenRules, detector: Detector | None = None) -> None:
        self._detector = detector
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

    def look(
        self, message: str, match: Callable[[str], Sequence[Match]] = lambda _: ()
    ) -> Alarm | None:
        """Look at a message.

        Args:
            message: as it was typed.
            match: a second opinion on what is suspected: a matcher that knows all that is asked.

        Returns:
            What was recognised, or None.
        """
        message = message[:LONGEST_TEXT]
        plain = unmasked(message)
        texts = list(dict.fromkeys([plain, message]))
        alarm = next(filter(None, map(self._by_rules, texts)), None)
        if self._detector is not None:
            sights = [_Sight(text, self._detector, match) for text in texts]
            seen = filter(None, (sight.alarm for sight in sights))
            if alarm is None or alarm.intent not in self._detector.kinds:
                alarm = next(seen, alarm)  # who is in danger comes first, whatever a rule says
            elif all(sight.overrules for sight in sights):
                alarm = next(seen, None)
        return alarm and replace(alarm, words=self._common(alarm.words))

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
