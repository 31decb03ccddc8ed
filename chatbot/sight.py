"""What a detector sees in a message, and what the matcher, as a second opinion, thinks of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from chatbot.matching import Detection, Detector, Match

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


class Sight:
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
            dangers = (match.intent for match in self._matches if match.intent in self._kinds)
            return Alarm(next(dangers, self._surest().kind), _BY_EXAMPLES, self._text.strip())
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
        if self._likeness(matches) < PART_AGREED_AT or not self._is_first(matches):
            return None
        return Alarm(matches[0].intent, _BY_EXAMPLES, look.words)

    def _is_first(self, matches: Sequence[Match]) -> bool:
        """Whether the matcher thinks of danger first."""
        return bool(matches) and matches[0].intent in self._kinds

    def _likeness(self, matches: Sequence[Match]) -> float:
        """How much the matcher gives all dangers together."""
        return sum(match.confidence for match in matches if match.intent in self._kinds)

    def _is_agreed(self) -> bool:
        if self._whole < HINTED_AT:
            return False
        enough = self._likeness(self._matches)
        agreed = enough >= (AGREED_AT if self._whole >= SUSPECT_AT else INSISTED_AT)
        likely = self._whole >= LIKELY_AT and enough >= POSSIBLE_AT
        certain = self._whole >= CERTAIN_AT and not self._is_elsewhere(UNSURE_BELOW)
        return (agreed and self._is_first(self._matches)) or likely or certain

    def _surest(self) -> Detection:
        """The part that the detector is surest of, by how sure a part of its size has to be."""
        return max(self._looks, key=lambda look: look.probability - ALARM_AT[look.part])
