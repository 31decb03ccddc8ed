"""What a run came to, as lines of text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from chatbot.testing.runner import Outcome, Result


def counted(results: Iterable[Result]) -> Counter[Outcome]:
    """How many cases had each outcome."""
    return Counter(result.outcome for result in results)


def summary(counts: Counter[Outcome], seconds: float) -> str:
    """One line: how many passed, failed, are known to fail, or no longer fail."""
    parts = [f"{counts[Outcome.PASSED]} passed"]
    if counts[Outcome.FAILED]:
        parts.insert(0, f"{counts[Outcome.FAILED]} failed")
    if counts[Outcome.FIXED]:
        parts.insert(0, f"{counts[Outcome.FIXED]} listed as known failures passed")
    if counts[Outcome.KNOWN]:
        parts.append(f"{counts[Outcome.KNOWN]} known failures")
    return f"{', '.join(parts)} in {seconds:.1f} s"
