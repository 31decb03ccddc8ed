"""`chatbot new`: a pack to begin with."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from chatbot.cli.terminal import Terminal
from chatbot.testing.editing.starter import new_pack


def add_options(parser: argparse.ArgumentParser) -> None:
    """What may be typed after the command."""
    parser.add_argument("folder", type=Path, metavar="DIR", help="a new folder")


def run(given: argparse.Namespace, terminal: Terminal) -> int:
    """Write it.

    Returns:
        0.
    """
    today = date.today()  # noqa: DTZ011 - the day where the editor is
    for path in new_pack(given.folder, today):
        terminal.say(str(path))
    terminal.note(f"Next: chatbot check {given.folder}; chatbot test {given.folder}")
    return 0
