"""The mistakes of benchmarks/edits.py, each made to the starter pack: check, test or diff sees it.

The benchmark makes all fifty to our own pack (docs/mutations.md); here each kind is made once.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from benchmarks.edits import MUTATIONS, Mutation
from benchmarks.mutations import try_one
from chatbot.testing.editing.starter import new_pack

#: The starter pack has neither screen nor vocabulary.
LACKING = {"screen rule dropped", "concept dropped"}
ONE_OF_EACH = [m for m in MUTATIONS if m.seed == 1 and m.kind not in LACKING]


@pytest.fixture(scope="module")
def starter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("starter") / "pack"
    new_pack(folder, date(2026, 11, 1))
    return folder


def test_there_are_fifty() -> None:
    """Fifty mistakes, no two the same."""
    assert len({(mutation.kind, mutation.seed) for mutation in MUTATIONS}) == 50


@pytest.mark.parametrize("mutation", ONE_OF_EACH, ids=lambda mutation: mutation.kind)
def test_mistake_is_seen(starter: Path, mutation: Mutation) -> None:
    """Check, test or diff reports it."""
    caught = try_one(mutation, starter)
    assert caught.caught, caught.done
