"""`chatbot baseline` and `chatbot diff`: what an edit changes, and what is accepted."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from chatbot import Chatbot
from chatbot.cli.main import main
from chatbot.content.replacing import alone_in
from chatbot.testing.impact import Question, Seen, change_between, questions_of_log
from chatbot.testing.impact import asking as asking_module
from chatbot.testing.impact.asking import ask_all
from chatbot.testing.impact.baseline import Baseline
from chatbot.testing.impact.seen import seen_of

Run = Callable[..., tuple[int, str, str]]
ASKED = Question("x")


@pytest.fixture
def run(cases: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command in the small pack; gives the exit code, the output and the notes."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(cases.parent / "cache"))
    monkeypatch.chdir(cases.parent)

    def run_it(*arguments: object) -> tuple[int, str, str]:
        code = main([*map(str, arguments)])
        shown = capsys.readouterr()
        return code, shown.out, shown.err

    return run_it


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


SEEN = Seen("answer", ("a",), "t", 2.0)


@pytest.mark.parametrize(
    ("before", "now", "kind"),
    [
        (SEEN, Seen("none", (), "t", 0.0), "unanswered"),
        (SEEN, Seen("clarify", (), "t", 0.0), "unanswered"),
        (Seen("none", (), "t", 0.0), SEEN, "answered"),
        (SEEN, Seen("answer", ("b",), "t", 2.0), "intent"),
        (SEEN, Seen("answer", ("a", "b"), "t", 2.0), "intent"),
        (SEEN, Seen("refer", ("a",), "t", 2.0), "kind"),
        (SEEN, Seen("answer", ("a",), "u", 2.0), "text"),
        (SEEN, Seen("answer", ("a",), "t", 9.0, "a rule"), "rule"),
        (replace(SEEN, rule=None), Seen("answer", ("a",), "t", 9.0, "a rule"), None),
        (SEEN, Seen("answer", ("a",), "t", 1.79), "margin"),
        (SEEN, Seen("answer", ("a",), "t", 1.81), None),
        (SEEN, Seen("answer", ("a",), "t", 9.0), None),
        (None, SEEN, "new"),
        (SEEN, None, "gone"),
    ],
)
def test_each_change_has_its_kind(before: Seen | None, now: Seen | None, kind: str | None) -> None:
    """A change is named by the gravest thing that it is."""
    change = change_between(ASKED, before, now)
    assert (change.kind if change else None) == kind


@pytest.mark.skipif(sys.platform == "win32", reason="nobody waits there")
def test_who_accepts_waits_for_another(run: Run, cases: Path) -> None:
    """Two who accept at the same moment do not undo each other: one is alone with the file."""
    run("baseline", "b.jsonl")
    path = cases.parent / "b.jsonl"
    command = """import sys
from pathlib import Path
from chatbot.testing.impact.baseline import Baseline
from chatbot.testing.impact import Question, Seen
baseline, question = Baseline(Path(sys.argv[1])), Question("second")
print("ready", flush=True)
seen = Seen("none", (), "t", 0.0)
baseline.rewrite({question.key: (question, seen)}, lambda digest: "second", "v")
"""
    with alone_in(path.parent):
        other = subprocess.Popen(
            [sys.executable, "-c", command, str(path)], stdout=subprocess.PIPE, text=True
        )
        assert other.stdout is not None
        assert other.stdout.readline() == "ready\n"
        with pytest.raises(subprocess.TimeoutExpired):
            other.wait(timeout=2)
        with path.open("a") as file:
            print('{"text": "f", "says": "first"}', file=file)
    other.communicate(timeout=60)
    baseline = Baseline(path)
    assert (baseline.text("f"), baseline.text("t")) == ("first", "second")


def test_nothing_changed(run: Run) -> None:
    """A baseline against the same content: 0, no changes."""
    code, out, _ = run("baseline", "b.jsonl")
    assert (code, out) == (0, "4 questions kept in b.jsonl\n")
    assert run("diff", "b.jsonl")[:2] == (0, "no changes\n")


@pytest.mark.parametrize("path", [".", "tests", "tests/pizza.chat.yaml"])
def test_a_case_is_the_same_however_its_folder_is_named(run: Run, cases: Path, path: str) -> None:
    """A baseline of the pack's folder, of its tests or of the file is that of the pack."""
    assert cases.is_dir()
    run("baseline", "b.jsonl", path)
    assert run("diff", "b.jsonl", path)[:2] == run("diff", "b.jsonl")[:2] == (0, "no changes\n")


