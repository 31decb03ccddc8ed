"""What two readers see in a message: one that learned from the pack, one that was taught before.

The detector learned at the first start from the utterances of the pack; it is quick, and knows an
editor's newest line. The network was taught once, before the program was shipped; it is slow, and
knows how words stand to each other. Each errs where the other does not, so that what both think
together, the mean of their log-odds (a logarithmic opinion pool, Genest and Zidek 1986), is better
than either. The network is asked only where there is any reason to.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, log
from typing import Final

from chatbot.matching import Detection, Detector
from chatbot.network import Network, Reading

BY_EXAMPLES: Final = "close to what people in danger say"
#: The network is asked where a rule has fired, or where the detector gives some part this much.
WORTH_READING: Final = 0.003
#: So many parts besides the whole are read, the loudest.
_MOST_PARTS: Final = 6
#: What both think together is an alarm from here on, by what it was said of ...
ALARM_AT: Final[Mapping[str, float]] = {"whole": 0.5, "sentence": 0.7, "clause": 0.8}
#: ... and a rule is believed unless they give the message less than this.
RULE_AT: Final = 0.05
#: No reader is surer than this, so that one alone does not decide.
_SUREST: Final = 0.001


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
class View:
    """What both readers think of one part of a message.

    Attributes:
        kind: the likeliest kind of danger, the id of an intent.
        probability: that it is danger at all, 0 to 1.
        words: the part.
        part: "whole", "sentence" or "clause".
    """

    kind: str
    probability: float
    words: str
    part: str

    @property
    def margin(self) -> float:
        """How far it is above what an alarm takes, or, less than nought, below."""
        return self.probability - ALARM_AT[self.part]

    @property
    def alarm(self) -> Alarm:
        """The view as an alarm."""
        return Alarm(self.kind, BY_EXAMPLES, self.words)


def views_of(
    text: str, detector: Detector, network: Network | None, *, suspected: bool
) -> list[View]:
    """Look at a text with both readers.

    Args:
        text: a message.
        detector: what learned from the pack.
        network: what was taught before; None to go by the detector alone.
        suspected: whether there is another reason to ask the network.

    Returns:
        What they think of the whole and of its loudest parts.
    """
    looks = sorted(detector.look(text), key=lambda look: (look.part != "whole", -look.probability))
    if not suspected and all(look.probability < WORTH_READING for look in looks):
        return []
    looks = looks[: 1 + _MOST_PARTS]
    readings = _readings_of([look.words for look in looks], detector, network)
    if not readings:
        return [View(look.kind, look.probability, look.words, look.part) for look in looks]
    return [_view_of(look, reading) for look, reading in zip(looks, readings, strict=False)]


def _readings_of(
    texts: Sequence[str], detector: Detector, network: Network | None
) -> list[Reading]:
    """What the network says; nothing when it does not fit the pack, or cannot be read."""
    if network is None or not set(network.kinds) <= set(detector.kinds):
        return []
    try:
        return network.read(texts)
    except (OSError, ValueError, KeyError):
        return []  # the numbers on disk are gone or damaged: rules and detector go on without


def _view_of(look: Detection, reading: Reading) -> View:
    pooled = (_log_odds(look.probability) + _log_odds(reading.probability)) / 2
    kind = reading.kind if reading.probability >= look.probability else look.kind
    return View(kind, 1 / (1 + exp(-pooled)), look.words, look.part)


def _log_odds(probability: float) -> float:
    bounded = min(max(probability, _SUREST), 1 - _SUREST)
    return log(bounded / (1 - bounded))
