"""Where the program begins and ends as a process."""

from __future__ import annotations

import gc
import os
import sys
from typing import Final

#: Next to nothing that a start makes is garbage: looking for some after every 700 objects, as
#: Python does unless told, takes a tenth of the time of one answer.
_SELDOM: Final = 100_000
#: These commands hand their work to other processes (chatbot/testing/spread.py).
_SPREAD: Final = frozenset({"test", "baseline", "diff", "evaluate"})


def run() -> None:
    """Run the command line, and leave with its exit code."""
    gc.set_threshold(_SELDOM)
    if _SPREAD.intersection(sys.argv[1:]):
        # Read when numpy is loaded: a process without threads can be forked.
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from chatbot.cli.main import main

    code = main()
    gc.freeze()  # at the end of the process nothing has to be looked through once more
    sys.exit(code)
