"""The same sums whatever the number of threads.

BLAS adds in another order when it has another number of threads, and what is learned by thousands
of steps hangs on the last digit of each. So it has one thread while anything is learned.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Final

from threadpoolctl import threadpool_limits


class _Steady:
    """The limit is the process's, so whoever learns shares it: the last to leave takes it off."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._inside = 0
        self._limits: threadpool_limits | None = None

    @contextmanager
    def __call__(self) -> Iterator[None]:
        """Let BLAS have one thread for a while."""
        with self._lock:
            self._inside += 1
            if self._limits is None:
                self._limits = threadpool_limits(1, user_api="blas")
        try:
            yield
        finally:
            with self._lock:
                self._inside -= 1
                if not self._inside and self._limits is not None:
                    self._limits.restore_original_limits()
                    self._limits = None


steady: Final = _Steady()
