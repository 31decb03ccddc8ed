"""What the testing kit costs: `python -m benchmarks.kit [--log]`.

Each command runs in a process of its own, several times, and the quickest run counts: the others
tell of the machine. With --log also `chatbot diff` over 100,000 different questions (two minutes).
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Final

from benchmarks.start import COMPILED
from chatbot import Chatbot
from chatbot.testing import find_case_files, load_cases, noisy_forms
from chatbot.testing.processors import processors

_ROUNDS: Final = 5
_LOGGED: Final = 100_000
_TESTS: Final = Path(__file__).parent.parent / "tests"
_COMMAND: Final = [sys.executable, "-m", "chatbot"]
#: What the plug-in asks, asked by a process that does nothing else.
_ASKING: Final = """
import sys
from pathlib import Path
from chatbot import Chatbot
from chatbot.testing import find_case_files, load_cases
bot = Chatbot()
for case in load_cases(find_case_files(Path(sys.argv[1]))):
    talk = bot.conversation()
    for turn in case.turns:
        talk.ask(turn.question)
"""


def timed(command: list[str], rounds: int = _ROUNDS) -> float:
    """Seconds of the quickest of some runs."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        subprocess.run(command, check=False, capture_output=True, env={**os.environ, **COMPILED})
        times.append(time.perf_counter() - start)
    return min(times)


def plain_tests(count: int) -> str:
    """As many tests as there are cases, that ask nothing."""
    head = "import pytest\n\n@pytest.mark.parametrize('number', range({}))\n"
    return head.format(count) + "def test_nothing(number):\n    assert number >= 0\n"


def log_lines(bot: Chatbot) -> Iterator[str]:
    """Different questions: the utterances in noisy forms."""
    seen: set[str] = set()
    for _, text in bot.pack.examples():
        for form in noisy_forms(text, 9):
            if form not in seen:
                seen.add(form)
                yield " ".join(form.split())


def measure_test() -> None:
    """`chatbot test` against `chatbot topics`, which only starts; the plug-in against pytest."""
    count = len(load_cases(find_case_files(_TESTS)))
    start = timed([*_COMMAND, "topics"])
    test = timed([*_COMMAND, "test"])
    print(f"chatbot test, {count} cases: {test:.2f} s; the start alone {start:.2f} s")
    asking = timed([sys.executable, "-c", _ASKING, str(_TESTS)])
    pytest = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "test_plain.py"
        path.write_text(plain_tests(count), encoding="utf-8")
        bare = timed([*pytest, str(path)])
    ours = timed([*pytest, str(_TESTS / "answers"), str(_TESTS / "conversations")])
    each = (ours - bare) / count * 1000
    print(f"pytest, {count} cases: {ours:.2f} s; {count} tests that ask nothing: {bare:.2f} s")
    print(f"the plug-in: {each:.2f} ms a case over plain pytest, of which "
          f"{asking / count * 1000:.2f} ms are what a process takes that only asks")  # fmt: skip


def measure_check() -> None:
    """`chatbot check` with all lint."""
    print(f"chatbot check: {timed([*_COMMAND, 'check']):.2f} s")


def measure_diff() -> None:
    """`chatbot diff` over a long log: time, processor time and memory."""
    bot = Chatbot()
    with tempfile.TemporaryDirectory() as name:
        log, baseline = Path(name) / "log.txt", Path(name) / "b.jsonl"
        lines = list(islice(log_lines(bot), _LOGGED))
        for count in (_LOGGED // 10, len(lines)):
            log.write_text("\n".join(lines[:count]) + "\n", encoding="utf-8")
            options = [str(baseline), "--questions", str(log)]
            timed([*_COMMAND, "baseline", "--force", *options], 1)
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            seconds = timed([*_COMMAND, "diff", *options], 1)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
            print(f"chatbot diff, {count:,} questions: {seconds:.1f} s, {used:.1f} s of processor, "
                  f"largest process so far {after.ru_maxrss / 1024:.0f} MiB")  # fmt: skip


def main() -> None:
    """Measure and print."""
    cores = processors()
    print(f"{cores} cores, Python {sys.version.split()[0]}, best of {_ROUNDS}")
    measure_test()
    measure_check()
    if "--log" in sys.argv:
        measure_diff()


if __name__ == "__main__":
    main()
