"""Named kinds of change between what a question got before and what it gets now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from chatbot.testing.impact.questions import Question
from chatbot.testing.impact.seen import Seen

#: The kinds of change, the gravest first. A question has the first that fits.
CHANGES: Final = {
    "unanswered": "was answered, and is not any more",
    "intent": "gets another answer",
    "kind": "gets a reply of another kind",
    "answered": "was not answered, and is now",
    "text": "gets the same answer in other words, or with other sources",
    "rule": "gets the same reply, but another rule of the screen, or none, recognised it",
    "margin": "gets the same answer, but the lead over the runner-up shrank by more than a tenth",
    "new": "was not asked before",
    "gone": "is not asked any more",
}
_SHRUNK: Final = 0.9


@dataclass(frozen=True, slots=True)
class Change:
    """One change.

    Attributes:
        kind: one of `CHANGES`.
        question: what is asked.
        before: what it got, None for a new question.
        now: what it gets, None for one that is gone.
    """

    kind: str
    question: Question
    before: Seen | None
    now: Seen | None

    def plain(self) -> dict[str, Any]:
        """In plain JSON types."""
        return {
            "change": self.kind,
            "question": self.question.text,
            "case": self.question.case,
            "before": self.before.plain() if self.before else None,
            "now": self.now.plain() if self.now else None,
        }


def change_between(question: Question, before: Seen | None, now: Seen | None) -> Change | None:
    """The gravest change between before and now, or None when there is none."""
    if before is None or now is None:
        kind = None if before is now else "new" if before is None else "gone"
    else:
        kind = _kind_of(before, now)
    return Change(kind, question, before, now) if kind else None


def _kind_of(before: Seen, now: Seen) -> str | None:
    if before.answered != now.answered:
        return "answered" if now.answered else "unanswered"
    if before.intents != now.intents:
        return "intent"
    if before.kind != now.kind:
        return "kind"
    if before.text != now.text:
        return "text"
    if before.rule not in {now.rule, None}:
        return "rule"
    return "margin" if now.margin < before.margin * _SHRUNK else None
