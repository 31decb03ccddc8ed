"""The prompt in a real terminal: a pseudo-terminal byte for byte, and tmux as a person sees it."""

from __future__ import annotations

import os
import pty
import select
import shutil
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path

import pyte
import pytest

from chatbot import Chatbot

ROOT = Path(__file__).parent.parent
COMMAND = [sys.executable, "-m", "chatbot"]
FIRST = ("title", "about", "help_lines", "ask")


def plain_session(lines: list[str], *arguments: str, **environment: str) -> str:
    """All that a plain prompt writes into a pseudo-terminal of 80 columns, without our echo."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ.update({"TERM": "xterm", "COLUMNS": "80", "LINES": "40", **environment})
        os.execv(sys.executable, [*COMMAND, *arguments])  # noqa: S606
    shown = ""
    for line in [*lines, None]:
        shown += read_until_prompt(terminal, shown.count("> "))
        if line is not None:
            os.write(terminal, f"{line}\n".encode())
    os.close(terminal)
    os.waitpid(pid, 0)
    return shown


def read_until_prompt(terminal: int, prompts: int) -> str:
    """Read until one more prompt stands there, or the program has ended."""
    shown, end = "", time.monotonic() + 60
    while time.monotonic() < end and not shown.endswith("> "):
        if select.select([terminal], [], [], 0.2)[0]:
            try:
                piece = os.read(terminal, 65536)
            except OSError:
                break
            if not piece:
                break
            shown += piece.decode()
    assert time.monotonic() < end, f"no prompt after {prompts}: {shown!r}"
    return shown


@pytest.mark.parametrize(
    ("arguments", "environment"),
    [(["--plain"], {}), ([], {"TERM": "dumb"}), ([], {"ACCESSIBLE": "1"})],
)
def test_plain_prompt_byte_for_byte(
    bot: Chatbot, arguments: list[str], environment: dict[str, str]
) -> None:
    """What a screen reader gets: no escape, no bar, numbers for choices, nothing redrawn."""
    shown = plain_session(["tell me more", "i want to die", "quit"], *arguments, **environment)
    pack = bot.pack
    card = pack.text("answer/crisis.suicide").split("\n")
    parts = [
        *[pack.text(f"message/{name}") for name in FIRST],
        "> tell me more", "", pack.text("message/no_subject"), "",
        pack.text("disclaimer/default"), "",
        "> i want to die", "", pack.text("message/card"), *card, pack.text("disclaimer/crisis"), "",
        "> quit",
    ]  # fmt: skip
    lines = [line for part in parts for line in textwrap.wrap(part, 79) or [""]]
    assert shown == "".join(f"{line}\r\n" for line in lines)


TMUX = shutil.which("tmux")


class Window:
    """A window of tmux with the prompt in it."""

    def __init__(self, server: str, columns: int, state: Path) -> None:
        self._server = server
        environment = f"env TERM=screen XDG_STATE_HOME={state} NO_COLOR="
        command = f"{environment} {sys.executable} -m chatbot"
        self._run("new-session", "-d", "-x", str(columns), "-y", "60", "-c", str(ROOT), command)
        self.wait_for(">")

    def _run(self, *arguments: str) -> str:
        done = subprocess.run(
            [str(TMUX), "-L", self._server, "-f", "/dev/null", *arguments],
            capture_output=True, text=True, check=False, timeout=30,
        )  # fmt: skip
        return done.stdout

    def lines(self) -> list[str]:
        """What the window shows."""
        return [line.rstrip() for line in self._run("capture-pane", "-p").split("\n")]

    def type(self, text: str, *keys: str) -> None:
        """Type text and then keys by their names."""
        self._run("send-keys", "-l", "--", text)
        for key in keys:
            self._run("send-keys", key)

    def wait_for(self, text: str) -> list[str]:
        """The lines once a text stands in the window."""
        end = time.monotonic() + 30
        while time.monotonic() < end:
            lines = self.lines()
            if any(text in line for line in lines):
                return lines
            time.sleep(0.1)
        raise AssertionError("\n".join([f"{text!r} never came:", *lines]))

    def resize(self, columns: int) -> None:
        """Make the window narrower or wider."""
        self._run("resize-window", "-x", str(columns))

    def close(self) -> None:
        """End the server that this window is on."""
        self._run("kill-server")


@pytest.fixture(params=[40, 80, 120])
def window(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Window]:
    if TMUX is None:
        pytest.skip("tmux is not installed")
    opened = Window(f"chatbot-test-{os.getpid()}-{request.param}", request.param, tmp_path)
    yield opened
    opened.close()


def test_a_talk_in_tmux(window: Window, bot: Chatbot) -> None:
    """First screen, an answer, a choice by digit, a card, a resized window, the end."""
    first = window.lines()
    assert first[0] == bot.pack.text("message/title")
    assert next(number for number, line in enumerate(first) if line.startswith(">")) <= 5
    window.type("/topics how", "Enter")
    window.wait_for("2. What are glutamate")
    window.type("2", "Enter")
    window.wait_for("reviewed it yet.")
    window.type("how long does the rel", "C-c")
    window.type("i want to die", "Enter")
    lines = window.wait_for("HELP NOW")
    assert any(line.startswith("| ") and "988" in line for line in lines)
    window.resize(60)
    window.type("/clear", "Enter")
    window.wait_for("The talk is forgotten")
    window.type("what is ketamine", "Enter")
    lines = window.wait_for("reviewed it yet.")
    assert max(map(len, lines)) < 60
    assert not any("HELP NOW" in line for line in lines)


def test_pictures_show_what_the_terminal_shows() -> None:
    """Text, colour, weight and signs that XML would eat are drawn where they stand."""
    sys.path.insert(0, str(ROOT / "docs"))
    try:
        from pictures import PICTURES, DimScreen, as_svg  # noqa: PLC0415 - a command, no package
    finally:
        sys.path.pop(0)
    screen = DimScreen(20, 3)
    pyte.Stream(screen).feed("\x1b[1mA & <b>\x1b[0m\r\n  \x1b[2mdim\x1b[0m")
    drawn = as_svg(screen)
    assert 'font-weight="bold">A &amp; &lt;b&gt;' in drawn
    assert 'fill="#8b919c">  dim' not in drawn
    assert 'fill="#8b919c">dim</text>' in drawn
    for picture in PICTURES:
        text = (ROOT / "docs" / f"{picture.name}.svg").read_text(encoding="utf-8")
        assert text.startswith("<svg ")
        assert "&gt; " in text
