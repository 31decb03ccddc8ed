"""Files to YAML nodes that know their line and column, without trusting the file.

Nodes are composed but never constructed: no tag is resolved to a Python object, and a node that is
reached twice (an alias) is refused, so that nothing can grow beyond the file itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import yaml

from chatbot.content.problem import Problem

LARGEST_FILE: Final = 5_000_000
DEEPEST: Final = 20

try:
    from yaml import CSafeLoader as _Loader
except ImportError:  # PyYAML was built without libyaml: the same result, ten times slower
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]


class Report:
    """Collects the problems of one file."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.problems: list[Problem] = []

    def at(self, node: yaml.Node, what: str, fix: str) -> None:
        """Add a problem at a node."""
        mark = node.start_mark
        self.problems.append(Problem(self.path, mark.line + 1, mark.column + 1, what, fix))

    def top(self, what: str, fix: str) -> None:
        """Add a problem of the file as a whole."""
        self.problems.append(Problem(self.path, 1, 1, what, fix))


def read_node(path: Path, report: Report) -> yaml.MappingNode | None:
    """Read one content file.

    Args:
        path: the file.
        report: takes every problem found.

    Returns:
        The mapping at its top, or None when the file cannot be used at all.
    """
    node = compose(path, report)
    if isinstance(node, yaml.MappingNode):
        return node if is_sound(node, report) else None
    if not report.problems:
        report.top("the file holds no mapping", 'start with a key, such as "intents:"')
    return None


def compose(path: Path, report: Report) -> yaml.Node | None:
    """Read one file of YAML, whatever is in it; `is_sound` says whether it can be trusted.

    Args:
        path: the file.
        report: takes the problem, if it cannot be read.

    Returns:
        The node at its top, or None when it is empty or cannot be read.
    """
    text = _read_text(path, report)
    try:
        return None if text is None else yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        _report_syntax(error, report)
    except (yaml.YAMLError, RecursionError) as error:
        report.top(f"not readable as YAML ({_first_line(error)})", "write plain, shallow YAML")
    return None


def _read_text(path: Path, report: Report) -> str | None:
    try:
        size = path.stat().st_size
        if size > LARGEST_FILE:
            report.top(f"the file has {size:,} bytes", f"keep it under {LARGEST_FILE:,}")
            return None
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = error.object[: error.start]
        column = error.start - (before.rfind(b"\n") + 1) + 1
        fix = "save the file as UTF-8"
        what = "the file is not UTF-8"
        report.problems.append(Problem(report.path, before.count(b"\n") + 1, column, what, fix))
    except OSError as error:
        report.top(
            f"cannot be read ({error.strerror})", "check that the file is there and readable"
        )
    return None


def _report_syntax(error: yaml.MarkedYAMLError, report: Report) -> None:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    what = f"YAML syntax: {error.problem or error.context}"
    fix = "check the indentation, and put text with a colon or a quote mark in double quotes"
    report.problems.append(Problem(report.path, line, column, what, fix))


def _first_line(error: BaseException) -> str:
    return (str(error) or type(error).__name__).splitlines()[0]


def is_sound(top: yaml.Node, report: Report) -> bool:
    """Refuse aliases, keys given twice, keys that are no text, and nesting without end."""
    before = len(report.problems)
    seen: set[int] = set()
    stack = [(top, 0)]
    while stack:
        node, depth = stack.pop()
        if id(node) in seen:
            report.at(node, "an alias repeats this node", "write the text out where it is wanted")
            return False
        seen.add(id(node))
        if depth > DEEPEST:
            report.at(node, f"nested more than {DEEPEST} levels deep", "use a flatter structure")
            return False
        if isinstance(node, yaml.MappingNode):
            _check_keys(node, report)
        stack.extend((child, depth + 1) for child in _children(node))
    return len(report.problems) == before


def _children(node: yaml.Node) -> Iterator[yaml.Node]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield key
            yield value
    elif isinstance(node, yaml.SequenceNode):
        yield from node.value


def _check_keys(node: yaml.MappingNode, report: Report) -> None:
    seen: dict[str, int] = {}
    for key, _ in node.value:
        if not isinstance(key, yaml.ScalarNode):
            report.at(key, "a key is not text", "use a plain word as key")
        elif key.value in seen:
            what = f'"{key.value}" stands twice (first on line {seen[key.value]})'
            report.at(key, what, "keep one of the two")
        else:
            seen[key.value] = key.start_mark.line + 1
