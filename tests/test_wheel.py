"""The built wheel, in an environment of its own, from another folder."""

from __future__ import annotations

import json
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.mark.timeout(600)
def test_wheel_answers_from_elsewhere(tmp_path: Path) -> None:
    """Content and fitted matcher travel in it: it answers at once, without a checkout."""
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--outdir", str(tmp_path), str(ROOT)],
        check=True, capture_output=True,
    )  # fmt: skip
    (wheel,) = tmp_path.glob("*.whl")
    venv.create(tmp_path / "env", with_pip=True)
    python = tmp_path / "env" / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "-q", wheel], check=True, capture_output=True)
    done = subprocess.run(
        [tmp_path / "env/bin/chatbot", "ask", "--json", "what is ketamine"],
        cwd=tmp_path, capture_output=True, check=True,
        env={"XDG_CACHE_HOME": str(tmp_path / "cache")},
    )  # fmt: skip
    assert json.loads(done.stdout)["intent"] == "ketamine.what_is"
    assert done.stderr == b""
    assert not (tmp_path / "cache").exists()
    chatbot = tmp_path / "env/bin/chatbot"
    for arguments in (["new", "mine"], ["check", "mine"], ["test", "mine/tests"], ["schema"]):
        subprocess.run([chatbot, *arguments], cwd=tmp_path, check=True, capture_output=True)
