"""What is written where: colour or none, wrapped or not, and nothing that a terminal would obey."""

from __future__ import annotations

import os
import sys
import textwrap
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final, TextIO

#: Names of the sixteen colours and two weights, as their codes.
_STYLES: Final = {"bold": "1", "dim": "2", "red": "1;31", "plain": ""}
_CLEAR: Final = "\x1b[H\x1b[2J\x1b[3J"
_NARROWEST: Final = 30
_WIDEST: Final = 100


@dataclass(frozen=True, slots=True)
class Terminal:
    """Where a command writes.

    Attributes:
        out: answers go here.
        err: everything else goes here.
        source: questions come from here.
        colour: whether to use colour.
        width: columns to wrap to; 0 for a pipe, where nothing is wrapped.
        plain: whether to do without redrawing and menus.
        measure: tells the columns of the window as it is now; None where `width` stays.
        goes_on: whether the command goes on when nobody reads any more, for it has more to do than
            to show; else it ends there.
    """

    out: TextIO = field(default_factory=lambda: sys.stdout)
    err: TextIO = field(default_factory=lambda: sys.stderr)
    source: TextIO = field(default_factory=lambda: sys.stdin)
    colour: bool = False
    width: int = 0
    plain: bool = True
    measure: Callable[[], int] | None = None
    goes_on: bool = False

    @property
    def columns(self) -> int:
        """The columns to wrap to now, 0 for a pipe: a window may be resized at any time."""
        return self.measure() if self.measure and self.width else self.width

    @property
    def line_length(self) -> int:
        """How long a line may be: one less than the window, and not too long to read."""
        return min(max(self.columns - 1, _NARROWEST), _WIDEST)

    def clear(self) -> bool:
        """Clear the window and what has scrolled out of it.

        Returns:
            Whether it could be: not where there is no window, or where lines are plain.
        """
        if not self.width or self.plain:
            return False
        self.out.write(_CLEAR)
        self.out.flush()
        return True

    def say(self, text: str = "", style: str = "plain", *, indent: str = "") -> None:
        """Write text as an answer, wrapped to the window with a hanging indent."""
        code = _STYLES[style] if self.colour else ""
        lines = self._lines(printable(text), indent)
        self.write("".join(f"\x1b[{code}m{line}\x1b[0m\n" if code and line else f"{line}\n"
                           for line in lines))  # fmt: skip

    def write(self, text: str) -> None:
        """Write text as it stands.

        Raises:
            BrokenPipeError: if nobody reads any more, unless the command goes on.
        """
        try:
            self.out.write(text)
            self.out.flush()
        except BrokenPipeError:
            if not self.goes_on:
                raise
            self.forget_reader()

    def forget_reader(self) -> None:
        """Whoever read our output has gone; Python must not complain about it at its end."""
        os.dup2(os.open(os.devnull, os.O_WRONLY), self.out.fileno())

    def note(self, text: str) -> None:
        """Write something that is not an answer; where nobody reads it, what comes next counts."""
        with suppress(BrokenPipeError):
            self.err.write(printable(text) + "\n")
            self.err.flush()

    def _lines(self, text: str, indent: str) -> list[str]:
        if not self.width:
            return text.split("\n")
        width = self.line_length
        lines: list[str] = []
        for line in text.split("\n"):
            lines += textwrap.wrap(
                line, width, subsequent_indent=indent, break_long_words=False,
                break_on_hyphens=False,
            ) or [""]  # fmt: skip
        return lines


def printable(text: str) -> str:
    r"""Text with everything that a terminal might obey, or cannot show, made visible.

    Line ends stay. Control and format characters (escape, bell, direction marks, zero-width) and
    lone surrogates are written as their code, such as "\x1b".
    """
    if text.isprintable():
        return text
    return "".join(c if c == "\n" or c.isprintable() else _code_of(c) for c in text)


def _code_of(character: str) -> str:
    number = ord(character)
    return f"\\x{number:02x}" if number < 256 else f"\\u{number:04x}"


def open_terminal(*, color: str, plain: bool, environment: Mapping[str, str]) -> Terminal:
    """Look at where we are and decide how to write.

    Args:
        color: "auto", "always" or "never", as given on the command line.
        plain: whether plain output was asked for.
        environment: NO_COLOR, FORCE_COLOR, TERM and ACCESSIBLE are looked at.
    """
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        _never_fail(stream)
    shown = sys.stdout.isatty()
    simple = plain or bool(environment.get("ACCESSIBLE")) or environment.get("TERM") == "dumb"
    width = _columns() if shown else 0
    colour = wants_colour(color, environment, shown=shown, plain=simple)
    return Terminal(
        sys.stdout, sys.stderr, sys.stdin, colour=colour, width=width, plain=simple,
        measure=_columns,
    )  # fmt: skip


def _columns() -> int:
    """The window's columns as they are now; COLUMNS counts where the window does not tell."""
    import shutil  # brings half of the standard library; not needed in a pipe

    with suppress(OSError, ValueError):
        if found := os.get_terminal_size(sys.stdout.fileno()).columns:
            return found

    return shutil.get_terminal_size().columns


def wants_colour(
    color: str, environment: Mapping[str, str], *, shown: bool, plain: bool = False
) -> bool:
    """The command line decides, then plain, then NO_COLOR, FORCE_COLOR, and where it is shown."""
    if color != "auto":
        return color == "always"
    if plain or environment.get("NO_COLOR"):
        return False
    forced = environment.get("FORCE_COLOR", "")
    return forced != "0" if forced else shown


def _never_fail(stream: object) -> None:
    """Broken UTF-8 in, and characters that the terminal lacks, become signs instead of errors."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="replace")


def is_interactive(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether somebody sits at both ends."""
    return sys.stdin.isatty() and sys.stdout.isatty() and environment.get("CI") != "interactive"
