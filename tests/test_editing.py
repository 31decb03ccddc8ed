"""Packs begun, added to, looked through and turned into other forms."""

from __future__ import annotations

import csv
import errno
import io
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from chatbot import Chatbot
from chatbot.cli.main import main
from chatbot.content import CARD_KINDS
from chatbot.content.loader import find_problems, load_pack
from chatbot.content.problem import UsageError
from chatbot.testing.editing.add import add_utterances
from chatbot.testing.editing.suggest import suggest
from chatbot.testing.quoting import quoted

ROOT = Path(__file__).parent.parent
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command; gives the exit code, the output and the notes."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))

    def run_it(*arguments: object) -> tuple[int, str, str]:
        code = main([*map(str, arguments)])
        shown = capsys.readouterr()
        return code, shown.out, shown.err

    return run_it


def test_new_pack_passes_everything(run: Run, tmp_path: Path) -> None:
    """What `new` writes passes check without a warning, and test with coverage and under noise."""
    folder = tmp_path / "mine"
    assert run("new", folder)[0] == 0
    code, out, err = run("check", folder)
    assert (code, err) == (0, "3 infos\n")
    code, out, _ = run("test", folder, "--coverage", "--noise", 3)
    assert code == 0, out
    assert "3 of 3 intents are covered" in out
    code, out, _ = run("ask", "--pack", folder, "open on sundays?")
    assert "ten to six" in out


def test_new_pack_overwrites_nothing(run: Run, tmp_path: Path) -> None:
    """A folder with anything in it is refused."""
    (tmp_path / "x").write_text("mine")
    assert run("new", tmp_path)[0] == 2
    assert run("new", tmp_path / "x")[0] == 2
    assert (tmp_path / "x").read_text() == "mine"


@pytest.mark.parametrize("full_at", ["library.yaml", "cases.schema.json"])
def test_new_pack_is_whole_or_not_there(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, full_at: str
) -> None:
    """On a full disk `new` says so and leaves nothing, so that it can be tried again."""

    def write(path: Path, text: str, **_: Any) -> int:
        if path.name == full_at:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return path.write_bytes(text.encode())

    with monkeypatch.context() as patched:
        patched.setattr(Path, "write_text", write)
        code, _, err = run("new", tmp_path / "mine")
    assert code == 2
    assert f"{full_at} cannot be written (No space left on device)" in err
    assert list((tmp_path / "mine").iterdir()) == []
    assert run("new", tmp_path / "mine")[0] == 0


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_can_be_quoted(text: str) -> None:
    """YAML reads back what was quoted, control characters and emoji too."""
    assert yaml.safe_load(quoted(text)) == text


def test_added_line_is_the_only_change(pack: Path) -> None:
    """Comments, quotes and order stay; the new lines stand at the end of the list."""
    path = pack / "intents/pizza.yaml"
    text = path.read_text().replace("      - price of", "      # a remark\n      - 'price of")
    path.write_text(text.replace("margherita", "margherita'  # odd"))
    before = path.read_text().splitlines()
    added = add_utterances(
        pack, "pizza.price", ["what's it cost?", 'say "cheese": how much', "yes"]
    )
    after = path.read_text().splitlines()
    new = after[added.line - 1 : added.line + 2]
    assert new == [
        "      - what's it cost?", '      - "say \\"cheese\\": how much"', '      - "yes"'
    ]  # fmt: skip
    assert [line for line in after if line not in new] == before
    assert load_pack(pack).intents["pizza.price"].utterances[-1] == "yes"
    assert find_problems(pack) == []


def test_brackets_are_added_to(pack: Path) -> None:
    """A list in brackets gets it inside."""
    path = pack / "intents/pizza.yaml"
    text = path.read_text()
    start = text.index("\n      - when do")
    path.write_text(text[:start] + " [when do you open, closing time]  # short\n")
    add_utterances(pack, "pizza.hours", ["open now?"])
    assert path.read_text().endswith('[when do you open, closing time, "open now?"]  # short\n')


def test_line_ends_and_links_stay_as_they_are(pack: Path, tmp_path: Path) -> None:
    """A file with other line ends gets a line of its kind; where a link leads, the line is put."""
    path, real = pack / "intents/pizza.yaml", tmp_path / "elsewhere.yaml"
    real.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    path.unlink()
    path.symlink_to(real)
    add_utterances(pack, "pizza.price", ["whats it cost"])
    assert path.is_symlink()
    assert b"- whats it cost\r\n" in real.read_bytes()
    assert b"\n" not in real.read_bytes().replace(b"\r\n", b"")


def test_what_cannot_be_read_is_no_missing_intent(run: Run, pack: Path) -> None:
    """The place of the fault is named, not the intent that could not be read for it."""
    (pack / "intents/pizza.yaml").write_text("area: [\n")
    code, _, err = run("--pack", pack, "add", "pizza.price", "whats it cost")
    assert code == 3
    assert "pizza.yaml:2:1" in err


