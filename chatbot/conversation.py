"""What a message means after the ones before it: pure functions of a small state.

Messages that steer the talk (choices, "tell me more", "why") are met here; what a question means
that leans on the subject, `resolve` says.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from chatbot.acts import Act, Message, read
from chatbot.compose import ALONE, Findings, Frame, Turn
from chatbot.content import CARD_KINDS, DANGER_KINDS
from chatbot.decide import MOST_OFFERED, Decision
from chatbot.gentle import gently, is_the_same_cry, of_card
from chatbot.matching import Match
from chatbot.reply import Kind, Reply
from chatbot.resolve import LOOKED_AT, Known, answered_with, resolve
from chatbot.state import GENTLE_TURNS, State

#: What is not for a reader whom the screen referred to somebody else.
_OF_THE_PACK: Final = frozenset({Kind.ANSWER, Kind.REFER, Kind.CLARIFY})


def after(state: State, reply: Reply) -> State:
    """The state after a reply."""
    offered = tuple(each.intent for each in reply.suggestions)
    asking = ("clarify" if reply.kind is Kind.CLARIFY else "list") if reply.choices else ""
    gentle = max(state.gentle - 1, 0)
    calmer = replace(state, gentle=gentle, card=state.card if gentle else "")
    if reply.kind in DANGER_KINDS:
        return State(card=reply.intents[0], gentle=GENTLE_TURNS, holds=state.holds)
    if reply.kind is Kind.ILLICIT:
        return State(card=calmer.card, gentle=gentle, holds=state.holds)
    if reply.kind is Kind.REFER and reply.why.recognised:
        calmer = replace(calmer, holds=reply.intents[0])
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
    if findings.alarm or findings.decision.kind in DANGER_KINDS:
        if is_the_same_cry(findings, state, known):
            rule = f"{findings.decision.rule}, and of the card before"
            return answered_with(findings, (state.card,), rule, known), ALONE
        crisis_before = known.kinds.get(state.card) == Kind.CRISIS
        other = crisis_before and findings.decision.kind is Kind.EMERGENCY
        return findings, Frame(after=(of_card("line", state, known),)) if other else ALONE
    message = read(findings.question)
    spelt = _spelt(findings.question, findings.matches)
    if message.act is Act.ASK and spelt != findings.question:
        message = read(spelt)
    steered = _STEERING.get(message.act, _ask)(findings, message, state, known)
    found, frame = steered or _ask(findings, message, state, known)
    if state.holds and found.decision.kind in _OF_THE_PACK:
        found = answered_with(found, (state.holds,), "said before, and it holds", known)
        frame = ALONE
    if state.gentle and found.decision.kind not in DANGER_KINDS:
        return gently(found, frame, message, state, known)
    return found, frame


def _spelt(text: str, matches: Sequence[Match]) -> str:
    """A message with its misspelt words as the matcher took them: small words steer a talk."""
    repaired = dict(matches[0].evidence.repaired) if matches else {}
    return re.sub(r"\w+", lambda word: repaired.get(word[0].lower(), word[0]), text)


def _said(findings: Findings, kind: Kind, rule: str, offered: tuple[str, ...] = ()) -> Findings:
    return replace(findings, decision=Decision(kind, offered, 1.0, rule), rest=())


def _choose(findings: Findings, message: Message, state: State, known: Known) -> Turn | None:
    last = message.number < 0
    number = len(state.offered) if last else message.number
    if 0 < number <= len(state.offered):
        chosen = (state.offered[number - 1],)
        return answered_with(findings, chosen, "chosen from what was offered", known), ALONE
    if state.offered:
        offered = state.offered
        said = _said(findings, Kind.CLARIFY, "a number that was not offered", offered)
        return said, Frame(instead=("no_such_choice",), offered=offered)
    return _without_subject(findings)


def _both(findings: Findings, _: Message, state: State, known: Known) -> Turn | None:
    if not state.asking:
        return None
    chosen = state.offered[:2]
    return answered_with(findings, chosen, "chosen from what was offered", known), ALONE


def _yes(findings: Findings, message: Message, state: State, known: Known) -> Turn | None:
    if not state.asking:
        return _acknowledge(findings, message, state, known)
    chosen = state.offered[:1]
    return answered_with(findings, chosen, "agreed to what was offered first", known), ALONE


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
    told = answered_with(findings, (state.subject,), "asked for more", known)
    related = known.related.get(state.subject, ())
    return told, Frame(after=("more_related",) if related else ("no_more",), more=True)


def _why(findings: Findings, _: Message, state: State, known: Known) -> Turn:
    if not state.subject:
        return _without_subject(findings)
    reason = known.reasons.get(state.subject)
    told = answered_with(findings, (reason or state.subject,), "asked for the reasons", known)
    return told, Frame(before=("why",) if reason else ("why_here",))


def _verdict(findings: Findings, _: Message, state: State, known: Known) -> Turn | None:
    """Asked for a yes or no: the same again, for it is the answer, or says who can decide."""
    if not state.subject or state.asking == "clarify":
        return None
    return answered_with(findings, (state.subject,), "asked for a yes or no", known), ALONE


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
        rule = "the one of the offered that it fits"
        return answered_with(found, tuple(chosen), rule, known), ALONE
    wider = [match.intent for match in known.match(message.core, LOOKED_AT)]
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
