"""The rules of the lint: their names, how grave they are, and what they look for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from chatbot.content.problem import Problem
from chatbot.testing.lint import intents, links, reviews, texts
from chatbot.testing.lint.finding import Severity
from chatbot.testing.lint.subject import Subject


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule.

    Attributes:
        severity: how grave its findings are.
        check: finds them; its docstring says what.
        release: how grave they are for a release, where that differs.
    """

    severity: Severity
    check: Callable[[Subject], Iterator[Problem]]
    release: Severity | None = None

    @property
    def about(self) -> str:
        """What it finds, in one sentence."""
        return (self.check.__doc__ or "").partition("\n")[0]


_ERROR, _WARNING, _INFO = Severity.ERROR, Severity.WARNING, Severity.INFO

RULES: Final = {
    "amount": Rule(_ERROR, texts.amount),
    "unsafe-words": Rule(_ERROR, texts.unsafe_words),
    "promotion": Rule(_ERROR, texts.promotion),
    "long-answer": Rule(_WARNING, texts.long_answer),
    "long-sentence": Rule(_WARNING, texts.long_sentence),
    "reading-grade": Rule(_WARNING, texts.reading_grade),
    "jargon": Rule(_WARNING, texts.jargon),
    "stale-review": Rule(_WARNING, reviews.stale_review, _ERROR),
    "future-review": Rule(_ERROR, reviews.future_review),
    "changed-since-signed": Rule(_WARNING, reviews.changed_since_signed, _ERROR),
    "expired-signature": Rule(_WARNING, reviews.expired_signature, _ERROR),
    "unsigned": Rule(_INFO, reviews.unsigned, _ERROR),
    "no-source": Rule(_WARNING, links.no_source),
    "orphan-source": Rule(_INFO, links.orphan_source),
    "dead-end": Rule(_WARNING, links.dead_end),
    "thin-intent": Rule(_WARNING, intents.thin_intent),
    "near-collision": Rule(_WARNING, intents.near_collision),
    "unreachable": Rule(_WARNING, intents.unreachable),
}