def test_every_own_intent_can_be_added_to(tmp_path: Path) -> None:
    """In our own files a line is added to the first and the last intent, and nothing else moves."""
    for source in sorted((ROOT / "intents").glob("*.yaml")):
        intents = list(yaml.safe_load(source.read_text()).get("intents", ()))
        if not intents:
            continue
        path = tmp_path / source.stem / "intents" / source.name  # alone: all of a pack is read
        path.parent.mkdir(parents=True)
        shutil.copy(source, path)
        for intent in (intents[0], intents[-1]):
            before = path.read_text().splitlines()
            added = add_utterances(path.parents[1], intent, [f"xyzzy {intent.replace('.', ' ')}"])
            after = path.read_text().splitlines()
            assert after[: added.line - 1] + after[added.line :] == before


@given(st.lists(st.text(max_size=20), max_size=4))
def test_whatever_is_added_the_pack_loads(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str]
) -> None:
    """Any text is added so that it is read back, or left out with a reason."""
    folder = tmp_path_factory.mktemp("pack")
    (folder / "intents").mkdir()
    path = folder / "intents/a.yaml"
    path.write_text("area: A\nintents:\n  a.b:\n    question: B?\n    utterances:\n    - first")
    try:
        added = add_utterances(folder, "a.b", texts)
    except (UsageError, UnicodeEncodeError):
        added = None
    found = yaml.safe_load(path.read_text(encoding="utf-8"))["intents"]["a.b"]["utterances"]
    assert found == ["first", *(added.utterances if added else ())]


def test_add_command(run: Run, pack: Path) -> None:
    """Repeats are named with the intent that has them; a wrong id gets advice."""
    code, out, err = run("--pack", pack, "add", "pizza.price", "cost?", "Closing time", "??")
    assert code == 0
    assert "pizza.yaml:8: added cost?" in out
    assert '"Closing time" was not added: it stands under pizza.hours' in err
    assert '"??" was not added: it holds no word' in err
    assert run("--pack", pack, "add", "pizza.price", "cost")[0] == 1
    assert 'did you mean "pizza.price"?' in run("--pack", pack, "add", "pizza.prize", "x")[2]


def test_suggest_puts_alike_questions_together(pack: Path) -> None:
    """Unanswered questions that share words are one group; the most frequent stands first."""
    bot = Chatbot(pack, cache=False)
    log = ["delivery service"] * 3 + ["delivery service tonight", "gluten free"]
    first, second = suggest(bot, [*log, "how much is a pizza"])
    assert (first.count, len(first.questions)) == (4, 2)
    assert first.questions[0] == "delivery service"
    assert second.questions == ("gluten free",)
    assert suggest(bot, ["how much is a pizza"]) == []


def test_suggest_writes_nothing(run: Run, pack: Path) -> None:
    """It shows groups and the command that would add them; no file changes."""
    log = pack / "log.txt"
    log.write_text("is the pizza vegan\nis your pizza vegan\nqqq zzz\n")
    before = {path: path.read_bytes() for path in pack.rglob("*.yaml")}
    code, out, err = run("--pack", pack, "suggest", log)
    assert code == 0
    assert "nothing was written" in err
    assert "nearest: none" in out
    assert {path: path.read_bytes() for path in pack.rglob("*.yaml")} == before
    assert len(json.loads(run("--pack", pack, "suggest", log, "--json")[1])) >= 1


def test_export_as_a_table(run: Run, pack: Path) -> None:
    """One row an intent."""
    rows = list(csv.DictReader(io.StringIO(run("--pack", pack, "export", "--format", "csv")[1])))
    assert [row["intent"] for row in rows] == ["pizza.price", "pizza.hours"]
    assert rows[0]["utterances"] == "how much is a pizza\nprice of a margherita"


@pytest.mark.parametrize("target", ["intents/pizza.yaml", "responses/new.csv"])
@pytest.mark.parametrize("command", [("export", "--format", "csv"), ("review",)])
def test_nothing_is_written_over_content(
    run: Run, pack: Path, command: tuple[str, ...], target: str
) -> None:
    """A pack's folders hold what people wrote, and take no table and no sheet: 2."""
    before = {path: path.read_bytes() for path in pack.rglob("*.*")}
    code, _, err = run("--pack", pack, *command, "--out", pack / target)
    assert code == 2
    assert "belongs to a pack" in err
    assert {path: path.read_bytes() for path in pack.rglob("*.*")} == before


def test_export_as_lines(run: Run, pack: Path) -> None:
    """One object a line."""
    lines = run("--pack", pack, "export", "--format", "jsonl")[1].splitlines()
    assert [json.loads(line)["answer"] for line in lines] == ["Ten.", "Noon to ten."]


def test_export_as_a_page(run: Run, tmp_path: Path) -> None:
    """FAQPage of schema.org: every answer with its disclaimer, no card for danger."""
    path = tmp_path / "page.json"
    assert run("export", "--format", "faqpage", "--out", path)[0] == 0
    page = json.loads(path.read_text())
    assert page["@type"] == "FAQPage"
    answers = [entity["acceptedAnswer"]["text"] for entity in page["mainEntity"]]
    assert len(answers) > 80
    assert all("consult a healthcare provider" in answer for answer in answers)
    cards = {i.question for i in load_pack(ROOT).intents.values() if i.kind in CARD_KINDS}
    assert not cards & {entity["name"] for entity in page["mainEntity"]}
