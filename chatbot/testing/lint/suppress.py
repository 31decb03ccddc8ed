"""Findings that somebody looked at and let stand, with the reason beside the line.

    - "am i bipolar"  # lint: allow near-collision: the first word tells it from the other

The comment stands on the line of the finding or alone on the line before it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from chatbot.content.draft import Place
from chatbot.content.problem import Problem, did_you_mean
from chatbot.testing.lint.finding import Finding, Severity

_COMMENT: Final = re.compile(r"#\s*lint:\s*allow\s+(?P<rules>[\w\s,-]+?)\s*(?::(?P<reason>.*))?$")


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
    allowed = {(a.place.path, a.line): a for file in files for a in _comments(file)}
    used: set[tuple[str, int, str]] = set()
    for finding in findings:
        at = finding.problem.path, finding.problem.line
        comment = allowed.get(at)
        if comment and comment.reason and finding.rule in comment.rules:
            used.add((*at, finding.rule))
            if finding.rule not in strict:
                continue
        yield finding
    for (path, line), comment in allowed.items():
        for rule in comment.rules:
            problem = _wrong(comment, rule, known, unused=(path, line, rule) not in used)
            if problem:
                yield Finding(problem, "suppression")


def _comments(file: Path) -> Iterator[_Allowed]:
    for number, line in enumerate(file.read_text(encoding="utf-8-sig").splitlines(), 1):
        match = _COMMENT.search(line) if "lint:" in line else None
        if match:
            alone = not line[: match.start()].strip()
            names = tuple(name.strip() for name in match["rules"].split(",") if name.strip())
            place = Place(str(file), number, match.start() + 1)
            yield _Allowed(place, number + alone, names, (match["reason"] or "").strip())


def _wrong(comment: _Allowed, rule: str, known: set[str], *, unused: bool) -> Problem | None:
    place = comment.place
    if rule not in known:
        advice = did_you_mean(rule, known, otherwise=f"use {', '.join(sorted(known))}")
        return place.problem(f'there is no rule "{rule}"', advice)
    if not comment.reason:
        return place.problem(f"{rule} is let stand without a reason", 'add ": " and the reason')
    if unused:
        what = f"{rule} finds nothing on line {comment.line}"
        return place.problem(what, "take the comment out", Severity.WARNING.value)
    return None
