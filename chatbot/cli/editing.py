"""Line editing with prompt-toolkit: suggestions, completion, a new line on Alt+Enter."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterable, Sequence
from typing import Final

from prompt_toolkit import PromptSession
from prompt_toolkit.application.current import get_app
from prompt_toolkit.auto_suggest import AutoSuggest, Suggestion
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.filters import Condition
from prompt_toolkit.history import History as ToolkitHistory
from prompt_toolkit.input import Input
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.keys import Keys
from prompt_toolkit.output import ColorDepth, Output
from prompt_toolkit.styles import Style

from chatbot.cli.commands import COMMANDS
from chatbot.cli.history import History
from chatbot.cli.prompt import ReadLine
from chatbot.cli.session import Session
from chatbot.cli.topics import listed
from chatbot.content import Pack

#: Only the names of the sixteen colours: what they look like is the terminal's to decide.
STYLES: Final = {"prompt": "bold", "auto-suggestion": "ansibrightblack"}
_SHORTEST: Final = 2


class PromptCompleter(Completer):
    """Completes commands, what they take, and known questions by their words.

    Args:
        session: whose pack is completed from.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._questions = questions_of(session.bot.pack)

    def get_completions(
        self, document: Document, complete_event: CompleteEvent
    ) -> Iterable[Completion]:
        """What the text before the cursor may become."""
        text = document.text_before_cursor
        if text.startswith("/"):
            yield from self._of_command(text)
        elif len(text.strip()) > _SHORTEST:
            words = text.lower().split()
            for question in self._questions:
                if all(word in question.lower() for word in words):
                    yield Completion(question, start_position=-len(text))

    def _of_command(self, text: str) -> Iterable[Completion]:
        name, space, rest = text[1:].partition(" ")
        for command in COMMANDS:
            if space and command.name == name:
                yield from _completions(command.words(self._session), rest, "")
            elif not space and command.name.startswith(name.lower()):
                yield Completion(
                    f"/{command.name}", start_position=-len(text), display_meta=command.help
                )


def _completions(words: Iterable[str], start: str, before: str) -> Iterable[Completion]:
    for word in words:
        if word.startswith(start.lower()):
            yield Completion(before + word, start_position=-len(start))


class KnownQuestions(AutoSuggest):
    """Suggests the rest of a known question, or of a command, as it is typed.

    Args:
        questions: the known questions, those to be suggested first first.
    """

    def __init__(self, questions: Sequence[str]) -> None:
        self._texts = (*questions, *(f"/{command.name}" for command in COMMANDS))
        self._folded = [text.casefold() for text in self._texts]

    def get_suggestion(self, buffer: Buffer, document: Document) -> Suggestion | None:
        """The rest of the first text that begins as what was typed does."""
        typed = document.text
        if len(typed.strip()) < _SHORTEST or "\n" in typed:
            return None
        start = typed.casefold()
        for text, folded in zip(self._texts, self._folded, strict=True):
            if folded.startswith(start) and len(folded) > len(start):
                return Suggestion(text[len(typed) :])
        return None


class RecentLines(ToolkitHistory):
    """The arrow keys' view of the session's history; the session decides what is kept.

    Args:
        history: the lines.
    """

    def __init__(self, history: History) -> None:
        super().__init__()
        self._history = history

    async def load(self) -> AsyncGenerator[str, None]:
        """The lines of now, newest first: what was forgotten in the meantime is not among them."""
        for line in self.load_history_strings():
            yield line

    def load_history_strings(self) -> Iterable[str]:
        """The lines that may be brought back, newest first."""
        return list(reversed(self._history.recent))

    def append_string(self, string: str) -> None:
        """Nothing: a line is remembered only after its reply, by the session."""

    def store_string(self, string: str) -> None:
        """Nothing, for the same reason."""


def questions_of(pack: Pack) -> list[str]:
    """The questions that a reader can ask, in the order of the pack."""
    return [intent.question for intent in listed(pack) if intent.kind in {"answer", "refer"}]


def editing_reader(
    session: Session, *, source: Input | None = None, output: Output | None = None
) -> ReadLine:
    """A reader with line editing.

    Args:
        session: whose pack is completed from.
        source: where keys come from; by default the terminal.
        output: where is drawn; by default the terminal.
    """
    colour = session.terminal.colour
    editor: PromptSession[str] = PromptSession(
        message=[("class:prompt", "> ")],
        style=Style.from_dict(STYLES),
        color_depth=ColorDepth.DEPTH_4_BIT if colour else ColorDepth.DEPTH_1_BIT,
        history=RecentLines(session.history),
        auto_suggest=KnownQuestions(questions_of(session.bot.pack)),
        completer=PromptCompleter(session),
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


@Condition
def _something_is_suggested() -> bool:
    buffer = get_app().current_buffer
    return (
        bool(buffer.suggestion and buffer.suggestion.text) and buffer.document.is_cursor_at_the_end
    )


def key_bindings() -> KeyBindings:
    """Enter sends; Alt+Enter and Ctrl+J begin a new line; End takes a suggestion as Right does."""
    keys = KeyBindings()

    @keys.add("c-c")
    def _(event: KeyPressEvent) -> None:
        # In place: a prompt that begins anew would take what is typed meanwhile for lines of text.
        event.current_buffer.reset()

    @keys.add(Keys.Vt100MouseEvent)
    def _(event: KeyPressEvent) -> None:
        """Nothing: the mouse is not used, and the usual handler takes any damaged one for it."""

    @keys.add("enter")
    def _(event: KeyPressEvent) -> None:
        event.current_buffer.validate_and_handle()

    @keys.add("escape", "enter")
    @keys.add("c-j")
    def _(event: KeyPressEvent) -> None:
        event.current_buffer.insert_text("\n")

    @keys.add("end", filter=_something_is_suggested)
    def _(event: KeyPressEvent) -> None:
        suggestion = event.current_buffer.suggestion
        if suggestion is not None:
            event.current_buffer.insert_text(suggestion.text)

    return keys
