"""Files that commands write, because they were told to; never over content, or what they read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, TextIO

from chatbot.content.problem import UsageError
from chatbot.testing.case_file import is_case_file

_SHELVES: Final = ("intents", "responses")


def write_file(path: Path, text: str) -> None:
    """Write text into a file as UTF-8, and make its folder if it is not there.

    Raises:
        UsageError: if it cannot be written, or is content.
    """
    with _told(path), open_file(path) as file:
        file.write(text)


def open_file(path: Path) -> TextIO:
    """The same for text that comes in pieces: the file, opened for writing."""
    check_target(path)
    with _told(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.open("w", encoding="utf-8", errors="replace")


def check_target(path: Path | None, read: Iterable[Path | None] = ()) -> None:
    """Refuse to write over content, or over what the command reads.

    Args:
        path: where to write; None for nowhere.
        read: what the command reads.

    Raises:
        UsageError: if it is a case file, stands in a pack's folders, or is one of those read.
    """
    if path is None:
        return
    with _told(path):
        what = _what_it_is(path, read)
    if what:
        raise UsageError(f"{path} {what}, and would be lost; name another file to write to")


def _what_it_is(path: Path, read: Iterable[Path | None]) -> str:
    if any(each and _is_same(path, each) for each in read):
        return "is read by this command"
    if is_case_file(path.name):
        return "is a case file"
    return "belongs to a pack" if any(map(_is_shelf, path.resolve().parents)) else ""


def _is_same(path: Path, other: Path) -> bool:
    """Whether both name one file on disk; a terminal may be read and written."""
    return path.is_file() and other.is_file() and path.samefile(other)


def _is_shelf(folder: Path) -> bool:
    """Whether a folder is one of the two that make a pack."""
    pack = folder.parent
    return folder.name in _SHELVES and all((pack / name).is_dir() for name in _SHELVES)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Say in words what the system says of a file."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise UsageError(f"{path} cannot be written ({reason}); name another file") from error
