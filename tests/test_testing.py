"""The kit as a library: replies judged, failures explained, noise, coverage."""

from __future__ import annotations

import random
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import chatbot.testing
from chatbot import Chatbot
from chatbot.content.draft import Place
from chatbot.testing import (
    Case,
    Expectation,
    Explainer,
    Outcome,
    Turn,
    assert_answers,
    find_case_files,
    judge,
    load_cases,
    load_known,
    noisy_forms,
    run_cases,
)
from chatbot.testing.coverage import cover, repeats
from chatbot.testing.noise import NOISES
from chatbot.testing.reports.junit import junit
from chatbot.testing.robustness import measure


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Chatbot:
    folder = tmp_path_factory.mktemp("pack")
    for shelf in ("intents", "responses"):
        (folder / shelf).mkdir()
    (folder / "intents/a.yaml").write_text(
        "area: A\nintents:\n"
        "  a.one: {question: One?, utterances: [the first thing, number one]}\n"
        "  a.two: {question: Two?, utterances: [the second thing, number two]}\n"
    )
    rest = "checked: 2026-01-01, checked_by: us, due: 2026-12-01"
    (folder / "responses/a.yaml").write_text(
        "responses:\n"
        f"  a.one: {{answer: 'It is  one (1).', sources: [s], related: [a.two], {rest}}}\n"
        f"  a.two: {{answer: Two., {rest}}}\n"
    )
    (folder / "responses/sources.yaml").write_text("sources:\n  s: {publisher: P, title: one}\n")
    (folder / "responses/disclaimer.yaml").write_text("disclaimers: {default: Ask someone.}\n")
    return Chatbot(folder, cache=False)


GOOD = [
    Expectation(intent="a.one"),
    Expectation(intents=("a.one",)),
    Expectation(kind="answer"),
    Expectation(says=("it is one", "ONE", "/ask Someone/i", "(1).")),
    Expectation(never_says=("on", "P", "/two/")),
    Expectation(sources=("s",)),
    Expectation(offers=("a.two",)),
    Expectation(confidence_above=0.0),
]
BAD = [
    Expectation(intent="a.two"),
    Expectation(intents=("a.one", "a.two")),
    Expectation(kind="none"),
    Expectation(says=("on",)),
    Expectation(says=("/ONE/",)),
    Expectation(never_says=("one",)),
    Expectation(sources=("t",)),
    Expectation(offers=("a.one",)),
    Expectation(confidence_above=1.0),
]


@pytest.mark.parametrize("expected", GOOD)
def test_met_expectations_are_silent(small: Chatbot, expected: Expectation) -> None:
    """What is as expected is no miss; words are found whole, in any case, over any space."""
    assert judge(small.ask("the first thing"), expected) == ()


@pytest.mark.parametrize("expected", BAD)
def test_each_miss_is_named(small: Chatbot, expected: Expectation) -> None:
    """What is not as expected is named by its key, with what came."""
    (miss,) = judge(small.ask("the first thing"), expected)
    assert getattr(expected, miss.key) not in {None, ()}
    assert miss.got


def test_assert_answers_says_why(small: Chatbot) -> None:
    """The message holds the question, what was expected, what came, the closest example, advice."""
    assert assert_answers(small, "number one", "a.one", says="one").intent == "a.one"
    with pytest.raises(AssertionError) as caught:
        assert_answers(small, "number one", "a.two")
    for words in ("number one", "intent: a.two", "a.one (answer", 'closest   "number one"', "do  "):
        assert words in str(caught.value)
    with pytest.raises(ValueError, match="nothing is expected"):
        assert_answers(small, "number one")


def test_failure_is_explained(pack: Path, cases: Path) -> None:
    """A failure shows its place, expectation, reply, closest example with its place, and advice."""
    path = cases / "pizza.chat.yaml"
    path.write_text(path.read_text().replace("intent: pizza.price", "intent: pizza.hours", 1))
    bot = Chatbot(pack, cache=False)
    results = list(run_cases(bot, load_cases(find_case_files(cases)), root=cases))
    assert [result.outcome for result in results[:2]] == [Outcome.FAILED] * 2
    text = Explainer(pack).explain(results[0])
    assert text.startswith(f"{path}:6:9: the price of a margherita")
    assert "expected  intent: pizza.hours" in text
    assert "of pizza.price" in text
    assert "intents/pizza.yaml:" in text
    assert "add ways of asking to pizza.hours" in text


