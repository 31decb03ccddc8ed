"""`chatbot check`: everything that is wrong with a pack, or not as it should be."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from chatbot.bot import builtin_content
from chatbot.cli.progress import Progress
from chatbot.cli.terminal import Terminal
from chatbot.compiled import cache_directory
from chatbot.content.model import Pack
from chatbot.testing.evaluation.folds import Judged
from chatbot.testing.lint import RULES, Finding, lint
from chatbot.testing.lint.deep import judge_utterances

_INVALID: Final = 3
_SHOWN: Final = 10


def add_options(parser: argparse.ArgumentParser) -> None:
    """What may be typed after the command."""
    add = parser.add_argument
    add("folder", nargs="?", type=Path, metavar="PACK", help="the pack's folder")
    add("--format", choices=("text", "json", "github"), default="text", help="how to write it")
    add("--json", action="store_const", const="json", dest="format", help="the same as that")
    add("--all", action="store_true", help="show every finding, infos too")
    add("--release", action="store_true", help="fail on what is not signed, changed or overdue")
    add("--deep", action="store_true", help="near collisions by the real matcher: half a minute")
    add("--rules", action="store_true", help="list the rules")


def run(given: argparse.Namespace, terminal: Terminal) -> int:
    """Report every finding as path:line:column.

    Returns:
        0 when none is an error, else 3.
    """
    if given.rules:
        for name, rule in RULES.items():
            terminal.say(f"{name:<22}{rule.severity:<9}{rule.about}", indent=" " * 31)
        return 0
    folder: Path = given.folder or given.pack or builtin_content()
    today = date.today()  # noqa: DTZ011 - the day where the editor is
    judge = _judge(terminal) if given.deep else None
    findings = lint(folder, today=today, release=given.release, judge=judge)
    if given.format == "json":
        terminal.write(json.dumps([finding.plain() for finding in findings]) + "\n")
    elif given.format == "github":
        for finding in findings:
            terminal.write(finding.github() + "\n")
    else:
        _show(findings, terminal, everything=given.all)
    return _INVALID if any(f.problem.severity == "error" for f in findings) else 0


def _judge(terminal: Terminal) -> Callable[[Pack], list[Judged]]:
    """Matches every utterance by the real matcher, or knows the result from the last time."""
    progress = Progress(terminal, 5, "matchers")

    def judge(pack: Pack) -> list[Judged]:
        judged = judge_utterances(pack, cache_directory(), progress.step)
        progress.clear()
        return judged

    return judge


def _show(findings: Sequence[Finding], terminal: Terminal, *, everything: bool) -> None:
    """Errors all, of warnings the first of each rule, of infos the count."""
    hidden: Counter[str] = Counter()
    shown: Counter[str] = Counter()
    for finding in findings:
        severity = finding.problem.severity
        if everything or severity == "error" or (
            severity == "warning" and shown[finding.rule] < _SHOWN
        ):  # fmt: skip
            shown[finding.rule] += 1
            terminal.say(str(finding), indent="  ")
        else:
            hidden[finding.rule] += 1
    for rule, count in sorted(hidden.items()):
        terminal.say(f"and {count} more {rule} (--all shows them)", "dim")
    terminal.note(_count(findings))


def _count(findings: Iterable[Finding]) -> str:
    counts = Counter(finding.problem.severity for finding in findings)
    if not counts:
        return "no problems"
    parts = (
        f"{counts[severity]} {severity}{'s' if counts[severity] != 1 else ''}"
        for severity in ("error", "warning", "info")
        if counts[severity]
    )
    return ", ".join(parts)
