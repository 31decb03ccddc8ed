"""`chatbot export`: a pack as a table, lines of JSON, or a page of schema.org."""

from __future__ import annotations

import argparse
from pathlib import Path

from chatbot.bot import builtin_content
from chatbot.cli.output import check_target, write_file
from chatbot.cli.terminal import Terminal
from chatbot.content.loader import load_pack
from chatbot.testing.editing.exporting import export


def add_options(parser: argparse.ArgumentParser) -> None:
    """What may be typed after the command."""
    add = parser.add_argument
    add("--format", choices=("csv", "jsonl", "faqpage"), required=True, help="in what form")
    add("--out", type=Path, metavar="FILE", help="write it there")


def run(given: argparse.Namespace, terminal: Terminal) -> int:
    """Write it.

    Returns:
        0.
    """
    check_target(given.out)
    folder: Path = given.pack or builtin_content()
    text = export(load_pack(folder), given.format)
    if given.out:
        write_file(given.out, text)
    else:
        terminal.write(text)
    return 0
