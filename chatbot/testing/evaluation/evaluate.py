"""The whole of an evaluation: cross-validation, the cases, the learning curve."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any, Final

from chatbot.bot import Chatbot
from chatbot.compiled import contrast_of, vocabulary_of
from chatbot.content.model import Pack
from chatbot.matching import Vocabulary
from chatbot.matching.contrast import Contrast
from chatbot.reply import Kind
from chatbot.testing.cases import Case
from chatbot.testing.evaluation.folds import (
    NOTHING,
    Fold,
    Judged,
    folds_of,
    groups_of,
    judge_fold,
    thinned,
)
from chatbot.testing.evaluation.metrics import Metrics, measured
from chatbot.testing.spread import spread

_SHARES: Final = (0.2, 0.4, 0.6, 0.8)


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do.

    Attributes:
        folds: how many parts the utterances are split into, two or more.
        curve: whether to work out the learning curve.
        seed: of the splitting.
        processes: how many to use; None for one a processor that we may use.
    """

    folds: int = 5
    curve: bool = True
    seed: int = 0
    processes: int | None = None

    @property
    def fits(self) -> int:
        """How many matchers are fitted."""
        return self.folds + (len(_SHARES) if self.curve else 0)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What came out.

    Attributes:
        content_version: of the pack.
        utterances: the figures of cross-validation.
        cases: the figures of the cases, asked of the whole bot; None when there are none.
        curve: (share of the utterances learned from, accuracy), smallest share first.
    """

    content_version: str
    utterances: Metrics
    cases: Metrics | None
    curve: tuple[tuple[float, float], ...]

    def plain(self) -> dict[str, Any]:
        """In plain JSON types."""
        return asdict(self)


def evaluate(
    bot: Chatbot, cases: Sequence[Case], plan: Plan, progress: Callable[[], None] = lambda: None
) -> Evaluation:
    """Evaluate a pack.

    Args:
        bot: the bot of the pack.
        cases: its cases; those with a single question that expect an intent, or none, are asked.
        plan: what to do.
        progress: is called after each matcher that was fitted and asked.

    Returns:
        The figures. The same pack and plan give the same ones.
    """
    folds = folds_of(groups_of(bot.pack), plan.folds, plan.seed)
    whole = (plan.folds - 1) / plan.folds
    thin = [thinned(folds[0], share / whole, plan.seed) for share in _SHARES if share < whole]
    done = judge_all([*folds, *(thin if plan.curve else ())], bot.pack, plan, progress)
    judged = [each for fold in done[: len(folds)] for each in fold]
    curve = [
        (share, _accuracy(fold)) for share, fold in zip(_SHARES, done[len(folds) :], strict=False)
    ]
    utterances = measured(judged)
    if plan.curve:
        curve.append((whole, utterances.accuracy))
    asked = judged_cases(bot, cases)
    return Evaluation(
        bot.pack.version, utterances, measured(asked) if asked else None, tuple(curve)
    )


def judge_all(
    folds: Sequence[Fold], pack: Pack, plan: Plan, progress: Callable[[], None]
) -> list[list[Judged]]:
    """Judge every fold, by as many processes as the plan says."""
    make = partial(_Judge, vocabulary_of(pack), contrast_of(pack))
    done = []
    for judged in spread(make, folds, few=2, block=1, processes=plan.processes):
        done.append(judged)
        progress()
    return done


@dataclass(frozen=True, slots=True)
class _Judge:
    """Judges folds one after the other."""

    vocabulary: Vocabulary
    contrast: Contrast | None

    def __call__(self, folds: Sequence[Fold]) -> Iterator[list[Judged]]:
        return map(self._judged, folds)

    def _judged(self, fold: Fold) -> list[Judged]:
        return judge_fold(fold, self.vocabulary, self.contrast)


def _accuracy(judged: Iterable[Judged]) -> float:
    inside = [each.right for each in judged if each.expected != NOTHING]
    return sum(inside) / len(inside) if inside else 0.0


def judged_cases(bot: Chatbot, cases: Iterable[Case]) -> list[Judged]:
    """Ask the single questions of cases of the whole bot: screen, matcher and decision."""
    found = []
    for case in cases:
        turn = case.turns[0]
        expected = turn.expected.wanted[:1]
        if len(case.turns) == 1 and (expected or turn.expected.kind == Kind.NONE.value):
            reply = bot.ask(turn.question)
            wanted = expected[0] if expected else NOTHING
            got, example = reply.intent or NOTHING, reply.why.example
            found.append(Judged(turn.question, wanted, got, reply.confidence, example))
    return found
