"""What a question means that leans on a subject, with readings that are made up."""

from __future__ import annotations

from chatbot.acts import read
from chatbot.compose import Findings
from chatbot.decide import decide
from chatbot.matching import Match
from chatbot.resolve import Known, resolve

KINDS = {
    "effects.bladder": "answer", "effects.dizzy": "answer", "effects.liver": "answer",
    "cost.price": "answer", "cost.plan": "answer", "crisis.card": "crisis",
}  # fmt: skip
NAMES = {"effects.bladder": "bladder damage", "cost.price": "the price"}


class Told:
    """Stands for a matcher that knows a few texts."""

    def __init__(self, readings: dict[str, dict[str, float]]) -> None:
        self.readings = readings

    def __call__(self, text: str, limit: int = 3) -> tuple[Match, ...]:
        sure = sorted(self.readings.get(text, {}).items(), key=lambda each: -each[1])
        return tuple(Match(intent, confidence, "x") for intent, confidence in sure[:limit])


def meant(
    text: str, subject: str, readings: dict[str, dict[str, float]], *related: str
) -> tuple[str, tuple[str, ...]]:
    """The kind of the decision, and the intents."""
    match = Told(readings)
    known = Known(match, KINDS, NAMES, {}, {subject: related})  # type: ignore[arg-type]
    alone = match(text)
    findings = Findings(text, None, alone, decide(None, alone, KINDS))
    decision = resolve(findings, read(text), subject, known).decision
    return decision.kind.value, decision.intents


def test_what_could_be_said_of_anything_is_of_the_subject_rather_than_of_its_neighbour() -> None:
    """ "Does it go away", asked after the bladder, is not about dizziness, unless that is sure."""
    for sure, expected in ((0.95, "effects.bladder"), (0.99, "effects.dizzy")):
        readings = {
            "does it go away": {"effects.dizzy": sure},
            "does bladder damage go away": {"effects.bladder": 0.95},
        }
        assert meant("does it go away", "effects.bladder", readings) == ("answer", (expected,))


def test_what_is_clear_and_of_another_area_stands() -> None:
    """A topic of another area that is fairly sure is not bent to the subject."""
    readings = {
        "does it go away": {"cost.plan": 0.8},
        "does bladder damage go away": {"effects.bladder": 0.95},
    }
    assert meant("does it go away", "effects.bladder", readings) == ("answer", ("cost.plan",))


def test_how_much_is_never_clear_by_itself() -> None:
    """ "How much" is read with the subject's name; where that says less, it stands as it was."""
    for named, expected in (
        ({"effects.liver": 0.9}, "effects.liver"),
        ({"effects.liver": 0.3, "effects.dizzy": 0.25}, "cost.plan"),
    ):
        readings = {"how much": {"cost.plan": 0.8}, "how much bladder damage": named}
        assert meant("how much", "effects.bladder", readings) == ("answer", (expected,))


def test_what_a_reader_asks_next_is_likelier() -> None:
    """Of two readings that are alike, the one that is related to the subject is answered."""
    two = {"effects.liver": 0.42, "cost.plan": 0.4}
    readings = {"is that common": two, "is bladder damage common": two}
    assert meant("is that common", "effects.bladder", readings)[0] == "clarify"
    assert meant("is that common", "effects.bladder", readings, "cost.plan") == (
        "answer",
        ("cost.plan",),
    )


def test_a_card_is_no_likelier_for_being_related() -> None:
    """A card that is named beside a subject gains nothing, and takes nothing from the others."""
    readings = {
        "is that common": {"effects.liver": 0.5, "crisis.card": 0.4},
        "is bladder damage common": {"effects.liver": 0.5},
    }
    alone = meant("is that common", "effects.bladder", readings)
    assert meant("is that common", "effects.bladder", readings, "crisis.card") == alone


def test_a_correction_stays_in_its_area() -> None:
    """ "I meant ..." means something of the same area, if it may at all, and never the same."""
    readings = {
        "the monthly one": {"effects.liver": 0.7, "cost.plan": 0.2, "cost.price": 0.1},
        "the monthly one the price": {"cost.price": 0.9},
    }
    assert meant("no, i meant the monthly one", "cost.price", readings) == (
        "answer",
        ("cost.plan",),
    )
