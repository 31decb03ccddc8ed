"""The commands of the prompt: one registry feeds help, completion and dispatch."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Final

from chatbot.bot import Chatbot, Conversation
from chatbot.cli.render import show_choices, show_sources, show_why
from chatbot.cli.terminal import Terminal
from chatbot.cli.topics import show_topics
from chatbot.reply import Reply

#: Words that end the prompt without a slash, because people type them.
PLAIN_GOODBYES: Final = frozenset({"quit", "exit", ":q"})


@dataclass(slots=True)
class Session:
    """What the commands of one prompt work on.

    Attributes:
        bot: answers.
        talk: the conversation.
        terminal: where to write.
        last: the last reply, if there was one.
        over: whether the prompt is to end.
    """

    bot: Chatbot
    talk: Conversation
    terminal: Terminal
    last: Reply | None = field(default=None)
    over: bool = False


@dataclass(frozen=True, slots=True)
class Command:
    """One command.

    Attributes:
        name: what is typed after the slash.
        help: what it does, in one line.
        run: does it; is given what was typed after the name.
        argument: how the help names that, "" when there is none.
    """

    name: str
    help: str
    run: Callable[[Session, str], None]
    argument: str = ""


def run_command(line: str, session: Session) -> None:
    """Run a line that begins with a slash. A beginning that fits one command only is enough."""
    name, _, rest = line[1:].strip().partition(" ")
    exact = [command for command in COMMANDS if command.name == name.lower()]
    fitting = exact or [command for command in COMMANDS if command.name.startswith(name.lower())]
    if name and len(fitting) == 1:
        fitting[0].run(session, rest.strip())
        return
    close = get_close_matches(name.lower(), [command.name for command in COMMANDS], n=1)
    advice = f"Did you mean /{close[0]}?" if close else "/help lists the commands."
    session.terminal.say(f"There is no command /{name}. {advice}")


def _help(session: Session, _: str) -> None:
    for command in COMMANDS:
        usage = f"/{command.name} {command.argument}".strip()
        session.terminal.say(f"{usage:<18}{command.help}", indent=" " * 18)
    session.terminal.say("Enter sends; Alt+Enter or Ctrl+J begins a new line; Ctrl+C clears it.")


def _topics(session: Session, area: str) -> None:
    areas = session.bot.pack.areas
    if area and area not in areas:
        session.terminal.say(f"There is no such area. There are: {', '.join(areas)}.")
        return
    show_topics(session.bot.pack, session.terminal, area or None)


def _why(session: Session, _: str) -> None:
    if session.last is None:
        session.terminal.say("Nothing was asked yet.")
        return
    show_why(session.last.why, session.terminal)


def _sources(session: Session, _: str) -> None:
    if session.last is None:
        session.terminal.say("Nothing was asked yet.")
        return
    show_sources(session.last, session.terminal)


def _related(session: Session, _: str) -> None:
    if session.last is None or not session.last.suggestions:
        session.terminal.say("There is nothing to suggest yet.")
        return
    session.terminal.say(session.bot.pack.text("message/related"))
    show_choices(session.last, session.terminal)


def _quit(session: Session, _: str) -> None:
    session.over = True


COMMANDS: Final = (
    Command("help", "this list", _help),
    Command("topics", "what can be answered", _topics, "[AREA]"),
    Command("why", "why the last reply was given", _why),
    Command("sources", "the sources of the last reply", _sources),
    Command("related", "what could be asked next; a number chooses", _related),
    Command("quit", "end (also quit, exit, Ctrl+D)", _quit),
)
