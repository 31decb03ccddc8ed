"""Runs again whenever a file of the pack or of the cases changes (with watchfiles)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

from chatbot.testing.extras import load

_SUFFIXES: Final = (".yaml", ".yml")


def watch(paths: Iterable[Path], run: Callable[[], object]) -> None:
    """Run now, and after every change to a YAML file, until Ctrl-C.

    Args:
        paths: folders, with all beneath them, or a file, for which only what stands right in its
            folder and in the others counts.
        run: what to run.

    Raises:
        UsageError: if watchfiles is not installed.
    """
    watchfiles = load("watchfiles", "watch")
    paths = [path.resolve() for path in paths]
    beneath = not any(path.is_file() for path in paths)
    run()
    while _watched_until_moved(paths, partial(watchfiles.watch, recursive=beneath), run):
        pass


def _watched_until_moved(
    paths: Sequence[Path], changes: Callable[..., Iterable[Any]], run: Callable[[], object]
) -> bool:
    """Run after every change, until a folder comes or goes.

    What is watched is a folder as it is on disk: another of the same name has to be watched anew.

    Returns:
        False when it was stopped.
    """
    folders = sorted({_folder_of(path) for path in paths})
    known = {str(path) for path in (*paths, *folders)}

    def counts(_: Any, path: str) -> bool:
        return path.endswith(_SUFFIXES) or path in known

    for found in changes(*folders, watch_filter=counts, raise_interrupt=False):
        run()
        if any(path in known and not path.endswith(_SUFFIXES) for _, path in found):
            return True
    return False


def _folder_of(path: Path) -> Path:
    """The folder to watch: an editor puts a new file in the place of the old one when it saves.

    Where a folder is missing it is the one above it, to see it come.
    """
    return next(folder for folder in (path, *path.parents) if folder.is_dir())
