"""Many files into a new folder: all of them, or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from chatbot.content.problem import UsageError


def check_new(folder: Path) -> None:
    """Make sure that a folder is not there, or is empty.

    Raises:
        UsageError: if there is anything in it, or it cannot be looked into.
    """
    try:
        taken = folder.exists() and (not folder.is_dir() or any(folder.iterdir()))
    except OSError as error:
        raise _unwritable(folder, error) from error
    if taken:
        raise UsageError(f"{folder} is not empty; name a new folder")


def write_new(folder: Path, texts: Mapping[str, str]) -> list[Path]:
    """Write files into a folder that is empty, or is made.

    Args:
        folder: where to.
        texts: the names of the files, with those of their folders, to what they hold.

    Returns:
        The files written.

    Raises:
        UsageError: if one cannot be written; then those before it are taken away again.
    """
    written: list[Path] = []
    for name, text in texts.items():
        path = folder / name
        written.append(path)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        except OSError as error:
            _take_away(folder, written)
            raise _unwritable(path, error) from error
    return written


def _take_away(folder: Path, paths: Sequence[Path]) -> None:
    """Remove files, and the folders beneath the given one that are empty without them."""
    for path in paths:
        with suppress(OSError):  # it may never have been there
            path.unlink()
    for path in paths:
        if path.parent != folder:
            with suppress(OSError):  # something else is in it
                path.parent.rmdir()


def _unwritable(path: Path, error: OSError) -> UsageError:
    reason = error.strerror or type(error).__name__
    return UsageError(f"{path} cannot be written ({reason}); name another folder")
