"""`chatbot schema`: the JSON Schema of every kind of file, for editors."""

from __future__ import annotations

import argparse
from pathlib import Path

from chatbot.cli.terminal import Terminal
from chatbot.content.problem import UsageError
from chatbot.testing.schema import KINDS, schema_text, write_schemas


def add_options(parser: argparse.ArgumentParser) -> None:
    """What may be typed after the command."""
    parser.add_argument("kind", nargs="?", choices=KINDS, metavar="KIND", help=", ".join(KINDS))
    parser.add_argument("--out", type=Path, metavar="DIR", help="write all of them into a folder")


def run(given: argparse.Namespace, terminal: Terminal) -> int:
    """Print one schema, write all, or list what there is.

    Returns:
        0.
    """
    if given.out:
        try:
            paths = write_schemas(given.out)
        except OSError as error:
            raise UsageError(f"{given.out} cannot be written ({error.strerror})") from error
        terminal.note(f"{len(paths)} schemas written to {given.out}")
    elif given.kind:
        terminal.write(schema_text(given.kind))
    else:
        for kind, (_, about) in KINDS.items():
            terminal.say(f"{kind:<16}{about}")
    return 0
