"""The network that was taught what people in danger say, and what both readers think together."""

from __future__ import annotations

import pickle
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot import Chatbot, Kind
from chatbot.content.model import Rule, ScreenRules
from chatbot.matching import Detector
from chatbot.network import Network, NetworkError, Reading
from chatbot.network.encoder import Layer, Norm
from chatbot.network.network import MOST_PIECES
from chatbot.network.pieces import Pieces
from chatbot.screen import Screen
from chatbot.sight import WORTH_A_LOOK, Sight, look_at, sights_of

DATA = Path(__file__).parent.parent / "chatbot" / "network" / "danger_data"
KINDS = {
    "crisis.suicide": ["i want to die", "i will kill myself"],
    "crisis.self_harm": ["i cut myself"], "crisis.other_person": ["my son wants to die"],
    "crisis.abuse": ["he hits me"], "crisis.low_mood": ["i feel hopeless"],
    "emergency.overdose": ["i took too many"], "emergency.red_flag": ["my chest hurts"],
    "emergency.ingestion": ["the dog ate a pill"], "emergency.impaired_now": ["i am driving high"],
}  # fmt: skip
CALM = ["what is ketamine", "how long does it last", "what does it cost", "is it safe"]


@pytest.fixture(scope="module")
def network() -> Network:
    return Network.open()


@pytest.fixture(scope="module")
def detector() -> Detector:
    return Detector(KINDS, CALM)


def damaged(folder: Path, name: str, damage: str) -> Path:
    """A copy of the network with one file gone, cut, a line short, empty or overwritten."""
    data = folder / "data"
    shutil.copytree(DATA, data)
    file = data / name
    whole = file.read_bytes()
    short = b"\n".join(whole.split(b"\n")[:-1])
    left = {"short": short, "cut": whole[:200], "empty": b"", "rubbish": b"rubbish"}
    if damage == "gone":
        file.unlink()
    else:
        file.write_bytes(left[damage])
    return data


class Told:
    """Stands for a network that says what it is told, and remembers what it was asked."""

    kinds = tuple(KINDS)

    def __init__(self, probability: float, at_a_glance: float = 0.5) -> None:
        self.probability, self.at_a_glance = probability, at_a_glance
        self.seen: list[str] = []
        self.asked: list[str] = []

    def glance(self, text: str) -> float:
        self.seen.append(text)
        return self.at_a_glance

    def read(self, texts: list[str]) -> list[Reading]:
        self.asked += texts
        return [Reading("crisis.suicide", self.probability, is_cut=False) for _ in texts]

    def read_all(self, messages: list[list[str]]) -> list[list[Reading]]:
        return [self.read(texts) for texts in messages]


def sight_of(texts: list[str], detector: Detector, told: Any, *, suspected: bool) -> Sight:
    """What is seen in one message."""
    look = look_at(texts, detector, told, suspected=suspected)
    return sights_of([look], detector, told)[0]


def test_a_word_is_parted_into_the_longest_pieces_that_are_known() -> None:
    """Lower case, no accents, each mark by itself, the longest piece first."""
    pieces = Pieces(["[UNK]", "[CLS]", "[SEP]", "cafe", "ca", "##fe", "##s", "!", "a"])
    assert pieces.numbers_of("Cafés! a", 20) == [1, 3, 6, 7, 8, 2]


def test_what_has_no_pieces_is_unknown() -> None:
    """A word that cannot be put together from pieces is one unknown piece."""
    pieces = Pieces(["[UNK]", "[CLS]", "[SEP]", "a", "##b"])
    assert pieces.numbers_of("abc ab", 20) == [1, 0, 3, 4, 2]


@given(st.text(max_size=400), st.integers(2, 50))
def test_no_text_has_more_pieces_than_the_limit(text: str, limit: int) -> None:
    """Any text at all is parted, begins with the start and ends with the end."""
    pieces = Network.open()._pieces
    numbers = pieces.numbers_of(text, limit)
    assert len(numbers) <= limit
    assert (numbers[0], numbers[-1]) == (pieces._start, pieces._end)


def test_a_text_is_read_alike_alone_and_beside_others(network: Network) -> None:
    """What stands beside a text makes no difference to what is read to the end but in digits.

    Nor does it to what is calm beyond doubt, which alone is not read to the end.
    """
    body = network._body
    to_the_end = replace(body, judges={len(body.layers): body.judges[len(body.layers)]})
    texts = ["i want to die", "what does a visit cost?", "my wife will not wake up after the spray"]
    rows = [network._pieces.numbers_of(text, 90) for text in texts]
    for row, many in zip(rows, to_the_end.chances_of([rows])[0], strict=True):
        alone = to_the_end.chances_of([[row]])[0][0]
        assert alone.argmax() == many.argmax()
        assert alone == pytest.approx(many, abs=0.001)
    for text, together in zip(texts, network.read(texts), strict=True):
        assert network.read([text])[0].probability == pytest.approx(together.probability, abs=0.02)


