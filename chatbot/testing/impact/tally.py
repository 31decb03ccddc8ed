"""Changes counted as they come, with a few of each kept to be shown."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Final

from chatbot.testing.impact.changes import CHANGES, Change

_KEPT: Final = 500


class Tally:
    """Counts changes by kind. However many there are, only so many of each kind are kept.

    Attributes:
        counts: how many there were of each kind.
        ways: how many went from one answer to another, by kind and both.
    """

    def __init__(self, kept: int = _KEPT) -> None:
        self._kept = kept
        self._changes: defaultdict[str, list[Change]] = defaultdict(list)
        self.counts: Counter[str] = Counter()
        self.ways: Counter[tuple[str, str, str]] = Counter()

    def add(self, change: Change) -> None:
        """Count one."""
        self.counts[change.kind] += 1
        self.ways[change.kind, _name(change.before), _name(change.now)] += 1
        if len(self._changes[change.kind]) < self._kept:
            self._changes[change.kind].append(change)

    def kept(self, kind: str) -> list[Change]:
        """The first changes of a kind."""
        return self._changes[kind]

    def kinds(self) -> Iterator[str]:
        """The kinds that there were, the gravest first."""
        return (kind for kind in CHANGES if self.counts[kind])

    def ways_of(self, kind: str) -> list[tuple[str, str, int]]:
        """(before, now, count) of the changes of a kind, the most frequent first."""
        ways = [(before, now, n) for (k, before, now), n in self.ways.items() if k == kind]
        return sorted(ways, key=lambda way: (-way[2], way))


def _name(seen: object) -> str:
    intents = getattr(seen, "intents", ())
    return " and ".join(intents) or getattr(seen, "kind", "nothing")
