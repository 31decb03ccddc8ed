"""Pictures of an evaluation as SVG, with matplotlib, from the extra."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from chatbot.testing.evaluation.evaluate import Evaluation
from chatbot.testing.evaluation.metrics import Metrics
from chatbot.testing.extras import load


def pictures(evaluation: Evaluation) -> dict[str, str]:
    """A title to the SVG of each picture that there is something to draw for.

    Raises:
        UsageError: if matplotlib is not installed.
    """
    drawn = {
        "Precision against coverage": _sweep(evaluation.utterances),
        "Confidence against what is right": _reliability(evaluation.utterances),
    }
    if evaluation.curve:
        drawn["Learning curve"] = _curve(evaluation.curve)
    return drawn


def _sweep(metrics: Metrics) -> str:
    points = [point for point in metrics.sweep if point.coverage > 0]
    figure, axes = _figure(
        "share of questions in scope that are answered", "share of answers right"
    )
    axes.plot([p.coverage for p in points], [p.precision for p in points], "o-")
    for point in points[::4]:
        axes.annotate(f"{point.threshold:.2f}", (point.coverage, point.precision))
    return _svg(figure)


def _reliability(metrics: Metrics) -> str:
    figure, axes = _figure("confidence", "share right")
    axes.plot([0, 1], [0, 1], "--", color="grey")
    bins = metrics.reliability
    axes.plot([each.confidence for each in bins], [each.right for each in bins], "o-")
    return _svg(figure)


def _curve(curve: Sequence[tuple[float, float]]) -> str:
    figure, axes = _figure("share of the utterances learned from", "accuracy")
    axes.plot([share for share, _ in curve], [accuracy for _, accuracy in curve], "o-")
    return _svg(figure)


def _figure(across: str, up: str) -> tuple[Any, Any]:
    figure = load("matplotlib.figure", "report").Figure(figsize=(6, 4), layout="constrained")
    axes = figure.subplots()
    axes.set_xlabel(across)
    axes.set_ylabel(up)
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1)
    axes.grid(visible=True, alpha=0.3)
    return figure, axes


def _svg(figure: Any) -> str:
    """The picture without date or random ids, so that the same figures give the same bytes."""
    out = io.StringIO()
    with load("matplotlib", "report").rc_context({"svg.hashsalt": "chatbot"}):
        figure.savefig(out, format="svg", metadata={"Date": None})
    text = out.getvalue()
    return text[text.index("<svg") :]
