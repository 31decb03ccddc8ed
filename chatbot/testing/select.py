"""Which of the cases are asked: by words, or those that failed the last time."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from chatbot.compiled import cache_directory
from chatbot.testing.cases import Case


def matching(cases: Iterable[Case], words: str, root: Path) -> list[Case]:
    """The cases that have all the words in their id, their questions or what is expected.

    A word that begins with "-" must not be there.
    """
    return [case for case in cases if _fits(_text_of(case, root), words.casefold().split())]


def _fits(text: str, words: Sequence[str]) -> bool:
    return all(word[1:] not in text if word[:1] == "-" else word in text for word in words)


def _text_of(case: Case, root: Path) -> str:
    asked = (f"{turn.question} {' '.join(turn.expected.wanted)}" for turn in case.turns)
    return f"{case.id(root)} {' '.join(asked)}".casefold()


class LastFailed:
    """Which cases failed the last time, kept in the user's cache directory.

    A case's id holds its question, and a question may be a cry for help or name somebody: kept are
    hashes of the ids, in a file that only its owner can read.

    Args:
        root: the folder of the tests.
        directory: where to keep them; by default the user's cache directory.
    """

    def __init__(self, root: Path, directory: Path | None = None) -> None:
        name = hashlib.sha256(str(root.resolve()).encode()).hexdigest()[:16]
        self._file = (directory or cache_directory()) / f"failed-{name}.json"

    def read(self) -> set[str]:
        """The keys (`key_of`) of the cases; none when nothing failed, or nothing sound was kept."""
        try:
            kept = json.loads(self._file.read_text(encoding="utf-8"))
        except (OSError, RecursionError, ValueError):
            return set()
        whole = isinstance(kept, list) and all(isinstance(key, str) for key in kept)
        return set(kept) if whole else set()

    def write(self, asked: Iterable[str], failed: Iterable[str]) -> None:
        """Keep what failed, and what failed before and was not asked this time."""
        kept = (self.read() - set(map(key_of, asked))) | set(map(key_of, failed))
        with suppress(OSError):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            self._file.unlink(missing_ok=True)  # an older file may be open to others
            handle = os.open(self._file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(sorted(kept), file)


def key_of(case: str) -> str:
    """What stands for a case's id on disk."""
    return hashlib.sha256(case.encode()).hexdigest()
