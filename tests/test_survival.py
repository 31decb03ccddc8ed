"""The crisis card is shown also when everything else is broken."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from chatbot import Chatbot
from chatbot.lifeline import lifeline

CRY = "i want to die"


def ask(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "chatbot", *arguments],
        env=os.environ | environment, capture_output=True, text=True, check=False, input="",
    )  # fmt: skip


def test_last_resort_is_the_card_of_the_pack(bot: Chatbot) -> None:
    """The words that survive are those of the curated card, to the letter."""
    assert lifeline() == bot.pack.responses["crisis.suicide"].answer


@pytest.mark.parametrize("module", ["numpy", "rapidfuzz", "yaml"])
def test_a_library_that_fails_to_import(tmp_path: Path, module: str) -> None:
    """Without numpy, rapidfuzz or PyYAML the card is on the screen, and no traceback."""
    (tmp_path / f"{module}.py").write_text('raise ImportError("broken")')
    cache = str(tmp_path / "none")
    done = ask("ask", CRY, PYTHONPATH=str(tmp_path), XDG_CACHE_HOME=cache)
    assert "988" in done.stdout
    assert "Traceback" not in done.stderr


def test_a_broken_pack(tmp_path: Path) -> None:
    """A pack that does not load is refused, and the card is on the screen."""
    (tmp_path / "intents").mkdir()
    done = ask("--pack", str(tmp_path), "ask", CRY)
    assert (done.returncode, "988" in done.stdout) == (3, True)


def test_a_cache_that_cannot_be_written(tmp_path: Path) -> None:
    """A cache directory that is a file is no hindrance."""
    (tmp_path / "cache").write_text("no directory")
    done = ask("ask", CRY, XDG_CACHE_HOME=str(tmp_path / "cache"))
    assert (done.returncode, "988" in done.stdout) == (0, True)