def test_many_messages_are_read_as_each_alone(network: Network) -> None:
    """Read together, each message gets what it gets alone, but for the last digits."""
    messages = [
        ["i want to die"], [], ["what does a visit cost?", "is it far"], ["i have two kids " * 20],
        ["my wife will not wake up after the spray", "we had tea"], ["hello"],
    ] * 8  # fmt: skip
    together = network.read_all(messages)
    for texts, readings in zip(messages, together, strict=True):
        for reading, alone in zip(readings, network.read(texts), strict=True):
            assert (reading.kind, reading.is_cut) == (alone.kind, alone.is_cut)
            assert reading.probability == pytest.approx(alone.probability, abs=0.001)


def test_a_screen_that_looked_ahead_says_the_same(bot: Chatbot) -> None:
    """Looked at together, foreseen or alone: the same is recognised in the same words."""
    messages = [
        "i want to die", "what does it cost", "we had tea at nine. i want to die. it rained again",
        "kms lol this paperwork", "1 w4nt t0 d1e", "is it covered", "i am 15", "",
    ]  # fmt: skip
    alone = [bot._screen.look(message) for message in messages]
    assert bot._screen.look_at_all(messages) == alone
    ahead = bot.foreseeing(messages)
    assert [ahead._look(message) for message in messages] == alone
    assert ahead._look("my chest hurts badly") == bot._screen.look("my chest hurts badly")
    assert [bot.foreseeing(messages).ask(each) for each in messages] == list(map(bot.ask, messages))


def test_what_is_plain_is_not_read_to_the_end(network: Network) -> None:
    """A plain question takes one layer, a plain cry three, what is neither takes all six."""
    body, read = network._body, list[int]()

    def counted(number: int, layer: Layer) -> Layer:
        def call(*given: Any) -> Any:
            read.append(number)
            return layer(*given)

        return call  # type: ignore[return-value]

    layers = tuple(counted(number, layer) for number, layer in enumerate(body.layers, 1))
    body = replace(body, layers=layers)
    question, cry, unclear = (
        network._pieces.numbers_of(text, 90)
        for text in ("is it covered by insurance?", "i want to die", "i feel strange today")
    )
    for rows, last in (([question], 1), ([cry], 3), ([question, cry], 3), ([cry, unclear], 6)):
        read.clear()
        body.chances_of([rows])[0]
        assert read == list(range(1, last + 1))


def test_a_norm_brings_to_mean_nought_and_deviation_one() -> None:
    """A norm that neither scales nor shifts leaves mean nought and deviation one."""
    ones = np.ones(8, np.float32)
    values = np.arange(16, dtype=np.float32).reshape(2, 8)
    normal = Norm(ones, ones * 0)(values)
    assert normal.mean(axis=1) == pytest.approx([0, 0], abs=1e-6)
    assert normal.std(axis=1) == pytest.approx([1, 1], abs=1e-5)


@pytest.mark.parametrize(
    ("cry", "calm"),
    [
        ("i took too many of my pills and i feel strange", "how many is too many?"),
        ("my chest hurts since the spray", "does your chest hurt after the spray?"),
        (
            "i can not go on like this, i want it to end",
            "i can not go on thursday, is friday free?",
        ),
        ("he hit me again last night", "that song is a hit again"),
    ],
)
def test_words_are_read_in_the_light_of_each_other(network: Network, cry: str, calm: str) -> None:
    """A cry is told from a calm question that shares its words."""
    danger, none = network.read([cry, calm])
    assert danger.probability > 0.5 > none.probability


def test_only_so_much_is_read_of_one_message(network: Network) -> None:
    """The first text is always read; of the others as many as fit."""
    long = "word " * 80
    assert len(network.read([long, long, long])) == 1
    assert len(network.read(["short"] * 10)) == 10
    assert network.limit < MOST_PIECES


def test_nothing_is_read_of_nothing(network: Network) -> None:
    """No texts, no readings."""
    assert network.read([]) == []


def test_a_network_can_be_pickled(network: Network) -> None:
    """A network that was pickled says the same."""
    again = pickle.loads(pickle.dumps(network))  # noqa: S301
    assert again.read(["i want to die"]) == network.read(["i want to die"])


