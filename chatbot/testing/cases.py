"""Cases: questions and conversations, with what is expected of the replies."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from chatbot.content.draft import Place


@dataclass(frozen=True, slots=True)
class Expectation:
    """What is expected of one reply. What is not named is not looked at.

    Attributes:
        intent: the id that must be answered first.
        intents: all ids that must be answered, in this order.
        kind: the kind of the reply.
        says: words that must stand in what is said, upper and lower case alike; "/.../" is a
            regular expression.
        never_says: the same, for what must not stand there.
        sources: ids of sources that must be among the reply's.
        offers: ids of intents that must be among its suggestions.
        confidence_above: the least confidence, 0 to 1.
    """

    intent: str | None = None
    intents: tuple[str, ...] = ()
    kind: str | None = None
    says: tuple[str, ...] = ()
    never_says: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()
    confidence_above: float | None = None

    @property
    def wanted(self) -> tuple[str, ...]:
        """The ids that must be answered."""
        return self.intents or ((self.intent,) if self.intent else ())


@dataclass(frozen=True, slots=True)
class Turn:
    """One question and what is expected of the reply.

    Attributes:
        question: as it is asked.
        expected: what is expected.
        place: where it stands.
    """

    question: str
    expected: Expectation
    place: Place


@dataclass(frozen=True, slots=True)
class Case:
    """One question, or a conversation of several.

    Attributes:
        name: the question, or the name that the file gives.
        turns: the questions, in order; one for a single question.
        place: where the case stands.
    """

    name: str
    turns: tuple[Turn, ...]
    place: Place

    @property
    def path(self) -> Path:
        """The file that it stands in."""
        return Path(self.place.path)

    def id(self, root: Path) -> str:
        """Its name as seen from a folder, such as "answers/how.chat.yaml::how does it work"."""
        path, root = self.path.resolve(), root.resolve()
        near = path.is_relative_to(root.parent)
        shown = Path(os.path.relpath(path, root)) if near else path
        return f"{shown.as_posix()}::{self.name}"
