"""The command line: what may be typed, and which command it means."""

from __future__ import annotations

import argparse
import errno
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from chatbot.cli.registry import COMMANDS, CommandParser, PackAction
from chatbot.cli.terminal import Terminal, open_terminal
from chatbot.content.problem import ContentError, UsageError
from chatbot.lifeline import lifeline
from chatbot.version import VERSION

OK: Final = 0
NO_ANSWER: Final = 1
USAGE: Final = 2
CONTENT_INVALID: Final = 3
INTERRUPTED: Final = 130

Command = Callable[[argparse.Namespace, Terminal], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program.

    Args:
        arguments: what was typed after the program's name; by default the process's own.

    Returns:
        The exit code: 0 answered, 1 no confident answer, 2 usage, 3 content invalid, 4 regression
        failed, 130 Ctrl-C.
    """
    _open_what_is_closed()
    try:
        typed = _as_command(list(sys.argv[1:] if arguments is None else arguments))
        given = build_parser(typed[:1]).parse_args(typed)
    except UsageError as error:
        open_terminal(color="never", plain=True, environment=os.environ).note(str(error))
        return USAGE
    except ImportError as error:  # a command is imported when it is typed
        bare = open_terminal(color="never", plain=True, environment=os.environ)
        return _cannot_start(error, bare)
    terminal = open_terminal(color=given.color, plain=given.plain, environment=os.environ)
    return _run(given, replace(terminal, goes_on=not _is_asked(given)))


def _is_asked(given: argparse.Namespace) -> bool:
    """Whether questions are answered; other commands do more than to show."""
    return given.command is _prompt or hasattr(given, "question")


def _run(given: argparse.Namespace, terminal: Terminal) -> int:
    try:
        return _done(given, terminal)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        terminal.forget_reader()
        return OK
    except OSError as error:
        if not _is_full(error):
            raise
        terminal.forget_reader()
        terminal.note(f"The output was not written: {error.strerror}.")
        return USAGE


def _as_command(typed: list[str]) -> list[str]:
    """What was typed; words that are no command are a question.

    Raises:
        UsageError: if they look like a misspelt command.
    """
    if not typed or typed[0].startswith("-") or typed[0] in COMMANDS:
        return typed
    from difflib import get_close_matches

    close = get_close_matches(typed[0].lower(), COMMANDS, n=1, cutoff=0.7)
    if not close:
        return ["ask", *typed]
    raise UsageError(
        f'There is no command "{typed[0]}"; did you mean {close[0]}? '
        'To ask a question: chatbot ask "...". '
        "In a crisis call or text 988; in an emergency call 911 (United States)."
    )


def _open_what_is_closed() -> None:
    """A program may be begun without one of its streams; then nothing is read, or shown, there."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115, PTH123


def _is_full(error: OSError) -> bool:
    """Whether there was no room for what is written."""
    return errno.errorcode.get(error.errno or 0) in {"ENOSPC", "EDQUOT", "EFBIG"}


def _done(given: argparse.Namespace, terminal: Terminal) -> int:
    """Do what was asked for, or say why not."""
    command: Command = given.command
    try:
        return command(given, terminal)
    except ContentError as error:
        return _refuse(error, terminal, asked=_is_asked(given))
    except ImportError as error:
        return _cannot_start(error, terminal)
    except UsageError as error:
        terminal.note(str(error))
        return USAGE
    except OSError as error:
        if error.filename is None:  # one of our own streams
            raise
        return _cannot_use(error, terminal, asked=_is_asked(given))


def _cannot_start(error: ImportError, terminal: Terminal) -> int:
    terminal.note(f"The program cannot start: {error}. Install it anew, or the extra it names.")
    _show_card(terminal)
    return USAGE


def _cannot_use(error: OSError, terminal: Terminal, *, asked: bool) -> int:
    """Say which file or folder the system refused."""
    fix = "check the name, and who may read and write there"
    terminal.note(f"{error.filename} cannot be used ({error.strerror}); {fix}")
    if asked:
        _show_card(terminal)
    return USAGE


def _show_card(terminal: Terminal) -> None:
    """Say where help is, whatever has failed before, and leave the exit code as it is."""
    try:
        terminal.say(lifeline())
    except BrokenPipeError:
        terminal.forget_reader()


def build_parser(first: Sequence[str] = ()) -> argparse.ArgumentParser:
    """Everything that may be typed.

    Args:
        first: what was typed first: if it is a command, the others are left out, for a quick start.
    """
    common = _common_options(argparse.SUPPRESS)
    parser = argparse.ArgumentParser(
        prog="chatbot",
        description="Short, sourced answers to questions about ketamine treatment.",
        epilog="Without a command: the prompt, or, with piped input, one answer for each line. "
        "Words that are no command are asked as a question.",
        parents=[_common_options(None)],
    )
    parser.add_argument("--version", action="version", version=f"chatbot {VERSION}")
    parser.set_defaults(command=_prompt)
    commands = parser.add_subparsers(
        title="commands", metavar="COMMAND", parser_class=CommandParser
    )
    for name in first if COMMANDS.keys() & set(first) else COMMANDS:
        about, module = COMMANDS[name]
        commands.add_parser(name, parents=[common], help=about, module=module)
    return parser


def _common_options(default: str | None) -> CommandParser:
    """Options that may stand before and after the command.

    After it they must not bring a default, which would undo what stood before it.
    """
    absent = default == argparse.SUPPRESS
    options = CommandParser(add_help=False)
    options.add_argument(
        "--pack",
        action=PackAction,
        type=Path,
        metavar="DIR",
        default=default,
        help="use the pack in this folder",
    )
    options.add_argument(
        "--plain", action="store_true", default=default if absent else False,
        help="plain lines: no colour, no redrawing (also: ACCESSIBLE=1, TERM=dumb)",
    )  # fmt: skip
    options.add_argument(
        "--color", choices=("auto", "always", "never"), default=default if absent else "auto",
        help="when to use colour (also: NO_COLOR, FORCE_COLOR)",
    )  # fmt: skip
    return options


def _prompt(given: argparse.Namespace, terminal: Terminal) -> int:
    from chatbot.cli.prompt import run_prompt

    return run_prompt(given, terminal)


def _refuse(error: ContentError, terminal: Terminal, *, asked: bool) -> int:
    for problem in error.problems:
        terminal.note(str(problem))
    count = len(error.problems)
    terminal.note(f"The pack was not loaded: {count} problem{'s' if count != 1 else ''}.")
    if asked:
        _show_card(terminal)
    return CONTENT_INVALID
