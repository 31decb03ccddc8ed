"""`chatbot evaluate`: the figures are those that can be worked out by hand."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot import Chatbot
from chatbot.cli.main import main
from chatbot.testing.evaluation import Judged, Plan, evaluate, measured
from chatbot.testing.evaluation.folds import folds_of, thinned
from chatbot.testing.evaluation.metrics import reliability

JUDGED = [
    Judged("1", "a", "a", 0.95, "x"),
    Judged("2", "a", "a", 0.85, "x"),
    Judged("3", "a", "b", 0.45, "y"),
    Judged("4", "b", "b", 0.75, "y"),
    Judged("5", "b", "", 0.0, ""),
    Judged("6", "", "a", 0.25, "x"),
    Judged("7", "", "", 0.0, ""),
]


def test_figures_by_hand() -> None:
    """Accuracy, precision, recall, F1, pairs and thresholds of seven questions."""
    found = measured(JUDGED)
    assert (found.questions, found.outside) == (5, 2)
    assert found.accuracy == pytest.approx(3 / 5)
    worst, best = found.intents
    assert (worst.intent, worst.precision, worst.recall) == ("b", 0.5, 0.5)
    assert (best.intent, best.precision, best.recall) == ("a", 2 / 3, 2 / 3)
    (pair,) = found.pairs
    assert (pair.expected, pair.got, pair.count) == ("a", "b", 1)
    points = {point.threshold: point for point in found.sweep}
    assert (points[0.0].precision, points[0.0].coverage, points[0.0].let_in) == (0.6, 0.8, 0.5)
    assert (points[0.5].precision, points[0.5].coverage, points[0.5].let_in) == (1.0, 0.6, 0.0)


def test_reliability_by_hand() -> None:
    """Bins hold their mean confidence and the share that is right."""
    judged = [Judged("x", "a", "a" if right else "b", 0.81, "") for right in (1, 1, 1, 0)]
    (only,) = reliability(judged)
    assert (only.confidence, only.right, only.count) == (pytest.approx(0.81), 0.75, 4)
    assert measured(judged).calibration_error == pytest.approx(0.06)


def test_nothing_to_measure() -> None:
    """No question at all gives figures of nought, and no error."""
    assert measured([]).accuracy == 0


GROUPS = st.dictionaries(
    st.text("abc", min_size=1), st.lists(st.text(), min_size=1, max_size=9), min_size=1
)


@given(GROUPS, st.integers(2, 6), st.integers(0, 3))
def test_each_utterance_is_held_back_once(
    groups: dict[str, list[str]], count: int, seed: int
) -> None:
    """Every utterance of an intent with two or more is asked once, where it is not learned."""
    folds = folds_of(groups, count, seed)
    for name, texts in groups.items():
        held = [text for fold in folds for text, intent in fold.held if intent == name]
        assert sorted(held) == (sorted(texts) if len(texts) > 1 else [])
        assert all(fold.kept[name] for fold in folds)
        for fold in folds:
            asked = [text for text, intent in fold.held if intent == name]
            assert len(asked) + len(fold.kept[name]) == len(texts)
    assert folds_of(groups, count, seed) == folds


def test_thinned_keeps_one_of_each() -> None:
    """A share of what is learned from, one at least, and the same questions."""
    (fold, _) = folds_of({"a": list("abcdefghij"), "b": ["x", "y"]}, 2)
    few = thinned(fold, 0.4)
    assert {name: len(texts) for name, texts in few.kept.items()} == {"a": 2, "b": 1}
    assert few.held == fold.held


@pytest.fixture
def large(pack: Path) -> Path:
    """The small pack with a few more utterances."""
    path = pack / "intents/pizza.yaml"
    text = path.read_text()
    more = "".join(f"      - how much for {n} pizzas\n" for n in ("two", "three", "four", "six"))
    text = text.replace("      - price of", f"{more}      - price of")
    more = "".join(f"      - when do you close on {d}\n" for d in ("monday", "friday", "sunday"))
    path.write_text(text.replace("      - closing", f"{more}      - closing"))
    return pack


def test_evaluation_is_the_same_however_it_is_spread(large: Path) -> None:
    """One process or two: the same figures."""
    bot = Chatbot(large, cache=False)
    alone = evaluate(bot, [], Plan(folds=2, curve=False, processes=1))
    assert evaluate(bot, [], Plan(folds=2, curve=False, processes=2)) == alone
    assert alone.utterances.accuracy > 0.5


Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(large: Path, cases: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs `chatbot evaluate` on it."""
    assert cases.is_dir()

    def run_it(*arguments: object) -> tuple[int, str, str]:
        code = main(["evaluate", "--pack", str(large), *map(str, arguments)])
        shown = capsys.readouterr()
        return code, shown.out, shown.err

    return run_it


def test_reports(run: Run, tmp_path: Path) -> None:
    """Tables on the terminal, JSON, and one HTML file with pictures that needs nothing else."""
    page, figures = tmp_path / "x.html", tmp_path / "x.json"
    code, out, _ = run("--folds", 2, "--html", page, "--json", figures)
    assert code == 0
    for words in ("11 in scope, 0 out of scope", "worst intents", "Cases, asked", "learned from"):
        assert words in out
    text = page.read_text()
    assert text.count("<svg") == 3
    assert "<script" not in text
    assert "<link" not in text
    plain = json.loads(figures.read_text())
    assert plain["cases"]["accuracy"] == 1.0
    assert [share for share, _ in plain["curve"]] == [0.2, 0.4, 0.5]


def test_report_without_its_library(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without matplotlib the error names the extra."""
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    code, _, err = run("--folds", 2, "--no-curve", "--html", "x.html")
    assert code == 2
    assert "ketamine-chatbot[report]" in err


def test_wrong_use(run: Run) -> None:
    """One fold is none."""
    assert run("--folds", 1)[0] == 2
