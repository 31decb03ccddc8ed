"""What is wrong with content, where, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that is wrong with a content file.

    Attributes:
        path: the file, as it was named to the loader.
        line: counted from 1.
        column: counted from 1.
        what: what is wrong.
        fix: what to do about it.
        severity: "error" (the pack does not load) or "warning".
    """

    path: str
    line: int
    column: int
    what: str
    fix: str
    severity: str = "error"

    def __str__(self) -> str:
        mark = "" if self.severity == "error" else f"{self.severity}: "
        return f"{self.path}:{self.line}:{self.column}: {mark}{self.what}; {self.fix}"


class ContentError(Exception):
    """A pack that cannot be loaded.

    Attributes:
        problems: everything that is wrong with it, in the order of files and lines.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[type[ContentError], tuple[tuple[Problem, ...]]]:
        return type(self), (self.problems,)


class UsageError(Exception):
    """Something cannot be done as it was asked for; the message says why and what to do."""


def did_you_mean(word: str, known: Iterable[str], *, otherwise: str) -> str:
    """Say which known word was probably meant.

    Args:
        word: what was written.
        known: what could have been written.
        otherwise: the advice when nothing is close.

    Returns:
        'did you mean "..."?' or the other advice.
    """
    from difflib import get_close_matches  # only content with a mistake in it needs this

    close = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f'did you mean "{close[0]}"?' if close else otherwise
