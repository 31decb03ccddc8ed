"""What the prompt costs: `python -m benchmarks.prompt`.

Its start in a pseudo-terminal, interleaved with the bare imports; and the memory of a conversation
of 40,000 turns.
"""

from __future__ import annotations

import gc
import os
import pty
import select
import signal
import statistics
import sys
import time
from itertools import cycle, islice
from pathlib import Path
from typing import Final

from benchmarks.start import PROGRAM, timed
from chatbot import Chatbot

_ROUNDS: Final = 9
_IMPORTS: Final = [sys.executable, "-c", "import prompt_toolkit, numpy, yaml, rapidfuzz"]
_ASKS_WHERE: Final = b"\x1b[6n"  # prompt-toolkit asks the terminal where the cursor is
_TURNS: Final = 10_000


def prompt() -> float:
    """Seconds until the first screen stands and the prompt waits for a question."""
    start = time.perf_counter()
    child, terminal = pty.fork()
    if child == 0:
        os.environ["TERM"] = "xterm"
        os.execv(PROGRAM, [PROGRAM])  # noqa: S606 - our own program
    shown = b""
    while b">" not in shown.partition(b"/help")[2]:
        if not select.select([terminal], [], [], 10)[0]:
            raise TimeoutError(shown)
        read = os.read(terminal, 65_536)
        shown += read
        if _ASKS_WHERE in read:
            os.write(terminal, b"\x1b[1;1R")
    took = time.perf_counter() - start
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(terminal)
    return took


def resident() -> float:
    """MiB of this process in memory."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def main() -> None:
    """Measure and print."""
    pairs = [(timed(_IMPORTS), prompt()) for _ in range(_ROUNDS)]
    bare, ours = (statistics.median(each) * 1_000 for each in zip(*pairs, strict=True))
    print(f"{os.cpu_count()} cores, median of {_ROUNDS}, interleaved")
    print(f'python -c "{_IMPORTS[2]}": {bare:.0f} ms')
    print(f"chatbot, until the prompt waits: {ours:.0f} ms ({ours / bare:.2f} times)")
    bot = Chatbot()
    talk, texts = bot.conversation(), cycle([text for _, text in bot.pack.examples()])
    for turns in range(_TURNS, 4 * _TURNS + 1, _TURNS):
        for text in islice(texts, _TURNS):
            talk.ask(text)
        gc.collect()
        print(f"after {turns} turns: {resident():.1f} MiB")


if __name__ == "__main__":
    main()
