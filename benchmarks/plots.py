"""Draws the pictures of docs/matching.md: `python -m benchmarks.plots --data DIR`.

DIR is that of `benchmarks.intents`. Three pictures go to docs/: accuracy against examples an
intent, a query's time and memory against the number of examples, and a reliability diagram.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

import matplotlib as mpl
import matplotlib.pyplot as plt

from benchmarks.intents import OUTSIDE, Asked, Rows, ask_rows, bins_of, grouped, read_rows
from benchmarks.peers import PEERS, ours
from benchmarks.scale import SIZES, measure_apart

DOCS: Final = Path(__file__).parent.parent / "docs"
_COUNTS: Final = (1, 2, 5, 10, 20, 50, 100)
#: Questions asked for each point.
_ASKED: Final = 1_000
_PEERS: Final = ("ours", "ours, meanings=None", "scikit-learn TF-IDF", "rapidfuzz token_set")


def main() -> None:
    """Measure and draw all three."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    given = parser.parse_args()
    mpl.use("svg")
    mpl.rcParams.update({"svg.hashsalt": "chatbot", "figure.figsize": (8, 3.2), "font.size": 9})
    clinc = given.data / "clinc150"
    _draw("accuracy", lambda axes: _accuracy(axes, clinc))
    _draw("scale", _scale)
    _draw("reliability", lambda axes: _reliability(axes, given.data))


def _draw(name: str, fill: Callable[[Any], None]) -> None:
    figure, axes = plt.subplots(1, 2)
    fill(axes)
    for each in axes:
        each.grid(alpha=0.3)
    figure.tight_layout()
    figure.savefig(DOCS / f"{name}.svg", metadata={"Date": None})
    plt.close(figure)
    print(DOCS / f"{name}.svg", flush=True)


def _some_of(rows: Rows, count: int) -> dict[str, list[str]]:
    """So many examples of each intent, chosen by chance."""
    chance = random.Random(1)  # noqa: S311 - which examples need not be secret
    return {
        label: chance.sample(texts, min(count, len(texts)))
        for label, texts in grouped(rows).items()
    }


def _accuracy(axes: Sequence[Any], folder: Path) -> None:
    """Accuracy in scope on `test`, and its upper end once more."""
    rows = read_rows(folder / "train.tsv")
    asked = [row for row in read_rows(folder / "test.tsv") if row[0] != OUTSIDE]
    asked = random.Random(1).sample(asked, _ASKED)  # noqa: S311
    for name in _PEERS:
        right = []
        for count in _COUNTS:
            ask = PEERS[name](_some_of(rows, count), [])
            right.append(float(ask_rows(ask, asked).right.mean()))
            print(f"{name}, {count} examples an intent: {right[-1]:.3f}", flush=True)
        for each in axes:
            each.plot(_COUNTS, right, marker="o", label=name)
    for each in axes:
        each.set_xscale("log")
        each.set_xticks(_COUNTS, [str(count) for count in _COUNTS])
        each.set_xlabel("examples an intent (clinc150, 150 intents)")
        each.set_ylabel("accuracy in scope")
    axes[1].set_ylim(0.75, 1)
    axes[0].legend(loc="lower right")


def _scale(axes: Sequence[Any]) -> None:
    """A query's time, and the memory of the process."""
    rows = [measure_apart(intents) for intents in SIZES]
    sizes = [row["examples"] for row in rows]
    for key, label in (("p50", "ours, p50"), ("p99", "ours, p99"), ("token_set_p50", "token_set")):
        axes[0].plot(sizes, [row[key] for row in rows], marker="o", label=label)
    axes[1].plot(sizes, [row["memory"] for row in rows], marker="o", label="ours")
    axes[0].set_ylabel("ms a query")
    axes[1].set_ylabel("memory of the process, MiB")
    for each in axes:
        each.set_xscale("log")
        each.set_yscale("log")
        each.set_xlabel("examples (made up, 10 an intent)")
    axes[0].legend()


def _reliability(axes: Sequence[Any], data: Path) -> None:
    """How often a match is right, for each tenth of confidence; out of scope counts as wrong."""
    for each, name in zip(axes, ("clinc150", "banking77"), strict=True):
        rows = read_rows(data / name / "train_10.tsv")
        ask = ours(_some_of(rows, 10), [text for label, text in rows if label == OUTSIDE])
        asked = ask_rows(ask, read_rows(data / name / "test.tsv"))
        said, found, share = _bins(asked)
        each.plot([0, 1], [0, 1], color="grey", linewidth=0.8)
        each.bar(said, found, width=0.07, alpha=0.6)
        for x, y, part in zip(said, found, share, strict=True):
            each.annotate(f"{part:.0%}", (x, y), ha="center", va="bottom", fontsize=7)
        each.set_xlabel(f"confidence said ({name}, 10 examples an intent)")
        each.set_ylabel("share right")
        each.set_xlim(0, 1)
        each.set_ylim(0, 1.08)


def _bins(asked: Asked) -> tuple[list[float], list[float], list[float]]:
    """For each tenth that is not empty: the mean confidence, the share right, the share of rows."""
    used = bins_of(asked)
    said = [float(asked.sure[here].mean()) for here in used]
    found = [float(asked.right[here].mean()) for here in used]
    return said, found, [float(here.mean()) for here in used]


if __name__ == "__main__":
    main()
