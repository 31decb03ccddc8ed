"""BLAS has one thread for a while.

Where weights are learned: with another number of threads BLAS adds in another order, and what is
learned by thousands of steps hangs on the last digit of each sum. And where the network reads: its
products are so small that handing them out costs more than it saves, and processes that do so side
by side, each with as many threads as there are processors, wait for one another most of the time.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from threadpoolctl import ThreadpoolController


class _Steady:
    """The limit is the process's, so whoever is inside shares it: the last to leave takes it off.

    OpenBLAS, as threadpoolctl has it, obeys one thread of the program at a time, for as long as
    that lives. So a thread that does nothing else sets the limit, and ends when it has taken it off
    again: who comes first and who leaves last may be different threads.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._inside = 0
        self._keeper = ThreadPoolExecutor(1)
        self._limits: Any = None

    @cached_property
    def _controller(self) -> ThreadpoolController:
        """Knows the libraries that are loaded; to look for them takes longer than a question."""
        from threadpoolctl import ThreadpoolController

        return ThreadpoolController()

    @contextmanager
    def __call__(self) -> Iterator[None]:
        """Let BLAS have one thread for a while."""
        with self._lock:
            self._inside += 1
            if self._limits is None:
                self._keeper = ThreadPoolExecutor(1)
                set_limit = self._keeper.submit(self._controller.limit, limits=1, user_api="blas")
                self._limits = set_limit.result()
        try:
            yield
        finally:
            with self._lock:
                self._inside -= 1
                if not self._inside and self._limits is not None:
                    self._keeper.submit(self._limits.restore_original_limits).result()
                    self._keeper.shutdown()
                    self._limits = None


steady: Final = _Steady()
