"""What a terminal shows: a prompt with keys typed into it, and a terminal in memory."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from pathlib import Path
from threading import Thread

import pyte
from prompt_toolkit.data_structures import Size
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput
from prompt_toolkit.output.vt100 import Vt100_Output

from chatbot import Chatbot
from chatbot.cli.editing import editing_reader
from chatbot.cli.history import History
from chatbot.cli.prompt import loop, welcome
from chatbot.cli.session import Session
from chatbot.cli.terminal import Terminal

CTRL_C, CTRL_D, ENTER, NEWLINE, RIGHT, END, UP = (
    "\x03", "\x04", "\r", "\x1b\r", "\x1b[C", "\x1b[F", "\x1b[A",
)  # fmt: skip


def session_of(
    bot: Chatbot, width: int = 0, *, history: Path | None = None, **more: bool
) -> Session:
    """A session that writes into memory."""
    terminal = Terminal(out=io.StringIO(), err=io.StringIO(), width=width, **more)  # type: ignore[arg-type]
    return Session(bot, bot.conversation(), terminal, History(history))


def typed(session: Session, keys: str) -> str:
    """Type keys that end the prompt into it; what it wrote besides the editing."""
    with create_pipe_input() as source:
        source.send_text(keys + CTRL_D)
        loop(session, editing_reader(session, source=source, output=DummyOutput()))
    return written(session)


def typed_slowly(session: Session, *pieces: str) -> str:
    """Type with pauses, as a person does: suggestions and history come between the keys."""
    with create_pipe_input() as source:

        def type_on() -> None:
            for piece in (*pieces, CTRL_D):
                source.send_text(piece)
                time.sleep(0.3)

        typist = Thread(target=type_on)
        typist.start()
        loop(session, editing_reader(session, source=source, output=DummyOutput()))
        typist.join()
    return written(session)


def written(session: Session) -> str:
    out = session.terminal.out
    assert isinstance(out, io.StringIO)
    return out.getvalue()


class ShownBy(io.StringIO):
    """A stream whose text a terminal in memory shows."""

    def __init__(self, stream: pyte.Stream) -> None:
        super().__init__()
        self._stream = stream
        self.raw = ""

    def write(self, text: str) -> int:
        self.raw += text
        self._stream.feed(text.replace("\n", "\r\n"))
        return len(text)


def screen_after(
    bot: Chatbot, columns: int, keys: str, *, colour: bool = False
) -> pyte.HistoryScreen:
    """The window after the first screen and some keys: typed, drawn, answered."""
    screen = pyte.HistoryScreen(columns, 60, history=1000)
    shown = ShownBy(pyte.Stream(screen))
    terminal = Terminal(shown, shown, width=columns, plain=False, colour=colour)
    session = Session(bot, bot.conversation(), terminal)
    welcome(session)
    size: Callable[[], Size] = lambda: Size(rows=60, columns=columns)  # noqa: E731 - it is a value
    output = Vt100_Output(shown, size, term="xterm", enable_cpr=False)
    with create_pipe_input() as source:
        source.send_text(keys + CTRL_D)
        loop(session, editing_reader(session, source=source, output=output))
    return screen


def lines_of(screen: pyte.Screen) -> list[str]:
    """What stands on it, without the blanks at the ends."""
    return [line.rstrip() for line in screen.display]