def test_changed_answer_is_shown_and_accepted(run: Run, pack: Path) -> None:
    """Every question that gets the new words is named, with the words; accepting ends it."""
    run("baseline", "b.jsonl")
    edit(pack / "responses/pizza.yaml", "answer: Ten.", "answer: Twelve.")
    code, out, _ = run("diff", "b.jsonl")
    assert code == 4
    assert "text (3)" in out
    assert "- Ten." in out
    assert "+ Twelve." in out
    assert run("diff", "b.jsonl", "--accept", "intent")[0] == 4
    assert run("diff", "b.jsonl", "--accept", "text")[0] == 0
    assert run("diff", "b.jsonl")[0] == 0


def test_moved_utterance_is_seen(run: Run, pack: Path) -> None:
    """A question that goes elsewhere is named with both answers."""
    run("baseline", "b.jsonl")
    edit(pack / "intents/pizza.yaml", "      - closing time\n", "")
    edit(pack / "intents/pizza.yaml", "      - how much", "      - closing time\n      - how much")
    code, out, _ = run("diff", "b.jsonl")
    assert code == 4
    assert "the closing time: pizza.hours (answer) -> " in out


def test_partial_run_keeps_the_rest(run: Run, pack: Path, cases: Path) -> None:
    """Accepting what -k or a path chose leaves every other line of the baseline."""
    run("baseline", "b.jsonl")
    before = len((pack / "b.jsonl").read_text().splitlines())
    edit(pack / "responses/pizza.yaml", "answer: Ten.", "answer: Twelve.")
    code, out, _ = run("diff", "b.jsonl", "-k", "much", "--accept", "all")
    assert (code, "gone" in out) == (0, False)
    assert len((pack / "b.jsonl").read_text().splitlines()) == before + 1
    code, out, _ = run("diff", "b.jsonl")
    assert "text (2)" in out
    (cases / "pizza.chat.yaml").write_text("cases: [{ask: is a pizza much, kind: answer}]\n")
    code, out, _ = run("diff", "b.jsonl")
    assert "gone (3)" in out
    assert run("diff", "b.jsonl", "--accept", "gone")[0] == 0
    assert run("diff", "b.jsonl")[0] == 0


def test_words_may_begin_with_a_minus(run: Run) -> None:
    """-WORD leaves out the cases with that word, for `baseline` and for `diff`."""
    assert run("baseline", "b.jsonl", "-k", "-hours")[1].startswith("2 questions kept")
    assert run("diff", "b.jsonl", "-k", "-hours")[:2] == (0, "no changes\n")


def test_log_is_compared_and_not_kept(run: Run, pack: Path) -> None:
    """Each line of a log is compared; the baseline holds a hash of it and not its words."""
    (pack / "log.txt").write_text(
        "how much is my pizza\n\nwhen do you close\nhow much is my pizza\n"
    )
    (pack / "log.jsonl").write_text('{"question": "price?", "kind": "none"}\n')
    assert "6 questions kept" in run("baseline", "b.jsonl", "--questions", "log.txt")[1]
    assert "my pizza" not in (pack / "b.jsonl").read_text()
    assert run("diff", "b.jsonl", "--questions", "log.txt")[0] == 0
    code, out, _ = run("diff", "b.jsonl", "--questions", "log.jsonl", "--json", "out.jsonl")
    assert code == 4
    assert "new (1)" in out
    (line,) = (pack / "out.jsonl").read_text().splitlines()
    assert json.loads(line)["change"] == "new"


def test_utterances_are_compared(run: Run, pack: Path) -> None:
    """An utterance that was moved to another intent is one question that gets another answer."""
    assert "8 questions kept" in run("baseline", "b.jsonl", "--utterances")[1]
    assert run("diff", "b.jsonl", "--accept", "all")[:2] == (0, "no changes\n")
    edit(pack / "intents/pizza.yaml", "      - price of a margherita\n", "")
    with (pack / "intents/pizza.yaml").open("a") as file:
        file.write("      - price of a margherita\n")
    code, out, _ = run("diff", "b.jsonl", "--utterances")
    assert code == 4
    assert "price of a margherita: pizza.price (answer) -> pizza.hours (answer)" in out
    edit(pack / "intents/pizza.yaml", "      - price of a margherita\n", "")
    assert (
        "price of a margherita: pizza.price (answer) -> nothing"
        in run("diff", "b.jsonl", "--utterances")[1]
    )


