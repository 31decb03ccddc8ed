"""Utterances added to an intent; every other byte of the file stays as it is.

A library that loads and dumps YAML keeps comments and order, but writes quotes, line breaks and
indentation in its own way, and a reviewer has to look at all of that. So the line is put into the
text where the list ends, and the pack is read again before the file is written.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import yaml

from chatbot.content.draft import Draft, read_draft
from chatbot.content.files import INTENTS
from chatbot.content.problem import ContentError, UsageError, did_you_mean
from chatbot.content.replacing import alone_in, replacing
from chatbot.content.yaml_file import Report, read_node
from chatbot.testing.quoting import quoted

_NOT_WORD: Final = re.compile(r"[\W_]+")
#: Text that YAML reads back as it stands, without quotes.
_PLAIN: Final = re.compile(r"[A-Za-z][A-Za-z0-9 ,.'()/?!-]*[A-Za-z0-9.)!?]")
_NOT_TEXT: Final = {"true", "false", "yes", "no", "on", "off", "null", "y", "n"}


@dataclass(frozen=True, slots=True)
class Added:
    """What was added.

    Attributes:
        path: the file.
        line: the first new line, counted from 1.
        utterances: what was added.
        skipped: (utterance, why) of what was not.
    """

    path: Path
    line: int
    utterances: tuple[str, ...]
    skipped: tuple[tuple[str, str], ...]


def add_utterances(folder: Path, intent: str, utterances: Sequence[str]) -> Added:
    """Add utterances to an intent of a pack.

    Args:
        folder: the pack.
        intent: the id.
        utterances: what people ask; one that stands anywhere in the pack already is left out.

    Returns:
        What was added, and where.

    Raises:
        UsageError: if there is no such intent, or its file cannot be written.
        ContentError: if a file of intents cannot be read, so that it is not known.
    """
    draft = read_draft(folder)
    path = _file_of(intent, draft, folder)
    new, skipped = _sorted_out(utterances, draft)
    try:
        with alone_in(path.parent):
            line = _add(path, intent, new)
    except OSError as error:
        raise UsageError(f"{path} cannot be written ({error.strerror})") from error
    return Added(path, line, tuple(new), tuple(skipped))


def _add(path: Path, intent: str, new: Sequence[str]) -> int:
    """Write the file with new utterances, if there are any; the line of the first."""
    text = path.read_bytes().decode("utf-8")
    items = _list_of(path, intent)
    after, line = (_in_flow if items.flow_style else _in_block)(text, items, new)
    if new:
        _write(path, after, intent, new)
    return line


def _file_of(intent: str, draft: Draft, folder: Path) -> Path:
    files = {key: name for name, key, _, _ in draft.each_intent()}
    if intent not in files and draft.problems:
        raise ContentError(draft.problems)
    if intent not in files:
        advice = did_you_mean(intent, files, otherwise="see `chatbot topics --json`")
        raise UsageError(f'there is no intent "{intent}"; {advice}')
    return folder / "intents" / files[intent]


def _sorted_out(utterances: Sequence[str], draft: Draft) -> tuple[list[str], list[tuple[str, str]]]:
    known = {
        _folded(text): key for _, key, values, _ in draft.each_intent()
        for text, _ in values["utterances"]
    }  # fmt: skip
    new: list[str] = []
    skipped: list[tuple[str, str]] = []
    for each in utterances:
        text = " ".join(each.split())
        if not _folded(text):
            skipped.append((each, "it holds no word"))
        elif _folded(text) in known:
            skipped.append((each, f"it stands under {known[_folded(text)]}"))
        else:
            known[_folded(text)] = "the ones just added"
            new.append(text)
    return new, skipped


def _folded(text: str) -> str:
    return _NOT_WORD.sub(" ", text.casefold()).strip()


def _list_of(path: Path, intent: str) -> yaml.SequenceNode:
    """The node of the list of utterances."""
    top = read_node(path, Report(str(path)))
    node: yaml.Node | None = top
    for key in ("intents", intent, "utterances"):
        pairs = node.value if isinstance(node, yaml.MappingNode) else []
        node = next((value for name, value in pairs if name.value == key), None)
    if not isinstance(node, yaml.SequenceNode) or not node.value:
        raise UsageError(f"{path}: {intent} has no list of utterances; write the first one by hand")
    return node


def _in_block(text: str, items: yaml.SequenceNode, new: Sequence[str]) -> tuple[str, int]:
    """New lines after the last one of the list, indented like the others."""
    lines = text.splitlines(keepends=True)
    end = "\r\n" if lines[0].endswith("\r\n") else "\n"
    column = items.value[0].start_mark.column
    dash = lines[items.value[0].start_mark.line][:column]
    mark = items.value[-1].end_mark
    place = mark.line if mark.column == 0 else mark.line + 1
    if place == len(lines) and not lines[-1].endswith("\n"):
        lines[-1] += end
    added = [f"{dash}{_quoted(each)}{end}" for each in new]
    return "".join([*lines[:place], *added, *lines[place:]]), place + 1


def _in_flow(text: str, items: yaml.SequenceNode, new: Sequence[str]) -> tuple[str, int]:
    """After the last one of the brackets."""
    mark = items.value[-1].end_mark
    lines = text.splitlines(keepends=True)
    line = lines[mark.line]
    added = "".join(f", {quoted(each)}" for each in new)
    lines[mark.line] = line[: mark.column] + added + line[mark.column :]
    return "".join(lines), mark.line + 1


def _quoted(text: str) -> str:
    """Plain where YAML reads it back as it stands, else in quotes."""
    plain = _PLAIN.fullmatch(text) and text.casefold() not in _NOT_TEXT
    return text if plain else quoted(text)


def _write(path: Path, text: str, intent: str, new: Sequence[str]) -> None:
    """Write the file if, read again, it holds what it should; else leave it as it was."""
    with replacing(path) as temporary:
        temporary.write_bytes(text.encode("utf-8"))
        _check_written(temporary, path, intent, new)


def _check_written(temporary: Path, path: Path, intent: str, new: Sequence[str]) -> None:
    report = Report(str(path))
    node = read_node(temporary, report)
    values = INTENTS(node, report) if node else None
    if values is None or report.problems:
        raise UsageError(f"{path} is written in a way that cannot be added to; add it by hand")
    entry, _ = values["intents"][intent]
    if [each for each, _ in entry["utterances"]][-len(new) :] != list(new):
        raise UsageError(f"{path} is written in a way that cannot be added to; add it by hand")
