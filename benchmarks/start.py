"""What a start costs: `python -m benchmarks.start`. Runs are interleaved with the bare imports."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

_ROUNDS: Final = 15
_IMPORTS: Final = [sys.executable, "-c", "import numpy, yaml, rapidfuzz"]
#: The command as people type it; `python -m chatbot` takes some milliseconds more.
PROGRAM: Final = str(Path(sys.executable).with_name("chatbot"))
_ASK: Final = [PROGRAM, "ask", "what is ketamine"]
#: Modules are compiled once, as Python does unless it is told not to; pip did it for the libraries.
COMPILED: Final = {"PYTHONDONTWRITEBYTECODE": ""}


def timed(command: list[str], **environment: str) -> float:
    """Seconds that a command takes."""
    start = time.perf_counter()
    subprocess.run(
        command, check=True, capture_output=True, env={**os.environ, **COMPILED, **environment}
    )
    return time.perf_counter() - start


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as cache:
        first = timed(_ASK, XDG_CACHE_HOME=cache)
        pairs = [(timed(_IMPORTS), timed(_ASK, XDG_CACHE_HOME=cache)) for _ in range(_ROUNDS)]
    imports = statistics.median(pair[0] for pair in pairs)
    ask = statistics.median(pair[1] for pair in pairs)
    print(
        f"{os.cpu_count()} cores, Python {sys.version.split()[0]}, median of {_ROUNDS}, interleaved"
    )
    print(f"first start, nothing cached:          {first * 1000:8.0f} ms")
    print(f'python -c "{_IMPORTS[2]}": {imports * 1000:8.0f} ms')
    print(f"chatbot ask, model cached:            {ask * 1000:8.0f} ms ({ask / imports:.2f} times)")


if __name__ == "__main__":
    main()
