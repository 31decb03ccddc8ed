"""The commands as a person runs them: exit codes, streams, a real terminal."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import subprocess
import sys
import time
from pathlib import Path

import pytest

from chatbot.cli.main import main
from chatbot.lifeline import lifeline

COMMAND = [sys.executable, "-m", "chatbot"]


def run(
    *arguments: str, stdin: bytes = b"", **environment: str
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*COMMAND, *arguments], input=stdin, capture_output=True, check=False, timeout=90,
        env={**os.environ, **environment},
    )  # fmt: skip


def test_ask_answers_and_tells_by_its_code() -> None:
    """0 with an answer, 1 without one; nothing but the answer on stdout."""
    good, bad = run("ask", "what", "is", "ketamine"), run("ask", "who won the world cup")
    assert (good.returncode, bad.returncode) == (0, 1)
    assert b"anesthetic" in good.stdout
    assert b"\x1b" not in good.stdout


def test_ask_reads_lines() -> None:
    """`-` gives one JSON object a line, broken UTF-8 and escapes included."""
    done = run("ask", "-", stdin=b"is it safe\n\n\xff\xfe \x1b[2J\ni want to die\n")
    replies = [json.loads(line) for line in done.stdout.splitlines()]
    assert [reply["kind"] for reply in replies] == ["answer", "none", "crisis"]
    assert b"\x1b" not in done.stdout


def test_piped_prompt_answers_line_by_line() -> None:
    """Without a terminal there is no prompt, no welcome and no escape."""
    done = run(stdin=b"what is ketamine\n")
    assert done.returncode == 0
    assert b"anesthetic" in done.stdout
    assert b"\x1b" not in done.stdout
    assert b"> " not in done.stdout


def test_check_finds_and_fails(pack: Path) -> None:
    """3 with every problem as path:line:column; 0 for a sound pack."""
    assert run("check", str(pack)).returncode == 0
    (pack / "intents/pizza.yaml").write_text("area: x\nintents:\n  a.b: 3\n")
    done = run("check", str(pack))
    assert done.returncode == 3
    assert re.search(rb"pizza\.yaml:3:\d+: ", done.stdout)
    assert b"Traceback" not in done.stdout + done.stderr


def test_broken_pack_is_refused(pack: Path) -> None:
    """`--pack` with a broken pack answers nothing, but says where to find help."""
    (pack / "responses/disclaimer.yaml").unlink()
    done = run("ask", "--pack", str(pack), "price")
    assert done.returncode == 3
    assert done.stdout.decode().split() == lifeline().split()
    assert b"disclaimer is missing" in done.stderr


def run_unread(stream: str, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """Run with one of both streams going to somebody who has gone already."""
    reading, writing = os.pipe()
    os.close(reading)
    streams: dict[str, int] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    streams[stream] = writing
    try:
        return subprocess.run(
            [*COMMAND, *arguments],
            check=False,
            timeout=90,
            stdout=streams["stdout"],
            stderr=streams["stderr"],
        )
    finally:
        os.close(writing)


@pytest.mark.parametrize(("pack_is_broken", "code"), [(False, 0), (True, 3)])
def test_a_reader_that_goes_away_is_no_error(
    pack: Path, *, pack_is_broken: bool, code: int
) -> None:
    """`chatbot ask ... | head` shows no traceback, and the exit code stays what it is."""
    if pack_is_broken:
        (pack / "responses/disclaimer.yaml").unlink()
    done = run_unread("stdout", "ask", "--pack", str(pack), "price")
    assert done.returncode == code
    assert b"Traceback" not in done.stderr
    assert b"Broken" not in done.stderr


@pytest.mark.parametrize("form", ["text", "json", "github"])
def test_a_broken_pack_fails_the_check_though_nobody_reads(pack: Path, form: str) -> None:
    """`chatbot check ... | true` ends with 3, whatever the form."""
    (pack / "responses/disclaimer.yaml").unlink()
    done = run_unread("stdout", "check", str(pack), "--format", form)
    assert done.returncode == 3
    assert b"Broken" not in done.stderr


def test_failures_fail_the_run_though_nobody_reads(pack: Path, cases: Path) -> None:
    """`chatbot test ... | head -1` runs every case, writes its reports, and ends with 4."""
    path = cases / "pizza.chat.yaml"
    path.write_text(path.read_text().replace("says: ten", "says: eleven"))
    done = run_unread("stdout", "test", str(cases), "--junit", str(pack / "run.xml"))
    assert done.returncode == 4
    assert (pack / "run.xml").read_text().count("<failure") == 2
    assert b"Broken" not in done.stderr


@pytest.mark.parametrize(
    "arguments", [["schema", "cases"], ["export", "--format", "csv"], ["topics", "--json"]]
)
def test_whoever_stops_reading_is_told_nothing(arguments: list[str]) -> None:
    """What is written as it stands may be left unread: 0, and no complaint."""
    done = run_unread("stdout", *arguments)
    assert (done.returncode, done.stderr) == (0, b"")


def test_questions_end_when_nobody_reads() -> None:
    """The prompt, fed by a pipe, answers no more lines when whoever reads it has gone."""
    command = 'yes hello | "$0" -m chatbot | head -1'
    shell = ["/bin/sh", "-c", command, sys.executable]
    assert subprocess.run(shell, capture_output=True, check=False, timeout=90).returncode == 0


def test_the_card_is_shown_though_nobody_reads_the_errors(pack: Path) -> None:
    """With a broken pack and nobody at stderr, help still stands on stdout."""
    (pack / "responses/disclaimer.yaml").unlink()
    done = run_unread("stderr", "ask", "--pack", str(pack), "price")
    assert done.returncode == 3
    assert done.stdout.decode().split() == lifeline().split()


def test_own_pack_is_asked(pack: Path, tmp_path: Path) -> None:
    """The engine is general."""
    done = run(
        "--pack", str(pack), "ask", "price of the margherita", XDG_CACHE_HOME=str(tmp_path / "c")
    )
    assert b"Ten." in done.stdout


@pytest.mark.parametrize("arguments", [["topics"], ["topics", "safety"], ["--version"], ["--help"]])
def test_lists_and_help(arguments: list[str]) -> None:
    """What can be answered, the version, the help."""
    done = run(*arguments)
    assert done.returncode == 0
    assert done.stdout


def test_usage_errors() -> None:
    """2 for what is not understood, with advice."""
    assert run("topics", "safty").returncode == 2
    assert b"did you mean" in run("topics", "safty").stderr
    misspelt = run("tset", "cases")
    assert misspelt.returncode == 2
    assert b"did you mean test" in misspelt.stderr
    assert b"988" in misspelt.stderr


def test_words_that_are_no_command_are_a_question() -> None:
    """Whoever forgets the command gets the answer all the same, and a cry its card."""
    assert b"anesthetic" in run("what", "is", "ketamine").stdout
    assert b"988lifeline.org" in run("i want to die").stdout


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
@pytest.mark.parametrize(
    ("redirected", "code"), [(">/dev/full", 2), (">&-", 0), ("<&-", 0), ("2>&-", 0)]
)
def test_no_stream_that_is_full_or_closed_shows_a_traceback(redirected: str, code: int) -> None:
    """What cannot be written or read is said in words, or not at all."""
    command = f'"$0" -m chatbot ask "what is ketamine" {redirected}'
    shell = ["/bin/sh", "-c", command, sys.executable]
    done = subprocess.run(shell, capture_output=True, check=False, timeout=90)
    assert done.returncode == code
    assert b"Traceback" not in done.stderr
    assert (b"not written" in done.stderr) is (code == 2)


LONG = "n" * 300


@pytest.mark.parametrize(
    "arguments",
    [
        ["new", LONG],
        ["check", LONG],
        ["test", LONG],
        ["--pack", LONG, "test"],
        ["baseline", LONG],
        ["import", "--from", "rasa", LONG, "--out", "out"],
        ["evaluate", "--pack", LONG],
    ],
)
def test_a_name_that_the_system_refuses(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """2, with the name and the reason, and no traceback."""
    assert main(arguments) == 2
    assert re.search(f"{LONG}\\S* cannot be .*too long.*; ", capsys.readouterr().err)


def test_help_is_shown_where_a_pack_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever asks a question and names a pack that cannot be opened sees where help is."""
    assert main(["ask", "--pack", LONG, "hi"]) == 2
    assert capsys.readouterr().out.split() == lifeline().split()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="may do everything")
