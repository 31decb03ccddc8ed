"""Phrases over word classes: what stands where in a message."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.phrases import Classes, Phrases, Text

CLASSES = {"want": ["want to", "will", "am going to"], "i": ["i", "me"], "end": ["die", "go away"]}
#: Few words, so that phrases are met by chance.
WORDS = ["i", "me", "want", "to", "will", "die", "go", "away", "not", "x"]
TOKENS = ["<i>", "<want>", "<want>?", "<end>", "x", "not?", "*", "die"]


def found(phrase: str, text: str, uses: dict[str, int] | None = None) -> list[tuple[int, int]]:
    phrases = Phrases([phrase], Classes(CLASSES), uses or {})
    return list(phrases.find(Text.of(text)))


def is_sound(tokens: list[str]) -> bool:
    """Whether a pack may have the phrase: its first word that has to be there is one."""
    needed = [token for token in tokens if not token.endswith("?")]
    return bool(needed) and needed[0] != "*"


@pytest.mark.parametrize(
    ("phrase", "text", "places"),
    [
        ("<i> <want> <end>", "so i want to die", [(1, 5)]),
        ("<i> <want>? <end>", "i die", [(0, 2)]),
        ("<want>? <end>", "i will go away", [(1, 4), (2, 4)]),
        ("i * die", "i x x x die", [(0, 5)]),
        ("i * die", "i x x x x die", []),
        ("^ i die", "i die", [(0, 2)]),
        ("^ i die", "well i die", []),
        ("^ i die", "well, i die", [(1, 3)]),
        ("i die $", "i die, well", [(0, 2)]),
        ("i die $", "i die well", []),
        ("i die", "", []),
    ],
)
def test_a_phrase_stands_where_its_elements_do(
    phrase: str, text: str, places: list[tuple[int, int]]
) -> None:
    """Words, classes, what may be missing, gaps, and the bounds of a clause."""
    assert found(phrase, text) == places


@given(
    st.lists(st.lists(st.sampled_from(TOKENS), min_size=1, max_size=4), min_size=1, max_size=4),
    st.lists(st.sampled_from(WORDS), max_size=8),
    st.dictionaries(st.sampled_from(WORDS), st.integers(0, 9)),
)
def test_looking_up_by_the_seldomest_word_loses_nothing(
    written: list[list[str]], words: list[str], uses: dict[str, int]
) -> None:
    """Together, with any counts of words, phrases stand where each stands when tried by itself."""
    phrases = [" ".join(tokens) for tokens in written if is_sound(tokens)]
    text = " ".join(words)
    together = Phrases(phrases, Classes(CLASSES), uses)
    alone = sorted(place for phrase in phrases for place in found(phrase, text))
    assert sorted(together.find(Text.of(text))) == alone


def test_a_phrase_is_known_by_a_word_that_it_needs() -> None:
    """The seldomest of them: where it is missing, the phrase need not be looked for."""
    uses = {"i": 50, "me": 20, "die": 3, "go": 9}
    phrases = Phrases(["<i> <end>"], Classes(CLASSES), uses)
    assert set(phrases.telling_words()) == {"die", "go"}


def test_words_out_of_sight_are_not_found() -> None:
    """What was taken out of sight stands nowhere, and keeps its place."""
    text = Text.of("i will die").without([1])
    phrases = Phrases(["<want>", "die"], Classes(CLASSES), {})
    assert list(phrases.find(text)) == [(2, 3)]
