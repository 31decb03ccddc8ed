"""`chatbot suggest`: what was asked and not answered, put together, with a proposal for each."""

from __future__ import annotations

import argparse
import json
import shlex
from dataclasses import asdict
from pathlib import Path

from chatbot.bot import Chatbot
from chatbot.cli.terminal import Terminal
from chatbot.testing.editing.suggest import Cluster, suggest
from chatbot.testing.impact.questions import questions_of_log


def add_options(parser: argparse.ArgumentParser) -> None:
    """What may be typed after the command."""
    add = parser.add_argument
    add("log", type=Path, metavar="LOG", help="one question a line, or .jsonl with a question each")
    add("--show", type=int, default=20, metavar="N", help="how many groups to show (20)")
    add("--json", action="store_true", help="print all of them as JSON")


def run(given: argparse.Namespace, terminal: Terminal) -> int:
    """Show them; nothing is written.

    Returns:
        0.
    """
    bot = Chatbot(given.pack, progress=terminal.note)
    clusters = suggest(bot, (question.text for question in questions_of_log(given.log)))
    if given.json:
        terminal.write(json.dumps([asdict(each) for each in clusters]) + "\n")
        return 0
    for cluster in clusters[: given.show]:
        _show(cluster, terminal, given.pack)
    asked = sum(each.count for each in clusters)
    terminal.note(
        f"{asked:,} unanswered questions in {len(clusters):,} groups; nothing was written"
    )
    return 0


def _show(cluster: Cluster, terminal: Terminal, pack: Path | None) -> None:
    command = ["chatbot", *(["--pack", str(pack)] if pack else []), "add"]
    first, *others = cluster.questions
    terminal.say(f"{cluster.count:>5}  {first}", "bold")
    for text in others[:4]:
        terminal.say(f"       {text}")
    if cluster.nearest:
        near = f'nearest: {cluster.nearest} ({cluster.confidence:.0%} sure, "{cluster.example}")'
        terminal.say(f"       {near}", indent=" " * 9)
        terminal.say(f"       {shlex.join([*command, cluster.nearest, first])}", "dim")
    else:
        terminal.say("       nearest: none; a new intent, or out of scope")
