"""How sure to be: fitted on examples that were held back, with whole intents held back too.

An intent that was held back stands for the questions that nobody foresaw: whatever is matched to
them is wrong. So the calibration learns from the examples alone what out of scope looks like.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np

from chatbot.matching.calibration import Calibration, fit_calibration
from chatbot.matching.contrast import Contrast, unlike_of
from chatbot.matching.examples import Examples
from chatbot.matching.fitting import fit_model
from chatbot.matching.model import Model
from chatbot.steady import steady

_HELD_BACK: Final = 0.2
_INTENTS_HELD_BACK: Final = 0.15
_ENOUGH: Final = 500
_MOST: Final = 1_500
_MOST_FOLDS: Final = 5
_FEWEST_INTENTS: Final = 4
_FEWEST_EXAMPLES: Final = 60
_EXCHANGED: Final = 0.05
#: A word of this weight in general English can be what a question is about.
_SUBJECT: Final = 3.5
_PRONOUNS: Final = frozenset({"it", "this", "that", "they", "them", "these"})
_SEED: Final = 20_260_102


Unlike = Callable[[Sequence[Sequence[str]]], list[str]]


@dataclass(frozen=True, slots=True)
class _Fold:
    """One way of holding examples back.

    Attributes:
        kept: for each intent the examples to learn from.
        held: for each intent those held back.
        kept_outside: those out of scope.
        tried: (intent, text) to try; -1 for a text whose right intent was not learned.
    """

    kept: list[list[str]]
    held: list[list[str]]
    kept_outside: list[str]
    tried: list[tuple[int, str]]


def fit_matcher(
    groups: Mapping[str, Sequence[str]],
    out_of_scope: Sequence[str],
    examples: Examples,
    contrast: Contrast | None,
) -> tuple[Model, Calibration | None]:
    """Learn from examples, and how sure to be.

    Args:
        groups: the name of an intent to what people say.
        out_of_scope: what they say when they mean none of them.
        examples: makes examples of texts.
        contrast: other subjects, or None.

    Returns:
        The model, and its calibration (`crossfit`).
    """
    contrast = contrast or Contrast((), ())
    unlike, *parts = (
        partial(unlike_of, each, [each.covers(intent) for intent in groups])
        for each in (contrast, *contrast.parted())
    )
    texts = list(groups.values())
    with steady(), ThreadPoolExecutor(1) as other:
        calibration = other.submit(crossfit, texts, out_of_scope, examples, (parts[0], parts[1]))
        model = fit_model(texts, [*out_of_scope, *unlike(texts)], examples)
        return model, calibration.result()


def crossfit(
    groups: Sequence[Sequence[str]],
    out_of_scope: Sequence[str],
    examples: Examples,
    unlike: tuple[Unlike, Unlike],
) -> Calibration | None:
    """Fit a calibration on held-back examples.

    Args:
        groups: for each intent what people say.
        out_of_scope: what they say when they mean none of them.
        examples: makes examples of texts.
        unlike: make of the examples of all intents such that are out of scope, to learn from and
            to try.

    Returns:
        The calibration, or None when there are too few examples to hold any back.
    """
    if len(groups) < 2 or sum(len(group) for group in groups) < _FEWEST_EXAMPLES:
        return None
    chance = np.random.default_rng(_SEED)
    measures: list[list[float]] = []
    right: list[float] = []
    for _ in range(_MOST_FOLDS):
        fold = _fold(groups, out_of_scope, chance)
        model = fit_model(fold.kept, [*fold.kept_outside, *unlike[0](fold.kept)], examples)
        beyond = [(-1, text) for text in unlike[1](fold.held)]
        for intent, text in [*fold.tried, *beyond, *_exchanged(fold.tried, model, chance)]:
            scored = model.score(text)
            if scored is not None:
                measures.append(scored.measures)
                right.append(float(scored.best[0] == intent))
        if len(right) >= _ENOUGH:
            break
    return fit_calibration(np.array(measures), np.array(right)) if len(set(right)) > 1 else None


def _fold(
    groups: Sequence[Sequence[str]], out_of_scope: Sequence[str], chance: np.random.Generator
) -> _Fold:
    total = sum(len(group) for group in groups) + len(out_of_scope)
    share = min(_HELD_BACK, _MOST / total)
    few = len(groups) < _FEWEST_INTENTS
    gone = set() if few else _some(chance, len(groups), _INTENTS_HELD_BACK)
    kept, held, tried = [], [], []
    for intent, group in enumerate(groups):
        out = _some(chance, len(group), share) if len(group) > 1 else set()
        kept.append([] if intent in gone else _without(group, out))
        held.append([group[number] for number in sorted(out)])
        tried += [(-1 if intent in gone else intent, group[number]) for number in sorted(out)]
    outside = _some(chance, len(out_of_scope), share) if out_of_scope else set()
    tried += [(-1, out_of_scope[number]) for number in sorted(outside)]
    return _Fold(kept, held, _without(out_of_scope, outside), tried)


def _exchanged(
    tried: Sequence[tuple[int, str]], model: Model, chance: np.random.Generator
) -> list[tuple[int, str]]:
    """Some of the texts with another subject: in place of "it", or else of their heaviest word."""
    table = model.meanings
    if table is None:
        return []
    known = model.language.counts
    foreign = [word for word in table.lexicon if word not in known and len(word) > 3]
    weights = table.weights_of(foreign).tolist()
    subjects = [w for w, weight in zip(foreign, weights, strict=True) if weight >= _SUBJECT]
    out = []
    for number in sorted(_some(chance, len(tried), _EXCHANGED)):
        words = list(model.language.read(tried[number][1]).words)
        heavy = table.weights_of(words).tolist() if words else []
        place = next((n for n, word in enumerate(words) if word in _PRONOUNS), None)
        if place is None:
            place = int(np.argmax(heavy)) if heavy else None
        if place is not None and subjects:
            words[place] = subjects[int(chance.integers(len(subjects)))]
            out.append((-1, " ".join(words)))
    return out


def _some(chance: np.random.Generator, count: int, share: float) -> set[int]:
    """Some of the first numbers, at least one."""
    return set(chance.permutation(count)[: max(1, round(count * share))].tolist())


def _without(texts: Sequence[str], out: set[int]) -> list[str]:
    return [text for number, text in enumerate(texts) if number not in out]
