"""From what was recognised and matched to what is done about it: one small table of rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from chatbot.matching import Match
from chatbot.reply import Kind
from chatbot.sight import Alarm

#: The best intent is taken for right from here on.
ANSWER_AT: Final = 0.46
#: A choice is offered when the right intent is likely to be among the first three.
CLARIFY_AT: Final = 0.35
#: What is less likely than this is not offered.
OFFER_AT: Final = 0.04
#: Danger that the matcher alone thinks of is set aside where it is less likely than this.
UNLIKELY: Final = 0.5
MOST_OFFERED: Final = 3
#: Stands before the name of a rule of the screen.
SCREEN: Final = "screen: "

_DANGER: Final = frozenset({"crisis", "emergency"})


@dataclass(frozen=True, slots=True)
class Decision:
    """What to do about a message.

    Attributes:
        kind: the kind of reply.
        intents: the ids to answer; for clarify those to offer.
        confidence: the probability, 0 to 1, that this is right.
        rule: which rule decided, in plain words.
    """

    kind: Kind
    intents: tuple[str, ...]
    confidence: float
    rule: str


def decide(alarm: Alarm | None, matches: Sequence[Match], kinds: Mapping[str, str]) -> Decision:
    """Decide what to do about a message. The rules stand in the order of their rank.

    Args:
        alarm: what the screen recognised, if anything.
        matches: what the matcher found, best first.
        kinds: the id of an intent to its kind.

    Returns:
        The decision.
    """
    if alarm is not None:
        return Decision(Kind(kinds[alarm.intent]), (alarm.intent,), 1.0, SCREEN + alarm.rule)
    matches = _without_danger(matches, kinds)
    if not matches:
        return Decision(Kind.NONE, (), 1.0, "nothing in it is known")
    best = matches[0]
    kind = kinds[best.intent]
    if best.confidence >= ANSWER_AT:
        return Decision(Kind(kind), (best.intent,), best.confidence, "sure enough to answer")
    offered = matches[:MOST_OFFERED]
    likely = sum(match.confidence for match in offered)
    if likely >= CLARIFY_AT:
        chosen = [m.intent for m in offered if m.confidence >= OFFER_AT]
        return Decision(Kind.CLARIFY, tuple(chosen), likely, "one of several is likely")
    return Decision(Kind.NONE, (), 1 - likely, "nothing is likely")


def _without_danger(matches: Sequence[Match], kinds: Mapping[str, str]) -> list[Match]:
    """How likely each topic is, given that it is no danger.

    Danger is for the screen to see: it learned from the same utterances, from many calm ones that
    sound alike, and from what the matcher does not know. Where the matcher by itself thinks of
    danger first, or would rather think of it, the others gain nothing by that.
    """
    danger = sum(match.confidence for match in matches if kinds[match.intent] in _DANGER)
    first = bool(matches) and kinds[matches[0].intent] in _DANGER
    calm = [match for match in matches if kinds[match.intent] not in _DANGER]
    if not 0 < danger < UNLIKELY or first:
        return calm
    scale = 1 / (1 - danger)
    return [replace(match, confidence=min(match.confidence * scale, 1.0)) for match in calm]
