"""`chatbot check`: everything that is wrong with a pack."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path

from chatbot.bot import builtin_content
from chatbot.cli.terminal import Terminal
from chatbot.content.loader import find_problems


def add_options(parser: argparse.ArgumentParser) -> None:
    """What may be typed after the command."""
    parser.add_argument("folder", nargs="?", type=Path, metavar="PACK", help="the pack's folder")
    parser.add_argument("--json", action="store_true", help="print the problems as JSON")


def run(given: argparse.Namespace, terminal: Terminal) -> int:
    """Report every problem as path:line:column.

    Returns:
        0 when there is none, else 3.
    """
    folder: Path = given.folder or given.pack or builtin_content()
    problems = find_problems(folder)
    if given.json:
        terminal.out.write(json.dumps([asdict(problem) for problem in problems]) + "\n")
        return 3 if problems else 0
    for problem in problems:
        terminal.say(str(problem))
    count = len(problems)
    terminal.note(
        f"{count} problem{'s' if count != 1 else ''} in {folder}" if count else "no problems"
    )
    return 3 if problems else 0
