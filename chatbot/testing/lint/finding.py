"""What a rule found, and how grave it is."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from chatbot.content.problem import Problem


class Severity(StrEnum):
    """How grave a finding is: an error fails the check; an info is counted and not shown."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing that a rule found.

    Attributes:
        problem: what and where, with the fix.
        rule: the name of the rule; "content" for what keeps a pack from loading.
    """

    problem: Problem
    rule: str

    def __str__(self) -> str:
        return f"{self.problem} [{self.rule}]"

    def plain(self) -> dict[str, Any]:
        """In plain JSON types."""
        return {**asdict(self.problem), "rule": self.rule}

    def github(self) -> str:
        """As a command that GitHub Actions shows beside the line."""
        problem = self.problem
        name = {"error": "error", "warning": "warning"}.get(problem.severity, "notice")
        where = f"file={_value(problem.path)},line={problem.line},col={problem.column}"
        text = _text(f"{problem.what}; {problem.fix}")
        return f"::{name} {where},title={_value(self.rule)}::{text}"


def _text(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _value(text: str) -> str:
    return _text(text).replace(":", "%3A").replace(",", "%2C")
