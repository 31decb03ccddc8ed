"""How well intents are found on public data: `python -m benchmarks.intents --data DIR`.

DIR holds folders of TSV files (`label<TAB>text`, out of scope is `__oos__`): `train_10.tsv` and the
like, `valid.tsv`, `test.tsv`. The threshold for out of scope is chosen on `valid`, where accuracy
over all rows is best; the figures are of `test`.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from benchmarks.memory import peak_memory
from benchmarks.peers import PEERS, Ask, Fit
from benchmarks.typing_errors import misspelt

OUTSIDE: Final = "__oos__"
_BINS: Final = 10

Rows = Sequence[tuple[str, str]]
Doubles = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Asked:
    """What came back for some rows.

    Attributes:
        sure: how sure each was.
        right: whether the intent was the right one.
        inside: whether the row has one.
        times: seconds for each.
    """

    sure: Doubles
    right: npt.NDArray[np.bool_]
    inside: npt.NDArray[np.bool_]
    times: Doubles


def read_rows(path: Path) -> list[tuple[str, str]]:
    """The rows of a TSV file, as (label, text)."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [(label, text) for label, _, text in (line.partition("\t") for line in lines) if text]


def grouped(rows: Rows) -> dict[str, list[str]]:
    """The texts of each label, out of scope left out."""
    groups: dict[str, list[str]] = {}
    for label, text in rows:
        if label != OUTSIDE:
            groups.setdefault(label, []).append(text)
    return groups


def ask_rows(ask: Ask, rows: Rows) -> Asked:
    """Ask every row."""
    sure, right, times = [], [], []
    for label, text in rows:
        start = time.perf_counter()
        intent, score = ask(text)
        times.append(time.perf_counter() - start)
        sure.append(score)
        right.append(intent == label)
    inside = np.array([label != OUTSIDE for label, _ in rows])
    return Asked(np.array(sure), np.array(right), inside, np.array(times))


def auroc(inside: Doubles, outside: Doubles) -> float:
    """The chance that a row in scope is surer than one out of scope (Mann and Whitney 1947)."""
    if not len(outside):
        return float("nan")
    order = np.sort(outside)
    below = np.searchsorted(order, inside, "left") + np.searchsorted(order, inside, "right")
    return float(below.sum() / (2 * len(inside) * len(outside)))


def calibration_error(asked: Asked) -> float:
    """Expected calibration error over ten bins (Guo et al. 2017), out of scope counted as wrong."""
    gaps = [abs(asked.sure[here].sum() - asked.right[here].sum()) for here in bins_of(asked)]
    return float(np.sum(gaps) / len(asked.sure))


def bins_of(asked: Asked) -> list[npt.NDArray[np.bool_]]:
    """For each tenth of confidence that has any rows, which these are."""
    tenths = np.minimum((asked.sure * _BINS).astype(int), _BINS - 1)
    return [tenths == number for number in range(_BINS) if (tenths == number).any()]


def best_threshold(asked: Asked) -> float:
    """The threshold below which rows are best taken for out of scope; of several the middle one."""
    options = np.unique(np.quantile(asked.sure, np.linspace(0, 1, 400)))
    gains = [
        (asked.right & asked.inside & (asked.sure >= t)).sum()
        + (~asked.inside & (asked.sure < t)).sum()
        for t in options
    ]
    best = np.flatnonzero(np.array(gains) == max(gains))
    return float(options[best[len(best) // 2]])


def measure(
    name: str, fit: Fit, examples: Mapping[str, Sequence[str]], rows: dict[str, Rows]
) -> None:
    """Fit, ask, and print one line."""
    start = time.perf_counter()
    ask = fit(examples, [text for label, text in rows["train"] if label == OUTSIDE])
    fitted = time.perf_counter() - start
    threshold = best_threshold(ask_rows(ask, rows["valid"]))
    asked = ask_rows(ask, rows["test"])
    sure_inside, sure_outside = asked.sure[asked.inside], asked.sure[~asked.inside]
    accuracy = asked.right[asked.inside].mean()
    kept = (asked.right & (asked.sure >= threshold))[asked.inside].mean()
    recall = (sure_outside < threshold).mean() if len(sure_outside) else float("nan")
    inside = [row for row in rows["test"] if row[0] != OUTSIDE]
    noisy = [(label, misspelt(text, seed)) for seed, (label, text) in enumerate(inside)]
    lost = accuracy - ask_rows(ask, noisy).right.mean()
    error = calibration_error(asked) if asked.sure.max() <= 1 else float("nan")
    p50, p99 = np.quantile(asked.times, [0.5, 0.99]) * 1_000
    print(
        f"{name:<22}{accuracy:>8.3f}{auroc(sure_inside, sure_outside):>8.3f}{kept:>9.3f}"
        f"{recall:>9.3f}{error:>7.3f}{lost:>7.3f}{fitted:>8.2f}{p50:>8.2f}{p99:>8.2f}",
        flush=True,
    )


def main() -> None:
    """Measure every peer that is installed on every set."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--train", action="append", metavar="NAME", help="train_10 and the like")
    parser.add_argument("--peer", action="append", choices=PEERS, help="only these")
    given = parser.parse_args()
    print(f"{os.cpu_count()} cores; time in s (fit) and ms (a query)")
    for folder in sorted(path for path in given.data.iterdir() if (path / "test.tsv").exists()):
        for train in given.train or ["train_10"]:
            _measure_folder(folder, train, given.peer or list(PEERS))
    print(f"peak memory of the process, peers included: {peak_memory():.0f} MiB")


def _measure_folder(folder: Path, train: str, peers: Sequence[str]) -> None:
    rows: dict[str, Rows] = {name: read_rows(folder / f"{name}.tsv") for name in ("valid", "test")}
    rows["train"] = read_rows(folder / f"{train}.tsv")
    examples = grouped(rows["train"])
    print(f"\n{folder.name}, {train}: {len(rows['train'])} examples, {len(examples)} intents")
    print(
        f"{'':<22}{'accuracy':>8}{'AUROC':>8}{'in scope':>9}{'oos rec.':>9}{'ECE':>7}{'lost':>7}"
        f"{'fit':>8}{'p50':>8}{'p99':>8}"
    )
    for name in peers:
        try:
            measure(name, PEERS[name], examples, rows)
        except ImportError as error:
            print(f"{name:<22}not installed ({error.name})")


if __name__ == "__main__":
    main()
