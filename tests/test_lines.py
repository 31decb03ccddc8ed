"""Texts that are read one by one are otherwise like a tuple of them."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.matching.lines import Lines

# Lone surrogates too: a pack holds what people typed.
TEXTS = st.lists(st.text(st.characters(), max_size=12), max_size=12)
PLACES = st.none() | st.integers(-15, 15)


@given(TEXTS)
def test_the_same_texts(texts: list[str]) -> None:
    """It has the same length, members, hash and copies, and equals the tuple both ways."""
    lines = Lines.of(texts)
    assert [lines[number] for number in range(len(lines))] == list(lines) == texts
    assert lines == tuple(texts) == lines
    assert hash(lines) == hash(tuple(texts))
    assert pickle.loads(pickle.dumps(lines)) == lines  # noqa: S301 - our own bytes


@given(TEXTS, PLACES, PLACES, st.sampled_from([None, 1, 2, -1]))
def test_the_same_slices(texts: list[str], first: int, last: int, step: int) -> None:
    """Any part of it is the same part of the tuple, and can be kept apart from the rest."""
    part = Lines.of(texts)[first:last:step]
    assert tuple(part) == tuple(texts)[first:last:step]
    assert Lines(*Lines.of(part).parts()) == tuple(part)


def test_a_part_is_kept_without_the_rest() -> None:
    """What a file would hold of a part is that part alone."""
    part = Lines.of(["one", "two", "three"])[1:2]
    assert isinstance(part, Lines)
    data, starts = part.parts()
    assert (data.tobytes(), starts.tolist()) == (b"two", [0, 3])


def test_no_such_place() -> None:
    """A place that it does not have is an IndexError."""
    with pytest.raises(IndexError):
        Lines.of(["one"])[1]
