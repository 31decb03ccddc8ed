"""What a question asks that may lean on the subject before it: a pure function of ids.

A message that leans on the subject is read with the subject's name in the place that it leaves
open: "how long does that last" is, after an answer about a visit, "how long does a visit last". So
it is the content that resolves it, and the matcher sees a question like any other.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from chatbot.acts import Act, Lean, Message, asks_the_same, lean_of, with_name
from chatbot.compose import Findings
from chatbot.content import CARD_KINDS, DANGER_KINDS
from chatbot.decide import CLARIFY_AT, Decision, decide
from chatbot.matching import Match
from chatbot.opinion import Opinion
from chatbot.reply import Kind

#: How much the question with the subject's name in it counts; the rest is the question without.
_WEIGHT: Final = {Lean.SUBJECT: 0.7, Lean.OPEN: 0.7, Lean.TURN: 0.4, Lean.PRONOUN: 0.6}
#: How much of the subject itself is believed where its own name brought it in.
_SAME_AGAIN: Final = 0.2
#: How much more it is believed where it is asked of something else too.
_TOO_OF_IT: Final = 1.5
#: How much more what is of the subject's area counts where the reader corrects what was meant.
_SAME_AREA: Final = 6.0
#: How much more what a reader would ask about next counts where a question leans on the subject.
_ASKED_NEXT: Final = 2.0
#: So sure is a question that is clear although it could be said of almost anything.
_SURE_ALONE: Final = 0.7
#: ... and so sure where it would be one on another topic of the subject's area.
_SURE_SAME_AREA: Final = 0.98
#: So sure is a correction of the subject itself: one topic may be of both ("not the VA, Tricare").
_SURE_SUBJECT: Final = 0.8
#: How much the whole message counts beside its core, the question in it.
_WHOLE: Final = 0.3
#: A question that is clear alone is one on the subject where that is likelier than not.
_EVEN: Final = 0.5
#: How many times as likely as the next one an intent stands out.
_AHEAD: Final = 1.5
#: So many of the best matches are looked at.
LOOKED_AT: Final = 8
_UNCLEAR: Final = frozenset({Kind.CLARIFY, Kind.NONE})


@dataclass(frozen=True, slots=True)
class Known:
    """What a conversation needs to know of its bot.

    Attributes:
        match: what the matcher says of the texts of this message.
        kinds: the id of an intent to its kind.
        names: the id of an intent to what "that" means after it.
        reasons: the id of an intent to the intent that says why.
        related: the id of an intent to those that a reader would ask about next.
        ours: words that name what the pack is about.
        messages: the names of the sentences that the pack has.
    """

    match: Opinion
    kinds: Mapping[str, str]
    names: Mapping[str, str]
    reasons: Mapping[str, str]
    related: Mapping[str, Sequence[str]]
    ours: frozenset[str] = frozenset()
    messages: Collection[str] = ()


def resolve(findings: Findings, message: Message, subject: str, known: Known) -> Findings:
    """Read a question that may lean on a subject.

    A question that is complete is left as it stands.

    Args:
        findings: what was found for the message by itself.
        message: the message as it was read.
        subject: the id of the intent that was answered before, "" for none.
        known: what the bot knows.

    Returns:
        The findings to go on with.
    """
    lean = Lean.SUBJECT if asks_the_same(message) else lean_of(message)
    if lean is Lean.NOT or _is_of_two(findings):
        return findings
    found = _alone(findings, message, subject, known)
    name = known.names.get(subject)
    if name is None or _is_clear(found.decision, lean, subject):
        return found
    named = _read_beside(message)(subject, known.match(with_name(message.core, name), LOOKED_AT))
    safe = [each for each in named if known.kinds[each.intent] not in CARD_KINDS]
    blended = _likely_next(subject, _blend(found.matches, safe, _WEIGHT[lean]), known)
    both = _settled(_decided(found, blended, known), known)
    return found if lean is not Lean.SUBJECT and _says_less(both.decision, found.decision) else both


def _says_less(both: Decision, alone: Decision) -> bool:
    """Whether a question says less with its subject than alone, so that it is no question on it."""
    if alone.kind in _UNCLEAR:
        return both.kind is Kind.NONE
    return both.kind in _UNCLEAR or both.confidence < _EVEN


def _is_of_two(findings: Findings) -> bool:
    """Whether it asks two things or more, each clear by itself."""
    return findings.decision.kind not in _UNCLEAR and len(findings.decision.intents) > 1


def answered_with(
    findings: Findings, intents: tuple[str, ...], rule: str, known: Known
) -> Findings:
    """What was found for a message, answered with some intents.

    Args:
        findings: what was found.
        intents: the ids of the answers, the first of which gives the kind.
        rule: why, in plain words.
        known: what the bot knows.
    """
    decision = Decision(Kind(known.kinds[intents[0]]), intents, 1.0, rule)
    return replace(findings, decision=decision, rest=())


def _is_clear(decision: Decision, lean: Lean, subject: str) -> bool:
    """Whether a question is clear without the subject.

    One that lacks what it is about never is; what could be said of almost anything has to be surer
    than others, and is hardly about another topic of the same area ("does it go away" is asked of
    dizziness too, but not after an answer on the bladder).
    """
    if decision.kind is Kind.ILLICIT:
        return True
    if lean in {Lean.SUBJECT, Lean.OPEN} or decision.kind in _UNCLEAR:
        return False
    if decision.kind is Kind.CHAT:  # small talk is not said of anything, and leads over to nothing
        return lean is Lean.PRONOUN
    if lean is not Lean.PRONOUN:
        return True
    intent = decision.intents[0]
    same_area = intent != subject and _area(intent) == _area(subject)
    return decision.confidence >= (_SURE_SAME_AREA if same_area else _SURE_ALONE)


def _area(intent: str) -> str:
    return intent.partition(".")[0]


def _settled(found: Findings, known: Known) -> Findings:
    """Two readings as one are less sure than each: what stands out well enough is answered."""
    if found.decision.kind is not Kind.CLARIFY:
        return found
    best, second = found.matches[0], (found.matches[1].confidence if found.matches[1:] else 0.0)
    if best.confidence < max(CLARIFY_AT, _AHEAD * second):
        return found
    kind = Kind(known.kinds[best.intent])
    decision = Decision(kind, (best.intent,), best.confidence, "the subject before it settles it")
    return found if kind in DANGER_KINDS else replace(found, decision=decision)


def _alone(findings: Findings, message: Message, subject: str, known: Known) -> Findings:
    """What is found without the subject; words that only lead over to the question count less."""
    core = known.match(message.core, LOOKED_AT)
    if message.core == message.text:
        return replace(findings, matches=tuple(core))
    if message.act is Act.CORRECT:
        same = core[0].intent == subject and core[0].confidence >= _SURE_SUBJECT if core else False
        return _decided(findings, core if same else _sorted(_nearer(subject, core)), known)
    whole = known.match(findings.question, LOOKED_AT)
    found = _decided(findings, _blend(whole, core, 1 - _WHOLE), known)
    unclear = found.decision.kind in _UNCLEAR
    return findings if unclear and findings.decision.kind not in _UNCLEAR else found


def _decided(findings: Findings, matches: tuple[Match, ...], known: Known) -> Findings:
    return replace(findings, matches=matches, decision=decide(None, matches, known.kinds))


def _beside(subject: str, matches: Sequence[Match]) -> list[Match]:
    """What a question with the subject's name in it asks, the name itself set aside.

    The name alone makes the subject likely. Of that a part is taken away and given to the others.
    """
    return _weighed(matches, lambda intent: _SAME_AGAIN if intent == subject else 1.0)


def _read_beside(message: Message) -> Callable[[str, Sequence[Match]], list[Match]]:
    """How a question with the subject's name in it is read."""
    if message.act is Act.CORRECT:
        return _nearer
    return _again if asks_the_same(message) else _beside


