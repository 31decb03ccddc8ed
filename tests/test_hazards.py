"""The hazard log is whole, and each control has the test that it names."""

from __future__ import annotations

import ast
from pathlib import Path

TESTS = Path(__file__).parent
LOG = (TESTS.parent / "docs" / "hazards.md").read_text(encoding="utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in LOG.splitlines()
    if line.startswith("| H")
]


def test_log_is_whole() -> None:
    """Twenty rows or more, numbered in order, with no cell empty; nobody has signed."""
    assert len(ROWS) >= 20
    assert [row[0] for row in ROWS] == [f"H{number}" for number in range(1, len(ROWS) + 1)]
    assert all(len(row) == 6 and all(row) for row in ROWS)
    assert "no clinician has signed" in LOG


def test_every_named_test_exists() -> None:
    """A control without its test is no control."""
    for row in ROWS:
        name, _, wanted = row[5].strip("`").partition("::")
        tree = ast.parse((TESTS / name).read_text(encoding="utf-8"))
        assert wanted in {n.name for n in tree.body if isinstance(n, ast.FunctionDef)}, row
