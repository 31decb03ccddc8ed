"""Slips of the fingers are told from other errors."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.typing_errors import misspelt
from chatbot.matching import Matcher
from chatbot.matching.keyboard import BESIDE, is_slip

WORDS = st.text("abcdefghijklmnopqrstuvwxyz", min_size=4, max_size=12)


@given(WORDS, st.integers(0, 10_000))
def test_every_error_of_the_benchmark_is_a_slip(word: str, seed: int) -> None:
    """Whatever the seeded errors make of a word is one slip away from it."""
    typed = misspelt(word, seed)
    assert typed == word or is_slip(typed, word)


@given(WORDS, WORDS)
def test_a_slip_changes_length_by_one_at_most(typed: str, meant: str) -> None:
    """A word is no slip of itself, nor of one two letters longer."""
    assert not is_slip(meant, meant)
    assert not is_slip(typed + "xq" * len(meant), meant)


@pytest.mark.parametrize(("typed", "meant"), [("lopse", "lapse"), ("xcat", "cat"), ("", "ab")])
def test_a_far_key_is_no_slip(typed: str, meant: str) -> None:
    """Keys that are not neighbours are not hit for one another."""
    assert not is_slip(typed, meant)


def test_neighbours_are_neighbours_both_ways() -> None:
    """What is beside a key has that key beside it."""
    assert all(key in BESIDE[near] for key, others in BESIDE.items() for near in others)


def test_of_two_near_words_the_slip_is_taken() -> None:
    """The word "sakt" can be "sat" or "salt": l is beside k, so salt was meant."""
    texts = {"food": ["add salt", "salt please"], "chair": ["i sat down", "he sat", "we sat"]}
    best = Matcher(texts, meanings=None).match("sakt")[0]
    assert best.evidence.repaired == (("sakt", "salt"),)