def test_known_failures_are_kept_honest(pack: Path, cases: Path) -> None:
    """A listed case may fail; once it passes, the run fails until it is taken off the list."""
    (cases / "known_failures.yaml").write_text(
        "known_failures:\n  - {file: pizza.chat.yaml, case: is a pizza much, reason: to be fixed}\n"
    )
    bot, all_cases = Chatbot(pack, cache=False), load_cases(find_case_files(cases))
    known = load_known(cases, all_cases)
    outcomes = [r.outcome for r in run_cases(bot, all_cases, root=cases, known=known)]
    assert outcomes == [Outcome.PASSED, Outcome.FIXED, Outcome.PASSED]
    path = cases / "pizza.chat.yaml"
    path.write_text(path.read_text().replace("says: ten", "says: eleven"))
    again = run_cases(bot, load_cases([path]), root=cases, known=known)
    assert [r.outcome for r in again] == [Outcome.FAILED, Outcome.KNOWN, Outcome.PASSED]


def test_listed_case_must_be_there(cases: Path) -> None:
    """A known failure that names no case is placed, with what was probably meant."""
    (cases / "known_failures.yaml").write_text(
        "known_failures:\n  - {file: pizza.chat.yaml, case: is a piza much, reason: x}\n"
    )
    with pytest.raises(chatbot.ContentError, match=r"known_failures.yaml:2:35.*did you mean"):
        load_known(cases, load_cases(find_case_files(cases)))


def test_coverage_names_what_is_lacking(pack: Path, cases: Path) -> None:
    """Too few cases, no look at the words, and a repeated utterance are each named."""
    path = cases / "more.chat.yaml"
    path.write_text("cases:\n  - {intent: pizza.hours, ask: [Closing time?, until when]}\n")
    bot, found = Chatbot(pack, cache=False), load_cases(find_case_files(cases))
    price, hours = cover(found, bot.pack)
    assert price.problems == ("2 of 3 cases",)
    assert hours.problems == ('no case has "says"',)
    (problem,) = repeats(found, bot.pack)
    assert "more.chat.yaml:2:33" in str(problem)
    assert "is an utterance of pizza.hours" in str(problem)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60), st.integers(0, 3))
def test_noise_is_the_same_every_time(text: str, seed: int) -> None:
    """The same question and seed give the same forms; no text raises."""
    assert list(noisy_forms(text, 5, seed)) == list(noisy_forms(text, 5, seed))


@pytest.mark.parametrize("noise", NOISES)
def test_each_noise_changes_a_question(noise: object) -> None:
    """Within a few tries each kind of noise makes another text of a plain question."""
    assert callable(noise)
    text = "when do you open on sunday"
    forms = {noise(text, random.Random(number)) for number in range(9)}  # noqa: S311
    assert len(forms - {text}) > 0


def test_stability_counts_what_noise_loses(small: Chatbot) -> None:
    """A reply that noise cannot change is stable; the count of forms is what was asked for."""
    turn = Turn("the first thing", Expectation(intent="a.one"), Place("x", 1, 1))
    results = list(run_cases(small, [Case("x", (turn,), turn.place)], root=Path()))
    (found,) = measure(small, results, 30, 1)
    assert (found.intent, found.forms) == ("a.one", 30)
    assert found.stable + len(found.lost) == 30
    assert found.share > 0.5


def test_junit_can_be_read(pack: Path, cases: Path) -> None:
    """Whatever a question holds, the XML is well formed, and counts what failed."""
    (cases / "odd.chat.yaml").write_text(
        'cases:\n  - {ask: "a\\x01<b>&\\uFFFF", intent: pizza.price, says: nowhere}\n',
    )
    bot = Chatbot(pack, cache=False)
    results = list(run_cases(bot, load_cases(find_case_files(cases)), root=cases))
    top = ET.fromstring(junit(results, Explainer(pack)))  # noqa: S314 - our own output
    assert top.attrib["tests"] == "4"
    assert top.attrib["failures"] == "1"
    assert next(top.iter("testcase")).attrib["line"] == "2"


def test_public_names_are_there() -> None:
    """What is public is named once, and is all there."""
    assert all(hasattr(chatbot.testing, name) for name in chatbot.testing.__all__)
