"""A broken pack never loads in part: every problem is named with its place and the fix."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import pytest

from chatbot import Chatbot, ContentError
from chatbot.content.loader import find_problems

BREAKS = [
    ("intents/pizza.yaml", "kind: anser\n    question: When", "question: When", "did you mean"),
    (
        "intents/pizza.yaml",
        "utterences:\n      - when",
        "utterances:\n      - when",
        "did you mean",
    ),
    ("intents/pizza.yaml", "- How much is a pizza?", "- when do you open", "stands twice"),
    (
        "intents/pizza.yaml",
        "utterances: much",
        "utterances:\n      - when do you open\n      - closing time",
        "expected a list",
    ),
    ("intents/pizza.yaml", '- "how much', "- how much is a pizza", "YAML syntax"),
    ("intents/pizza.yaml", "pizza.price:", "pizza.hours:", "stands twice"),
    ("intents/pizza.yaml", "- &a [x]\n      - *a", "- closing time", "alias"),
    ("responses/pizza.yaml", "related: [pizza.hour]", "related: [pizza.hours]", "did you mean"),
    ("responses/pizza.yaml", "sources: [nobody]", "related: [pizza.hours]", 'no source "nobody"'),
    ("responses/pizza.yaml", 'answer: ""', "answer: Ten.", "empty"),
    ("responses/pizza.yaml", "due: soon", "due: 2026-12-01", "not a date"),
    ("responses/pizza.yaml", "pizza.prices:", "pizza.price:", "did you mean"),
    (
        "responses/disclaimer.yaml",
        "  crisis: x",
        "  default: Please ask the cook.",
        "disclaimer is missing",
    ),
]


@pytest.mark.parametrize(("name", "new", "old", "said"), BREAKS)
def test_each_break_is_named(pack: Path, name: str, new: str, old: str, said: str) -> None:
    """One break, one place, one advice; and the pack does not load."""
    path = pack / name
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    problems = find_problems(pack)
    assert any(said in str(problem) for problem in problems), problems
    assert all(problem.line >= 1 and problem.fix for problem in problems)
    with pytest.raises(ContentError, match=name.rpartition("/")[2]):
        Chatbot(pack, cache=False)


def test_all_problems_come_at_once(pack: Path) -> None:
    """A syntax error in one file hides nothing that is wrong in another."""
    (pack / "responses/sources.yaml").write_text("sources: [\n")
    path = pack / "intents/pizza.yaml"
    path.write_text(path.read_text().replace("closing time", "how much is a pizza"))
    files = {Path(problem.path).name for problem in find_problems(pack)}
    assert files == {"sources.yaml", "pizza.yaml"}


def test_wrong_encoding_and_size_are_named(pack: Path) -> None:
    """Bytes that are no UTF-8 are placed; a huge file is refused unread."""
    (pack / "intents/latin.yaml").write_bytes(b"area: caf\xe9\n")
    (pack / "responses/huge.yaml").write_bytes(b"#" * 5_000_001)
    said = "\n".join(str(problem) for problem in find_problems(pack))
    assert "latin.yaml:1:10: the file is not UTF-8" in said
    assert "5,000,001 bytes" in said


def test_screen_phrases_are_checked(own_copy: Path) -> None:
    """A word class that is not there, and a phrase without a first word, are placed."""
    path = own_copy / "intents/screen.yaml"
    text = (
        path.read_text().replace('"dead battery"', '"<gadgt> x"').replace('"to die for"', '"* x"')
    )
    text = text.replace('"over my dead body"', '"please? <i>?"', 1)
    text = text.replace('"could kill for"', '"dying <foo"').replace('"is killing me"', '"x <i>s"')
    path.write_text(text)
    said = "\n".join(str(problem) for problem in find_problems(own_copy))
    assert 'there is no word class "gadgt"; did you mean "gadget"?' in said
    assert '"* x" begins with no word' in said
    assert '"please? <i>?" begins with no word that has to be there' in said
    assert '"<foo" is no word, and no word class' in said
    assert '"<i>s" is no word, and no word class' in said


def test_an_intent_without_words_is_named(pack: Path) -> None:
    """Signs alone tell nothing; beside words they may stand."""
    path = pack / "intents/pizza.yaml"
    path.write_text(path.read_text().replace("[", "["))
    start = path.read_text().index("\n      - when do")
    path.write_text(path.read_text()[:start] + " [🍕, '???']\n")
    (problem,) = find_problems(pack)
    assert 'no utterance of "pizza.hours" holds a word' in str(problem)
    path.write_text(path.read_text().replace("'???'", "open?"))
    assert find_problems(pack) == []


@pytest.mark.parametrize("day", ["2026-W01-1", "20260101", "2026-13-01", "soon"])
def test_a_day_is_year_month_and_day(pack: Path, day: str) -> None:
    """Other forms of a date are refused, as the advice says."""
    path = pack / "responses/pizza.yaml"
    path.write_text(re.sub(r"checked: \S+", f"checked: {day}", path.read_text(), count=1))
    assert "write it as year-month-day" in str(find_problems(pack)[0])


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    """No pack at all is a problem as well."""
    assert "there is no such folder" in str(find_problems(tmp_path)[0])


def test_own_content_is_sound() -> None:
    """What the program comes with has no problem."""
    assert find_problems(Path(__file__).parent.parent) == []


def test_a_pack_without_intents_is_named(pack: Path) -> None:
    """Nothing to answer is a problem, not an error later on."""
    (pack / "intents/pizza.yaml").write_text("area: x\nintents: {}\n")
    (pack / "responses/pizza.yaml").write_text("responses: {}\n")
    (problem,) = find_problems(pack)
    assert "there is no intent with an answer" in str(problem)


@pytest.mark.skipif(sys.platform != "linux", reason="names are any bytes on Linux alone")
def test_a_file_name_may_hold_any_byte(pack: Path) -> None:
    """A name that is not UTF-8 is a name like any other: the pack loads."""
    for shelf in ("intents", "responses"):
        (pack / shelf / "pizza.yaml").rename(pack / shelf / os.fsdecode(b"pi\xffza.yaml"))
    assert find_problems(pack) == []
    assert Chatbot(pack, cache=pack / "cache").ask("closing time").answer == "Noon to ten."
    assert Chatbot(pack, cache=pack / "cache").ask("closing time").answer == "Noon to ten."