def test_the_network_is_asked_only_where_there_is_a_reason() -> None:
    """What the detector sees nothing in is not read a second time, unless a rule has fired."""
    told = Told(0.9)
    sure = Detector(KINDS, [*CALM * 3, *(f"question {number} on cost" for number in range(400))])
    sight_of(["question 7 on cost"], sure, told, suspected=False)
    assert told.asked == []
    sight_of(["question 7 on cost"], sure, told, suspected=True)
    assert told.asked == ["question 7 on cost"]


def test_what_is_calm_at_a_glance_is_not_read() -> None:
    """A loud detector alone is no reason to read what is calm at a glance; a rule is one."""
    own = Detector(KINDS, CALM)
    calm, unclear = Told(0.9, at_a_glance=0.001), Told(0.9, at_a_glance=0.5)
    assert sight_of(["i want to die"], own, calm, suspected=False).views == ()
    assert calm.asked == []
    for told, suspected in ((calm, True), (unclear, False)):
        told.seen.clear()
        sight = sight_of(["i want to die"], own, told, suspected=suspected)
        assert told.seen == ([] if suspected else ["i want to die"])
        assert sight.alarm is not None
        assert "i want to die" in told.asked


@pytest.mark.parametrize(
    ("probability", "suspected", "parts"),
    [(0.9, False, False), (0.9, True, False), (0.07, False, True), (0.07, True, False),
     (0.0, False, False), (0.0, True, True)],
)  # fmt: skip
def test_parts_are_read_only_where_the_whole_leaves_it_open(
    probability: float,
    suspected: bool,  # noqa: FBT001 - a column of the table above
    parts: bool,  # noqa: FBT001
) -> None:
    """An alarm needs no parts; a calm whole takes them back unless a rule fired; that stands."""
    message = "we had tea at nine. i want to die. it rained again"
    told = Told(probability)
    sight_of([message], Detector(KINDS, CALM), told, suspected=suspected)
    assert told.asked[0] == message
    assert (len(told.asked) > 1) is parts


def test_one_form_of_a_message_that_is_not_calm_is_enough() -> None:
    """A message is calm at a glance when each of its forms is."""

    class OnlyThe(Told):
        def glance(self, text: str) -> float:
            return 0.9 if text == "i want to die" else 0.0

    for texts in (["1 w4nt t0 d1e", "i want to die"], ["i want to die", "1 w4nt t0 d1e"]):
        told = OnlyThe(0.9)
        assert sight_of(texts, Detector(KINDS, CALM), told, suspected=False).views


@pytest.mark.parametrize(
    "text", ["how long does a visit take?", "what does it cost", "will my insurance pay for it"]
)
def test_plain_questions_are_calm_at_a_glance(network: Network, text: str) -> None:
    """What most people ask is not read at all."""
    assert network.glance(text) < WORTH_A_LOOK


@pytest.mark.parametrize("intent", sorted(KINDS))
def test_next_to_no_cry_is_calm_at_a_glance(bot: Chatbot, network: Network, intent: str) -> None:
    """Of what people in danger say, of each kind, one in a hundred at most is passed over."""
    said = bot.pack.intents[intent].utterances
    passed = [text for text in said if network.glance(text) < WORTH_A_LOOK]
    assert len(passed) <= len(said) / 100


def test_a_cry_anywhere_in_a_text_is_seen_at_a_glance(network: Network) -> None:
    """The place makes no difference: at the start, in the middle, at the end."""
    calm = "i have an appointment on tuesday and wanted to ask what it costs. "
    for before, after in ((0, 3), (1, 2), (3, 0)):
        assert network.glance(calm * before + "i want to die. " + calm * after) > WORTH_A_LOOK


def test_what_is_too_long_for_a_glance_is_read(network: Network) -> None:
    """Of a text of more pieces than are read a glance cannot say that it is calm."""
    assert network.glance("what does it cost? " * 100) == 0.5


@given(st.text(max_size=300))
def test_any_text_can_be_glanced_at(text: str) -> None:
    """Whatever is typed, a glance gives a probability."""
    assert 0 <= Network.open().glance(text) <= 1


@pytest.mark.parametrize("text", ["i want to die", "what is ketamine"])
def test_both_readers_count(detector: Detector, text: str) -> None:
    """What both think moves with what the network thinks, and with what the detector thinks."""
    said = [
        sight_of([each], detector, Told(chance), suspected=True).views[0].probability
        for each in (text, "i want to die")
        for chance in (0.01, 0.5, 0.99)
    ]
    assert said[0] < said[1] < said[2]
    assert said[:3] <= said[3:]


