"""The commands of the prompt: one registry feeds help, completion, docs and dispatch."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Final

from chatbot.acts import Act, read
from chatbot.cli.render import show_choices, show_sources, show_why
from chatbot.cli.search import topics_with
from chatbot.cli.session import Session
from chatbot.cli.topics import listed
from chatbot.cli.transcript import as_markdown, write_new
from chatbot.reply import Suggestion
from chatbot.state import MOST_CHOICES

#: Words that end the prompt without a slash, because people type them.
PLAIN_GOODBYES: Final = frozenset({"quit", "exit", ":q"})
_MOST_FOUND: Final = 9
_COLUMN: Final = 24


@dataclass(frozen=True, slots=True)
class Command:
    """One command.

    Attributes:
        name: what is typed after the slash.
        help: what it does, in one line.
        run: does it; is given what was typed after the name.
        argument: how the help names that, "" when there is none.
        words: gives what the argument may be, for completion.
    """

    name: str
    help: str
    run: Callable[[Session, str], None]
    argument: str = ""
    words: Callable[[Session], Iterator[str]] = lambda _: iter(())

    @property
    def usage(self) -> str:
        """How it is typed."""
        return f"/{self.name} {self.argument}".strip()


def run_command(line: str, session: Session) -> None:
    """Run a line that begins with a slash. A beginning that fits one command only is enough.

    What calls for help is met with help, also behind a slash.
    """
    typed = line[1:].strip()
    name, _, rest = typed.partition(" ")
    exact = [command for command in COMMANDS if command.name == name.lower()]
    fitting = exact or [command for command in COMMANDS if command.name.startswith(name.lower())]
    known = bool(name) and len(fitting) == 1
    said = rest.strip() if known else typed
    if said and not (known and fitting[0].run is _save) and session.is_danger(said):
        session.answer(said)
        return
    session.history.recall(line)
    if known:
        fitting[0].run(session, rest.strip())
        return
    several = [command.name for command in fitting] if name else []
    close = several or get_close_matches(name.lower(), [command.name for command in COMMANDS], n=1)
    meant = " or ".join(f"/{each}" for each in close)
    advice = f"Did you mean {meant}?" if close else "/help lists the commands."
    session.terminal.say(f"There is no command /{name}. {advice}")


def _help(session: Session, _: str) -> None:
    terminal = session.terminal
    wide = terminal.columns >= 2 * _COLUMN or not terminal.columns
    for command in COMMANDS:
        if wide:
            terminal.say(f"{command.usage:<{_COLUMN}}{command.help}", indent=" " * _COLUMN)
        else:
            terminal.say(f"{command.usage}: {command.help}", indent="  ")
    if not terminal.plain:
        terminal.say("Enter sends; Alt+Enter or Ctrl+J begins a new line; Ctrl+C clears it.")
        terminal.say("Tab completes; Right takes the question that is suggested in grey.")


def _topics(session: Session, area: str) -> None:
    pack, terminal = session.bot.pack, session.terminal
    area = area.lower()
    if not area:
        for name, title in pack.areas.items():
            count = sum(1 for _ in listed(pack, name))
            if count:
                terminal.say(f"{name:<12}{title} ({count})", indent=" " * 12)
        terminal.say("/topics AREA lists the questions of one.")
    elif area in pack.areas:
        terminal.say(pack.areas[area], "bold")
        _offer(session, [each.id for each in listed(pack, area)])
    else:
        close = get_close_matches(area, pack.areas, n=1)
        advice = f"Did you mean {close[0]}?" if close else f"There are: {', '.join(pack.areas)}."
        terminal.say(f'There is no area "{area}". {advice}')


def _search(session: Session, words: str) -> None:
    if not words:
        session.terminal.say("Type what to look for: /search WORD")
        return
    found = topics_with(session.bot.pack, words, _MOST_FOUND)
    if found:
        _offer(session, [each.id for each in found])
    else:
        session.terminal.say(f'Nothing here speaks of "{words}".')


def _offer(session: Session, intents: list[str]) -> None:
    """Show topics as numbered choices, and let a number choose one."""
    intents = intents[:MOST_CHOICES]
    pack = session.bot.pack
    session.talk.offer(intents)
    questions = [Suggestion(each, pack.intents[each].question) for each in intents]
    show_choices(questions, session.terminal)
    session.terminal.say(pack.text("message/choose"), "dim")


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
    _offer(session, [each.intent for each in session.last.suggestions])


def _retry(session: Session, _: str) -> None:
    """Ask again, by itself: the way out when a question was read in the light of the last one."""
    if session.last is None:
        session.terminal.say("Nothing was asked yet.")
        return
    if read(session.last.question).act not in {Act.ASK, Act.CORRECT}:
        session.terminal.say("That was no question by itself. Type it in a few more words.")
        return
    session.talk.begin_anew()
    session.answer(session.last.question)


def _save(session: Session, name: str) -> None:
    if not session.exchanges or not name:
        problem = (
            "Type a file name: /save FILE.md" if session.exchanges else "Nothing was asked yet."
        )
        session.terminal.say(problem)
        return
    path = Path(name.strip("\"'"))
    try:
        path = path.expanduser()
        if path.is_dir():
            session.terminal.say(f"{path} is a folder; type the name of a file.")
            return
        path = path if path.suffix else path.with_suffix(".md")
        write_new(path, as_markdown(session.exchanges, session.bot.pack))
    except FileExistsError:
        session.terminal.say(f"{path} is there already; choose another name.")
    except (OSError, ValueError, RuntimeError) as error:  # the last: nobody of that name has a home
        reason = getattr(error, "strerror", None) or str(error)
        session.terminal.say(f"{path} was not written: {reason}")
    else:
        session.terminal.say(f"Saved as {path}, readable by you alone.")


def _history(session: Session, word: str) -> None:
    history, word = session.history, word.lower()
    actions = {"on": history.turn_on, "off": history.turn_off, "clear": history.clear}
    if word and word not in actions:
        session.terminal.say("Type /history on, /history off or /history clear.")
        return
    try:
        if word:
            actions[word]()
    except OSError as error:
        session.terminal.say(f"That did not work: {error.strerror or error}")
        return
    if history.on:
        session.terminal.say(f"History is on: questions are kept in {history.path}, for you alone.")
        session.terminal.say("What calls for help is never kept. /history off deletes the file.")
    else:
        session.terminal.say("History is off: nothing that you type is kept.")


def _clear(session: Session, _: str) -> None:
    try:
        session.begin_anew()
    except OSError as error:
        session.terminal.say(f"The history was not written: {error.strerror or error}.")
    cleared = session.terminal.clear()
    session.terminal.say("The talk is forgotten.")
    if not cleared:
        session.terminal.say("What stands on the screen stays there: clear or close the window.")


def _plain(session: Session, _: str) -> None:
    session.terminal = replace(session.terminal, plain=True, colour=False)
    session.terminal.say("Plain lines from here on: no colour, no redrawing.")


def _quit(session: Session, _: str) -> None:
    session.over = True


COMMANDS: Final = (
    Command("help", "this list", _help),
    Command("topics", "what can be answered", _topics, "[AREA]", lambda s: iter(s.bot.pack.areas)),
    Command("search", "which topics speak of a word", _search, "WORD"),
    Command("why", "why the last reply was given", _why),
    Command("sources", "the sources of the last reply", _sources),
    Command("related", "what could be asked next; a number chooses", _related),
    Command("retry", "ask the last question again, by itself", _retry),
    Command("save", "write this talk to a Markdown file", _save, "FILE.md"),
    Command(
        "history", "keep questions for next time, or not (off unless you ask)", _history,
        "on|off|clear", lambda _: iter(("on", "off", "clear")),
    ),
    Command("clear", "clear the screen and forget this talk", _clear),
    Command("plain", "plain lines, for screen readers", _plain),
    Command("quit", "end (also quit, exit, Ctrl+D)", _quit),
)  # fmt: skip
