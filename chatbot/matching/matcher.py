"""The matcher: which intent a message belongs to, how sure that is, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

from chatbot.matching.calibration import Calibration
from chatbot.matching.meanings import Meanings
from chatbot.matching.model import Model, Scored, highest
from chatbot.matching.phrasebook import Vocabulary
from chatbot.matching.text import clauses_of
from chatbot.matching.weights import softmax

if TYPE_CHECKING:
    from chatbot.matching.contrast import Contrast
    from chatbot.matching.examples import Examples

#: From this many words on the clauses of a message are looked at, at most so many of them.
_LONG: Final = 12
_MOST_CLAUSES: Final = 8
#: From this confidence on nothing is gained by looking at them.
_SURE: Final = 0.9


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a match was made.

    Attributes:
        similarity: how close the closest example is, 0 to 1 (the cosine of the two vectors).
        margin: how far ahead of the runner-up the best intent is, as log odds.
        known: the share of the message's words, by weight, that any example has, 0 to 1.
        shared: the same for the examples of this intent.
        repaired: (typed, meant) for each word that was taken for another.
        concepts: what the vocabulary found in the message.
        carried: the words that spoke most for this intent, at most three.
        alike: (said, known) for each word that means much the same as one of the closest example.
    """

    similarity: float = 0.0
    margin: float = 0.0
    known: float = 0.0
    shared: float = 0.0
    repaired: tuple[tuple[str, str], ...] = ()
    concepts: tuple[str, ...] = ()
    carried: tuple[str, ...] = ()
    alike: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """One intent that a message may belong to.

    Attributes:
        intent: its name.
        confidence: the probability, 0 to 1, that it is the right one. That the message belongs to
            no intent at all is among the ways of being wrong, so the sum may be far below 1.
        example: the closest of the intent's examples; "" where it was not looked for.
        evidence: why; not part of a match's equality or its short form.
    """

    intent: str
    confidence: float
    example: str
    evidence: Evidence = field(default=Evidence(), repr=False, compare=False)


