"""`chatbot import`: a pack from what others have, and a report of what it could not take over."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Final

from chatbot.cli.terminal import Terminal
from chatbot.testing.importing import Import, read_csv, read_qnamaker, read_rasa, write_pack

_READERS: Final[dict[str, Callable[[Iterable[Path]], Import]]] = {
    "rasa": read_rasa,
    "csv": read_csv,
    "qnamaker": read_qnamaker,
}


def add_options(parser: argparse.ArgumentParser) -> None:
    """What may be typed after the command."""
    add = parser.add_argument
    add("files", nargs="+", type=Path, metavar="FILE", help="what to read; for rasa also a folder")
    add("--from", dest="form", choices=_READERS, required=True, help="what it is from")
    add("--out", type=Path, metavar="DIR", required=True, help="a new folder for the pack")


def run(given: argparse.Namespace, terminal: Terminal) -> int:
    """Read, write, report.

    Returns:
        0.
    """
    result = _READERS[given.form](given.files)
    today = date.today()  # noqa: DTZ011 - the day where the editor is
    for path in write_pack(result, given.out, today):
        terminal.say(str(path))
    for loss in result.losses:
        terminal.note(f"not carried over: {loss}")
    utterances = sum(len(topic.utterances) for topic in result.topics)
    terminal.note(
        f"{len(result.topics)} topics with {utterances} utterances; "
        f"{len(result.losses)} things were not carried over. Next: chatbot check {given.out}"
    )
    return 0
