"""`chatbot add`: adds utterances to an intent."""

from __future__ import annotations

import argparse
from pathlib import Path

from chatbot.bot import builtin_content
from chatbot.cli.terminal import Terminal
from chatbot.testing.editing.add import add_utterances


def add_options(parser: argparse.ArgumentParser) -> None:
    """What may be typed after the command."""
    parser.add_argument("intent", metavar="ID", help="the intent")
    parser.add_argument("utterances", nargs="+", metavar="UTTERANCE", help="what people ask")


def run(given: argparse.Namespace, terminal: Terminal) -> int:
    """Add them.

    Returns:
        0 when something was added, else 1.
    """
    folder: Path = given.pack or builtin_content()
    added = add_utterances(folder, given.intent, given.utterances)
    for number, text in enumerate(added.utterances):
        terminal.say(f"{added.path}:{added.line + number}: added {text}")
    for text, why in added.skipped:
        terminal.note(f'"{text}" was not added: {why}')
    return 0 if added.utterances else 1
