"""`chatbot test`: asks the questions of case files, and says what broke."""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from chatbot.bot import Chatbot
from chatbot.cli.output import check_target, write_file
from chatbot.cli.progress import Progress
from chatbot.cli.tables import show_coverage, show_stability
from chatbot.cli.terminal import Terminal
from chatbot.content.problem import ContentError, UsageError
from chatbot.testing.case_file import find_case_files, load_cases
from chatbot.testing.cases import Case
from chatbot.testing.explain import Explainer
from chatbot.testing.known import FILE as KNOWN
from chatbot.testing.known import load_known, root_of
from chatbot.testing.packs import cases_of, not_there, pack_of
from chatbot.testing.reports.html import html
from chatbot.testing.reports.junit import junit
from chatbot.testing.reports.plain import plain
from chatbot.testing.runner import Outcome, Result, run_cases
from chatbot.testing.select import LastFailed, key_of, matching
from chatbot.testing.summary import counted, summary
from chatbot.testing.watch import watch

NOTHING_RAN: Final = 2
FAILED: Final = 4


def add_options(parser: argparse.ArgumentParser) -> None:
    """What may be typed after the command."""
    add = parser.add_argument
    add("path", nargs="?", type=Path, metavar="PATH", help="case file or folder; the pack's tests")
    add("-k", dest="words", metavar="WORDS", help="only cases with all these words; -WORD: without")
    add("--fail-fast", action="store_true", help="stop at the first failure")
    add("--last-failed", action="store_true", help="only what failed the last time, if anything")
    add("--watch", action="store_true", help="run again at every change (needs the extra watch)")
    add("--coverage", action="store_true", help="the cases of each intent; fail where some lack")
    add("--noise", type=int, default=0, metavar="N", help="ask each again in N noisy forms")
    add("--seed", type=int, default=0, metavar="S", help="of the noise")
    add(
        "--stability",
        type=float,
        default=0.0,
        metavar="SHARE",
        help="fail when less than this share of an intent's noisy forms get its answer",
    )
    add("--junit", type=Path, metavar="FILE", help="write JUnit XML")
    add("--json", type=Path, metavar="FILE", help="write JSON")
    add("--html", type=Path, metavar="FILE", help="write HTML (needs the extra report)")


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is to be asked of whom.

    Attributes:
        pack: the folder of the pack.
        bot: is asked.
        root: the folder of the tests.
        cases: all cases of the path.
        chosen: those to ask.
    """

    pack: Path
    bot: Chatbot
    root: Path
    cases: list[Case]
    chosen: list[Case]


def run(given: argparse.Namespace, terminal: Terminal) -> int:
    """Run the cases.

    Returns:
        0 when all are as expected, 2 when no case ran, 3 when content is invalid, else 4.
    """
    _check_noise(given)
    path, pack = _where(given)
    for target in (given.junit, given.json, given.html):
        check_target(target, (path, root_of(path) / KNOWN))
    if not given.watch:
        return _run_once(given, terminal)

    def once() -> None:
        try:
            _run_once(given, terminal)
        except (ContentError, UsageError) as error:  # such as a folder that is missing for a moment
            terminal.note(str(error))

    watch([path, pack / "intents", pack / "responses"], once)
    return 0


def _check_noise(given: argparse.Namespace) -> None:
    """Refuse numbers that no run could meet, or that would do nothing."""
    if given.noise < 0:
        raise UsageError(f"--noise {given.noise} is no count of forms; give 0 or more")
    if not 0 <= given.stability <= 1:
        raise UsageError(f"--stability {given.stability:g} is no share; give one from 0 to 1")
    if given.stability and not given.noise:
        raise UsageError("--stability judges noisy forms, and none were asked for; add --noise N")


def _where(given: argparse.Namespace) -> tuple[Path, Path]:
    """The path of the cases and the folder of the pack."""
    pack = pack_of(given.path or Path.cwd(), given.pack)
    path = cases_of(pack, given.path)
    if not path.exists():
        raise not_there(path)
    return path, pack


def _run_once(given: argparse.Namespace, terminal: Terminal) -> int:
    start = time.perf_counter()
    plan = _plan(given, terminal)
    if not plan.chosen:
        terminal.note("No case ran: none was found, or none fits what was asked for.")
        return NOTHING_RAN
    explainer = Explainer(plan.pack)
    results = _results(plan, given, terminal, explainer)
    counts = counted(results)
    line = summary(counts, time.perf_counter() - start)
    _write_reports(given, results, plan, explainer, line)
    terminal.say(line, "bold")
    return FAILED if _broken(given, plan, results, counts, terminal) else 0


def _plan(given: argparse.Namespace, terminal: Terminal) -> _Plan:
    path, pack = _where(given)
    root = root_of(path)
    bot = Chatbot(pack, progress=terminal.note)
    cases = load_cases(find_case_files(path), bot.pack)
    chosen = matching(cases, given.words, root) if given.words else cases
    if given.last_failed:
        failed = LastFailed(root).read()
        chosen = [case for case in chosen if key_of(case.id(root)) in failed] or chosen
    return _Plan(pack, bot, root, cases, chosen)


def _results(
    plan: _Plan, given: argparse.Namespace, terminal: Terminal, explainer: Explainer
) -> list[Result]:
    """Ask, show each failure as it comes, and keep what failed for the next run."""
    known = load_known(plan.root, plan.cases if _is_whole(given, plan) else None)
    progress = Progress(terminal, len(plan.chosen), "cases")
    results = []
    found = run_cases(plan.bot, plan.chosen, root=plan.root, known=known, processes=None)
    for result in found:
        results.append(result)
        progress.step()
        if result.bad:
            progress.clear()
            terminal.say(explainer.explain(result) + "\n")
            if given.fail_fast:
                break
    progress.clear()
    failed = [result.id for result in results if result.outcome is Outcome.FAILED]
    LastFailed(plan.root).write([result.id for result in results], failed)
    return results


def _is_whole(given: argparse.Namespace, plan: _Plan) -> bool:
    """Whether all cases of the folder of the tests were read."""
    return plan.root.is_relative_to(_where(given)[0].resolve())


def _broken(
    given: argparse.Namespace,
    plan: _Plan,
    results: list[Result],
    counts: Counter[Outcome],
    terminal: Terminal,
) -> bool:
    """Whether anything fails the run; shows the tables that were asked for."""
    broken = bool(counts[Outcome.FAILED] or counts[Outcome.FIXED])
    if given.coverage:
        broken |= show_coverage(plan.cases, plan.bot.pack, terminal)
    if given.noise:
        broken |= show_stability(plan.bot, results, given, terminal)
    return broken


def _write_reports(
    given: argparse.Namespace, results: list[Result], plan: _Plan, explainer: Explainer, line: str
) -> None:
    version = plan.bot.pack.version
    if given.junit:
        write_file(given.junit, junit(results, explainer))
    if given.json:
        write_file(given.json, json.dumps(plain(results, version), indent=1) + "\n")
    if given.html:
        values = {"results": results, "explainer": explainer, "summary": line, "version": version}
        write_file(given.html, html("run.html", **values))
