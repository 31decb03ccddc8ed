"""The lines typed before, for the arrow keys: in memory, and in a file only for those who ask.

The file stands in the user's state directory, is readable by its owner alone, and never holds more
than the last few hundred lines. Nothing that called for help is ever written to it.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

MOST_LINES: Final = 500
_OWNER_ONLY: Final = 0o600


def state_directory(environment: Mapping[str, str] = os.environ) -> Path:
    """Where what a program remembers belongs, by the custom of the system."""
    if sys.platform == "win32":
        return Path(environment.get("LOCALAPPDATA") or Path.home()) / "ketamine-chatbot"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "ketamine-chatbot"
    base = environment.get("XDG_STATE_HOME")
    return (Path(base) if base else Path.home() / ".local" / "state") / "ketamine-chatbot"


class History:
    """Lines typed before, oldest first. It is on when its file is there.

    Args:
        path: the file; None for none at all.

    Attributes:
        lines: what is kept on disk.
        recent: what the arrow keys bring back: that, and the lines of this sitting.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self.lines: list[str] = []
        if self.on and path is not None:
            with suppress(OSError):
                self.lines = _decoded(path.read_text("utf-8", errors="replace"))
        self._before, self.recent = list(self.lines), list(self.lines)

    @property
    def on(self) -> bool:
        """Whether lines are kept on disk."""
        return self._path is not None and self._path.is_file()

    @property
    def path(self) -> Path | None:
        """The file, whether it is there or not."""
        return self._path

    def recall(self, line: str) -> None:
        """Remember a line for the arrow keys, in memory alone."""
        _append(self.recent, line)

    def keep(self, line: str) -> None:
        """Remember a line, on disk too if that was asked for."""
        self.recall(line)
        if self.on:
            _append(self.lines, line)
            self._write()

    def turn_on(self) -> None:
        """Keep lines on disk from here on; not those that were typed before.

        Raises:
            OSError: if the file cannot be made.
        """
        self._write()

    def turn_off(self) -> None:
        """Keep nothing on disk any more, and forget what was kept.

        Raises:
            OSError: if the file cannot be deleted.
        """
        if self._path is not None:
            self._path.unlink(missing_ok=True)
        self.lines.clear()
        self._before.clear()

    def forget_sitting(self) -> None:
        """Forget the lines of this sitting, in memory and on disk.

        Raises:
            OSError: if the file cannot be written.
        """
        self.lines, self.recent = list(self._before), list(self._before)
        if self.on:
            self._write()

    def clear(self) -> None:
        """Forget every line, in memory and on disk.

        Raises:
            OSError: if the file cannot be written.
        """
        for lines in (self.lines, self.recent, self._before):
            lines.clear()
        if self.on:
            self._write()

    def _write(self) -> None:
        """Write all lines in one step; the file is the owner's alone from its first moment."""
        if self._path is None:
            raise OSError("there is no place to keep it")
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, temporary = tempfile.mkstemp(dir=self._path.parent)
        with os.fdopen(handle, "w", encoding="utf-8", errors="replace") as file:
            file.writelines(f"{_encoded(line)}\n" for line in self.lines)
        Path(temporary).chmod(_OWNER_ONLY)
        Path(temporary).replace(self._path)


def _append(lines: list[str], line: str) -> None:
    """Put a line at the end, unless it stands there already; the oldest go."""
    if lines[-1:] != [line]:
        lines.append(line)
    del lines[:-MOST_LINES]


def _encoded(line: str) -> str:
    return line.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")


def _decoded(text: str) -> list[str]:
    lines = text.split("\n")[-MOST_LINES - 1 :]
    return [
        line.replace("\\\\", "\0").replace("\\n", "\n").replace("\\r", "\r").replace("\0", "\\")
        for line in lines
        if line
    ]
