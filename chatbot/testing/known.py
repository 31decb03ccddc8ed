"""Known failures: a list of cases that fail, each with its reason.

known_failures:
- file: answers/how.chat.yaml
case: how does it work
reason: "says too little; the answer is being rewritten"
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import yaml

from chatbot.content.problem import ContentError, did_you_mean
from chatbot.content.shapes import Field, Reader, list_of, placed, record, text
from chatbot.content.yaml_file import Report, read_node
from chatbot.testing.cases import Case

FILE: Final = "known_failures.yaml"
#: What the folder of the tests is called, if it holds no list.
_USUAL: Final = "tests"
KNOWN_FAILURES: Final[Reader[dict[str, Any]]] = record(
    {
        "known_failures": Field(
            list_of(
                record(
                    {
                        "file": Field(text),
                        "case": Field(placed(text)),
                        "reason": Field(text),
                    }
                )
            )
        )
    }
)


def load_known(root: Path, cases: Iterable[Case] | None = None) -> dict[str, str]:
    """Read the list of known failures.

    Args:
        root: the folder of the tests; the list is `known_failures.yaml` in it.
        cases: all cases beneath it, if they are known: a listed case that is not there is a
            problem.

    Returns:
        The ids of cases, each with its reason; nothing when there is no list.

    Raises:
        ContentError: if anything is wrong with the list.
    """
    path = root / FILE
    if not path.is_file():
        return {}
    report = Report(str(path))
    node = read_node(path, report)
    values = KNOWN_FAILURES(node, report) if node else None
    listed = list(_entries(values or {"known_failures": ()}))
    if cases is not None:
        _check(listed, {case.id(root) for case in cases}, report)
    if report.problems:
        raise ContentError(report.problems)
    return {name: reason for name, reason, _ in listed}


def _entries(values: dict[str, Any]) -> Iterator[tuple[str, str, yaml.Node]]:
    for entry, _ in values["known_failures"]:
        name, node = entry["case"]
        yield f"{entry['file']}::{name}", entry["reason"], node


def _check(
    listed: Iterable[tuple[str, str, yaml.Node]], known: Iterable[str], report: Report
) -> None:
    known = set(known)
    for name, _, node in listed:
        if name not in known:
            advice = did_you_mean(name, known, otherwise="take it off the list")
            report.at(node, f'there is no case "{name}"', advice)


def root_of(path: Path) -> Path:
    """The folder of the tests that a path belongs to.

    It is the nearest one, upwards, that holds a list of known failures or is called "tests"; a
    folder with such a one right in it, as a pack has, stands for that. Else it is the path itself,
    or the folder of a file.
    """
    path = path.resolve()
    start = path.parent if path.is_file() else path
    found = filter(_is_root, (start, start / _USUAL, *start.parents))
    return next(found, start)


def _is_root(folder: Path) -> bool:
    return (folder / FILE).is_file() or (folder.name == _USUAL and folder.is_dir())
