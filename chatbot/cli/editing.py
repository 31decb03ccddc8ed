"""Line editing with prompt-toolkit: history in memory, completion, a new line on Alt+Enter."""

from __future__ import annotations

from collections.abc import Iterable

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.history import InMemoryHistory
from prompt_toolkit.input import Input
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.output import Output

from chatbot.cli.commands import COMMANDS, Session
from chatbot.cli.prompt import ReadLine
from chatbot.cli.topics import listed
from chatbot.content import Pack


class PromptCompleter(Completer):
    """Completes commands after a slash, areas after /topics, and known questions by their words.

    Args:
        pack: whose areas and questions are offered.
    """

    def __init__(self, pack: Pack) -> None:
        self._areas = list(pack.areas)
        self._questions = [intent.question for intent in listed(pack)]

    def get_completions(
        self, document: Document, complete_event: CompleteEvent
    ) -> Iterable[Completion]:
        """What the text before the cursor may become."""
        text = document.text_before_cursor
        if text.startswith("/topics "):
            yield from _completions(self._areas, text.removeprefix("/topics "))
        elif text.startswith("/"):
            yield from _completions([f"/{command.name}" for command in COMMANDS], text)
        elif len(text.strip()) > 2:
            words = text.lower().split()
            for question in self._questions:
                if all(word in question.lower() for word in words):
                    yield Completion(question, start_position=-len(text))


def _completions(names: Iterable[str], start: str) -> Iterable[Completion]:
    for name in names:
        if name.startswith(start.lower()):
            yield Completion(name, start_position=-len(start))


def editing_reader(
    session: Session, *, source: Input | None = None, output: Output | None = None
) -> ReadLine:
    """A reader with line editing.

    Args:
        session: whose pack is completed from.
        source: where keys come from; by default the terminal.
        output: where is drawn; by default the terminal.
    """
    editor: PromptSession[str] = PromptSession(
        message="> ",
        history=InMemoryHistory(),
        completer=PromptCompleter(session.bot.pack),
        complete_while_typing=False,
        key_bindings=key_bindings(),
        multiline=True,
        prompt_continuation="  ",
        input=source,
        output=output,
    )

    def read_line() -> str | None:
        try:
            return editor.prompt()
        except EOFError:
            return None

    return read_line


def key_bindings() -> KeyBindings:
    """Enter sends; Alt+Enter and Ctrl+J begin a new line. A paste keeps its lines."""
    keys = KeyBindings()

    @keys.add("enter")
    def _(event: KeyPressEvent) -> None:
        event.current_buffer.validate_and_handle()

    @keys.add("escape", "enter")
    @keys.add("c-j")
    def _(event: KeyPressEvent) -> None:
        event.current_buffer.insert_text("\n")

    return keys
