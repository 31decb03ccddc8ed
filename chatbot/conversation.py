"""What a message means after the ones before it: pure functions of a small state.

Messages that steer the talk (choices, "tell me more", "why") are met here; what a question means
that leans on the subject, `resolve` says.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from chatbot import small_words
from chatbot.acts import Act, Lean, Message, lean_of, read
from chatbot.compose import ALONE, Findings, Frame
from chatbot.content import CARD_KINDS, DANGER_KINDS
from chatbot.decide import MOST_OFFERED, Decision
from chatbot.matching import Match
from chatbot.matching.text import words_of
from chatbot.questions import questions_in
from chatbot.reply import Kind, Reply
from chatbot.resolve import LOOKED_AT, Known, resolve
from chatbot.state import GENTLE_TURNS, State

#: So sure is a question that is plainly asked, also if it does not name what the pack is about ...
_PLAIN: Final = 0.85
#: ... and so sure where a word on how things stand comes before it.
_LIKELY: Final = 0.6

#: What is not for a reader whom the screen referred to somebody else.
_OF_THE_PACK: Final = frozenset({Kind.ANSWER, Kind.REFER, Kind.CLARIFY})
#: What a question that is plainly asked may be met with.
_TO_BE_SAID: Final = frozenset({Kind.ANSWER, Kind.REFER, Kind.CHAT, Kind.CLARIFY})
#: What is to be said, and what is put around it.
Turn = tuple[Findings, Frame]


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
        crisis_before = known.kinds.get(state.card) == Kind.CRISIS
        other = crisis_before and findings.decision.kind is Kind.EMERGENCY
        return findings, Frame(after=(_of_card("line", state, known),)) if other else ALONE
    message = read(findings.question)
    spelt = _spelt(findings.question, findings.matches)
    if message.act is Act.ASK and spelt != findings.question:
        message = read(spelt)
    steered = _STEERING.get(message.act, _ask)(findings, message, state, known)
    found, frame = steered or _ask(findings, message, state, known)
    if state.holds and found.decision.kind in _OF_THE_PACK:
        found, frame = _told(found, (state.holds,), "said before, and it holds", known), ALONE
    if state.gentle and found.decision.kind not in DANGER_KINDS:
        return _gently(found, frame, message, state, known)
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


def _gently(found: Findings, frame: Frame, message: Message, state: State, known: Known) -> Turn:
    """After a card its help line stays in sight.

    Until the reader has plainly asked something, all else is met with help: "what can i do" is then
    no question about a visit, and "how many" none about sessions.
    """
    emergency = known.kinds[state.card] == Kind.EMERGENCY
    goes_on = bool(state.subject) and not emergency
    sure = _LIKELY if state.subject else _PLAIN
    plainly = not _seeks(message) and (
        goes_on or _is_plainly_asked(found.decision, message, known, emergency=emergency, sure=sure)
    )
    if not plainly and message.act is Act.ACKNOWLEDGE:
        return found, Frame(instead=(_of_card("gentle", state, known),))
    if found.decision.kind is Kind.NONE or not plainly:
        told = _told(found, (state.card,), "no plain question, and shortly after a card", known)
        return told, Frame(instead=(_of_card("gentle", state, known),))
    return found, replace(frame, before=(_of_card("line", state, known), *frame.before))


def _is_plainly_asked(
    decision: Decision, message: Message, known: Known, *, emergency: bool, sure: float
) -> bool:
    """Whether a message is a question, or small talk, that has nothing to do with the danger.

    It names what the pack is about; or comes after a word on how things stand ("im ok now. how
    fast does it work"); or is clear by itself and speaks of nobody, in an emergency not of the
    reader either ("should i vomit").
    """
    if decision.kind not in _TO_BE_SAID or not decision.intents:
        return False
    goes_on = _goes_on(decision, message)
    if goes_on or decision.kind is Kind.CLARIFY:
        return goes_on
    words, lean = set(words_of(message.core)), lean_of(message)
    of_people = words & (small_words.OTHERS | (small_words.SELF if emergency else frozenset()))
    if decision.kind is Kind.CHAT:
        at_ease = lean is Lean.NOT or _is_calm(words_of(message.text))
        return at_ease and not of_people and decision.confidence >= _PLAIN
    if words & known.ours:
        return True
    if of_people or lean is Lean.SUBJECT or _hopes(words):
        return False
    return decision.confidence >= sure


def _hopes(words: set[str]) -> bool:
    """Whether it may be said of life as well: "will it get better"."""
    return bool(words & small_words.HOPING) and words <= small_words.EMPTY | small_words.GENERAL


def _seeks(message: Message) -> bool:
    """Whether somebody looks for help, and says nothing else: "who do i call"."""
    words = set(words_of(message.core))
    small = small_words.EMPTY | small_words.GENERAL | small_words.SELF | small_words.SEEKING
    return bool(words & small_words.SEEKING) and words <= small


def _goes_on(decision: Decision, message: Message) -> bool:
    """Whether a question of some content comes after a word on how things stand.

    Small talk ("he is fine now. where do your texts come from"), and what has to be asked back,
    only after one that all is well.
    """
    asked = questions_in(message.text)
    if not asked:
        return False
    if _is_well(message.text, asked):
        return decision.kind is not Kind.CHAT or decision.confidence >= _LIKELY
    content = set(words_of(asked[-1])) - small_words.EMPTY - small_words.GENERAL
    of_topic = decision.kind not in {Kind.CHAT, Kind.CLARIFY}
    return of_topic and bool(content) and decision.confidence >= _LIKELY


def _is_well(text: str, asked: Sequence[str]) -> bool:
    """Whether a message says, beside its questions, that the worst is over.

    Not where it goes on to ask about somebody.
    """
    told = text
    for question in asked:
        told = told.replace(question, " ")
    of_somebody = small_words.SOMEBODY.intersection(words_of(asked[-1]))
    return _is_calm(words_of(told)) and not of_somebody


def _is_calm(words: Iterable[str]) -> bool:
    """Whether words say that the worst is over, and do not deny it."""
    words = set(words)
    return bool(words & small_words.CALMED) and not words & small_words.DENYING


def _of_card(what: str, state: State, known: Known) -> str:
    """The name of a sentence that goes with a card: its own, else its kind's, else the usual."""
    names = (f"{what}_{state.card.partition('.')[2]}", f"{what}_{known.kinds[state.card]}")
    return next((name for name in names if name in known.messages), what)


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
