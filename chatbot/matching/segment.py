"""Words run together ("idontwanttolive") taken apart again."""

from __future__ import annotations

from collections.abc import Mapping
from math import inf, log
from typing import Final

_SHORTEST: Final = 7
_LONGEST: Final = 60
_LONGEST_PART: Final = 14
#: What each further part costs, so that few long words win over many short ones.
_COST: Final = 4.0


def segment(word: str, counts: Mapping[str, int], total: int | None = None) -> tuple[str, ...]:
    """Take a word apart into known ones.

    Args:
        word: a folded word that is not known.
        counts: the known words, and how often each was seen.
        total: the sum of the counts, for callers that ask often; by default it is summed here.

    Returns:
        The likeliest way of parting it (by dynamic programming over word frequencies, as Norvig,
        "Natural Language Corpus Data", 2009, does); the word alone when there is none.
    """
    if not _SHORTEST <= len(word) <= _LONGEST or not word.isalpha():
        return (word,)
    scale = log(1 + (sum(counts.values()) if total is None else total))
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(word) + 1):
        options = [
            (best[start][0] + _cost(word[start:end], counts, scale), start)
            for start in range(max(0, end - _LONGEST_PART), end)
        ]
        best.append(min(options))
    if best[-1][0] == inf:
        return (word,)
    parts: list[str] = []
    end = len(word)
    while end:
        start = best[end][1]
        parts.append(word[start:end])
        end = start
    return tuple(reversed(parts))


def _cost(part: str, counts: Mapping[str, int], scale: float) -> float:
    seen = counts.get(part, 0)
    if not seen or (len(part) == 1 and part not in {"i", "a"}):
        return inf
    return _COST + scale - log(seen)
