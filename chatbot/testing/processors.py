"""How many processors there are for us."""

from __future__ import annotations

import os


def processors() -> int:
    """The processors that this process may use; all of the machine's, where that is not known."""
    allowed = getattr(os, "sched_getaffinity", None)
    return len(allowed(0)) if allowed else os.cpu_count() or 1
