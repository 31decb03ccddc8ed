"""The matcher: generic, deterministic, immutable, and never at a loss."""

from __future__ import annotations

import pickle
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatbot.matching import Detector, Matcher, Vocabulary
from chatbot.matching.storage import DamagedError, Stored, from_bytes, to_bytes

EXAMPLES = {
    "greet": ["hi", "hello there", "good morning"],
    "bye": ["see you", "goodbye", "until tomorrow"],
    "weather": ["will it rain", "is it sunny outside", "what is the forecast"],
}
MATCHER = Matcher(EXAMPLES)
ANIMALS = ["horse", "tiger", "rabbit", "parrot", "snail", "otter", "camel", "spider"]
PLACES = ["kitchen", "garden", "church", "tunnel", "harbour", "library", "cellar", "tower"]


def test_misspelt_word_is_repaired() -> None:
    """One letter less finds the word, and the match says so."""
    best = MATCHER.match("helo ther")[0]
    assert best.intent == "greet"
    assert ("helo", "hello") in best.evidence.repaired


def test_synonym_finds_its_concept() -> None:
    """A word of the vocabulary finds the intent that uses another word for the same."""
    plain = {"a": ["is the infusion long"], "b": ["does the pill work"]}
    matcher = Matcher(plain, vocabulary=Vocabulary(synonyms={"infusion": ["drip"]}))
    assert matcher.match("drip")[0].intent == "a"


def test_matches_are_ordered_and_limited() -> None:
    """Best first, as many as asked for, probabilities between nought and one."""
    matches = MATCHER.match("good morning, is it sunny", limit=2)
    assert len(matches) == 2
    assert 1 >= matches[0].confidence >= matches[1].confidence >= 0


@pytest.mark.parametrize("examples", [{}, {"a": []}])
def test_no_examples_is_refused(examples: dict[str, list[str]]) -> None:
    """Nothing can be matched with nothing."""
    with pytest.raises(ValueError, match="example"):
        Matcher(examples)


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(), max_size=200))
def test_any_text_gets_a_result(text: str) -> None:
    """No text raises, whatever its characters; lone surrogates too."""
    assert all(0 <= match.confidence <= 1 for match in MATCHER.match(text))


def test_pickle_and_threads_give_the_same() -> None:
    """A copy in another process, and many threads, match alike."""
    copy = pickle.loads(pickle.dumps(MATCHER))  # noqa: S301 - our own bytes
    texts = ["hello", "rain tomorrow", "goodby"] * 20
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(copy.match, texts)) == [MATCHER.match(text) for text in texts]


def test_stored_matcher_is_the_same() -> None:
    """Written to bytes and read again, it matches alike."""
    detector = Detector({"rain": ["it rains", "wet day"]}, ["good morning", "see you"])
    stored = from_bytes(to_bytes(Stored(MATCHER, detector, {"x": 1})))
    assert stored.extra == {"x": 1}
    assert stored.matcher.match("helo") == MATCHER.match("helo")
    assert stored.detector is not None
    assert stored.detector.look("it rains") == detector.look("it rains")


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 4_000), st.integers(1, 255))
def test_damaged_bytes_are_refused(place: int, change: int) -> None:
    """One changed byte anywhere, and the bytes are no matcher."""
    data = bytearray(to_bytes(Stored(MATCHER)))
    data[place % len(data)] ^= change
    with pytest.raises(DamagedError):
        from_bytes(bytes(data))


def test_hash_seed_changes_nothing() -> None:
    """The same examples give the same matches in processes with other hash seeds."""
    code = (
        f"from chatbot.matching import Matcher; m = Matcher({EXAMPLES!r});"
        "print([(x.intent, x.confidence) for t in ('helo', 'rain', 'see') for x in m.match(t)])"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "42")
    }
    assert len(outputs) == 1


@pytest.mark.parametrize("meanings", ["builtin", None])
def test_one_example_an_intent_is_enough(meanings: Literal["builtin"] | None) -> None:
    """Sixty-four intents of one example each: none can be held back, and each finds its own."""
    texts = {f"{a} {p}": [f"a {a} in the {p}"] for a in ANIMALS for p in PLACES}
    matcher = Matcher(texts, meanings=meanings)
    assert all(matcher.match(text)[0].intent == intent for intent, [text] in texts.items())