class Matcher:
    """Matches messages with intents, each known by examples.

    A matcher never changes once it is made, may be used by many threads at once, and can be
    pickled. The same examples give the same matches in every process, with any number of threads.

    Args:
        examples: the name of an intent to what people say when they mean it.
        out_of_scope: what they say when they mean none of the intents; may be left out.
        vocabulary: synonyms and spellings that the examples share.
        meanings: a table of what words mean; by default the one that comes with the program, for
            English; None to match by what is written alone.
        contrast: other subjects, whose questions read like those about this one.
        prepared: texts made ready by another matcher or detector: what both learn from is not made
            ready twice. Its vocabulary and meanings take the place of those given.

    Raises:
        ValueError: if there is no intent, or one without examples.

    Example:
        >>> matcher = Matcher({"greet": ["hi", "hello there"], "bye": ["see you", "goodbye"]})
        >>> matcher.match("helo")[0].intent
        'greet'
    """

    def __init__(
        self,
        examples: Mapping[str, Iterable[str]],
        *,
        out_of_scope: Iterable[str] = (),
        vocabulary: Vocabulary | None = None,
        meanings: Meanings | Literal["builtin"] | None = "builtin",
        contrast: Contrast | None = None,
        prepared: Examples | None = None,
    ) -> None:
        # A stored matcher needs nothing of this.
        from chatbot.matching.crossfit import fit_matcher
        from chatbot.matching.examples import Examples

        groups = {intent: tuple(texts) for intent, texts in examples.items()}
        empty = [intent for intent, texts in groups.items() if not texts]
        if not groups or empty:
            what = f"the intent {empty[0]!r} has no examples" if empty else "there are no intents"
            raise ValueError(f"{what}: give each intent one example or more")
        self._intents = tuple(groups)
        self._examples: Sequence[str] = tuple(text for group in groups.values() for text in group)
        made = prepared or Examples.of(vocabulary, meanings)
        self._model, self._calibration = fit_matcher(groups, tuple(out_of_scope), made, contrast)

    @classmethod
    def restore(
        cls,
        intents: tuple[str, ...],
        examples: Sequence[str],
        model: Model,
        calibration: Calibration | None,
    ) -> Matcher:
        """Put a matcher together again from its parts (see `chatbot.matching.storage`)."""
        matcher = cls.__new__(cls)
        matcher._intents = intents
        matcher._examples = examples
        matcher._model, matcher._calibration = model, calibration
        return matcher

    @property
    def intents(self) -> tuple[str, ...]:
        """The names of all intents."""
        return self._intents

    def match(self, text: str, *, limit: int = 3, explained: int | None = None) -> list[Match]:
        """Find the intents that a message may belong to.

        Args:
            text: the message, of any length and with any characters.
            limit: how many matches to give at most.
            explained: how many of them come with their closest example and evidence, for a caller
                who needs no more and is in a hurry; by default all.

        Returns:
            Matches, best first; none for a message that has nothing in common with any example.
        """
        memory: dict[str, str] = {}
        looked_at = max(1, limit if explained is None else min(explained, limit))
        scored = self._model.score(text, explained=looked_at, memory=memory)
        if scored is None or limit < 1:
            return []
        best = highest(scored.scores[: len(self._intents)], limit).tolist()
        chances = softmax(scored.scores)[best].tolist()
        confidence = self._confidence(scored, chances[0])
        if confidence < _SURE:
            confidence = max(confidence, self._of_clauses(text, scored, memory))
        rest = (1 - confidence) / ((1 - chances[0]) or 1.0)
        sure = [confidence, *(min(chance * rest, confidence) for chance in chances[1:])]
        return [
            self._match(scored, rank, best[rank], sure[rank]) for rank in range(len(sure[:limit]))
        ]

    def _of_clauses(self, text: str, whole: Scored, memory: dict[str, str]) -> float:
        """How sure the clauses of a long message are of what the whole says.

        The question is often one clause of a story. A clause alone is not trusted: it may say what
        the whole takes back.
        """
        if len(whole.reading.words) < _LONG:
            return 0.0
        clauses = [each for each in clauses_of(text)[:_MOST_CLAUSES] if len(each.split()) > 2]
        if len(clauses) < 2:  # it would be the whole once more
            return 0.0
        chances = {
            clause: float(softmax(scores).max())
            for clause, scores in zip(clauses, self._model.scores(clauses, memory), strict=True)
            if scores is not None and int(scores[: len(self._intents)].argmax()) == whole.best[0]
        }
        if not chances:
            return 0.0
        surest = max(chances, key=lambda clause: chances[clause])
        scored = self._model.score(surest, memory=memory)
        return self._confidence(scored, chances[surest]) if scored is not None else 0.0

    def _confidence(self, scored: Scored, chance: float) -> float:
        if self._calibration is None:
            return chance * scored.closest[0].similarity
        return self._calibration.probability(scored.measures)

    def _match(self, scored: Scored, rank: int, number: int, confidence: float) -> Match:
        intent, confidence = self._intents[number], round(confidence, 4)
        if rank >= len(scored.closest):
            return Match(intent, confidence, "")
        closest = scored.closest[rank]
        example = self._examples[closest.example]
        margin, known, shared = (
            (scored.measures[1], *scored.measures[4:6]) if rank == 0 else (0.0, 0.0, 0.0)
        )
        evidence = Evidence(
            similarity=round(closest.similarity, 3),
            margin=round(margin, 3),
            known=round(known, 3),
            shared=round(shared, 3),
            repaired=scored.reading.repaired,
            concepts=scored.reading.concepts,
            carried=self._model.carried(scored) if rank == 0 else (),
            alike=self._model.alike(scored.reading.words, example),
        )
        return Match(intent, confidence, example, evidence)
