"""`chatbot ask`: one answer, or one for each line."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from typing import Final

from chatbot.bot import Chatbot
from chatbot.cli.render import show_reply
from chatbot.cli.terminal import Terminal
from chatbot.reply import Kind, Reply

_UNANSWERED: Final = frozenset({Kind.CLARIFY, Kind.NONE})


def add_options(parser: argparse.ArgumentParser) -> None:
    """What may be typed after the command."""
    parser.add_argument(
        "question", nargs="+", metavar="QUESTION", help='"-" reads one from each line'
    )
    parser.add_argument("--json", action="store_true", help="print the whole reply as JSON")


def run(given: argparse.Namespace, terminal: Terminal) -> int:
    """Answer, and tell by the exit code whether there was an answer.

    Returns:
        0 when every question was answered, else 1.
    """
    bot = Chatbot(given.pack, progress=terminal.note)
    lines = given.question == ["-"]
    questions = read_lines(terminal) if lines else iter([" ".join(given.question)])
    code = 0
    for question in questions:
        reply = bot.ask(question)
        if given.json or lines:
            terminal.out.write(as_json(reply) + "\n")
            terminal.out.flush()
        else:
            show_reply(reply, terminal, bot.pack)
        code = max(code, int(reply.kind in _UNANSWERED))
    return code


def as_json(reply: Reply) -> str:
    """A reply as one line of JSON: ASCII, so that no character of a question can do harm."""
    return json.dumps(reply.to_dict())


def read_lines(terminal: Terminal) -> Iterator[str]:
    """The lines of the input that say something, without their ends."""
    for line in terminal.source:
        if line.strip():
            yield line.rstrip("\r\n")
