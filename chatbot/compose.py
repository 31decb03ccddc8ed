"""From a decision to a reply: answer, disclaimer, sources, review record, what to ask next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from chatbot.content import CARD_KINDS, Pack, Response
from chatbot.decide import Decision
from chatbot.matching import Match
from chatbot.reply import Kind, Passage, Reply, Suggestion, Why
from chatbot.screen import Alarm


@dataclass(frozen=True, slots=True)
class Findings:
    """All that is known about a message before anything is said.

    Attributes:
        question: the message as it was given.
        alarm: what the screen recognised, if anything.
        matches: what the matcher found, best first.
        decision: what was decided.
    """

    question: str
    alarm: Alarm | None
    matches: tuple[Match, ...]
    decision: Decision


def compose(findings: Findings, pack: Pack, today: date, *, more: bool = False) -> Reply:
    """Put a reply together from the words of a pack.

    Args:
        findings: what is known and what was decided.
        pack: whose words are used.
        today: to tell a review that is overdue.
        more: show the further text of the answers in place of their first one.

    Returns:
        The reply.
    """
    decision = findings.decision
    answered = () if decision.kind in {Kind.CLARIFY, Kind.NONE} else decision.intents
    responses = [pack.responses[intent] for intent in answered]
    return Reply(
        question=findings.question,
        kind=decision.kind,
        intents=answered,
        confidence=round(decision.confidence, 4),
        body=_body(decision, pack, more=more),
        disclaimer_passage=Passage.of(pack, pack.disclaimer_key(decision.kind)),
        notes=_notes(decision, responses, pack, today),
        sources=tuple(pack.sources[each] for each in _sources(responses)),
        suggestions=_suggestions(decision, responses, pack),
        why=why_of(findings),
        content_version=pack.version,
        pack=pack,
    )


def _body(decision: Decision, pack: Pack, *, more: bool) -> tuple[Passage, ...]:
    if decision.kind in {Kind.CLARIFY, Kind.NONE}:
        return (Passage.of(pack, f"message/{decision.kind.value}"),)
    if not more:
        return tuple(Passage.of(pack, f"answer/{intent}") for intent in decision.intents)
    keys = [f"more/{each}" for each in decision.intents if pack.responses[each].more]
    return tuple(Passage.of(pack, key) for key in keys or ["message/no_more"])


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
    decision: Decision, responses: list[Response], pack: Pack
) -> tuple[Suggestion, ...]:
    """For clarify what may have been meant; else what could be asked next. Cards stand alone."""
    if decision.kind in CARD_KINDS:
        return ()
    if decision.kind is Kind.CLARIFY:
        shown = list(decision.intents)
    else:
        related = [intent for response in responses for intent in response.related]
        shown = [
            intent
            for intent in dict.fromkeys(related)
            if intent not in decision.intents and pack.intents[intent].kind not in CARD_KINDS
        ]
    return tuple(Suggestion(intent, pack.intents[intent].question) for intent in shown)


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
        runner_up=matches[1].intent if len(matches) > 1 else None,
        margin=evidence.margin,
        recognised=recognised,
    )
