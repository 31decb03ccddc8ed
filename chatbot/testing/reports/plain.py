"""A run in plain JSON types."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from chatbot.testing.runner import Answered, Outcome, Result
from chatbot.testing.summary import counted


def plain(results: Sequence[Result], content_version: str) -> dict[str, Any]:
    """The results as a JSON object: counts, and every case with its turns."""
    counts = counted(results)
    return {
        "content_version": content_version,
        "counts": {outcome.name.lower(): counts[outcome] for outcome in Outcome},
        "cases": [_case(result) for result in results],
    }


def _case(result: Result) -> dict[str, Any]:
    return {
        "id": result.id,
        "file": result.case.place.path,
        "line": result.case.place.line,
        "outcome": result.outcome.name.lower(),
        "reason": result.reason,
        "seconds": round(result.seconds, 5),
        "turns": [_turn(each) for each in result.answered],
    }


def _turn(answered: Answered) -> dict[str, Any]:
    reply = answered.reply
    return {
        "question": answered.turn.question,
        "line": answered.turn.place.line,
        "kind": reply.kind.value,
        "intents": list(reply.intents),
        "confidence": reply.confidence,
        "margin": reply.why.margin,
        "misses": [asdict(miss) for miss in answered.misses],
    }
