"""For thousands of intents the weights are sparse; nothing else is different."""

from __future__ import annotations

import pytest

from benchmarks.synthetic import synthetic
from chatbot.matching import Matcher, classifier
from chatbot.matching.storage import Stored, from_bytes, to_bytes
from chatbot.matching.weights import SparseWeights, Weights

GROUPS, ASKED = synthetic(200, 6)
OUTSIDE = [f"what is the capital of country number {number}" for number in range(12)]


@pytest.fixture
def _sparse(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(classifier, "MOST_CELLS", 0)


def right(matcher: Matcher) -> float:
    found = [(intent, matcher.match(question, limit=1)) for intent, question in ASKED]
    return sum(bool(best) and best[0].intent == intent for intent, best in found) / len(found)


@pytest.fixture(name="dense", scope="module")
def _dense() -> Matcher:
    return Matcher(GROUPS, out_of_scope=OUTSIDE)


@pytest.mark.usefixtures("_sparse")
def test_both_forms_find_the_same(dense: Matcher) -> None:
    """Sparse weights find as many right intents as dense ones, to a question in two hundred."""
    sparse = Matcher(GROUPS, out_of_scope=OUTSIDE)
    assert isinstance(dense._model.weights, Weights)
    assert isinstance(sparse._model.weights, SparseWeights)
    assert right(dense) > 0.9
    assert right(sparse) >= right(dense) - 0.005


@pytest.mark.usefixtures("_sparse")
def test_a_sparse_matcher_knows_what_is_out_of_scope() -> None:
    """A question like the examples out of scope is less sure than any about an intent."""
    matcher = Matcher(GROUPS, out_of_scope=OUTSIDE)
    inside = matcher.match(ASKED[0][1])[0].confidence
    assert matcher.match("what is the capital of country number 99")[0].confidence < inside / 2


@pytest.mark.usefixtures("_sparse")
def test_a_sparse_matcher_is_the_same_each_time_and_when_stored() -> None:
    """Fitted twice, or written and read, it matches to the last digit alike."""
    some = dict(list(GROUPS.items())[:60])
    first, second = Matcher(some), Matcher(some)
    restored = from_bytes(to_bytes(Stored(first))).matcher
    for _, question in ASKED[:100]:
        assert first.match(question) == second.match(question) == restored.match(question)


@pytest.mark.usefixtures("_sparse")
def test_a_sparse_matcher_needs_no_table_of_meanings() -> None:
    """It works by what is written alone, and a message of unknown words finds nothing."""
    matcher = Matcher(GROUPS, meanings=None)
    assert right(matcher) > 0.85
    assert matcher.match("qqxz jjvw") == []
    assert matcher.match("") == []
