"""A match tells which words made it, and which were taken for words that mean the same."""

from __future__ import annotations

import pytest

from benchmarks.synthetic import synthetic
from chatbot import Chatbot
from chatbot.matching import Matcher, classifier

TEXTS = {
    "bike": ["where can i park my bicycle", "is there room for a bicycle", "bicycle stand"],
    "car": ["where can i park my car", "is there room for a car", "car park"],
}


@pytest.mark.parametrize("cells", [classifier.MOST_CELLS, 0])
def test_the_word_that_told_is_named(monkeypatch: pytest.MonkeyPatch, cells: int) -> None:
    """Of "where can i park my bicycle" only the bicycle tells; dense and sparse weights agree."""
    monkeypatch.setattr(classifier, "MOST_CELLS", cells)
    for words in ("bicycle", "car"):
        best = Matcher(TEXTS).match(f"where can i park my {words}")[0]
        assert best.evidence.carried[0] == words


def test_a_word_that_means_the_same_is_named() -> None:
    """An example says bicycle, the reader bike; both pairs of the explanation are the reader's."""
    best = Matcher(TEXTS).match("where can i leave my bike")[0]
    assert best.intent == "bike"
    assert ("bike", "bicycle") in best.evidence.alike


def test_without_a_table_nothing_is_alike() -> None:
    """What words mean is not known then; which told still is."""
    best = Matcher(TEXTS, meanings=None).match("where is the bicycle stand")[0]
    assert best.evidence.alike == ()
    assert "bicycle" in best.evidence.carried


def test_explanations_name_words_of_the_message() -> None:
    """What told is known, and was said; what was alike was said, and is alike to the example."""
    groups, asked = synthetic(40, 6)
    known = {word for texts in groups.values() for text in texts for word in text.split()}
    matcher = Matcher(groups)
    for _, question in asked:
        best = matcher.match(question)[0]
        assert set(best.evidence.carried) <= known
        words = best.evidence.carried + tuple(said for said, _ in best.evidence.alike)
        assert set(words) <= set(question.split())
        assert {other for _, other in best.evidence.alike} <= set(best.example.split())


def test_a_reply_tells_both(bot: Chatbot) -> None:
    """What the match knows stands in `reply.why`."""
    why = bot.ask("will my physician be told").why
    best = bot._matcher.match("will my physician be told")[0]
    assert why.carried == best.evidence.carried != ()
    assert why.alike == best.evidence.alike
