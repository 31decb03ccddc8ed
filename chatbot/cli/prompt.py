"""The prompt: reads a line, answers it, until the end; prompt-toolkit only on a terminal."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable

from chatbot.bot import Chatbot
from chatbot.cli.ask import read_lines
from chatbot.cli.commands import PLAIN_GOODBYES, Session, run_command
from chatbot.cli.render import show_reply
from chatbot.cli.terminal import Terminal

#: Gives the next line, or None at the end of the input; raises KeyboardInterrupt on Ctrl-C.
ReadLine = Callable[[], str | None]


def run_prompt(given: argparse.Namespace, terminal: Terminal) -> int:
    """Answer what is typed, or, when nobody sits there, what is piped in.

    Returns:
        0.
    """
    bot = Chatbot(given.pack, progress=terminal.note)
    session = Session(bot, bot.conversation(), terminal)
    if not sys.stdin.isatty():
        for line in read_lines(terminal):
            answer(line, session)
        return 0
    welcome(session)
    loop(session, _reader(session))
    return 0


def welcome(session: Session) -> None:
    """The first screen: what this is, what it is not, where help is, what can be asked."""
    pack, terminal = session.bot.pack, session.terminal
    terminal.say(pack.text("message/title"), "bold")
    for name in ("about", "help_lines", "ask"):
        terminal.say(pack.text(f"message/{name}"))
    terminal.say()


def loop(session: Session, read_line: ReadLine) -> None:
    """Read and answer until the input or the reader says that it is over."""
    while not session.over:
        try:
            line = read_line()
        except KeyboardInterrupt:
            continue
        if line is None:
            return
        if line.strip():
            handle(line.strip(), session)


def handle(line: str, session: Session) -> None:
    """Run a command, or answer a question."""
    if line.lower() in PLAIN_GOODBYES:
        session.over = True
    elif line.startswith("/"):
        run_command(line, session)
    else:
        answer(line, session)


def answer(question: str, session: Session) -> None:
    """Answer a question and remember the reply for /why and /sources."""
    session.last = session.talk.ask(question)
    show_reply(session.last, session.terminal, session.bot.pack)


def _reader(session: Session) -> ReadLine:
    """On a plain terminal the bare input(); else an editing session."""
    if session.terminal.plain or not sys.stdout.isatty():
        return plain_reader(session.terminal)
    from chatbot.cli.editing import editing_reader

    return editing_reader(session)


def plain_reader(terminal: Terminal) -> ReadLine:
    """A reader that only writes "> " and reads a line."""

    def read_line() -> str | None:
        terminal.out.write("> ")
        terminal.out.flush()
        try:
            line = terminal.source.readline()
        except KeyboardInterrupt:
            terminal.out.write("\n")
            raise
        return line or None

    return read_line
