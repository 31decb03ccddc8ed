"""From a decision to a reply: answer, disclaimer, sources, review record, what to ask next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from chatbot.content import CARD_KINDS, Pack, Response
from chatbot.decide import Decision
from chatbot.matching import Match
from chatbot.reply import ALSO_ASKED, Kind, Passage, Reply, Suggestion, Why
from chatbot.sight import Alarm


@dataclass(frozen=True, slots=True)
class Findings:
    """All that is known about a message before anything is said.

    Attributes:
        question: the message as it was given.
        alarm: what the screen recognised, if anything.
        matches: what the matcher found, best first.
        decision: what was decided.
        rest: the ids of what was asked beyond that and is only named.
    """

    question: str
    alarm: Alarm | None
    matches: tuple[Match, ...]
    decision: Decision
    rest: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Frame:
    """What a conversation puts around or in place of an answer: names of messages of the pack.

    Attributes:
        before: shown before everything else, such as a help line.
        instead: shown in place of the answers.
        after: shown after them.
        more: whether the further texts of the answers are shown in place of their first ones.
        offered: the ids to offer in place of the usual ones; None for the usual ones.
    """

    before: tuple[str, ...] = ()
    instead: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    more: bool = False
    offered: tuple[str, ...] | None = None


#: Nothing around it: a question that stands alone.
ALONE: Final = Frame()
#: What is to be said, and what is put around it.
Turn = tuple[Findings, Frame]


def compose(findings: Findings, pack: Pack, today: date, frame: Frame = ALONE) -> Reply:
    """Put a reply together from the words of a pack.

    Args:
        findings: what is known and what was decided.
        pack: whose words are used.
        today: to tell a review that is overdue.
        frame: what the conversation puts around it.

    Returns:
        The reply.
    """
    decision = findings.decision
    answered = () if decision.kind in {Kind.CLARIFY, Kind.NONE} else decision.intents
    responses = [pack.responses[intent] for intent in answered]
    keys = _body(findings, pack, frame)
    served = responses if any(key.startswith(("answer/", "more/")) for key in keys) else []
    return Reply(
        question=findings.question,
        kind=decision.kind,
        intents=answered,
        confidence=round(decision.confidence, 4),
        body=tuple(Passage.of(pack, key) for key in keys),
        disclaimer_passage=Passage.of(pack, _disclaimer(decision, pack)),
        notes=_notes(decision, served, pack, today),
        sources=tuple(pack.sources[each] for each in _sources(served)),
        suggestions=_suggestions(findings, responses, pack, frame),
        why=why_of(findings),
        content_version=pack.version,
        pack=pack,
    )


def _body(findings: Findings, pack: Pack, frame: Frame) -> list[str]:
    """The keys of the texts, in the order in which they are shown."""
    keys = [f"message/{name}" for name in frame.before]
    if frame.instead:
        keys += [f"message/{name}" for name in frame.instead]
    elif findings.decision.kind in {Kind.CLARIFY, Kind.NONE}:
        keys.append(f"message/{findings.decision.kind.value}")
    else:
        keys += _answers(findings.decision.intents, pack, more=frame.more)
    keys += [f"message/{name}" for name in frame.after]
    return [*keys, ALSO_ASKED] if findings.rest else keys


def _answers(intents: tuple[str, ...], pack: Pack, *, more: bool) -> list[str]:
    """One answer by itself; each of several under its question."""
    if more:
        return [f"more/{each}" for each in intents if pack.responses[each].more]
    if len(intents) == 1:
        return [f"answer/{intents[0]}"]
    return [f"{shelf}/{each}" for each in intents for shelf in ("question", "answer")]


def _disclaimer(decision: Decision, pack: Pack) -> str:
    """One for all: that of the strictest of the answers."""
    kinds = {pack.intents[each].kind for each in decision.intents}
    kind = Kind.REFER if decision.kind is Kind.ANSWER and "refer" in kinds else decision.kind
    return pack.disclaimer_key(kind)


def _notes(
    decision: Decision, responses: list[Response], pack: Pack, today: date
) -> tuple[Passage, ...]:
    """The review record: when the text was checked, until when, and who signed it."""
    if not responses or decision.kind in CARD_KINDS or decision.kind is Kind.CHAT:
        return ()
    checked = min(response.checked for response in responses).isoformat()
    due = min(response.due for response in responses)
    notes = [Passage.of(pack, "message/checked", checked=checked, due=due.isoformat())]
    if due < today:
        notes.append(Passage.of(pack, "message/expired", due=due.isoformat()))
    reviewers = {response.reviewed_by for response in responses}
    if None in reviewers:
        notes.append(Passage.of(pack, "message/unreviewed"))
    else:
        names = ", ".join(sorted(filter(None, reviewers)))
        notes.append(Passage.of(pack, "message/reviewed", reviewer=names))
    return tuple(notes)


def _sources(responses: list[Response]) -> list[str]:
    """The ids of all sources, each once, in order."""
    return list(dict.fromkeys(source for response in responses for source in response.sources))


def _suggestions(
    findings: Findings, responses: list[Response], pack: Pack, frame: Frame
) -> tuple[Suggestion, ...]:
    """For clarify what may have been meant; else what could be asked next. Cards stand alone."""
    decision = findings.decision
    if decision.kind in CARD_KINDS:
        return ()
    shown: Iterable[str] = frame.offered or ()
    if frame.offered is None and decision.kind is Kind.CLARIFY:
        shown = decision.intents
    elif frame.offered is None:
        shown = findings.rest or _related(decision, responses, pack)
    return tuple(Suggestion(intent, pack.intents[intent].question) for intent in shown)


def _related(decision: Decision, responses: list[Response], pack: Pack) -> list[str]:
    related = dict.fromkeys(intent for response in responses for intent in response.related)
    return [
        intent
        for intent in related
        if intent not in decision.intents and pack.intents[intent].kind not in CARD_KINDS
    ]


def why_of(findings: Findings) -> Why:
    """The evidence, as a value that can be printed."""
    alarm, matches = findings.alarm, findings.matches
    recognised = alarm.words if alarm else ""
    if not matches:
        return Why(rule=findings.decision.rule, recognised=recognised)
    best, evidence = matches[0], matches[0].evidence
    return Why(
        rule=findings.decision.rule,
        intent=best.intent,
        confidence=best.confidence,
        example=best.example,
        similarity=evidence.similarity,
        repaired=evidence.repaired,
        concepts=evidence.concepts,
        carried=evidence.carried,
        alike=evidence.alike,
        runner_up=matches[1].intent if len(matches) > 1 else None,
        margin=evidence.margin,
        recognised=recognised,
    )
