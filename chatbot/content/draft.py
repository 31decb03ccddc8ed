"""A pack as read, before it is known to be whole: values with the places they came from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import yaml

from chatbot.content import files
from chatbot.content.files_of import content_files, version_of
from chatbot.content.problem import Problem
from chatbot.content.shapes import Reader
from chatbot.content.yaml_file import Report, read_node

SPECIAL_INTENTS: Final = {
    "vocabulary.yaml": files.VOCABULARY,
    "screen.yaml": files.SCREEN,
    "follow_ups.yaml": files.FOLLOW_UPS,
    "calm.yaml": files.CALM,
    "subjects.yaml": files.SUBJECTS,
}
SPECIAL_RESPONSES: Final = {
    "sources.yaml": files.SOURCES,
    "disclaimer.yaml": files.DISCLAIMERS,
    "messages.yaml": files.MESSAGES,
    "approvals.yaml": files.APPROVALS,
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands."""

    path: str
    line: int
    column: int

    def problem(self, what: str, fix: str, severity: str = "error") -> Problem:
        """A problem at this place."""
        return Problem(self.path, self.line, self.column, what, fix, severity)


@dataclass(slots=True)
class Draft:
    """The files of a pack as plain values, by the name of the file.

    Attributes:
        folder: where the pack is.
        intents: for each file in intents/, what `files.INTENTS` read.
        responses: the same for responses/.
        special: vocabulary, screen, follow-ups, calm, sources, disclaimer, messages, approvals, by
            file name.
        broken: files ("intents/x.yaml") of which something could not be read.
        problems: what was found wrong so far.
        version: a hash of the names and bytes of all files.
    """

    folder: Path
    intents: dict[str, dict[str, Any]] = field(default_factory=dict)
    responses: dict[str, dict[str, Any]] = field(default_factory=dict)
    special: dict[str, dict[str, Any]] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    version: str = ""
    _paths: dict[tuple[str, str], str] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def place(self, shelf: str, name: str, node: yaml.Node | None = None) -> Place:
        """The place of a node in one of the files, or of the file itself."""
        path = self._paths.get((shelf, name))
        if path is None:
            path = self._paths[shelf, name] = str(self.folder / shelf / name)
        if node is None:
            return Place(path, 1, 1)
        return Place(path, node.start_mark.line + 1, node.start_mark.column + 1)

    def each_intent(self) -> Iterator[tuple[str, str, dict[str, Any], Place]]:
        """File name, id, values and place of every intent, in the order of the files."""
        for name, values in self.intents.items():
            for key, (intent, node) in values["intents"].items():
                yield name, key, intent, self.place("intents", name, node)

    def each_response(self) -> Iterator[tuple[str, str, dict[str, Any], Place]]:
        """File name, id, values and place of every response, in the order of the files."""
        for name, values in self.responses.items():
            for key, (response, node) in values["responses"].items():
                yield name, key, response, self.place("responses", name, node)


def read_draft(folder: Path) -> Draft:
    """Read every file of a pack, and note what is wrong with each by itself."""
    draft = Draft(folder)
    for shelf in ("intents", "responses"):
        if not (folder / shelf).is_dir():
            fix = f'a pack is a folder with "intents" and "responses" in it; make {shelf}/'
            draft.problems.append(draft.place(shelf, "").problem("there is no such folder", fix))
    for path in content_files(folder):
        _read_file(path, draft)
    if not draft.problems:
        draft.version = version_of(content_files(folder), folder)
    return draft


def _read_file(path: Path, draft: Draft) -> None:
    report = Report(str(path))
    if path.suffix != ".yaml":
        report.top(f'the name ends in "{path.suffix}"', f"rename it to {path.stem}.yaml")
    else:
        reader, shelf = _reader_of(path, draft)
        node = read_node(path, report)
        values = reader(node, report) if node else None
        if values is not None:
            shelf[path.name] = values
    if report.problems:
        draft.broken.add(f"{path.parent.name}/{path.name}")
    draft.problems.extend(report.problems)


def _reader_of(
    path: Path, draft: Draft
) -> tuple[Reader[dict[str, Any]], dict[str, dict[str, Any]]]:
    if path.parent.name == "intents":
        special, usual, shelf = SPECIAL_INTENTS, files.INTENTS, draft.intents
    else:
        special, usual, shelf = SPECIAL_RESPONSES, files.RESPONSES, draft.responses
    if path.name in special:
        return special[path.name], draft.special
    return usual, shelf
