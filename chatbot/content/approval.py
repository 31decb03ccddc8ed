"""Signatures of clinicians: what exactly was signed, by whom, and until when."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from chatbot.content.model import Response, Source


@dataclass(frozen=True, slots=True)
class Approval:
    """One signature.

    Attributes:
        intent: the id of the answer.
        hash: what `fingerprint` gave for it on that day.
        by: the name of who signed.
        role: what makes their word count, such as "psychiatrist".
        on: the day.
        until: the last day on which it holds.
    """

    intent: str
    hash: str
    by: str
    role: str
    on: date
    until: date


def fingerprint(response: Response, sources: Mapping[str, Source]) -> str:
    """A hash of the exact text and sources of an answer: 32 hexadecimal digits of SHA-256.

    Args:
        response: the answer.
        sources: the pack's, by id; those that the answer names count with all that is shown.
    """
    named = [sources[name] for name in response.sources]
    shown = [
        [source.id, source.publisher, source.title, source.url, source.date] for source in named
    ]
    signed = json.dumps([response.answer, response.more, shown])
    return hashlib.sha256(signed.encode()).hexdigest()[:32]


def approvals_of(values: Mapping[str, Any]) -> tuple[Approval, ...]:
    """What `files.APPROVALS` read, as values, in the order of the file."""
    return tuple(
        Approval(
            each["intent"][0], each["hash"], each["by"], each["role"], each["on"], each["until"]
        )
        for each, _ in values.get("approvals", ())
    )


def latest(approvals: Iterable[Approval]) -> dict[str, Approval]:
    """The last signature of each answer, by the id of the intent."""
    return {each.intent: each for each in approvals}
