"""Pictures of the real prompt: `make pictures`, or `python docs/pictures.py`.

The program runs in a pseudo-terminal of its own, keys are typed into it, and what a terminal shows
of it (pyte) is drawn as SVG beside this file.
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import sys
import tempfile
import termios
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Final

import pyte
from pyte.screens import Char

HERE: Final = Path(__file__).parent
_QUIET: Final = 0.7
_PATIENCE: Final = 60.0
_CELL: Final = (8.4, 18.0)
_MARGIN: Final = 14.0
_BACKGROUND: Final = "#16181d"
_COLOURS: Final = {
    "default": "#d7dae0", "red": "#ff6b6b", "brightblack": "#8b919c", "green": "#8ecf7c",
    "brown": "#e5c07b", "blue": "#6cb0f5", "magenta": "#c792ea", "cyan": "#5fc9d1",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Picture:
    """What is to be drawn.

    Attributes:
        name: of the file.
        columns: of the window.
        rows: of the window.
        keys: typed one after the other, each when the window has come to rest.
        options: of the program.
    """

    name: str
    columns: int
    rows: int
    keys: tuple[str, ...]
    options: tuple[str, ...] = ()


PICTURES: Final = (
    Picture("prompt", 80, 50, ("what is spravato\r", "how long does that last\r", "How many s")),
    Picture("card", 40, 36, ("i want to die\r",), ("--color", "never")),
    Picture("talk", 80, 76, ("does ketamine help with depression\r", "and for anxiety?\r",
                             "tell me more\r", "2\r")),
)  # fmt: skip


class DimScreen(pyte.HistoryScreen):
    """A screen that shows dim text, which pyte leaves out, as bright black."""

    def select_graphic_rendition(self, *attributes: int) -> None:
        """Take over colours and weights."""
        super().select_graphic_rendition(*(90 if each == 2 else each for each in attributes))


def shown(picture: Picture) -> pyte.Screen:
    """Run the program, type the keys, and give back the window."""
    screen = DimScreen(picture.columns, picture.rows)
    stream = pyte.ByteStream(screen)
    pid, terminal = pty.fork()
    if pid == 0:
        _become_program(picture.options)
    size = struct.pack("HHHH", picture.rows, picture.columns, 0, 0)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, size)
    for keys in ("", *picture.keys):
        os.write(terminal, keys.encode())
        _watch(terminal, stream, screen)
    os.write(terminal, b"\x03\x04")
    _watch(terminal, None, screen)
    os.close(terminal)
    os.waitpid(pid, 0)
    return screen


def _become_program(options: Sequence[str]) -> None:
    os.environ |= {"TERM": "xterm-256color", "XDG_STATE_HOME": tempfile.gettempdir()}
    for name in ("NO_COLOR", "FORCE_COLOR", "ACCESSIBLE"):
        os.environ.pop(name, None)
    time.sleep(0.2)
    os.execv(sys.executable, [sys.executable, "-m", "chatbot", *options])  # noqa: S606 - our own


def _watch(terminal: int, stream: pyte.ByteStream | None, screen: pyte.Screen) -> None:
    """Feed what the program writes to the screen until it has come to rest at its prompt."""
    end, rested = time.monotonic() + _PATIENCE, 0.0
    while time.monotonic() < end and rested < _QUIET:
        if not select.select([terminal], [], [], 0.1)[0]:
            ready = stream is None or any(line.startswith(">") for line in screen.display)
            rested += 0.1 if ready else 0.0
            continue
        try:
            piece = os.read(terminal, 65536)
        except OSError:
            return
        rested = 0.0
        if stream is not None:
            stream.feed(piece)
            if b"\x1b[6n" in piece:
                os.write(terminal, f"\x1b[{screen.cursor.y + 1};1R".encode())


def as_svg(screen: pyte.Screen) -> str:
    """Draw a window."""
    filled = [number for number, line in enumerate(screen.display) if line.strip()]
    rows = filled[-1] + 1 if filled else 1
    width = screen.columns * _CELL[0] + 2 * _MARGIN
    height = rows * _CELL[1] + 2 * _MARGIN
    body = "\n".join(text for row in range(rows) for text in _runs(screen, row))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height:.0f}" '
        f'viewBox="0 0 {width:.0f} {height:.0f}" role="img">\n'
        "<title>What the terminal shows</title>\n"
        f'<rect width="100%" height="100%" rx="8" fill="{_BACKGROUND}"/>\n'
        '<g font-family="DejaVu Sans Mono,Menlo,Consolas,monospace" font-size="14" '
        f'xml:space="preserve">\n{body}\n</g>\n</svg>\n'
    )


def _runs(screen: pyte.Screen, row: int) -> Iterator[str]:
    """The pieces of a line that look alike."""
    cells = [screen.buffer[row][column] for column in range(screen.columns)]
    column = 0
    for (colour, bold), run in groupby(cells, key=_look):
        text = "".join(cell.data for cell in run)
        if text.strip():
            x, y = _MARGIN + column * _CELL[0], _MARGIN + (row + 0.75) * _CELL[1]
            weight = ' font-weight="bold"' if bold else ""
            yield (
                f'<text x="{x:.1f}" y="{y:.1f}" textLength="{len(text) * _CELL[0]:.1f}" '
                f'lengthAdjust="spacingAndGlyphs" fill="{colour}"{weight}>{escape(text)}</text>'
            )
        column += len(text)


def _look(cell: Char) -> tuple[str, bool]:
    return _COLOURS.get(cell.fg, _COLOURS["default"]), cell.bold


def main() -> None:
    """Draw every picture."""
    for picture in PICTURES:
        path = HERE / f"{picture.name}.svg"
        path.write_text(as_svg(shown(picture)), encoding="utf-8")
        print(path)


if __name__ == "__main__":
    main()
