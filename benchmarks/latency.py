"""What one question costs in process: `python -m benchmarks.latency`."""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from benchmarks.memory import peak_memory
from chatbot import Chatbot
from chatbot.testing import find_case_files, load_cases

_ANSWERS: Final = Path(__file__).parent.parent / "tests" / "answers"
_DANGER: Final = ("crisis", "emergency")
_DAMAGE: Final = {
    "empty": "",
    "1 MB of words": "is it safe " * 95_000,
    "1 MB of one letter": "a" * 1_000_000,
    "1 MB of one line ends": "\n" * 1_000_000,
    "10,000 words": " ".join(f"word{number}" for number in range(10_000)),
    "10,000 misspelt words": " ".join(f"kettamin{chr(97 + n % 26)}{n % 7}x" for n in range(10_000)),
    "control characters": "".join(map(chr, range(32))) * 100,
    "escape sequences": "\x1b[2J\x1b]0;x\x07" * 1_000,
    "lone surrogates": "\ud800\udfff" * 5_000,
    "zero-width": "k\u200be\u200bt" * 5_000,
    "right-to-left": "\u202e\u0647\u0644 " * 5_000,
    "emoji": "😭🙏" * 5_000,
    "stacked marks": "e" + "̂" * 50_000,
}


def timed(act: Callable[[], object]) -> float:
    """Milliseconds that an act takes."""
    start = time.perf_counter()
    act()
    return (time.perf_counter() - start) * 1_000


def questions(*, danger: bool) -> list[str]:
    """The questions of tests/answers, none of which is an utterance of the pack.

    Those of people in danger apart: readers ask few of them, and both readers of the screen read
    them.
    """
    files = [path for path in find_case_files(_ANSWERS) if path.name.startswith(_DANGER) is danger]
    return [turn.question for case in load_cases(files) for turn in case.turns]


def in_order(act: Callable[[str], object], texts: Sequence[str]) -> list[float]:
    """Milliseconds that an act takes with each of some texts, the shortest first."""
    for text in texts[:200]:
        act(text)
    return sorted(timed(lambda text=text: act(text)) for text in texts)  # type: ignore[misc]


def shown(name: str, times: Sequence[float]) -> str:
    """Times, the shortest first, in words."""
    p90, p99 = (times[int(len(times) * share)] for share in (0.9, 0.99))
    return f"{name:<32}p50 {statistics.median(times):.3f} ms, p90 {p90:.3f} ms, p99 {p99:.3f} ms"


def main() -> None:
    """Measure and print."""
    bot = Chatbot(progress=print)
    print(f"{os.cpu_count()} cores, Python {sys.version.split()[0]}")
    for name, danger in (("calm questions", False), ("people in danger", True)):
        asked = questions(danger=danger)
        print(shown(f"one ask, {len(asked)} {name}", in_order(bot.ask, asked)))
        print(shown("  the screen alone", in_order(bot._screen.look, asked)))
    for name, text in _DAMAGE.items():
        worst = max(timed(lambda text=text: bot.ask(text)) for _ in range(3))  # type: ignore[misc]
        print(f"{name:<24}{worst:8.2f} ms (worst of 3)")
    print(f"peak memory of the process: {peak_memory():.0f} MiB")


if __name__ == "__main__":
    main()
