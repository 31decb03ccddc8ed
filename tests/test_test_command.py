"""`chatbot test` as a person or a CI service runs it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import threading
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import pytest

from chatbot.cli.main import main

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(cases: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs `chatbot test` in the small pack; gives the exit code, the output and the notes."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(cases.parent / "cache"))
    monkeypatch.chdir(cases.parent)

    def run_it(*arguments: object) -> tuple[int, str, str]:
        code = main(["test", *map(str, arguments)])
        shown = capsys.readouterr()
        return code, shown.out, shown.err

    return run_it


@pytest.fixture
def broken(cases: Path) -> Path:
    """A case file of which two cases fail."""
    path = cases / "pizza.chat.yaml"
    path.write_text(path.read_text().replace("says: ten", "says: eleven"))
    return path


def test_all_as_expected(run: Run) -> None:
    """0, and one line that says how many passed."""
    code, out, _ = run()
    assert code == 0
    assert re.fullmatch(r"3 passed in \d+\.\d s\n", out)


def test_the_folder_of_a_pack_means_its_tests(run: Run, cases: Path) -> None:
    """Case files that stand elsewhere in it are of something else."""
    (cases.parent / "notes.chat.yaml").write_text("cases: [")
    assert run(cases.parent)[0] == run()[0] == 0


def test_failures_are_shown_and_tell_by_the_code(run: Run, broken: Path) -> None:
    """4, each failure with place, expected, got, why, closest example, advice."""
    code, out, _ = run(broken)
    assert code == 4
    assert out.count("expected  says: eleven") == 2
    assert "2 failed, 1 passed" in out


@pytest.mark.parametrize("words", ["nowhere", "pizza -price -much -hours"])
def test_nothing_ran(run: Run, words: str) -> None:
    """2 when no case fits."""
    code, _, err = run("-k", words)
    assert code == 2
    assert "No case ran" in err


@pytest.mark.parametrize("path", ["nowhere", "intents"])
def test_wrong_paths(run: Run, path: str) -> None:
    """2 for a path that is not there, or that holds no case."""
    assert run(path)[0] == 2


def test_broken_case_file_is_content(run: Run, cases: Path) -> None:
    """3, with place and advice, and no traceback."""
    (cases / "bad.chat.yaml").write_text("cases: [{ask: x, intant: y}]\n")
    code, _, err = run()
    assert code == 3
    assert "bad.chat.yaml:1:18" in err
    assert "did you mean" in err


def test_selection(run: Run, broken: Path) -> None:
    """-k chooses by words, --fail-fast stops at the first, --last-failed asks only what failed."""
    assert "2 failed, 1 passed" in run("-k", "pizza", broken)[1]
    assert "1 failed, 0 passed" in run("-k", "pizza much", broken)[1]
    assert "1 failed, 0 passed" in run("--fail-fast")[1]
    assert "2 failed, 0 passed" in run("--last-failed")[1]
    broken.write_text(broken.read_text().replace("says: eleven", "says: ten"))
    assert run("--last-failed", "tests")[1].startswith("2 passed")
    assert run("--last-failed")[1].startswith("3 passed")


@pytest.mark.parametrize("text", ["5", "[[1]]", "[1]", '{"a": 1}', "[" * 100_000])
def test_damaged_memory_of_failures_is_none(run: Run, broken: Path, text: str) -> None:
    """What is kept of the last run is passed over when it is damaged, and written anew."""
    run()
    (kept,) = (broken.parent.parent / "cache").rglob("failed-*.json")
    kept.write_text(text)
    assert "2 failed, 1 passed" in run("--last-failed")[1]
    assert "2 failed, 0 passed" in run("--last-failed")[1]


def test_reports_are_written(run: Run, broken: Path, tmp_path: Path) -> None:
    """JUnit, JSON and HTML hold every case and what became of it."""
    names = [tmp_path / "out" / name for name in ("run.xml", "run.json", "run.html")]
    code, _, _ = run("--junit", names[0], "--json", names[1], "--html", names[2])
    assert code == 4
    assert ET.parse(names[0]).getroot().attrib["failures"] == "2"  # noqa: S314 - our own output
    plain = json.loads(names[1].read_text())
    assert plain["counts"] == {"passed": 1, "failed": 2, "known": 0, "fixed": 0}
    assert plain["cases"][0]["turns"][0]["misses"][0]["key"] == "says"
    page = names[2].read_text()
    assert "expected  says: eleven" in page
    assert "http" not in page.replace("http://www.w3.org", "")
    assert broken.name in page


def test_report_without_its_library(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without jinja2 the error names the extra; 2."""
    monkeypatch.setitem(sys.modules, "jinja2", None)
    code, _, err = run("--html", "x.html")
    assert code == 2
    assert 'pip install "ketamine-chatbot[report]"' in err


def test_report_that_cannot_be_written(run: Run, tmp_path: Path) -> None:
    """2, with the reason."""
    code, _, err = run("--json", tmp_path)
    assert code == 2
    assert "cannot be written" in err


