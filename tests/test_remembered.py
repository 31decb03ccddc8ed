"""What the network read is kept in a baseline, and read no second time."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot import Chatbot
from chatbot.network import Kept, Network, Reading, Remembered
from chatbot.network.remembered import key_of
from chatbot.testing.impact import Baseline, Question, write_baseline
from chatbot.testing.impact.asking import ask_all
from chatbot.testing.impact.readings import Readings, plain, remembering

ASKED = [
    Question("how long does a visit last"),
    Question("i dont want to be here any more and the cost is 400 dollars each time"),
    Question("my chest hurts and my arm is numb"),
]
HALVES = st.integers(0, 10_000).map(lambda number: number / 10_000)
READ = st.builds(Reading, st.sampled_from(["crisis.a", "emergency.b"]), HALVES, st.booleans())
KEYS = st.integers(0, 2**64 - 1)


class Counting:
    """A network that counts what it is asked."""

    def __init__(self) -> None:
        self._network = Network.open()
        self.read = self.glanced = 0
        self.kinds = self._network.kinds
        self.version = "counting"

    def glance(self, text: str) -> float:
        """As a network."""
        self.glanced += 1
        return self._network.glance(text)

    def read_all(self, messages: Any) -> list[list[Reading]]:
        """As a network."""
        self.read += len(messages)
        return self._network.read_all(messages)


def test_what_was_read_is_not_read_again() -> None:
    """The second time the network is not asked, and the readings are the same."""
    network: Any = Counting()
    remembered = Remembered(network)
    first = remembered.read_all([["i want to die"], ["hello"]])
    assert remembered.read_all([["hello"], ["i want to die"]]) == first[::-1]
    assert remembered.glance("hello") == remembered.glance("hello")
    assert (network.read, network.glanced) == (2, 1)


def test_what_is_asked_twice_at_once_is_read_once() -> None:
    """A message that is repeated among others gets the same reading each time."""
    network: Any = Counting()
    first, second = Remembered(network).read_all([["i want to die"], ["i want to die"]])
    assert first == second
    assert network.read == 1


@given(st.dictionaries(KEYS, st.lists(READ, max_size=3)), st.dictionaries(KEYS, HALVES))
def test_readings_come_back_from_a_file_as_they_were(
    readings: dict[int, list[Reading]], glances: dict[int, float]
) -> None:
    """Written as JSON and read again, each is found by its key and no other key finds any."""
    kept = Readings([json.loads(json.dumps(plain(Kept(readings, glances))))])
    assert {key: kept.reading(key) for key in readings} == readings
    assert {key: kept.glance(key) for key in glances} == glances
    other = next(key for key in range(len(readings) + len(glances) + 1)
                 if key not in readings and key not in glances)  # fmt: skip
    assert kept.reading(other) is None
    assert kept.glance(other) is None


@given(st.lists(st.text(), max_size=3), st.lists(st.text(), max_size=3))
def test_different_texts_have_different_keys(first: list[str], second: list[str]) -> None:
    """What differs is not taken for each other."""
    same = "\0".join(first) == "\0".join(second)
    assert (key_of(first) == key_of(second)) is same


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A baseline of some questions, with what the network read of them."""
    path = tmp_path_factory.mktemp("baseline") / "b.jsonl"
    network = remembering()
    assert network is not None
    bot = Chatbot(network=network)
    asked = ask_all([bot], ASKED, 1, network)
    write_baseline(path, asked, bot.pack.version, network.version)
    return path


def test_a_comparison_reads_nothing_anew(written: Path) -> None:
    """With a baseline of all questions the network is asked nothing, and all is the same."""
    baseline = Baseline(written)
    network: Any = Counting()
    remembered = Remembered(network, baseline.readings)
    with baseline.open() as file:
        for each in ask_all([Chatbot(network=remembered)], ASKED, 1, remembered):
            assert baseline.find(each.question, file) == each.seen[0]
    assert (network.read, network.glanced) == (0, 0)


def test_a_baseline_holds_no_words_of_a_question(written: Path) -> None:
    """What was read is kept by hashes and numbers alone."""
    lines = [json.loads(line) for line in written.read_text().splitlines()]
    kept = next(line for line in lines if "read" in line)
    assert kept["read"]
    assert "numb" not in json.dumps([line for line in lines if "says" not in line])


def test_readings_of_another_network_count_for_nothing(written: Path) -> None:
    """A baseline of before the network was taught anew is compared, by reading all again."""
    baseline = Baseline(written)
    known = remembering(baseline.network, baseline.readings)
    other = remembering("another", baseline.readings)
    assert known is not None
    assert other is not None
    for network, fresh in ((known, 0), (other, 1)):
        network.glance(ASKED[0].text)
        assert len(network.take_fresh().glances) == fresh


def test_a_baseline_of_an_earlier_format_has_no_readings(tmp_path: Path) -> None:
    """It can be compared all the same."""
    path = tmp_path / "b.jsonl"
    path.write_text('{"chatbot_baseline": 1, "content_version": "x"}\n')
    assert not Baseline(path).readings
