"""What two readers see in a message: one that learned from the pack, one that was taught before.

The detector learned at the first start from the utterances of the pack; it is quick, and knows an
editor's newest line. The network was taught once, before the program was shipped; it is slow, and
knows how words stand to each other. Both are asked: what they think together is the mean of their
log-odds, weighted (a logarithmic opinion pool, Genest and Zidek 1986). Most messages are plainly
calm: the network glances at each first, and what is calm at a glance neither of them looks at,
unless a rule has fired. Nor does the network read what its glance and the detector together find
calm.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import exp, log
from typing import Final, TypeVar

from chatbot.matching import Detection, Detector
from chatbot.network import NetworkError, Reader, Reading

Answer = TypeVar("Answer")
BY_EXAMPLES: Final = "close to what people in danger say"
#: What the network gives less than this at a glance is calm: unless a rule has fired, it is left.
WORTH_A_LOOK: Final = 0.03
#: The network reads where a rule has fired, or where its glance and the detector (of the loudest
#: part) together give this much, each counting as much as the other.
WORTH_READING: Final = 0.04
#: So many parts besides the whole are read, the loudest of those of three words and more.
_MOST_PARTS: Final = 3
#: How much the network counts; the rest is the detector's.
NETWORK_SHARE: Final = 0.85
#: What both think together of the whole is an alarm from here on ...
ALARM_AT: Final = 0.3
#: ... and so is a part that leaves little doubt ...
PART_AT: Final = 0.95
#: ... or a rule, unless they give the whole less than this: it takes back what its part says. Not
#: where a rule has fired and a part leaves little doubt.
CALM_BELOW: Final = 0.15
#: What a glance gives that was not taken.
_UNKNOWN: Final = 0.5
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

    @property
    def is_by_examples(self) -> bool:
        """Whether no rule recognised it, but the readers alone."""
        return self.rule == BY_EXAMPLES


@dataclass(frozen=True, slots=True)
class View:
    """What both readers think of a message or a part of one.

    Attributes:
        kind: the likeliest kind of danger, the id of an intent.
        probability: that it is danger at all, 0 to 1.
        words: the message or part.
        is_whole: whether it is the message.
        is_cut: whether it is longer than the network reads.
    """

    kind: str
    probability: float
    words: str
    is_whole: bool
    is_cut: bool = False

    @property
    def is_alarm(self) -> bool:
        """Whether it says so by itself: the message, or a part that leaves little doubt."""
        return self.probability >= (ALARM_AT if self.is_whole else PART_AT)

    @property
    def takes_back(self) -> bool:
        """Whether it is a message, read to its end, that makes nothing of what its parts say."""
        return self.is_whole and not self.is_cut and self.probability < CALM_BELOW


@dataclass(frozen=True, slots=True)
class Sight:
    """What both readers think of a message.

    Attributes:
        views: of the whole and of its loudest parts; none of what is calm beyond doubt.
    """

    views: tuple[View, ...]

    @property
    def alarm(self) -> Alarm | None:
        """What the whole, or a part that leaves little doubt, says by itself."""
        heard = [view for view in self.views if view.is_alarm]
        if not heard:
            return None
        loudest = max(heard, key=lambda view: view.probability)
        return Alarm(loudest.kind, BY_EXAMPLES, loudest.words)

    @property
    def sure_kind(self) -> str:
        """The kind of danger that a message which leaves little doubt is of as a whole; else ""."""
        sure = [view for view in self.views if view.is_whole and view.probability >= PART_AT]
        return max(sure, key=lambda view: view.probability).kind if sure else ""

    @property
    def may_be_danger(self) -> bool:
        """Whether the message does not take back what a rule says, or a part leaves little doubt.

        Of one that was not read, or not to its end, it is not known.
        """
        wholes = [view for view in self.views if view.is_whole]
        parts = [view.probability for view in self.views if not view.is_whole]
        taken_back = wholes and all(view.takes_back for view in wholes)
        return not taken_back or max(parts, default=0) >= PART_AT


#: A look that is going on: it asks for readings of texts, is given them (none where there is no
#: network), and ends with what was seen.
Look = Generator[Sequence[str], Sequence[Reading], Sight]


def look_at(
    texts: Iterable[str], detector: Detector, network: Reader | None, *, suspected: bool
) -> Look:
    """Begin to look at a message with both readers; `sights_of` leads the look to its end.

    Args:
        texts: the message, as it was typed and without disguises.
        detector: what learned from the pack.
        network: what was taught before; None to go by the detector alone.
        suspected: whether a rule has fired, so that a glance is not enough.
    """
    texts = tuple(texts)
    glance = _UNKNOWN if suspected else _glance_at(texts, detector, network)
    if glance < WORTH_A_LOOK:
        return Sight(())
    memory: dict[str, str] = {}
    views: list[View] = []
    for text in texts:
        looks = detector.look(text, memory)
        loudest = max((look.probability for look in looks), default=0.0)
        if suspected or _pooled(glance, loudest, share=0.5) >= WORTH_READING:
            views += yield from _views_of(looks, suspected=suspected)
    return Sight(tuple(views))


def sights_of(looks: Sequence[Look], detector: Detector, network: Reader | None) -> list[Sight]:
    """Lead looks to their end. What they ask for at a time is read together.

    Args:
        looks: looks that were begun.
        detector: what learned from the pack.
        network: what was taught before; None to go by the detector alone.

    Returns:
        What both readers think of each message.
    """
    sights: dict[int, Sight] = {}
    wanted = _next_of(looks, dict.fromkeys(range(len(looks))), sights)
    while wanted:
        read = _readings_of(list(wanted.values()), detector, network)
        wanted = _next_of(looks, dict(zip(wanted, read, strict=True)), sights)
    return [sights[number] for number in range(len(looks))]


def _next_of(
    looks: Sequence[Look],
    given: Mapping[int, Sequence[Reading] | None],
    sights: dict[int, Sight],
) -> dict[int, Sequence[str]]:
    """What looks ask for when they were given readings; those that end leave what they saw."""
    wanted = {}
    for number, readings in given.items():
        try:
            look = looks[number]
            wanted[number] = next(look) if readings is None else look.send(readings)
        except StopIteration as end:
            sights[number] = end.value
    return wanted


def _views_of(
    looks: list[Detection], *, suspected: bool
) -> Generator[Sequence[str], Sequence[Reading], list[View]]:
    """Of the whole; and of its loudest parts, where the whole leaves room for what they say."""
    looks = sorted(looks, key=lambda look: (look.part != "whole", -look.probability))
    whole = yield from _seen([look for look in looks if look.part == "whole"])
    if any(_is_settled(view, suspected=suspected) for view in whole):
        return whole
    parts = [look for look in looks if look.part != "whole" and len(look.words.split()) > 2]
    seen = yield from _seen(parts[:_MOST_PARTS])
    return [*whole, *seen]


def _seen(
    looks: Sequence[Detection],
) -> Generator[Sequence[str], Sequence[Reading], list[View]]:
    """What both readers think of a message or of some of its parts."""
    found = (yield [look.words for look in looks]) if looks else ()
    readings: Sequence[Reading | None] = found or [None] * len(looks)
    return [_view_of(look, reading) for look, reading in zip(looks, readings, strict=False)]


def _is_settled(whole: View, *, suspected: bool) -> bool:
    """Whether no part can change what the whole says.

    It may be an alarm by itself. A rule stands wherever the whole does not object; without one a
    whole that objects takes back what its parts say.
    """
    return whole.is_alarm or (not whole.takes_back if suspected else whole.takes_back)


def _readings_of(
    messages: Sequence[Sequence[str]], detector: Detector, network: Reader | None
) -> Sequence[Sequence[Reading]]:
    """What the network says of the texts of messages; nothing where there is none to ask."""
    read = _asked(network, detector, lambda asked: asked.read_all(messages))
    return read or [()] * len(messages)


def _glance_at(texts: Sequence[str], detector: Detector, network: Reader | None) -> float:
    """How likely danger the network finds a message at a glance, if there is one to ask."""
    seen = _asked(network, detector, lambda asked: max(map(asked.glance, texts), default=0.0))
    return _UNKNOWN if seen is None else seen


def _asked(
    network: Reader | None, detector: Detector, question: Callable[[Reader], Answer]
) -> Answer | None:
    """What the network says; None when it does not fit the pack, or cannot be read."""
    if network is None or not set(network.kinds) <= set(detector.kinds):
        return None
    try:
        return question(network)
    except NetworkError:
        return None  # rules and detector go on without


def _view_of(look: Detection, reading: Reading | None) -> View:
    is_whole = look.part == "whole"
    if reading is None:
        return View(look.kind, look.probability, look.words, is_whole)
    both = _pooled(reading.probability, look.probability, NETWORK_SHARE)
    return View(reading.kind, both, look.words, is_whole, reading.is_cut)


def _pooled(first: float, second: float, share: float) -> float:
    """What two think together: the mean of their log-odds, with the share of the first."""
    odds = share * _log_odds(first) + (1 - share) * _log_odds(second)
    return 1 / (1 + exp(-odds))


def _log_odds(probability: float) -> float:
    bounded = min(max(probability, _SUREST), 1 - _SUREST)
    return log(bounded / (1 - bounded))
