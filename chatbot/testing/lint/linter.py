"""Runs the rules over a pack."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from chatbot.content import content_files
from chatbot.content.approval import approvals_of
from chatbot.content.loader import examine, pack_from
from chatbot.content.model import Pack
from chatbot.content.problem import ContentError
from chatbot.testing.evaluation.folds import Judged
from chatbot.testing.lint.finding import Finding, Severity
from chatbot.testing.lint.rules import RULES, Rule
from chatbot.testing.lint.settings import Settings, load_settings
from chatbot.testing.lint.subject import Subject
from chatbot.testing.lint.suppress import suppress


def lint(
    folder: Path,
    *,
    today: date,
    release: bool = False,
    judge: Callable[[Pack], list[Judged]] | None = None,
) -> list[Finding]:
    """Find everything that is wrong with a pack, or not as it should be.

    Args:
        folder: the pack.
        today: to tell what is overdue.
        judge: matches every utterance by the real matcher, which takes time
            (`chatbot.testing.lint.deep`); by default a linear one stands in for it.
        release: whether it is about to be released: then what is unsigned or overdue is an error.

    Returns:
        The findings in the order of files and lines. A pack that does not load, or of which the
        settings of the lint are wrong, has those alone that say why.
    """
    draft, broken = examine(folder)
    if broken:
        return [Finding(problem, "content") for problem in sorted(broken)]
    try:
        settings = load_settings(folder, RULES)
    except ContentError as error:
        return [Finding(problem, "settings") for problem in sorted(error.problems)]
    approvals = approvals_of(draft.special.get("approvals.yaml", {}))
    pack = pack_from(draft)
    judged = tuple(judge(pack)) if judge else None
    subject = Subject(folder, draft, pack, approvals, settings, today, judged)
    found = _found(subject, settings, release=release)
    strict = [name for name, rule in RULES.items() if release and rule.release]
    return sorted(suppress(found, content_files(folder), RULES, strict))


def _found(subject: Subject, settings: Settings, *, release: bool) -> Iterator[Finding]:
    for name, rule in RULES.items():
        severity = _severity(name, rule, settings, release=release)
        if severity != "off":
            for problem in rule.check(subject):
                yield Finding(replace(problem, severity=severity), name)


def _severity(name: str, rule: Rule, settings: Settings, *, release: bool) -> str:
    """What the pack sets; but what a release forbids, it cannot allow."""
    if release and rule.release is Severity.ERROR:
        return Severity.ERROR.value
    return settings.rules.get(name, rule.severity.value)
