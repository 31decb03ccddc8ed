"""BLAS has one thread while anything is learned, whoever learns."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from threadpoolctl import threadpool_info

from chatbot.matching import Matcher
from chatbot.steady import steady

WORDS = ["horses", "trains", "bread", "rain", "music", "paint"]
TEXTS = {word: [f"what about {word}", f"tell me of {word}", f"{word} please"] for word in WORDS}


@pytest.fixture(name="other")
def _other() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(1) as other:
        yield other


def threads() -> set[int]:
    return {each["num_threads"] for each in threadpool_info() if each["user_api"] == "blas"}


def inside() -> set[int]:
    with steady():
        return threads()


def test_one_thread_inside_from_whatever_thread(other: ThreadPoolExecutor) -> None:
    """Whichever thread enters, and whichever entered before, there is one; then as many as were."""
    before = threads()
    for _ in range(2):
        assert inside() == {1}
        assert threads() == before
        assert other.submit(inside).result() == {1}
        assert threads() == before


def test_one_thread_until_the_last_leaves(other: ThreadPoolExecutor) -> None:
    """Who came first may leave first."""
    before, first_left, both_in = threads(), Barrier(2, timeout=10), Barrier(2, timeout=10)

    def later() -> set[int]:
        with steady():
            both_in.wait()
            first_left.wait()
            return threads()

    with steady():
        found = other.submit(later)
        both_in.wait()
    first_left.wait()
    assert found.result() == {1}
    assert threads() == before


def test_matchers_that_are_made_side_by_side_are_the_same(other: ThreadPoolExecutor) -> None:
    """After others, and beside another, a matcher matches to the last digit as alone."""
    alone = Matcher(TEXTS)
    beside = other.submit(Matcher, TEXTS)
    for made in (Matcher(TEXTS), beside.result()):
        assert made.match("trains and rain") == alone.match("trains and rain")
