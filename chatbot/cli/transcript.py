"""A talk as Markdown, for a reader who wants to take it to a clinician."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from chatbot.cli.terminal import printable
from chatbot.content import Pack
from chatbot.reply import Reply, cite

_SPECIAL: Final = re.compile(r"([\\`*_\[\]<>#|~])")
#: In place of what is kept nowhere: the question, and the reply, which tells as much.
_WITHHELD: Final = "*(A part of the talk is not kept.)*"


def as_markdown(exchanges: Iterable[tuple[str, Reply]], pack: Pack) -> str:
    """A talk as Markdown.

    Args:
        exchanges: questions with their replies; "" for a question that is not kept.
        pack: whose title and words are used.
    """
    lines = [f"# {_escaped(pack.text('message/title'))}"]
    lines += ["", *(_escaped(pack.text(f"message/{name}")) for name in ("about", "help_lines"))]
    for question, reply in exchanges:
        if question:
            lines += ["", f"## {_one_line(question)}", "", *_body(reply)]
        elif lines[-1] != _WITHHELD:
            lines += ["", _WITHHELD]
    return "\n".join(lines) + "\n"


def _body(reply: Reply) -> Iterator[str]:
    yield _escaped(reply.answer)
    for number, each in enumerate(reply.choices, 1):
        yield f"{number}. {_escaped(each.question)}"
    yield ""
    yield f"*{_escaped(reply.disclaimer)}*"
    if reply.shown_sources:
        yield ""
    for source in reply.shown_sources:
        yield f"- {_escaped(cite(source))}"
    if reply.notes:
        yield ""
        yield _escaped(" ".join(note.text for note in reply.notes))


def _one_line(text: str) -> str:
    return _escaped(" ".join(text.split()))


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", printable(text))


def write_new(path: Path, text: str) -> None:
    """Write a file that is not there yet, for its owner alone.

    Raises:
        OSError: if it is there, or cannot be written.
    """
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8", errors="replace") as file:
        file.write(text)