def test_two_packs_are_compared(run: Run, pack: Path, tmp_path: Path) -> None:
    """--pack twice needs no baseline."""
    old = tmp_path / "old"
    for shelf in ("intents", "responses"):
        shutil.copytree(pack / shelf, old / shelf)
    edit(pack / "responses/pizza.yaml", "answer: Noon to ten.", "answer: Always.")
    assert run("diff", "--pack", old, "--pack", old, "tests")[0] == 0
    code, out, _ = run("diff", "--pack", old, "--pack", pack, "--questions", "intents/pizza.yaml")
    assert code == 4
    assert "- Noon to ten." in out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["diff"], "name the FILE"),
        (["diff", "nowhere.jsonl"], "cannot be read"),
        (["diff", "intents/pizza.yaml"], "is no baseline"),
        (["diff", "b.jsonl", "--accept", "txt"], 'did you mean "text"?'),
        (["diff", "--pack", ".", "--pack", ".", "--accept", "all"], "only a baseline takes"),
        (["diff", "b.jsonl", "nowhere"], "is not there"),
        (["diff", "b.jsonl", "--questions", "nowhere"], "cannot be read"),
        (["diff", "b.jsonl", "--questions", "bad.jsonl"], 'bad.jsonl:1:1: there is no "question"'),
        (["baseline", "b.jsonl"], "is there already"),
        (["baseline", "intents/x/"], "is there already"),
    ],
)
def test_wrong_use(run: Run, pack: Path, arguments: list[str], said: str) -> None:
    """2, with what is wrong and what to do."""
    run("baseline", "b.jsonl")
    (pack / "bad.jsonl").write_text('{"q": 1}\n')
    (pack / "intents/x").mkdir()
    code, _, err = run(*arguments)
    assert code == 2
    assert said in err


@pytest.mark.parametrize("target", ["b.jsonl", "log.txt", "intents/pizza.yaml", "./b.jsonl"])
@pytest.mark.parametrize("packs", [(), ("--pack", ".", "--pack", ".")])
def test_changes_are_not_written_over_what_is_read(
    run: Run, pack: Path, packs: tuple[str, ...], target: str
) -> None:
    """Baseline, log and content stay as they were: 2."""
    run("baseline", "b.jsonl")
    (pack / "log.txt").write_text("price?\n")
    before = (pack / target).read_bytes()
    code, _, err = run("diff", *packs, "b.jsonl", "--questions", "log.txt", "--json", target)
    assert code == 2
    assert "name another file" in err
    assert (pack / target).read_bytes() == before


@pytest.mark.parametrize("target", ["log.txt", "tests/pizza.chat.yaml", "intents/pizza.yaml"])
def test_a_baseline_is_not_written_over_what_is_read(run: Run, pack: Path, target: str) -> None:
    """--force begins a baseline anew, and nothing else."""
    (pack / "log.txt").write_text("price?\n")
    before = (pack / target).read_bytes()
    assert run("baseline", target, "--questions", "log.txt", "--force")[0] == 2
    assert (pack / target).read_bytes() == before


ENTRY = '"kind": "answer", "intents": [], "text": "t"'
KEY = f'"key": "{"0" * 16}"'


@pytest.mark.parametrize(
    "line",
    [
        '{"key": 5}',
        '{"key": "zz"}',
        '{"key": "-1"}',
        f'{{"key": "{"1" * 22}", {ENTRY}, "margin": 1.0}}',
        f'{{"key": "zz", {ENTRY}, "margin": 1.0}}',
        f"{{{KEY}, {ENTRY}}}",
        f'{{{KEY}, {ENTRY}, "margin": null}}',
        f'{{{KEY}, {ENTRY}, "margin": 1{"0" * 400}}}',
        f'{{{KEY}, {ENTRY}, "margin": 1.0, "case": "c", "question": "q"}}',
        f'{{{KEY}, {ENTRY}, "margin": 1.0, "case": "c", "question": "q", "turn": -1}}',
        '{"chatbot_baseline": 1}',
        '{"chatbot_baseline": 2, "content_version": "x"}',
        '{"says": "x"}',
        '{"read": {}}',
        '{"read": {"zz": []}, "glanced": {}}',
        f'{{"read": {{"{"0" * 16}": [["a", 2, true]]}}, "glanced": {{}}}}',
        f'{{"read": {{"{"0" * 16}": [["a", 0.5]]}}, "glanced": {{}}}}',
        f'{{"read": {{}}, "glanced": {{"{"0" * 16}": null}}}}',
        "5",
        "",
        "<<<<<<< HEAD",
        "[" * 100_000,
    ],
)
def test_damaged_baseline_is_named(run: Run, pack: Path, line: str) -> None:
    """2, with the file and the line; nothing of it is compared."""
    run("baseline", "b.jsonl")
    path = pack / "b.jsonl"
    count = len(path.read_text().splitlines())
    path.write_text(f"{path.read_text()}{line}\n")
    code, _, err = run("diff", "b.jsonl")
    assert code == 2
    assert f"b.jsonl:{count + 1}:1: the baseline is damaged here" in err


