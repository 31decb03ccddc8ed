"""What the bot says back: no reply without its disclaimer, and no words that no pack holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import InitVar, asdict, dataclass
from enum import StrEnum
from typing import Any, Final, Protocol

from chatbot.content.model import CARD_KINDS, Source

#: More than this would bury the answer; all of them are in `Reply.sources`.
MOST_SOURCES_SHOWN: Final = 3
#: The message that introduces the questions of a message that were not answered.
ALSO_ASKED: Final = "message/also_asked"
#: The messages that introduce the suggestions: where one stands, they are shown and numbered.
_LISTING: Final = frozenset(
    {
        ALSO_ASKED, "message/clarify", "message/clarify_again", "message/neither",
        "message/no_such_choice", "message/more_related",
    }
)  # fmt: skip


class Kind(StrEnum):
    """What kind of reply it is."""

    ANSWER = "answer"
    CLARIFY = "clarify"
    REFER = "refer"
    CRISIS = "crisis"
    EMERGENCY = "emergency"
    ILLICIT = "illicit"
    CHAT = "chat"
    NONE = "none"


class Words(Protocol):
    """Whatever holds the words that may be shown: a pack."""

    @property
    def sources(self) -> Mapping[str, Source]:
        """Every source, by id."""

    def text(self, key: str) -> str:
        """The text under a key, as it stands; raises KeyError when there is none."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a reply.

    Attributes:
        key: where its text stands in the pack ("answer/ketamine.what_is").
        text: the text.
        slots: (name, value) for each "{name}" that the pack's text leaves open.
    """

    key: str
    text: str
    slots: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, pack: Words, key: str, **slots: str) -> Passage:
        """Take a piece of text from a pack."""
        filled = tuple(sorted(slots.items()))
        return cls(key, _filled(pack.text(key), filled), filled)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A question that the reader may ask next, or may have meant.

    Attributes:
        intent: the id of the intent.
        question: its question, as the pack words it.
    """

    intent: str
    question: str


@dataclass(frozen=True, slots=True)
class Why:
    """The evidence for a reply.

    Attributes:
        rule: which rule of the decision fired, in plain words.
        intent: the intent that matched best, or None.
        confidence: the probability that it is the right one.
        example: its closest example.
        similarity: how close that is, 0 to 1.
        repaired: (typed, meant) for each word that was taken for another.
        concepts: what the vocabulary found in the message.
        carried: the words that spoke most for the intent, at most three.
        alike: (said, known) for each word that means much the same as one of the example.
        runner_up: the second-best intent, or None.
        margin: how far ahead the best is, as log odds.
        recognised: what the screen recognised, in which words; "" when it saw nothing.
    """

    rule: str
    intent: str | None = None
    confidence: float = 0.0
    example: str = ""
    similarity: float = 0.0
    repaired: tuple[tuple[str, str], ...] = ()
    concepts: tuple[str, ...] = ()
    carried: tuple[str, ...] = ()
    alike: tuple[tuple[str, str], ...] = ()
    runner_up: str | None = None
    margin: float = 0.0
    recognised: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """One reply.

    Attributes:
        question: what was asked, as it was given.
        kind: what kind of reply this is.
        intents: the ids answered; empty for clarify and none.
        confidence: the probability, 0 to 1, that this is the right reply: of replies at 0.9,
            nine in ten are right.
        body: the passages shown before the disclaimer.
        disclaimer_passage: the disclaimer.
        notes: the passages shown after it (the review record).
        sources: who says so.
        suggestions: for clarify what may have been meant, else what could be asked next.
        why: the evidence.
        content_version: the version of the pack.
        pack: the pack that all words are from; it is not kept.

    Raises:
        ValueError: if there is no body, if the disclaimer is empty, or if any word shown is not
            the pack's.
    """

    question: str
    kind: Kind
    intents: tuple[str, ...]
    confidence: float
    body: tuple[Passage, ...]
    disclaimer_passage: Passage
    notes: tuple[Passage, ...]
    sources: tuple[Source, ...]
    suggestions: tuple[Suggestion, ...]
    why: Why
    content_version: str
    pack: InitVar[Words]

    def __post_init__(self, pack: Words) -> None:
        if not self.body or not self.disclaimer.strip():
            raise ValueError("a reply has a text and a disclaimer")
        foreign = [p.key for p in self._passages() if p.text != _filled(pack.text(p.key), p.slots)]
        foreign += [s.id for s in self.sources if pack.sources.get(s.id) != s]
        for each in self.suggestions:
            if each.question != pack.text(f"question/{each.intent}"):
                foreign.append(each.intent)
        if foreign:
            raise ValueError(f"not the words of the pack: {', '.join(foreign)}")

    def _passages(self) -> tuple[Passage, ...]:
        return (*self.body, self.disclaimer_passage, *self.notes)

    @property
    def intent(self) -> str | None:
        """The first intent answered, or None."""
        return self.intents[0] if self.intents else None

    @property
    def answer(self) -> str:
        """The text without disclaimer, sources and notes."""
        return "\n\n".join(passage.text for passage in self.body)

    @property
    def disclaimer(self) -> str:
        """The disclaimer; never empty."""
        return self.disclaimer_passage.text

    @property
    def text(self) -> str:
        """All that is shown: answer, choices, disclaimer, sources, notes."""
        return "\n\n".join(part for part in self._parts() if part)

    @property
    def shown_sources(self) -> tuple[Source, ...]:
        """The sources that stand in the text: the first few, and none on a card."""
        return () if self.kind in CARD_KINDS else self.sources[:MOST_SOURCES_SHOWN]

    @property
    def choices(self) -> tuple[Suggestion, ...]:
        """The suggestions that the text itself puts to the reader, numbered from 1."""
        listed = any(passage.key in _LISTING for passage in self.body)
        return self.suggestions if listed else ()

    def _parts(self) -> list[str]:
        choices = enumerate(self.choices, 1)
        return [
            self.answer,
            "\n".join(f"{number}. {each.question}" for number, each in choices),
            self.disclaimer,
            "\n".join(cite(source) for source in self.shown_sources),
            " ".join(note.text for note in self.notes),
        ]

    def to_dict(self) -> dict[str, Any]:
        """The reply in plain JSON types, as `chatbot ask --json` prints it."""
        return {
            "question": self.question,
            "kind": self.kind.value,
            "intent": self.intent,
            "intents": list(self.intents),
            "confidence": self.confidence,
            "text": self.text,
            "disclaimer": self.disclaimer,
            "sources": [asdict(source) for source in self.sources],
            "suggestions": [asdict(suggestion) for suggestion in self.suggestions],
            "why": _plain(asdict(self.why)),
            "content_version": self.content_version,
        }


def cite(source: Source) -> str:
    """A source as one line: publisher, title, date, address."""
    date = f" ({source.date})" if source.date else ""
    address = f" {source.url}" if source.url else ""
    return f"Source: {source.publisher}. {source.title}{date}{address}"


def _filled(text: str, slots: tuple[tuple[str, str], ...]) -> str:
    for name, value in slots:
        text = text.replace(f"{{{name}}}", value)
    return text


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """Tuples as lists, so that the result equals what comes back from JSON."""
    return {key: _listed(value) for key, value in values.items()}


def _listed(value: Any) -> Any:
    return [_listed(item) for item in value] if isinstance(value, tuple) else value
