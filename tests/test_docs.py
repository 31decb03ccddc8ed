"""What the guides show is run, and comes out as they say."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from chatbot.cli.registry import COMMANDS

ROOT = Path(__file__).parent.parent
GUIDES = ("authors", "testers", "reviewers")
BLOCK = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
EXIT = re.compile(r"\s+# exit (\d)$")


def run(command: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command as the guides show it, with our own program first on the path."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    cache = str(folder.parent / "cache")
    return subprocess.run(
        ["bash", "-ec", command], cwd=folder, capture_output=True, text=True, check=False,
        timeout=110, env={**os.environ, "PATH": path, "XDG_CACHE_HOME": cache, **environment},
    )  # fmt: skip


def commands(block: str) -> Iterator[tuple[str, int, list[str]]]:
    """Each command with its exit code and the lines that it is said to print."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, *lines = part.strip().splitlines()
        code = EXIT.search(command)
        yield EXIT.sub("", command), int(code[1]) if code else 0, lines


@pytest.mark.parametrize("guide", GUIDES)
@pytest.mark.timeout(300)
def test_guide_is_true(guide: str, tmp_path: Path) -> None:
    """Blocks with a file's name are written; commands are run; codes and lines are as shown."""
    folder = tmp_path / "work"
    folder.mkdir()
    shown = 0
    for kind, name, content in BLOCK.findall((ROOT / f"docs/{guide}.md").read_text("utf-8")):
        if name:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(content, encoding="utf-8")
        for command, code, lines in commands(content) if kind == "console" else ():
            done = run(command, folder)
            out = " ".join((done.stdout + done.stderr).split())
            assert done.returncode == code, f"{command}\n{done.stdout}{done.stderr}"
            for line in lines:
                assert " ".join(line.split()) in out, f"{command}\n{line}\n{out}"
            shown += 1
    assert shown > 3


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """A folder with a pack in it."""
    folder = tmp_path / "repository"
    folder.mkdir()
    assert run("chatbot new mine", folder).returncode == 0
    return folder


def test_github_actions_example_works(mine: Path) -> None:
    """Every step of the workflow that runs our program succeeds, and its reports are there."""
    text = (ROOT / "docs/examples/github-actions.yml").read_text(encoding="utf-8")
    job = yaml.safe_load(text)["jobs"]["pack"]
    steps = [step["run"] for step in job["steps"] if step.get("run", "").startswith("chatbot")]
    assert len(steps) == 2
    for step in steps:
        done = run(step, mine, **job["env"])
        assert done.returncode == 0, done.stdout + done.stderr
    assert {path.name for path in (mine / "out").iterdir()} == {"run.xml", "run.html"}


def test_pre_commit_example_works(mine: Path) -> None:
    """Every hook succeeds on a sound pack and fails on a broken one."""
    text = (ROOT / "docs/examples/pre-commit-config.yaml").read_text(encoding="utf-8")
    hooks = yaml.safe_load(text)["repos"][0]["hooks"]
    assert [run(hook["entry"], mine).returncode for hook in hooks] == [0, 0]
    (mine / "mine/responses/library.yaml").write_text("responses: {}\n")
    assert 0 not in [run(hook["entry"], mine).returncode for hook in hooks]


def test_every_command_is_in_a_guide() -> None:
    """The guides show every command of the kit, and the README or a guide every other one."""
    pages = [*(ROOT / "docs").glob("*.md"), ROOT / "README.md"]
    text = "".join(page.read_text(encoding="utf-8") for page in pages)
    shown = [name for name in COMMANDS if re.search(rf"chatbot (--pack \S+ )?{name}\b", text)]
    assert shown == list(COMMANDS)
