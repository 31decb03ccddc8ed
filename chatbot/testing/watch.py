"""Runs again whenever a file of the pack or of the cases changes (with watchfiles)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Final

from chatbot.testing.extras import load

_SUFFIXES: Final = (".yaml", ".yml")


def watch(folders: Iterable[Path], run: Callable[[], object]) -> None:
    """Run now, and after every change to a YAML file beneath the folders, until Ctrl-C.

    Raises:
        UsageError: if watchfiles is not installed.
    """
    watchfiles = load("watchfiles", "watch")

    def is_content(_: Any, path: str) -> bool:
        return path.endswith(_SUFFIXES)

    run()
    there = [folder for folder in folders if folder.exists()]
    for _ in watchfiles.watch(*there, watch_filter=is_content, raise_interrupt=False):
        run()
