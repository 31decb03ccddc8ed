"""What is watched by `chatbot test --watch`, without waiting for a disk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from chatbot.cli.main import main
from chatbot.testing import watch as watch_module
from chatbot.testing.watch import watch

Steps = list[Callable[[], list[Path]]]


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch) -> Callable[[Steps], list[tuple[set[Path], bool]]]:
    """Takes what happens on disk, step by step; gives what is watched, and how, each time."""

    def set_up(steps: Steps) -> list[tuple[set[Path], bool]]:
        calls: list[tuple[set[Path], bool]] = []

        def fake(*folders: Path, watch_filter: Any, recursive: bool, **_: Any) -> Iterator[Any]:
            calls.append((set(folders), recursive))
            while steps:
                found = {(1, str(path)) for path in steps.pop(0)()}
                found = {each for each in found if watch_filter(*each)}
                if found:
                    yield found

        monkeypatch.setattr(watch_module, "load", lambda *_: SimpleNamespace(watch=fake))
        return calls

    return set_up


def test_a_file_is_watched_by_its_folder(watched: Any, cases: Path) -> None:
    """An editor that saves by renaming puts another file there; only the folder sees each save."""
    path, runs = cases / "pizza.chat.yaml", []
    calls = watched([lambda: [path], lambda: [cases / "x.md"], lambda: [path]])
    watch([path, cases.parent / "intents"], lambda: runs.append(1))
    assert calls == [({cases, cases.parent / "intents"}, False)]
    assert len(runs) == 3


def goes_and_comes(folder: Path) -> Steps:
    """Two changes of a folder: it is moved away, and back."""
    away = folder.parent / "away"

    def go() -> list[Path]:
        folder.rename(away)
        return [folder]

    def come() -> list[Path]:
        away.rename(folder)
        return [folder]

    return [go, come]


def test_a_folder_that_goes_and_comes_is_watched_again(watched: Any, cases: Path) -> None:
    """While it is missing the folder above it is watched; then the new one of that name."""
    runs: list[int] = []
    calls = watched([*goes_and_comes(cases), lambda: [cases / "pizza.chat.yaml"]])
    watch([cases], lambda: runs.append(1))
    assert calls == [({cases}, True), ({cases.parent}, True), ({cases}, True)]
    assert len(runs) == 4


def test_a_missing_folder_does_not_end_the_watch(
    watched: Any, cases: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is said, and the next run goes on as before."""
    watched(goes_and_comes(cases))
    assert main(["test", "--watch", str(cases)]) == 0
    shown = capsys.readouterr()
    assert shown.out.count("3 passed") == 2
    assert "is not there" in shown.err
