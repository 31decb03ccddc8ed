"""What a message means after the ones before it: pure functions of a small state.

A message that leans on the subject is read with the subject's name in the place that it leaves
open: "how long does that last" is, after an answer about a visit, "how long does a visit last". So
it is the content that resolves it, and the matcher sees a question like any other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from chatbot.acts import Act, Lean, Message, lean_of, read, with_name
from chatbot.compose import ALONE, Findings, Frame
from chatbot.content import CARD_KINDS
from chatbot.decide import CLARIFY_AT, MOST_OFFERED, Decision, decide
from chatbot.matching import Match
from chatbot.opinion import Opinion
from chatbot.reply import Kind, Reply
from chatbot.state import GENTLE_TURNS, State

#: How much the question with the subject's name in it counts; the rest is the question without.
_WEIGHT: Final = {Lean.SUBJECT: 0.7, Lean.TURN: 0.4, Lean.PRONOUN: 0.5}
#: How much of the subject itself is believed where its own name brought it in.
_SAME_AGAIN: Final = 0.2
#: How much more what is of the subject's area counts where the reader corrects what was meant.
_SAME_AREA: Final = 3.0
#: So sure is a question that is clear although it could be said of almost anything.
_SURE_ALONE: Final = 0.7
#: How much the whole message counts beside its core, the question in it.
_WHOLE: Final = 0.3
#: How many times as likely as the next one an intent stands out.
_AHEAD: Final = 1.5
_LOOKED_AT: Final = 8
#: So many turns after a card, even what could be one of several topics is met with help.
_SHORTLY: Final = 2
_DANGER: Final = frozenset({Kind.CRISIS, Kind.EMERGENCY})
_UNCLEAR: Final = frozenset({Kind.CLARIFY, Kind.NONE})

#: What is to be said, and what is put around it.
Turn = tuple[Findings, Frame]


@dataclass(frozen=True, slots=True)
class Known:
    """What a conversation needs to know of its bot.

    Attributes:
        match: what the matcher says of the texts of this message.
        kinds: the id of an intent to its kind.
        names: the id of an intent to what "that" means after it.
        reasons: the id of an intent to the intent that says why.
        related: the id of an intent to those that a reader would ask about next.
    """

    match: Opinion
    kinds: Mapping[str, str]
    names: Mapping[str, str]
    reasons: Mapping[str, str]
    related: Mapping[str, Sequence[str]]


def after(state: State, reply: Reply) -> State:
    """The state after a reply."""
    offered = tuple(each.intent for each in reply.suggestions)
    asking = ("clarify" if reply.kind is Kind.CLARIFY else "list") if reply.choices else ""
    gentle = max(state.gentle - 1, 0)
    calmer = replace(state, gentle=gentle, card=state.card if gentle else "")
    if reply.kind in _DANGER:
        return State(card=reply.intents[0], gentle=GENTLE_TURNS)
    if reply.kind is Kind.ILLICIT:
        return State(card=calmer.card, gentle=gentle)
    if reply.kind in {Kind.ANSWER, Kind.REFER}:
        return replace(calmer, subject=reply.intents[-1], offered=offered, asking=asking)
    if reply.kind is Kind.CHAT and not asking:
        return replace(calmer, asking="")
    return replace(calmer, offered=offered, asking=asking)


def turn(findings: Findings, state: State, known: Known) -> Turn:
    """Read a message in the light of the state.

    Args:
        findings: what was found for the message by itself.
        state: where the conversation stands.
        known: what the bot knows.

    Returns:
        What to say and what to put around it. Danger is never read in any other light.
    """
    if findings.alarm or findings.decision.kind in _DANGER:
        crisis_before = known.kinds.get(state.card) == Kind.CRISIS
        other = crisis_before and findings.decision.kind is Kind.EMERGENCY
        return findings, Frame(after=("line",)) if other else ALONE
    message = read(findings.question)
    if message.act is Act.ASK:
        message = read(_spelt(findings.question, findings.matches))
    steered = _STEERING.get(message.act, _ask)(findings, message, state, known)
    found, frame = steered or _ask(findings, message, state, known)
    if state.gentle and found.decision.kind not in _DANGER:
        return _gently(found, frame, state, known)
    return found, frame


def _spelt(text: str, matches: Sequence[Match]) -> str:
    """A message with its misspelt words as the matcher took them: small words steer a talk."""
    repaired = dict(matches[0].evidence.repaired) if matches else {}
    return re.sub(r"\w+", lambda word: repaired.get(word[0].lower(), word[0]), text)


def _told(findings: Findings, intents: tuple[str, ...], rule: str, known: Known) -> Findings:
    decision = Decision(Kind(known.kinds[intents[0]]), intents, 1.0, rule)
    return replace(findings, decision=decision, rest=())


def _said(findings: Findings, kind: Kind, rule: str, offered: tuple[str, ...] = ()) -> Findings:
    return replace(findings, decision=Decision(kind, offered, 1.0, rule), rest=())


def _choose(findings: Findings, message: Message, state: State, known: Known) -> Turn | None:
    last = message.number < 0
    number = len(state.offered) if last else message.number
    if 0 < number <= len(state.offered):
        chosen = (state.offered[number - 1],)
        return _told(findings, chosen, "chosen from what was offered", known), ALONE
    if state.offered:
        offered = state.offered
        said = _said(findings, Kind.CLARIFY, "a number that was not offered", offered)
        return said, Frame(instead=("no_such_choice",), offered=offered)
    return _without_subject(findings)


def _both(findings: Findings, _: Message, state: State, known: Known) -> Turn | None:
    if not state.asking:
        return None
    chosen = state.offered[:2]
    return _told(findings, chosen, "chosen from what was offered", known), ALONE


def _yes(findings: Findings, message: Message, state: State, known: Known) -> Turn | None:
    if not state.asking:
        return _acknowledge(findings, message, state, known)
    chosen = state.offered[:1]
    return _told(findings, chosen, "agreed to what was offered first", known), ALONE


def _no(findings: Findings, message: Message, state: State, known: Known) -> Turn | None:
    if state.asking != "clarify":
        return _acknowledge(findings, message, state, known)
    nearby = [other for each in state.offered for other in known.related.get(each, ())]
    offered = _choices(nearby, state, known)
    said = _said(findings, Kind.CLARIFY, "none of what was offered", offered)
    return said, Frame(instead=("neither",), offered=offered)


def _acknowledge(findings: Findings, _: Message, state: State, __: Known) -> Turn:
    said = _said(findings, Kind.CHAT, "a word in between")
    return said, Frame(instead=("go_on",), offered=state.offered)


def _more(findings: Findings, _: Message, state: State, known: Known) -> Turn:
    if not state.subject:
        return _without_subject(findings)
    told = _told(findings, (state.subject,), "asked for more", known)
    related = known.related.get(state.subject, ())
    return told, Frame(after=("more_related",) if related else ("no_more",), more=True)


def _why(findings: Findings, _: Message, state: State, known: Known) -> Turn:
    if not state.subject:
        return _without_subject(findings)
    reason = known.reasons.get(state.subject)
    told = _told(findings, (reason or state.subject,), "asked for the reasons", known)
    return told, Frame(before=("why",) if reason else ("why_here",))


def _verdict(findings: Findings, _: Message, state: State, known: Known) -> Turn | None:
    """Asked for a yes or no: the same again, for it is the answer, or says who can decide."""
    if not state.subject or state.asking == "clarify":
        return None
    return _told(findings, (state.subject,), "asked for a yes or no", known), ALONE


def _without_subject(findings: Findings) -> Turn:
    return _said(findings, Kind.NONE, "leans on nothing"), Frame(instead=("no_subject",))


def _ask(findings: Findings, message: Message, state: State, known: Known) -> Turn:
    """A question, complete or not. What cannot be told is asked back, but not twice alike."""
    found = resolve(findings, message, state.subject, known)
    if found.decision.kind is not Kind.CLARIFY:
        return found, ALONE
    if state.asking != "clarify":
        return found, ALONE
    chosen = [each for each in found.decision.intents if each in state.offered]
    if len(chosen) == 1:
        return _told(found, (chosen[0],), "the one of the offered that it fits", known), ALONE
    wider = [match.intent for match in known.match(message.core, _LOOKED_AT)]
    offered = _choices([*wider, *found.decision.intents], state, known)
    said = _said(found, Kind.CLARIFY, "not clear for the second time", offered)
    return said, Frame(instead=("clarify_again",), offered=offered)


def _choices(candidates: Sequence[str], state: State, known: Known) -> tuple[str, ...]:
    """The first few that may be offered and were not offered just now."""
    fresh = [
        each
        for each in dict.fromkeys(candidates)
        if each not in state.offered and known.kinds[each] not in CARD_KINDS
    ]
    return tuple(fresh[:MOST_OFFERED])


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
    lean = lean_of(message)
    if lean is Lean.NOT or findings.rest:
        return findings
    found = _alone(findings, message, known)
    if message.act is Act.CORRECT and subject:
        found = _decided(found, _nearer(found.matches, subject), known)
    name = known.names.get(subject)
    if name is None or _is_clear(found.decision, lean):
        return found
    named = _beside(subject, known.match(with_name(message.core, name), _LOOKED_AT))
    if message.act is Act.CORRECT:
        named = list(_nearer(named, subject))
    safe = [each for each in named if known.kinds[each.intent] not in CARD_KINDS]
    both = _settled(_decided(found, _blend(found.matches, safe, _WEIGHT[lean]), known), known)
    unsettled = both.decision.kind in _UNCLEAR and found.decision.kind not in _UNCLEAR
    return found if unsettled and lean is not Lean.SUBJECT else both


def _nearer(matches: Sequence[Match], subject: str) -> tuple[Match, ...]:
    """What a correction means: rather something of the same area, and never the same again."""
    area = subject.partition(".")[0] + "."
    total = sum(match.confidence for match in matches)
    weights = [
        0.0 if match.intent == subject else _SAME_AREA if match.intent.startswith(area) else 1.0
        for match in matches
    ]
    sure = [match.confidence * weight for match, weight in zip(matches, weights, strict=True)]
    scale = total / (sum(sure) or 1.0)
    nearer = [
        replace(match, confidence=round(min(each * scale, 1.0), 4))
        for match, each in zip(matches, sure, strict=True)
    ]
    return tuple(sorted(nearer, key=lambda match: (-match.confidence, match.intent)))


def _is_clear(decision: Decision, lean: Lean) -> bool:
    """Whether a question is clear without the subject.

    One that lacks what it is about never is; what could be said of almost anything has to be surer
    than others.
    """
    if decision.kind is Kind.ILLICIT:
        return True
    if lean is Lean.SUBJECT or decision.kind in _UNCLEAR:
        return False
    if decision.kind is Kind.CHAT:  # small talk is not said of anything, and leads over to nothing
        return lean is Lean.PRONOUN
    return lean is not Lean.PRONOUN or decision.confidence >= _SURE_ALONE


def _settled(found: Findings, known: Known) -> Findings:
    """Two readings as one are less sure than each: what stands out well enough is answered."""
    if found.decision.kind is not Kind.CLARIFY:
        return found
    best, second = found.matches[0], (found.matches[1].confidence if found.matches[1:] else 0.0)
    if best.confidence < max(CLARIFY_AT, _AHEAD * second):
        return found
    kind = Kind(known.kinds[best.intent])
    decision = Decision(kind, (best.intent,), best.confidence, "the subject before it settles it")
    return found if kind in _DANGER else replace(found, decision=decision)


def _alone(findings: Findings, message: Message, known: Known) -> Findings:
    """What is found without the subject; words that only lead over to the question count less."""
    core = known.match(message.core, _LOOKED_AT)
    if message.core == message.text:
        return replace(findings, matches=tuple(core))
    if message.act is Act.CORRECT:
        return _decided(findings, tuple(core), known)
    whole = known.match(findings.question, _LOOKED_AT)
    found = _decided(findings, _blend(whole, core, 1 - _WHOLE), known)
    unclear = found.decision.kind in _UNCLEAR
    return findings if unclear and findings.decision.kind not in _UNCLEAR else found


def _decided(findings: Findings, matches: tuple[Match, ...], known: Known) -> Findings:
    return replace(findings, matches=matches, decision=decide(None, matches, known.kinds))


def _beside(subject: str, named: Sequence[Match]) -> list[Match]:
    """What a question with the subject's name in it asks, the name itself set aside.

    The name alone makes the subject likely. Of that a part is taken away and given to the others,
    in proportion.
    """
    total = sum(match.confidence for match in named)
    less = [
        replace(
            match, confidence=match.confidence * (_SAME_AGAIN if match.intent == subject else 1)
        )
        for match in named
    ]
    scale = total / (sum(match.confidence for match in less) or 1.0)
    return [replace(match, confidence=min(match.confidence * scale, 1.0)) for match in less]


def _blend(first: Sequence[Match], second: Sequence[Match], weight: float) -> tuple[Match, ...]:
    """Two readings as one, the second with this weight."""
    explained = sorted((*first, *second), key=lambda match: bool(match.example))
    found = {match.intent: match for match in explained}  # the last one with a name stays
    sure = {match.intent: 0.0 for match in (*first, *second)}
    for matches, share in ((first, 1 - weight), (second, weight)):
        for match in matches:
            sure[match.intent] += share * match.confidence
    both = [replace(found[each], confidence=round(sure[each], 4)) for each in sure]
    return tuple(sorted(both, key=lambda match: (-match.confidence, match.intent)))


def _gently(found: Findings, frame: Frame, state: State, known: Known) -> Turn:
    """After a card its help line stays in sight, and what is unclear is met with help."""
    emergency = known.kinds[state.card] == Kind.EMERGENCY
    shortly = state.gentle > GENTLE_TURNS - _SHORTLY
    if found.decision.kind is Kind.NONE or (shortly and found.decision.kind is Kind.CLARIFY):
        told = _told(found, (state.card,), "unclear, and shortly after a card", known)
        return told, Frame(instead=("gentle_emergency" if emergency else "gentle",))
    line = "line_emergency" if emergency else "line"
    return found, replace(frame, before=(line, *frame.before))


_STEERING: Final[Mapping[Act, Callable[[Findings, Message, State, Known], Turn | None]]] = {
    Act.CHOOSE: _choose,
    Act.BOTH: _both,
    Act.YES: _yes,
    Act.NO: _no,
    Act.ACKNOWLEDGE: _acknowledge,
    Act.MORE: _more,
    Act.WHY: _why,
    Act.VERDICT: _verdict,
}
