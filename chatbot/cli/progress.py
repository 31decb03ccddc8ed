"""How far something is that takes long: one line that is drawn over, on a terminal only."""

from __future__ import annotations

import time
from typing import Final

from chatbot.cli.terminal import Terminal

_EVERY: Final = 0.1
_BAR: Final = 30


class Progress:
    """A bar on the error stream. Where nobody looks, or redrawing is unwanted, it is silent.

    Args:
        terminal: where to draw.
        total: how many steps there are.
        what: what they are, for "12 of 90 cases".
    """

    def __init__(self, terminal: Terminal, total: int, what: str) -> None:
        self._terminal, self._total, self._what = terminal, max(total, 1), what
        self._shown = not terminal.plain and terminal.err.isatty()
        self._done, self._next, self._drawn = 0, time.monotonic() + _EVERY, False

    def step(self, count: int = 1) -> None:
        """Some steps are done."""
        self._done += count
        if self._shown and time.monotonic() >= self._next:
            self._next = time.monotonic() + _EVERY
            self._draw()

    def clear(self) -> None:
        """Take the line away, so that something else can be written."""
        if self._drawn:
            self._terminal.err.write("\r\x1b[K")
            self._terminal.err.flush()
            self._drawn = False

    def _draw(self) -> None:
        full = min(_BAR, _BAR * self._done // self._total)
        bar = "#" * full + "." * (_BAR - full)
        self._terminal.err.write(f"\r[{bar}] {self._done:,} of {self._total:,} {self._what}\x1b[K")
        self._terminal.err.flush()
        self._drawn = True
