"""Work for as many processes as there are processors.

It is handed out in blocks, and never more of them than the processes can be busy with: memory does
not grow with the work.
"""

from __future__ import annotations

import gc
import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import chain, islice
from pathlib import Path
from typing import Any, Final, TypeVar

from chatbot.steady import steady
from chatbot.testing.processors import processors

Item = TypeVar("Item")
Result = TypeVar("Result")
_THREADS: Final = Path("/proc/self/task")


def spread(
    make: Callable[[], Callable[[Sequence[Item]], Iterable[Result]]],
    items: Iterable[Item],
    *,
    few: int,
    block: int,
    processes: int | None = None,
) -> Iterator[Result]:
    """Do something with each of many things.

    Args:
        make: makes a worker, which is given some things and makes something of each, in order; each
            process has its own. Has to be picklable, with all it holds.
        items: the things, any number of them.
        few: fewer than this are done by this process alone.
        block: so many are given to a worker at once.
        processes: how many to use; by default one a processor that we may use.

    Yields:
        What the worker makes of each, in order.
    """
    items = iter(items)
    first = list(islice(items, few))
    processes = processes or processors()
    everything = chain(first, items)
    if len(first) < few or processes == 1:
        worker = make()
        with steady():
            while some := list(islice(everything, block)):
                yield from worker(some)
        return
    waiting: deque[Future[list[Result]]] = deque()
    with ProcessPoolExecutor(processes, _context(), _begin, (make,)) as pool:
        try:
            while some := list(islice(everything, block)):
                waiting.append(pool.submit(_do_block, some))
                if len(waiting) > 2 * processes:
                    yield from waiting.popleft().result()
            while waiting:
                yield from waiting.popleft().result()
        finally:  # who asked may want no more
            pool.shutdown(wait=True, cancel_futures=True)


def _context() -> Any:
    """How processes begin.

    A fork begins at once and has everything, but a fork of a process with threads may hang: it is
    taken where the system says that there are none. Elsewhere each is a fresh interpreter.
    """
    is_alone = _THREADS.is_dir() and len(list(_THREADS.iterdir())) == 1
    return multiprocessing.get_context("fork" if is_alone else "spawn")


_worker: Callable[[Sequence[Any]], Iterable[Any]] | None = None


def _begin(make: Callable[[], Callable[[Sequence[Any]], Iterable[Any]]]) -> None:
    """In each process, once."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that hands out stops them
    global _worker  # noqa: PLW0603 - a pool of processes hands things over in no other way
    _worker = make()
    gc.collect()
    gc.freeze()  # what is there stays: to look through it again and again would take a tenth longer


def _do_block(some: list[Any]) -> list[Any]:
    if _worker is None:
        raise RuntimeError("the process was not begun")
    with steady():  # as many processes as processors: more threads would wait for one another
        return list(_worker(some))
