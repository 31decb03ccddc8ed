"""The prompt: reads a line, answers it, until the end; prompt-toolkit only on a terminal."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable

from chatbot.bot import Chatbot
from chatbot.cli.ask import read_lines
from chatbot.cli.commands import PLAIN_GOODBYES, run_command
from chatbot.cli.history import History, state_directory
from chatbot.cli.session import Session
from chatbot.cli.terminal import Terminal

#: Gives the next line, or None at the end of the input; raises KeyboardInterrupt on Ctrl-C.
ReadLine = Callable[[], str | None]


def run_prompt(given: argparse.Namespace, terminal: Terminal) -> int:
    """Answer what is typed, or, when nobody sits there, what is piped in.

    Returns:
        0.
    """
    bot = Chatbot(given.pack, progress=terminal.note)
    if not sys.stdin.isatty():
        session = Session(bot, bot.conversation(), terminal)
        for line in read_lines(terminal):
            session.answer(line)
        return 0
    history = History(state_directory() / "history")
    session = Session(bot, bot.conversation(), terminal, history)
    welcome(session)
    loop(session, reader(session))
    return 0


def welcome(session: Session) -> None:
    """The first screen: what this is, what it is not, where help is, what can be asked."""
    pack, terminal = session.bot.pack, session.terminal
    terminal.say(pack.text("message/title"), "bold")
    for name in ("about", "help_lines", "ask"):
        terminal.say(pack.text(f"message/{name}"))


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
            _handle_unless_stopped(line.strip(), session)


def _handle_unless_stopped(line: str, session: Session) -> None:
    """Handle a line; Ctrl-C stops that, and nothing else."""
    try:
        handle(line, session)
    except KeyboardInterrupt:
        session.terminal.say("Stopped.")


def handle(line: str, session: Session) -> None:
    """Run a command, or answer a question."""
    if line.lower() in PLAIN_GOODBYES:
        session.over = True
    elif line.startswith("/"):
        run_command(line, session)
    else:
        session.answer(line)


def reader(session: Session) -> ReadLine:
    """On a plain terminal bare lines; else an editing session, until `/plain` is asked for."""
    bare = plain_reader(session.terminal)
    if session.terminal.plain or not sys.stdout.isatty():
        return bare
    from chatbot.cli.editing import editing_reader

    edited = editing_reader(session)
    return lambda: bare() if session.terminal.plain else edited()


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
