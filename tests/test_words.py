"""From what was typed to words: meanings, repair, words run together, disguises."""

from __future__ import annotations

import pickle
from itertools import pairwise
from zlib import crc32

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from chatbot import Matcher, Meanings
from chatbot.disguise import unmasked
from chatbot.matching.lexicon import Lexicon
from chatbot.matching.ngrams import ngrams_of
from chatbot.matching.repair import Repair
from chatbot.matching.segment import segment

TABLE = Meanings.builtin()
WORDS = ["bladder", "ladder", "blather", "infusion", "fusion", "nausea", "nose", "noise"]


def cosine(one: str, other: str) -> float:
    return float(TABLE.of_message([one]) @ TABLE.of_message([other]))


@pytest.mark.parametrize(
    ("word", "near", "far"),
    [("bladder", "urine", "insurance"), ("husband", "wife", "needle"), ("cost", "price", "dizzy")],
)
def test_words_of_like_meaning_are_close(word: str, near: str, far: str) -> None:
    """Two words for the same lie closer than two for different things."""
    assert cosine(word, near) > 0.4 > cosine(word, far)


def test_heavy_words_are_those_that_tell() -> None:
    """A word of the subject weighs more than a word of grammar; an unknown one weighs nothing."""
    heavy, light, unknown = TABLE.weights_of(["bladder", "the", "qqqzzz"]).tolist()
    assert heavy > 3 * light
    assert unknown == 0


def test_unknown_words_mean_nothing() -> None:
    """A message without a known word has no direction."""
    assert not TABLE.of_message(["qqqzzz"]).any()
    assert not TABLE.of_message([]).any()


def test_table_is_opened_again_when_unpickled() -> None:
    """A pickled table is its place, not its three megabytes."""
    data = pickle.dumps(TABLE)
    assert len(data) < 1_000
    assert pickle.loads(data).name == TABLE.name  # noqa: S301 - our own bytes


def test_matcher_finds_by_meaning_and_does_without() -> None:
    """A word that no example has is understood with the table only."""
    examples = {
        "doctor": ["the physician", "a nurse"],
        "money": ["the price", "a bill"],
        "animals": ["the dog", "a horse"],
    }
    assert Matcher(examples).match("puppy")[0].intent == "animals"
    assert Matcher(examples, meanings=None).match("puppy") == []


@settings(max_examples=100, deadline=None)
@given(st.text("abcdelnorsu", min_size=3, max_size=10), st.integers(1, 2))
def test_lexicon_finds_what_a_scan_finds(word: str, reach: int) -> None:
    """The letter masks pass nothing over that is within reach."""
    scanned = [(w, OSA.distance(word, w)) for w in WORDS if OSA.distance(word, w) <= reach]
    assert Lexicon(WORDS).near(word, reach) == sorted(scanned)


@given(st.lists(st.text("abz\u00e9\u6f22", min_size=1, max_size=8), max_size=6))
def test_ngrams_are_checksums_of_words_pairs_and_runs_of_four(words: list[str]) -> None:
    """Each n-gram is the CRC-32 of its text, whatever the script, however it was put together."""
    runs = [f" {w} "[at : at + 4] for w in words for at in range(len(w) - 1)]
    parts = [*(f"{a} {b}" for a, b in pairwise(words)), *runs]
    found = ngrams_of(words, ["tag"])
    assert found.words.tolist() == [crc32(each.encode()) for each in (*words, "tag tag")]
    assert found.parts.tolist() == [crc32(each.encode()) for each in parts]


def test_good_english_is_not_bent() -> None:
    """A word that no example has stays when it is good English, and is repaired when it is not."""
    repair = Repair({"bladder": 3}, meanings=TABLE)
    assert repair("ladder") == "ladder"
    assert repair("bladdr") == "bladder"
    assert Repair({"bladder": 3})("ladder") == "bladder"


def test_words_run_together_are_parted() -> None:
    """The likeliest parting is taken; a word that cannot be parted stays whole."""
    counts = {"i": 9, "dont": 5, "want": 5, "to": 9, "live": 3}
    assert segment("idontwanttolive", counts) == ("i", "dont", "want", "to", "live")
    assert segment("idontwanttolivex", counts) == ("idontwanttolivex",)


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("k1ll my53lf", "kill myself"),
        ("su!c!de", "suicide"),
        ("d i e now", "die now"),
        ("d.i.e", "die"),
        ("6 infusions for $400 each", "6 infusions for $400 each"),
        ("is it safe at 75?", "is it safe at 75?"),
    ],
)
def test_disguises_are_taken_off(typed: str, plain: str) -> None:
    """Stand-ins for letters inside a word are letters; numbers stay numbers."""
    assert unmasked(typed) == plain
