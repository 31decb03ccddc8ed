"""What each part of the matcher is worth: `python -m benchmarks.ablation --data DIR`.

Each part is taken out in turn; the figures are of `valid`, trained on `train_10`: accuracy in
scope, the same with one word in three misspelt, and AUROC in against out of scope.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

import numpy as np

from benchmarks.intents import OUTSIDE, ask_rows, auroc, grouped, read_rows
from benchmarks.peers import asking
from benchmarks.typing_errors import misspelt
from chatbot import Matcher
from chatbot.matching import crossfit, descent, language, model, ngrams, repair
from chatbot.matching.foreign import Foreign

Off = Callable[[], AbstractContextManager[Any]]


@contextmanager
def _without_characters() -> Iterator[None]:
    with patch.object(ngrams, "_parts_of", lambda _: []):
        yield


@contextmanager
def _without_pairs() -> Iterator[None]:
    with patch.object(ngrams, "pairwise", lambda _: []):
        yield


PARTS: Final[dict[str, Off]] = {
    "all parts": nullcontext,
    "without the table of meanings": nullcontext,
    "without characters": _without_characters,
    "without pairs of words": _without_pairs,
    "without repair": lambda: patch.object(repair.Repair, "__call__", lambda _, word: word),
    "without the guard of good English": lambda: patch.object(
        repair.Repair, "knows", lambda self, word: word in self._counts
    ),
    "without slips of the fingers": lambda: patch.object(repair, "is_slip", lambda *_: True),
    "without n-grams left out by chance": lambda: patch.object(descent, "_LEFT_OUT", 0.0),
    "without parting words run together": lambda: patch.object(
        language, "segment", lambda word, *_: (word,)
    ),
    "without foreign subjects": lambda: patch.object(model, "foreignness", lambda *_: Foreign()),
    "without exchanged subjects": lambda: patch.object(crossfit, "_exchanged", lambda *_: []),
    "without intents held back": lambda: patch.object(crossfit, "_FEWEST_INTENTS", 10_000),
}


def main() -> None:
    """Measure each part on each set."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    given = parser.parse_args()
    folders = [path for path in sorted(given.data.iterdir()) if (path / "valid.tsv").exists()]
    print(f"{'':<36}" + "".join(f"{folder.name:>30}" for folder in folders))
    print(f"{'':<36}" + f"{'accuracy':>12}{'misspelt':>10}{'AUROC':>8}" * len(folders))
    for name, off in PARTS.items():
        meanings: Any = None if name == "without the table of meanings" else "builtin"
        with off():
            figures = [_measure(folder, meanings) for folder in folders]
        print(f"{name:<36}" + "".join(f"{a:>12.3f}{m:>10.3f}{r:>8.3f}" for a, m, r in figures))


def _measure(folder: Path, meanings: Any) -> tuple[float, float, float]:
    ask = asking(Matcher(grouped(read_rows(folder / "train_10.tsv")), meanings=meanings))
    rows: Sequence[tuple[str, str]] = read_rows(folder / "valid.tsv")
    inside = [row for row in rows if row[0] != OUTSIDE]
    asked = ask_rows(ask, rows)
    noisy = ask_rows(ask, [(label, misspelt(text, n)) for n, (label, text) in enumerate(inside)])
    area = auroc(asked.sure[asked.inside], asked.sure[~asked.inside])
    return float(np.mean(asked.right[asked.inside])), float(np.mean(noisy.right)), area


if __name__ == "__main__":
    main()
