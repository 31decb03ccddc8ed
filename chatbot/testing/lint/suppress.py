"""Findings that somebody looked at and let stand, with the reason beside the line.

    - "am i bipolar"  # lint: allow near-collision: the first word tells it from the other

The comment stands on the line of the finding or alone on a line before it; several may stand one
above the other.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from chatbot.content.draft import Place
from chatbot.content.problem import Problem, did_you_mean
from chatbot.testing.lint.finding import Finding, Severity

_COMMENT: Final = re.compile(r"#\s*lint:\s*allow\b\s*(?P<rules>[\w\s,-]*?)\s*(?::(?P<reason>.*))?$")


@dataclass(frozen=True, slots=True)
class _Allowed:
    """A comment that lets findings stand.

    Attributes:
        place: where it stands.
        line: the line whose findings it is about.
        rules: the names of the rules.
        reason: why.
    """

    place: Place
    line: int
    rules: tuple[str, ...]
    reason: str


def suppress(
    findings: Iterable[Finding],
    files: Iterable[Path],
    rules: Iterable[str],
    strict: Collection[str] = (),
) -> Iterator[Finding]:
    """Take out what comments let stand, and add what is wrong with the comments.

    Args:
        findings: what the rules found.
        files: the files of the pack.
        rules: the names of all rules.
        strict: the names of those whose findings no comment lets stand.
    """
    known = set(rules)
    comments = [comment for file in files for comment in _comments(file)]
    allowed = {
        (each.place.path, each.line, rule)
        for each in comments
        if each.reason
        for rule in each.rules
    }
    used: set[tuple[str, int, str]] = set()
    for finding in findings:
        at = finding.problem.path, finding.problem.line, finding.rule
        if at in allowed:
            used.add(at)
            if finding.rule not in strict:
                continue
        yield finding
    for comment in comments:
        for rule in comment.rules or ("",):
            at = comment.place.path, comment.line, rule
            problem = _wrong(comment, rule, known, unused=at not in used)
            if problem:
                yield Finding(problem, "suppression")


def _comments(file: Path) -> Iterator[_Allowed]:
    """The comments of a file. One alone on its line is about the next line that says something."""
    lines = file.read_text(encoding="utf-8-sig").splitlines()
    for number, line in enumerate(lines, 1):
        match = _COMMENT.search(line) if "lint:" in line else None
        if match:
            alone = not line[: match.start()].strip()
            about = _next_that_says(lines, number) if alone else number
            names = tuple(name.strip() for name in match["rules"].split(",") if name.strip())
            place = Place(str(file), number, match.start() + 1)
            yield _Allowed(place, about, names, (match["reason"] or "").strip())


def _next_that_says(lines: Sequence[str], number: int) -> int:
    """The number of the first line after one that is no comment."""
    while number < len(lines) and lines[number].lstrip().startswith("#"):
        number += 1
    return number + 1


def _wrong(comment: _Allowed, rule: str, known: set[str], *, unused: bool) -> Problem | None:
    place = comment.place
    if not rule:
        return place.problem("it is not said what is let stand", "name the rule after allow")
    if rule not in known:
        advice = did_you_mean(rule, known, otherwise=f"use {', '.join(sorted(known))}")
        return place.problem(f'there is no rule "{rule}"', advice)
    if not comment.reason:
        return place.problem(f"{rule} is let stand without a reason", 'add ": " and the reason')
    if unused:
        what = f"{rule} finds nothing on line {comment.line}"
        return place.problem(what, "take the comment out", Severity.WARNING.value)
    return None
