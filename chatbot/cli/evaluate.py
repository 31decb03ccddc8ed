"""`chatbot evaluate`: how well the intents of a pack are told apart."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Final

from chatbot.bot import Chatbot
from chatbot.cli.output import check_target, write_file
from chatbot.cli.progress import Progress
from chatbot.cli.terminal import Terminal
from chatbot.content.problem import UsageError
from chatbot.testing.case_file import find_case_files, load_cases
from chatbot.testing.evaluation import Evaluation, Metrics, Plan, evaluate
from chatbot.testing.evaluation.pictures import pictures
from chatbot.testing.expectations import shortened
from chatbot.testing.packs import cases_of, pack_of
from chatbot.testing.reports.html import html

_WORST: Final = 15
_PAIRS: Final = 10
_TEXTS: Final = 3
_FEWEST: Final = 10


def add_options(parser: argparse.ArgumentParser) -> None:
    """What may be typed after the command."""
    add = parser.add_argument
    add("path", nargs="?", type=Path, metavar="PATH", help="case file or folder; the pack's tests")
    add("--folds", type=int, default=5, metavar="K", help="parts to split the utterances into (5)")
    add("--seed", type=int, default=0, metavar="S", help="of the splitting")
    add("--no-curve", action="store_true", help="leave out the learning curve, which takes time")
    add("--json", type=Path, metavar="FILE", help="write every figure as JSON")
    add("--html", type=Path, metavar="FILE", help="write a report (needs the extra report)")


def run(given: argparse.Namespace, terminal: Terminal) -> int:
    """Evaluate and show.

    Returns:
        0.
    """
    if given.folds < 2:
        raise UsageError("utterances are split into two parts or more; give --folds 2 or higher")
    for target in (given.json, given.html):
        check_target(target, [given.path])
    folder = pack_of(given.path or Path.cwd(), given.pack)
    path = cases_of(folder, given.path)
    bot = Chatbot(folder, progress=terminal.note)
    count = sum(len(intent.utterances) for intent in bot.pack.intents.values())
    if count < _FEWEST:
        raise UsageError(f"{count} utterances are too few to hold some back; write {_FEWEST}")
    cases = load_cases(find_case_files(path), bot.pack) if path.exists() else []
    plan = Plan(given.folds, not given.no_curve, given.seed)
    terminal.note(f"Fitting {plan.fits} matchers ...")
    progress = Progress(terminal, plan.fits, "matchers")
    evaluation = evaluate(bot, cases, plan, progress.step)
    progress.clear()
    _write(evaluation, given)
    _show(evaluation, terminal)
    return 0


def _write(evaluation: Evaluation, given: argparse.Namespace) -> None:
    if given.json:
        write_file(given.json, json.dumps(evaluation.plain(), indent=1) + "\n")
    if given.html:
        drawn = pictures(evaluation)
        write_file(given.html, html("evaluation.html", evaluation=evaluation, pictures=drawn))


def _show(evaluation: Evaluation, terminal: Terminal) -> None:
    terminal.say("Utterances, each matched by a matcher that never saw it", "bold")
    _show_metrics(evaluation.utterances, terminal)
    if evaluation.curve:
        points = ", ".join(f"{share:.0%}: {accuracy:.3f}" for share, accuracy in evaluation.curve)
        terminal.say(f"accuracy by the share of utterances learned from: {points}")
    if evaluation.cases:
        terminal.say("\nCases, asked of the whole bot", "bold")
        _show_metrics(evaluation.cases, terminal)


def _show_metrics(metrics: Metrics, terminal: Terminal) -> None:
    terminal.say(
        f"{metrics.questions:,} in scope, {metrics.outside:,} out of scope:"
        f" accuracy {metrics.accuracy:.3f}, macro F1 {metrics.macro_f1:.3f},"
        f" calibration error {metrics.calibration_error:.3f}"
    )
    terminal.say(f"\n{'answer from':>12}{'right':>8}{'answered':>10}{'out of scope let in':>21}")
    for point in metrics.sweep[::2]:
        terminal.say(f"{point.threshold:>12.2f}{point.precision:>8.3f}{point.coverage:>10.3f}"
                     f"{point.let_in:>21.3f}")  # fmt: skip
    terminal.say(f"\n{'confidence':>12}{'right':>8}{'answers':>10}")
    for each in metrics.reliability:
        terminal.say(f"{each.confidence:>12.2f}{each.right:>8.2f}{each.count:>10,}")
    terminal.say(f"\n{'worst intents':<34}{'questions':>10}{'precision':>11}{'recall':>8}{'F1':>6}")
    for intent in metrics.intents[:_WORST]:
        terminal.say(f"{intent.intent:<34}{intent.questions:>10}{intent.precision:>11.2f}"
                     f"{intent.recall:>8.2f}{intent.f1:>6.2f}")  # fmt: skip
    if metrics.pairs:
        terminal.say("\nmost confused")
    for pair in metrics.pairs[:_PAIRS]:
        terminal.say(f"{pair.count:>5}  {pair.expected} taken for {pair.got}")
        for wrong in pair.questions[:_TEXTS]:
            text, near = shortened(wrong.text, 60), shortened(wrong.example, 50)
            terminal.say(
                f'       "{text}" (closest "{near}", {wrong.confidence:.2f})', indent=" " * 9
            )