def _again(subject: str, matches: Sequence[Match]) -> list[Match]:
    """What a question asks of something else that was asked of the subject: it may be the same."""
    return _weighed(matches, lambda intent: _TOO_OF_IT if intent == subject else 1.0)


def _nearer(subject: str, matches: Sequence[Match]) -> list[Match]:
    """What a correction means: rather something of the same area, and never the same again."""
    area = _area(subject)

    def weight(intent: str) -> float:
        if intent == subject:
            return 0.0
        return _SAME_AREA if _area(intent) == area else 1.0

    return _weighed(matches, weight)


def _likely_next(subject: str, matches: Sequence[Match], known: Known) -> tuple[Match, ...]:
    """Readings of a question that leans on a subject: what is related to it is likelier.

    A card is not: it keeps its share, and takes none of the others'.
    """
    cards = [match for match in matches if known.kinds[match.intent] in CARD_KINDS]
    others = [match for match in matches if known.kinds[match.intent] not in CARD_KINDS]
    related = known.related.get(subject, ())
    likelier = _weighed(others, lambda intent: _ASKED_NEXT if intent in related else 1.0)
    return _sorted([*likelier, *cards])


def _weighed(matches: Sequence[Match], weight: Callable[[str], float]) -> list[Match]:
    """Matches, some of which count more than others; together they are as likely as before."""
    sure = [match.confidence * weight(match.intent) for match in matches]
    scale = sum(match.confidence for match in matches) / (sum(sure) or 1.0)
    both = zip(matches, sure, strict=True)
    return [replace(match, confidence=min(each * scale, 1.0)) for match, each in both]


def _blend(first: Sequence[Match], second: Sequence[Match], weight: float) -> tuple[Match, ...]:
    """Two readings as one, the second with this weight."""
    explained = sorted((*first, *second), key=lambda match: bool(match.example))
    found = {match.intent: match for match in explained}  # the last one with a name stays
    sure = {match.intent: 0.0 for match in (*first, *second)}
    for matches, share in ((first, 1 - weight), (second, weight)):
        for match in matches:
            sure[match.intent] += share * match.confidence
    return _sorted(replace(found[each], confidence=sure[each]) for each in sure)


def _sorted(matches: Iterable[Match]) -> tuple[Match, ...]:
    """Matches with rounded confidences, best first."""
    rounded = [replace(match, confidence=round(match.confidence, 4)) for match in matches]
    return tuple(sorted(rounded, key=lambda match: (-match.confidence, match.intent)))
