"""What an import reads: topics, words for the vocabulary, and what could not be carried over."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

_NOT_ID: Final = re.compile(r"[^a-z0-9_]+")
_NOT_WORD: Final = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Loss:
    """Something that could not be carried over.

    Attributes:
        where: the file, and the line where it is known.
        what: what was left out, and why.
    """

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


@dataclass(slots=True)
class Topic:
    """One question with its answer.

    Attributes:
        name: what it was called.
        question: in one sentence.
        utterances: how people ask it.
        answer: the text.
        related: names of topics that lead on from it.
    """

    name: str
    question: str
    utterances: list[str]
    answer: str
    related: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Import:
    """What was read.

    Attributes:
        topics: in the order of the files.
        outside: examples of what is out of scope.
        spellings: a written form to the form that stands for it.
        losses: what could not be carried over.
    """

    topics: list[Topic] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)
    spellings: dict[str, str] = field(default_factory=dict)
    losses: list[Loss] = field(default_factory=list)

    def lose(self, where: object, what: str) -> None:
        """Note something that is left out."""
        self.losses.append(Loss(str(where), what))


def folded(text: str) -> str:
    """Text as the check for repeated utterances sees it."""
    return _NOT_WORD.sub(" ", text.casefold()).strip()


def id_of(name: str, taken: Iterable[str]) -> str:
    """A name as an id that is not taken: "faq/Ask Hours" as "ask_hours"."""
    plain = _NOT_ID.sub("_", name.rpartition("/")[2].casefold()).strip("_")[:40].strip("_")
    plain = plain or "topic"
    taken = set(taken)
    number, found = 2, plain
    while found in taken:
        found, number = f"{plain}_{number}", number + 1
    return found
