"""A baseline: one line of JSON for each question, with what it got; and each wording once.

The first line names the format and the content. Lines are found through an index of 24 bytes a
question, so that a baseline of any length is compared in little memory. What a log's readers typed
is not in it, only a hash of it. What the network read of it is (by a hash too): that takes longest,
and no edit of the pack changes it.
"""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

import numpy as np

from chatbot.content.problem import UsageError
from chatbot.content.replacing import alone_in
from chatbot.testing.impact.asking import Asked
from chatbot.testing.impact.questions import Question
from chatbot.testing.impact.readings import Readings, plain
from chatbot.testing.impact.seen import Seen
from chatbot.testing.impact.stored import FORMAT, stored_lines


class Baseline:
    """A baseline that was written before.

    Args:
        path: the file.

    Attributes:
        content_version: the content that it was taken from.
        network: the version of the network that read it; "" where it has no readings.
        readings: what that read.

    Raises:
        UsageError: if it cannot be read, is none, or is damaged.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._texts: dict[str, str] = {}
        keys, offsets, read = [], [], list[dict[str, Any]]()
        for offset, values in stored_lines(path):
            if "key" in values:
                keys.append(int(values["key"], 16))
                offsets.append(offset)
            elif "says" in values:
                self._texts[values["text"]] = values["says"]
            elif "read" in values:
                read.append(values)
            else:
                self.content_version: str = values["content_version"]
                self.network = str(values.get("network", ""))
        self.readings = Readings(read)
        order = np.argsort(np.array(keys, np.uint64), kind="stable")
        self._keys = np.array(keys, np.uint64)[order]
        self._offsets = np.array(offsets, np.int64)[order]
        self._met = np.zeros(len(keys), bool)

    def __len__(self) -> int:
        return len(self._keys)

    def find(self, question: Question, file: IO[bytes]) -> Seen | None:
        """What a question got, or None when it was not asked.

        Args:
            question: which.
            file: the baseline, open for reading.
        """
        key = np.uint64(int(question.key, 16))
        place = int(np.searchsorted(self._keys, key))
        if place == len(self._keys) or self._keys[place] != key:
            return None
        self._met[place] = True
        file.seek(int(self._offsets[place]))
        return Seen.of_plain(json.loads(file.readline()))

    def open(self) -> IO[bytes]:
        """The file, for `find`."""
        return self._path.open("rb")

    def text(self, digest: str) -> str:
        """A wording by its hash; "" when it is not there."""
        return self._texts.get(digest, "")

    def unmet(self) -> Iterator[tuple[Question, Seen]]:
        """The questions of cases that `find` was not asked for."""
        met = {f"{int(key):016x}" for key in self._keys[self._met]}
        for _, values in stored_lines(self._path):
            if values.get("case") and values["key"] not in met:
                before = ("",) * int(values["turn"])
                yield Question(values["question"], before, values["case"]), Seen.of_plain(values)

    def rewrite(
        self, accepted: Mapping[str, tuple[Question, Seen | None]], text: Callable[[str], str],
        content_version: str,
    ) -> None:  # fmt: skip
        """Put accepted changes into the file, and keep everything else.

        Two who accept at the same moment do not undo each other: one waits for the other.

        Args:
            accepted: the key of a question to it and to what it gets now; None drops it.
            text: finds a wording by its hash.
            content_version: the content that the changes are from.
        """
        left = dict(accepted)
        with alone_in(self._path.parent), _replacing(self._path) as out:
            out(_header(content_version, self.network))
            for _, values in stored_lines(self._path):
                key = values.get("key")
                if key in left:
                    _write_entry(out, *left.pop(key))
                elif "chatbot_baseline" not in values:
                    out(values)
            for question, seen in left.values():
                _write_entry(out, question, seen)
            for digest in sorted({s.text for _, s in accepted.values() if s} - self._texts.keys()):
                out({"text": digest, "says": text(digest)})


def write_baseline(
    path: Path, asked: Iterable[Asked], content_version: str, network: str = ""
) -> int:
    """Write a baseline.

    Args:
        path: the file; it is replaced in one step when all is written.
        asked: what was asked of one bot.
        content_version: of its content.
        network: the version of the network that read for it.

    Returns:
        How many questions it holds; one that is asked twice counts once.
    """
    met: set[str] = set()
    told: set[str] = set()
    with _replacing(path) as out:
        out(_header(content_version, network))
        for each in asked:
            question, (seen,) = each.question, each.seen
            for digest, text in each.wordings.items():
                if digest not in told:
                    out({"text": digest, "says": text})
                told.add(digest)
            if question.key not in met:
                _write_entry(out, question, seen)
            met.add(question.key)
            if each.read:
                out(plain(each.read))
    return len(met)


def _header(content_version: str, network: str) -> dict[str, Any]:
    return {
        "chatbot_baseline": FORMAT, "content_version": content_version, "network": network,
    }  # fmt: skip


def _write_entry(
    out: Callable[[dict[str, Any]], None], question: Question, seen: Seen | None
) -> None:
    if seen is None:
        return
    entry: dict[str, Any] = {"key": question.key}
    if question.case:
        turn = len(question.before)
        entry |= {"case": question.case, "turn": turn, "question": question.text}
    out(entry | seen.plain())


class _replacing:  # noqa: N801 - used like a function
    """Writes lines of JSON beside a file, and puts them in its place when all went well."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            if path.is_dir():
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
            path.parent.mkdir(parents=True, exist_ok=True)
            self._temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
            self._file = self._temporary.open("w", encoding="utf-8")
        except OSError as error:
            raise self._failed(error) from error

    def __enter__(self) -> Callable[[dict[str, Any]], None]:
        return self._write

    def _write(self, values: dict[str, Any]) -> None:
        try:
            print(json.dumps(values), file=self._file)
        except OSError as error:
            raise self._failed(error) from error

    def __exit__(self, kind: object, *_: object) -> None:
        try:
            if kind is None:
                self._file.close()
                self._temporary.replace(self._path)
        except OSError as error:
            raise self._failed(error) from error
        finally:
            with suppress(OSError):  # what could not be written is tried once more, in vain
                self._file.close()
            self._temporary.unlink(missing_ok=True)

    def _failed(self, error: OSError) -> UsageError:
        reason = error.strerror or type(error).__name__
        return UsageError(f"{self._path} cannot be written ({reason}); name another file")
