"""From a hundred examples to a hundred thousand: `python -m benchmarks.scale`.

Each size runs in a process of its own, so that its memory is its own. `--both` learns the sizes
that a dense table of weights can hold in both forms, to show that they agree.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from typing import Any, Final
from unittest.mock import patch

import numpy as np

from benchmarks.intents import ask_rows
from benchmarks.memory import peak_memory
from benchmarks.peers import ours, token_set
from benchmarks.synthetic import synthetic
from chatbot.matching import classifier

SIZES: Final = (10, 100, 1_000, 10_000)
_EXAMPLES: Final = 10
_ASKED: Final = 1_000
#: A scan of a hundred thousand examples takes a tenth of a second.
_SCANNED: Final = 100


def main() -> None:
    """Measure every size and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--intents", type=int, action="append", metavar="N")
    parser.add_argument("--both", action="store_true", help="dense and sparse, where both can run")
    parser.add_argument("--one", nargs=2, metavar=("N", "FORM"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        print(json.dumps(measure(int(given.one[0]), given.one[1])))
        return
    print(f"{os.cpu_count()} cores; {_EXAMPLES} examples an intent; s, ms a query, MiB")
    print(
        f"{'examples':>9} {'form':<10}{'accuracy':>9}{'fit':>8}{'p50':>8}{'p99':>8}{'memory':>8}"
        f"{'token_set p50':>15}{'accuracy':>10}"
    )
    for intents in given.intents or SIZES:
        for form in ("dense", "sparse") if given.both else ("by size",):
            _print_line(measure_apart(intents, form))


def _print_line(row: dict[str, Any]) -> None:
    print(
        f"{row['examples']:>9} {row['form']:<10}{row['accuracy']:>9.3f}{row['fit']:>8.1f}"
        f"{row['p50']:>8.2f}{row['p99']:>8.2f}{row['memory']:>8.0f}"
        f"{row['token_set_p50']:>15.2f}{row['token_set_accuracy']:>10.3f}",
        flush=True,
    )


def measure_apart(intents: int, form: str = "by size") -> dict[str, Any]:
    """The same as `measure`, in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.scale", "--one", str(intents), form]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def measure(intents: int, form: str) -> dict[str, Any]:
    """Fit a matcher to so many made-up intents, and ask it one question about each.

    Args:
        intents: how many.
        form: of the weights: "dense", "sparse", or "by size".
    """
    groups, asked = synthetic(intents, _EXAMPLES)
    cells = {"dense": sys.maxsize, "sparse": 0}.get(form, classifier.MOST_CELLS)
    start = time.perf_counter()
    with patch.object(classifier, "MOST_CELLS", cells):
        ask = ours(groups, [])
    fit = time.perf_counter() - start
    own = ask_rows(ask, asked[:_ASKED])
    memory = peak_memory()
    peer = ask_rows(token_set(groups, []), asked[:_SCANNED])
    p50, p99 = np.quantile(own.times, [0.5, 0.99]).tolist()
    return {
        "examples": intents * _EXAMPLES,
        "form": form,
        "accuracy": float(own.right.mean()),
        "fit": fit,
        "p50": p50 * 1_000,
        "p99": p99 * 1_000,
        "memory": memory,
        "token_set_p50": float(np.median(peer.times)) * 1_000,
        "token_set_accuracy": float(peer.right.mean()),
    }


if __name__ == "__main__":
    main()