@pytest.mark.parametrize("path", [".", "tests", "tests/pizza.chat.yaml"])
def test_known_failures_count_however_the_folder_is_named(
    run: Run, broken: Path, path: str
) -> None:
    """The list of the pack's tests is read when the pack's folder is named, too."""
    name = "{file: pizza.chat.yaml, case: %s, reason: later}"
    listed = ", ".join(name % case for case in ("is a pizza much", "the price of a margherita"))
    (broken.parent / "known_failures.yaml").write_text(f"known_failures: [{listed}]\n")
    code, out, _ = run(path)
    assert code == 0
    assert out.startswith("1 passed, 2 known")


def test_stale_known_failure_is_found_from_the_folder_of_the_pack(run: Run, cases: Path) -> None:
    """An entry that names no case is content that is wrong: 3."""
    (cases / "known_failures.yaml").write_text(
        "known_failures: [{file: pizza.chat.yaml, case: gone, reason: later}]\n"
    )
    assert run(".")[0] == 3


@pytest.mark.parametrize("option", ["--json", "--junit", "--html"])
@pytest.mark.parametrize(
    "target", ["pizza.chat.yaml", "known_failures.yaml", "../intents/pizza.yaml", "../responses/x"]
)
def test_no_report_is_written_over_content(run: Run, cases: Path, option: str, target: str) -> None:
    """2, and what stands there stays."""
    (cases / "known_failures.yaml").write_text("known_failures: []\n")
    before = {path: path.read_bytes() for path in cases.parent.rglob("*.*ml")}
    code, _, err = run(option, f"tests/{target}")
    assert code == 2
    assert "name another file" in err
    assert {path: path.read_bytes() for path in cases.parent.rglob("*.*ml")} == before


def test_no_report_is_written_over_a_file_of_cases_of_any_name(run: Run, cases: Path) -> None:
    """A file that is named is a file of cases, whatever it is called."""
    path = (cases / "pizza.chat.yaml").rename(cases / "pizza.yaml")
    assert "is read by this command" in run(path, "--json", path)[2]
    assert path.read_text().startswith("# what people ask")


def test_coverage_gate(run: Run) -> None:
    """4 and a table when an intent lacks cases."""
    code, out, _ = run("--coverage")
    assert code == 4
    assert re.search(r"pizza\.hours +1 +0 +1 of 3 cases, no case has", out)


def test_noise_is_reported_and_can_fail(run: Run) -> None:
    """A table of stability; 4 when an intent is below the wanted share."""
    assert run("--noise", 5)[0] == 0
    code, out, _ = run("--noise", 5, "--stability", 1)
    assert code == 4
    assert "of 10 noisy forms get the same answer" in out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--noise", "-3"], "is no count of forms"),
        (["--noise", "3", "--stability", "5"], "is no share"),
        (["--noise", "3", "--stability", "nan"], "is no share"),
        (["--noise", "3", "--stability", "-0.1"], "is no share"),
        (["--stability", "0.8"], "add --noise N"),
    ],
)
def test_numbers_that_do_nothing_are_refused(run: Run, arguments: list[str], said: str) -> None:
    """2 for numbers that no run could meet, or that would not be looked at."""
    code, _, err = run(*arguments)
    assert code == 2
    assert said in err


@pytest.mark.parametrize(
    "given",
    [["-k", "-much"], ["-k=-much"], ["-k-much"], ["-k", "-much hours"]],
)
def test_words_may_begin_with_a_minus(run: Run, given: list[str]) -> None:
    """-WORD leaves out the cases with that word, wherever it stands."""
    code, out, _ = run(*given)
    assert code == 0
    assert out.startswith("1 passed" if "hours" in given[-1] else "2 passed")


@pytest.mark.parametrize("after", [[], ["--fail-fast"], ["-k", "x"]])
def test_forgotten_words_are_missed(
    run: Run, after: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """An option after -k is no word."""
    with pytest.raises(SystemExit, match="2"):
        run("-k", *after)
    assert "expected one argument" in capsys.readouterr().err


def test_start_imports_none_of_it() -> None:
    """`chatbot ask` imports nothing of the kit, and no YAML from the cache."""
    code = (
        "import sys; from chatbot.cli.main import main; main(['ask', 'is it safe']);"
        "sys.exit(any(name.startswith(('chatbot.testing', 'pytest')) for name in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True)
    assert done.returncode == 0


def test_watch_runs_again(cases: Path) -> None:
    """A change to a file of the pack starts another run."""
    process = subprocess.Popen(
        [sys.executable, "-m", "chatbot", "test", "--watch", str(cases)],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    timer = threading.Timer(60, process.kill)
    timer.start()
    try:
        assert process.stdout.readline().startswith("3 passed")
        time.sleep(1)
        path = cases / "pizza.chat.yaml"
        path.write_text(path.read_text().replace("says: ten", "says: eleven"))
        shown = [line for line, _ in zip(process.stdout, range(16), strict=False)]
        assert any("expected  says: eleven" in line for line in shown)
    finally:
        timer.cancel()
        process.kill()
        process.communicate()