def test_a_network_of_other_kinds_is_not_asked() -> None:
    """A pack whose cards have other ids goes by its own detector."""
    told = Told(0.99)
    own = Detector({"danger.fire": ["it burns", "the house is on fire"]}, CALM)
    views = sight_of(["the house is on fire"], own, told, suspected=True).views
    assert told.asked == []
    assert views[0].kind == "danger.fire"


def test_a_rule_gives_way_where_both_readers_see_nothing(bot: Chatbot, detector: Detector) -> None:
    """A rule alone does not alarm where neither reader sees any danger at all."""
    calm, loud = Told(0.0), Told(0.9)
    for told, expected in ((calm, False), (loud, True)):
        screen = Screen(bot.pack.screen, detector, told)  # type: ignore[arg-type]
        assert bool(screen.look("what is ketamine, kms")) is expected


@pytest.mark.parametrize(
    ("stands", "probability", "card"),
    [
        ("unless_calm", 0.99, "crisis.suicide"),
        ("unless_calm", 0.6, "emergency.overdose"),
        ("with_its_card", 0.99, "emergency.overdose"),
        ("with_its_card", 0.0, None),
        ("always", 0.99, "emergency.overdose"),
    ],
)
def test_of_two_kinds_of_danger_the_readers_decide_where_they_are_sure(
    detector: Detector, stands: str, probability: float, card: str | None
) -> None:
    """A rule keeps its own card where the readers leave doubt, or where the rule says so."""
    rule = Rule("a knot", "emergency.overdose", ("knot",), (), stands)
    rules = ScreenRules({}, (rule,))
    alarm = Screen(rules, detector, Told(probability)).look("this knot")  # type: ignore[arg-type]
    assert (alarm and alarm.intent) == card


@pytest.mark.parametrize("damage", ["gone", "cut", "empty", "rubbish"])
@pytest.mark.parametrize("name", ["maps.npy", "numbers.npz", "pieces.txt", "vectors.npy"])
def test_without_its_numbers_the_screen_goes_on(
    bot: Chatbot, tmp_path: Path, name: str, damage: str
) -> None:
    """With any file of the network gone or damaged, rules and detector still show the card."""
    network = Network.open(damaged(tmp_path, name, damage))
    with pytest.raises(NetworkError, match="no network can be read"):
        network.read(["i want to die"])
    screen = Screen(bot.pack.screen, bot._screen._detector, network)
    assert screen.look("i want to die") is not None
    assert screen.look("my life has no worth any more and i want it to stop for good") is not None


@pytest.mark.parametrize("damage", ["gone", "cut", "empty", "rubbish"])
@pytest.mark.parametrize("name", ["glance.npy", "glance_vectors.npy"])
def test_without_a_glance_the_network_reads(
    bot: Chatbot, tmp_path: Path, name: str, damage: str
) -> None:
    """With the numbers of the glance gone or damaged, the network still tells danger from calm."""
    network = Network.open(damaged(tmp_path, name, damage))
    with pytest.raises(NetworkError, match="no network can be read"):
        network.glance("i want to die")
    assert network.read(["i want to die"])[0].probability > 0.9
    screen = Screen(bot.pack.screen, bot._screen._detector, network)
    assert screen.look("my life has no worth any more and i want it to stop for good") is not None
    assert network.read(["what does it cost"])[0].probability < 0.1
    assert screen.look("what does it cost") is None


def test_a_glance_at_other_pieces_is_refused(tmp_path: Path) -> None:
    """Vectors of other pieces than those that a text is parted into would say anything at all."""
    folder = damaged(tmp_path, "pieces.txt", "short")
    network = Network.open(folder)
    for ask in (network.glance, lambda text: network.read([text])):
        with pytest.raises(NetworkError, match="not as many pieces as vectors"):
            ask("i want to die")


@pytest.mark.parametrize("damage", ["gone", "cut", "empty", "rubbish"])
def test_a_folder_that_does_not_say_what_it_holds_is_no_network(
    tmp_path: Path, damage: str
) -> None:
    """Without its description a network is not opened, and the error says where."""
    with pytest.raises(NetworkError, match="data"):
        Network.open(damaged(tmp_path, "about.json", damage))


def test_the_reply_names_the_reader(bot: Chatbot) -> None:
    """What was seen by example says so in `why`."""
    reply = bot.ask("i have said my goodbyes to everybody, it will be over by the morning")
    assert reply.kind is Kind.CRISIS
    assert reply.why.rule.startswith("screen: ")