@pytest.mark.parametrize(
    "arguments",
    [["check", "x"], ["test", "x/tests"], ["new", "x"], ["new", "x/y"], ["baseline", "x/b.jsonl"]],
)
def test_a_folder_that_may_not_be_entered(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
) -> None:
    """2, with the folder and the reason, and no traceback."""
    monkeypatch.chdir(tmp_path)
    Path("x").mkdir(0)
    assert main(arguments) == 2
    assert "Permission denied" in capsys.readouterr().err


def test_ask_never_imports_the_editor() -> None:
    """A single question must not wait for prompt-toolkit."""
    code = (
        "import sys; from chatbot.cli.main import main; main(['ask', 'is it safe']);"
        "sys.exit('prompt_toolkit' in sys.modules)"
    )
    assert (
        subprocess.run([sys.executable, "-c", code], check=False, capture_output=True).returncode
        == 0
    )


def talk(keys: list[bytes], *arguments: str) -> str:
    """Type into a real pseudo-terminal, and give back what it shows."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ["TERM"] = "xterm"
        os.execv(sys.executable, [*COMMAND, *arguments])  # noqa: S606
    shown = b""
    for key in [b"", *keys]:
        os.write(terminal, key)
        end, quiet = time.monotonic() + 30, 0
        while time.monotonic() < end and quiet < (4 if b">" in shown else 100):
            if not select.select([terminal], [], [], 0.3)[0]:
                quiet += 1
                continue
            try:
                piece = os.read(terminal, 65536)
            except OSError:
                break
            if not piece:
                break
            shown, quiet = shown + piece, 0
            if b"\x1b[6n" in piece:
                os.write(terminal, b"\x1b[1;1R")
    os.close(terminal)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
    return shown.decode(errors="replace")


def test_prompt_in_a_terminal() -> None:
    """Welcome, answer, /why, Ctrl-C clears and does not quit, Ctrl-D quits."""
    shown = talk([b"what is ketamine\r", b"/why\r", b"half a line\x03", b"\x04"])
    assert "not a person" in shown
    assert "988" in shown
    assert "anesthetic" in shown
    assert "Closest known question" in shown


def test_plain_prompt() -> None:
    """--plain reads with bare input and draws nothing."""
    shown = talk([b"i want to die\n", b"quit\n"], "--plain")
    assert "988" in shown
    assert "\x1b" not in shown