@pytest.mark.parametrize("text", ["", "{}\n", "5\n", '{"chatbot_baseline": 2}\n'])
def test_other_file_is_no_baseline(run: Run, pack: Path, text: str) -> None:
    """2, when the first line is not the header."""
    (pack / "b.jsonl").write_text(text)
    code, _, err = run("diff", "b.jsonl")
    assert code == 2
    assert "b.jsonl is no baseline" in err


@pytest.mark.parametrize("name", ["dd", "."])
def test_a_folder_is_no_place_for_a_baseline(run: Run, pack: Path, name: str) -> None:
    """2, and nothing is left beside it."""
    (pack / "dd").mkdir()
    code, _, err = run("baseline", name, "--force")
    assert code == 2
    assert f"{name} cannot be written" in err
    assert not list(pack.parent.rglob("*.part"))


@pytest.mark.skipif(sys.platform == "win32", reason="there is no limit of that kind")
def test_full_disk_leaves_no_part_of_a_baseline(run: Run, pack: Path) -> None:
    """2, with the file that was not written; what was written of it is gone."""
    limited = "import sys, resource; resource.setrlimit(resource.RLIMIT_FSIZE, (64, 64)); "
    program = f"{limited}from chatbot.cli.main import main; sys.exit(main(sys.argv[1:]))"
    run("baseline", "a.jsonl")  # fits the matcher
    done = subprocess.run(
        [sys.executable, "-c", program, "baseline", "b.jsonl"],
        capture_output=True, text=True, check=False, timeout=90,
    )  # fmt: skip
    assert done.returncode == 2
    assert "b.jsonl cannot be written" in done.stderr
    assert "Traceback" not in done.stderr
    assert not list(pack.glob("*b.jsonl*"))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'{"question": null}\n', 'log.jsonl:1:1: there is no "question"'),
        (b"\n" + b"[" * 100_000, 'log.jsonl:2:1: there is no "question"'),
        ("price\n".encode("utf-16"), "log.jsonl:1:1: there is a zero byte here"),
    ],
)
def test_damaged_log_is_named(run: Run, pack: Path, content: bytes, said: str) -> None:
    """2, with the file and the line."""
    (pack / "log.jsonl").write_bytes(content)
    code, _, err = run("baseline", "b.jsonl", "--questions", "log.jsonl")
    assert code == 2
    assert said in err


@pytest.mark.parametrize("name", ["log.jsonl", "log.txt"])
def test_mark_at_the_start_of_a_log_is_no_part_of_it(tmp_path: Path, name: str) -> None:
    """What some editors put before UTF-8 is passed over."""
    line = '{"question": "price"}' if name.endswith("l") else "price"
    (tmp_path / name).write_text(line, encoding="utf-8-sig")
    assert [question.text for question in questions_of_log(tmp_path / name)] == ["price"]


def test_many_processes_say_the_same(pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However the questions are spread, the replies and their order are the same."""
    bot = Chatbot(pack, cache=False)
    questions = [Question(f"pizza number {number}") for number in range(40)]
    alone = [(each.question, each.seen) for each in ask_all([bot], questions, 1)]
    monkeypatch.setattr(asking_module, "FEW", 5)
    monkeypatch.setattr(asking_module, "_BLOCK", 3)
    assert [(each.question, each.seen) for each in ask_all([bot], questions, 2)] == alone


def test_what_a_log_repeats_is_asked_once(pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was met last is remembered, and no more than so many; a case is asked each time."""
    bot, asked = Chatbot(pack, cache=False), list[str]()
    plain = bot._read

    def counted(message: str, known: Any) -> Any:
        asked.append(message)
        return plain(message, known)

    monkeypatch.setattr(bot, "_read", counted)
    monkeypatch.setattr(asking_module, "_REMEMBERED", 2)
    often, texts = "price of a pizza", ["closing time", "open?", "when"]
    texts = [often, texts[0], often, texts[1], often, texts[2], often, texts[0]]
    said = [each.seen for each in ask_all([bot], map(Question, texts), 1)]
    assert said[0] == said[2] == said[4] == said[6]
    assert asked == [often, "closing time", "open?", "when", "closing time"]
    asked.clear()
    list(ask_all([bot], [Question("open?", case="a case")] * 2, 1))
    assert asked == ["open?", "open?"]


def test_what_the_screen_recognised_is_kept(bot: Chatbot) -> None:
    """Of a card its rule: one that is dropped is noticed where another still sees the cry."""
    assert seen_of(bot.ask("i want to die"))[0].rule
    assert seen_of(bot.ask("what is ketamine"))[0].rule == ""
    kept = seen_of(bot.ask("i want to die"))[0]
    assert Seen.of_plain(kept.plain()) == kept
    assert Seen.of_plain({k: v for k, v in kept.plain().items() if k != "rule"}).rule is None
