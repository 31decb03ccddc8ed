"""Figures from judged questions."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from chatbot.testing.evaluation.folds import NOTHING, Judged

_THRESHOLDS: Final = tuple(round(step / 20, 2) for step in range(20))
_BINS: Final = 10
_MOST_PAIRS: Final = 30
_MOST_TEXTS: Final = 8


@dataclass(frozen=True, slots=True)
class IntentFigures:
    """How one intent fares.

    Attributes:
        intent: its id.
        questions: how many expect it.
        precision: the share of the questions that got it that should.
        recall: the share of the questions that should get it that do.
        f1: the harmonic mean of both.
    """

    intent: str
    questions: int
    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, slots=True)
class Pair:
    """Two intents that are confused.

    Attributes:
        expected: what should have been got.
        got: what was got.
        count: how often.
        questions: the surest of those, with their closest examples.
    """

    expected: str
    got: str
    count: int
    questions: tuple[Judged, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """What answering only from some confidence on would mean.

    Attributes:
        threshold: the confidence.
        precision: the share of the answers that are right; out of scope has no right one.
        coverage: the share of the questions in scope that are answered.
        let_in: the share of the questions out of scope that are answered all the same.
    """

    threshold: float
    precision: float
    coverage: float
    let_in: float


@dataclass(frozen=True, slots=True)
class Bin:
    """Answers of about the same confidence.

    Attributes:
        confidence: their mean confidence.
        right: the share of them that is right; the same, where confidence is honest.
        count: how many.
    """

    confidence: float
    right: float
    count: int


@dataclass(frozen=True, slots=True)
class Metrics:
    """Figures of a set of questions.

    Attributes:
        questions: how many in scope.
        outside: how many out of scope.
        accuracy: the share of those in scope whose best match is right.
        macro_f1: the mean of the F1 of all intents.
        calibration_error: how far confidence is from the share that is right, on average.
        intents: the figures of each intent, the worst first.
        pairs: the most confused pairs, the most frequent first.
        sweep: precision against coverage.
        reliability: confidence against what is right.
    """

    questions: int
    outside: int
    accuracy: float
    macro_f1: float
    calibration_error: float
    intents: tuple[IntentFigures, ...]
    pairs: tuple[Pair, ...]
    sweep: tuple[Point, ...]
    reliability: tuple[Bin, ...]


def measured(judged: Sequence[Judged]) -> Metrics:
    """Work out all figures."""
    inside = [each for each in judged if each.expected != NOTHING]
    figures = _intent_figures(judged)
    bins = reliability(judged)
    total = sum(each.count for each in bins)
    error = sum(each.count * abs(each.confidence - each.right) for each in bins)
    return Metrics(
        questions=len(inside),
        outside=len(judged) - len(inside),
        accuracy=_share(sum(each.right for each in inside), len(inside)),
        macro_f1=_share(sum(each.f1 for each in figures), len(figures)),
        calibration_error=_share(error, total),
        intents=tuple(figures),
        pairs=tuple(pairs(inside)),
        sweep=tuple(_point(judged, threshold) for threshold in _THRESHOLDS),
        reliability=tuple(bins),
    )


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def _intent_figures(judged: Iterable[Judged]) -> list[IntentFigures]:
    wanted = Counter(each.expected for each in judged)
    given = Counter(each.got for each in judged)
    right = Counter(each.expected for each in judged if each.right)
    figures = []
    for intent in sorted(wanted.keys() - {NOTHING}):
        precision = _share(right[intent], given[intent])
        recall = _share(right[intent], wanted[intent])
        f1 = _share(2 * precision * recall, precision + recall)
        figures.append(IntentFigures(intent, wanted[intent], precision, recall, f1))
    return sorted(figures, key=lambda each: (each.f1, each.intent))


def pairs(judged: Iterable[Judged], most: int = _MOST_PAIRS) -> list[Pair]:
    """The pairs of intents that are confused most often."""
    wrong: defaultdict[tuple[str, str], list[Judged]] = defaultdict(list)
    for each in judged:
        if not each.right and each.got != NOTHING:
            wrong[each.expected, each.got].append(each)
    ranked = sorted(wrong.items(), key=lambda item: (-len(item[1]), item[0]))
    return [
        Pair(*names, len(found), tuple(sorted(found, key=lambda j: -j.confidence)[:_MOST_TEXTS]))
        for names, found in ranked[:most]
    ]


def _point(judged: Sequence[Judged], threshold: float) -> Point:
    answered = [j for j in judged if j.got != NOTHING and j.confidence >= threshold]
    inside = sum(j.expected != NOTHING for j in judged)
    let_in = sum(j.expected == NOTHING for j in answered)
    return Point(
        threshold=threshold,
        precision=_share(sum(j.right for j in answered), len(answered)),
        coverage=_share(len(answered) - let_in, inside),
        let_in=_share(let_in, len(judged) - inside),
    )


def reliability(judged: Iterable[Judged], count: int = _BINS) -> list[Bin]:
    """Answers sorted into bins of equal width by their confidence; empty bins are left out."""
    bins: defaultdict[int, list[Judged]] = defaultdict(list)
    for each in judged:
        if each.got != NOTHING:
            bins[min(int(each.confidence * count), count - 1)].append(each)
    return [
        Bin(
            sum(j.confidence for j in found) / len(found),
            sum(j.right for j in found) / len(found),
            len(found),
        )
        for _, found in sorted(bins.items())
    ]
