"""Work is spread over processes, and nobody can tell from what comes of it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from chatbot.testing import spread as module
from chatbot.testing.spread import spread


@dataclass(frozen=True, slots=True)
class Times:
    """Multiplies, and tells where."""

    factor: int

    def __call__(self, numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
        for number in numbers:
            if number < 0:
                raise ValueError(f"{number} is below nought")
            yield number * self.factor, os.getpid()


TRIPLE: Callable[[], Times] = partial(Times, 3)


@pytest.mark.parametrize("how", ["fork", "spawn"])
def test_all_is_done_in_order_elsewhere(how: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether processes are forked or begun afresh, what comes of the work comes in order."""
    if how == "fork" and sys.platform != "linux":
        pytest.skip("forks are for Linux")
    monkeypatch.setattr(module, "_context", lambda: module.multiprocessing.get_context(how))
    found = list(spread(TRIPLE, range(50), few=5, block=3, processes=2))
    assert [number for number, _ in found] == [3 * number for number in range(50)]
    assert os.getpid() not in {process for _, process in found}


@pytest.mark.parametrize(("count", "processes"), [(4, 2), (50, 1), (0, 2)])
def test_little_work_stays_here(count: int, processes: int) -> None:
    """Few things, or one processor: this process does it."""
    found = list(spread(TRIPLE, range(count), few=5, block=3, processes=processes))
    assert [number for number, _ in found] == [3 * number for number in range(count)]
    assert {process for _, process in found} <= {os.getpid()}


def test_what_goes_wrong_there_is_said_here() -> None:
    """An error of the work is raised where its result would have come."""
    some = spread(TRIPLE, [1, 2, -3, 4, 5, 6], few=2, block=1, processes=2)
    assert [next(some)[0], next(some)[0]] == [3, 6]
    with pytest.raises(ValueError, match="-3 is below nought"):
        next(some)


_ENDLESS = """
import itertools, signal, sys
from functools import partial
from chatbot.testing.spread import spread

if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell may have it ignored
    try:
        make = partial(partial, map, abs)
        for found in spread(make, itertools.count(), few=2, block=2, processes=2):
            print(found, flush=True)
    except KeyboardInterrupt:
        sys.exit("stopped")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals are otherwise there")
def test_ctrl_c_ends_all_processes_quietly(tmp_path: Path) -> None:
    """Whoever stops a run gets one word of this process, and no traceback of the others."""
    program = tmp_path / "endless.py"
    program.write_text(_ENDLESS)
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
    with subprocess.Popen(
        [sys.executable, str(program)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
        start_new_session=True,
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        assert running.stdout.readline() == "0\n"
        os.killpg(running.pid, signal.SIGINT)
        for _ in running.stdout:
            pass
        assert running.stderr.read() == "stopped\n"
    assert running.returncode == 1
