"""Questions about another subject are made of the examples, and learned as out of scope."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from chatbot import Chatbot, Kind
from chatbot.compiled import contrast_of
from chatbot.matching import Matcher
from chatbot.matching.contrast import Contrast
from chatbot.matching.text import words_of

OURS = ["tea", "it"]
OTHERS = ["coffee", "hot milk"]
CONTRAST = Contrast(OURS, OTHERS)
WORDS = st.sampled_from(["tea", "it", "is", "good", "for", "me", "when", "cold", "héllo"])
SUBJECTS = {
    "price": [f"what does {cup} of tea cost" for cup in ("a cup", "a pot", "a bag", "one", "some")],
    "sleep": [f"can tea keep {who} awake" for who in ("me", "you", "one", "kids", "anyone")],
}


@given(st.lists(WORDS, min_size=1, max_size=8).map(" ".join))
def test_only_the_subject_is_exchanged(example: str) -> None:
    """What is made of an example differs from it in the subject alone, and is always the same."""
    made = list(CONTRAST.of([example]))
    assert made == list(CONTRAST.of([example]))
    for text in made:
        parts = [[word] if word not in OURS else None for word in words_of(example)]
        assert any(
            text == " ".join(" ".join(part) if part else other for part in parts)
            for other in OTHERS
        )


@given(st.lists(st.lists(WORDS, min_size=1, max_size=8).map(" ".join), max_size=6))
def test_each_example_stands_for_itself(examples: list[str]) -> None:
    """An edit to one example changes nothing of what is made of the others."""
    whole = list(CONTRAST.of(examples))
    assert whole == [text for example in examples for text in CONTRAST.of([example])]


def test_without_other_subjects_nothing_is_made() -> None:
    """A pack that names none is matched as before."""
    assert list(Contrast(OURS, []).of(["is tea good"] * 50)) == []


def test_another_subject_is_less_likely_ours() -> None:
    """With the contrast a question about coffee is believed less, and one about tea no less."""
    many = {name: [f"{text} {n}" for text in texts for n in range(12)] for name, texts in
            SUBJECTS.items()}  # fmt: skip
    told = Matcher(many, contrast=CONTRAST, meanings=None)
    untold = Matcher(many, meanings=None)
    question = "what does a cup of coffee cost"
    assert told.match(question)[0].confidence < untold.match(question)[0].confidence
    assert told.match("what does a cup of tea cost")[0].intent == "price"


def test_danger_and_small_talk_are_never_exchanged(bot: Chatbot) -> None:
    """A cry for help is one whatever was taken."""
    cry = "i took all of my ibuprofen at once and i want to die"
    assert bot.ask(cry).kind in {Kind.CRISIS, Kind.EMERGENCY}
    kinds = {intent.id: intent.kind for intent in bot.pack.intents.values()}
    assert {kinds[intent] for intent in contrast_of(bot.pack).intents or ()} == {"answer", "refer"}


def test_most_subjects_that_no_file_names_have_no_answer(bot: Chatbot) -> None:
    """Questions about subjects that nobody wrote down are seldom answered as ours."""
    subjects = (
        "pepto bismol",
        "collagen",
        "spironolactone",
        "an endoscopy",
        "a flu jab",
        "marmite",
    )
    questions = (
        "how much does {} cost", "side effects of {}", "is {} safe", "how long does {} last",
        "does {} hurt your liver", "who should not have {}",
    )  # fmt: skip
    asked = [question.format(subject) for subject in subjects for question in questions]
    answered = [text for text in asked if bot.ask(text).kind in {Kind.ANSWER, Kind.REFER}]
    assert len(answered) <= len(asked) / 4, answered
