"""The questions whose replies are compared: those of cases, and those of a log."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from chatbot.content.model import Pack
from chatbot.content.problem import UsageError
from chatbot.testing.cases import Case

_UTTERANCE: Final = "utterance::"


@dataclass(frozen=True, slots=True)
class Question:
    """One question.

    Attributes:
        text: what is asked.
        before: the questions asked before it in the same conversation.
        case: the id of its case; "" for a question of a log.
    """

    text: str
    before: tuple[str, ...] = ()
    case: str = ""

    @property
    def is_utterance(self) -> bool:
        """Whether it is an utterance of the pack."""
        return self.case.startswith(_UTTERANCE)

    @property
    def key(self) -> str:
        """Names it in a baseline, without holding what somebody typed."""
        name = f"{self.case}\0{len(self.before)}" if self.case else f"\0{self.text}"
        return hashlib.sha256(name.encode(errors="replace")).hexdigest()[:16]


def questions_of_cases(cases: Iterable[Case], root: Path) -> Iterator[Question]:
    """Every turn of every case."""
    for case in cases:
        asked = tuple(turn.question for turn in case.turns)
        for number, text in enumerate(asked):
            yield Question(text, asked[:number], case.id(root))


def questions_of_pack(pack: Pack) -> Iterator[Question]:
    """Every utterance. It is named by its words alone, so that one that was moved is the same."""
    return (Question(text, case=f"{_UTTERANCE}{text}") for _, text in pack.examples())


def questions_of_log(path: Path) -> Iterator[Question]:
    """The questions of a log, one at a time.

    A log has one question a line, or (`.jsonl`) one JSON object a line with a "question", which is
    what `chatbot ask -` prints.

    Raises:
        UsageError: if it cannot be read, is UTF-16, or a line of a `.jsonl` is no such object.
    """
    try:
        with path.open(encoding="utf-8-sig", errors="replace") as lines:
            for number, line in enumerate(lines, 1):
                _check_encoding(line, path, number)
                text = line.rstrip("\r\n")
                if text.strip():
                    yield Question(
                        _of_json(text, path, number) if path.suffix == ".jsonl" else text
                    )
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise UsageError(f"{path} cannot be read ({reason}); name a file of questions") from error


def _check_encoding(line: str, path: Path, number: int) -> None:
    """In UTF-16 every other byte of English is zero, and so is one at each end of a line."""
    if "\0" in line:
        what = "there is a zero byte here, as in UTF-16"
        raise UsageError(f"{path}:{number}:1: {what}; save the file as UTF-8")


def _of_json(line: str, path: Path, number: int) -> str:
    try:
        values = json.loads(line)
    except (RecursionError, ValueError):
        values = None
    question = values.get("question") if isinstance(values, dict) else None
    if not isinstance(question, str):
        fix = 'write {"question": "..."}, or use a file of plain lines'
        raise UsageError(f'{path}:{number}:1: there is no "question" here; {fix}')
    return question


def lines_of(path: Path) -> int:
    """How many lines a file has; 0 when it cannot be read."""
    try:
        with path.open("rb") as file:
            return sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b""))
    except OSError:
        return 0
