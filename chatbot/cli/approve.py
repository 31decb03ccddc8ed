"""`chatbot approve`: a clinician signs answers in their exact words."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from chatbot.bot import builtin_content
from chatbot.cli.terminal import Terminal
from chatbot.testing.approvals import FILE, USUAL_TERM, approve


def add_options(parser: argparse.ArgumentParser) -> None:
    """What may be typed after the command."""
    add = parser.add_argument
    add("intents", nargs="+", metavar="ID", help="the answers that are signed")
    add("--by", required=True, metavar="NAME", help="who signs")
    add("--role", required=True, help='what makes their word count, such as "psychiatrist"')
    add("--until", type=date.fromisoformat, metavar="DAY",
        help="the last day on which it holds, as 2027-11-23; a year from today")  # fmt: skip


def run(given: argparse.Namespace, terminal: Terminal) -> int:
    """Sign.

    Returns:
        0.
    """
    folder: Path = given.pack or builtin_content()
    today = date.today()  # noqa: DTZ011 - the day where the clinician is
    until = given.until or today + USUAL_TERM
    signed = approve(folder, given.intents, by=given.by, role=given.role, today=today, until=until)
    for each in signed:
        terminal.say(f"{each.intent}: signed by {each.by}, {each.role}, until {each.until}")
    terminal.note(f"written to {folder / FILE}")
    return 0
