"""What a question got, small enough to be kept for a hundred thousand questions."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any, Final

from chatbot.decide import SCREEN
from chatbot.reply import Kind, Reply
from chatbot.testing.patterns import said

_UNANSWERED: Final = frozenset({Kind.CLARIFY.value, Kind.NONE.value})


@dataclass(frozen=True, slots=True)
class Seen:
    """What a question got.

    Attributes:
        kind: the kind of the reply.
        intents: the ids answered.
        text: a hash of what was said and of the sources named.
        margin: how far ahead the best intent was, as log odds.
        rule: what of the screen recognised it, "" where nothing did; None where it was not kept.
    """

    kind: str
    intents: tuple[str, ...]
    text: str
    margin: float
    rule: str | None = ""

    @property
    def answered(self) -> bool:
        """Whether there was an answer."""
        return self.kind not in _UNANSWERED

    def plain(self) -> dict[str, Any]:
        """In plain JSON types."""
        return {
            "kind": self.kind,
            "intents": list(self.intents),
            "text": self.text,
            "margin": self.margin,
            "rule": self.rule,
        }

    @classmethod
    def of_plain(cls, values: dict[str, Any]) -> Seen:
        """What `plain` made, again.

        Raises:
            KeyError, TypeError, ValueError: if it is anything else.
        """
        intents = tuple(str(intent) for intent in values["intents"])
        rule = values.get("rule")  # a baseline of an earlier version has none
        rule = None if rule is None else str(rule)
        return cls(str(values["kind"]), intents, str(values["text"]), float(values["margin"]), rule)


def wording(reply: Reply) -> str:
    """What is compared of a text: all that is said and the sources named, but no dates of review.

    The note on the review changes with the calendar, which no edit did.
    """
    sources = " ".join(source.id for source in reply.sources)
    return f"{said(reply)}\n[{sources}]" if sources else said(reply)


def seen_of(reply: Reply) -> tuple[Seen, str]:
    """What is kept of a reply, and its wording in full."""
    text = wording(reply)
    digest = hashlib.sha256(text.encode(errors="replace")).hexdigest()[:12]
    why = reply.why
    rule = why.rule.removeprefix(SCREEN) if why.rule.startswith(SCREEN) else ""
    return Seen(reply.kind.value, reply.intents, digest, why.margin, rule), text
