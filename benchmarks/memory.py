"""How much memory a process has used at most."""

from __future__ import annotations

import resource
from pathlib import Path


def peak_memory() -> float:
    """The most that this process held at a time, in MiB.

    On Linux the kernel's own count: `getrusage` gives a child the peak of the process that started
    it.
    """
    status = Path("/proc/self/status")
    if status.exists():
        lines = status.read_text(encoding="ascii").splitlines()
        found = next((line for line in lines if line.startswith("VmHWM:")), None)
        if found:
            return int(found.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
