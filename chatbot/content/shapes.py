"""YAML nodes to plain values of a known shape, reporting what does not fit.

A shape is called with a node and a report, and returns the value, or None after reporting a
problem. It also knows its JSON Schema, which editors use.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, Generic, TypeVar

import yaml

from chatbot.content.problem import did_you_mean
from chatbot.content.yaml_file import Report

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Reader(Generic[T]):
    """One shape.

    Attributes:
        read: takes a node and a report, and returns the value, or None after reporting a problem.
        schema: the JSON Schema of what it takes.
    """

    read: Callable[[yaml.Node, Report], T | None]
    schema: Mapping[str, Any]

    def __call__(self, node: yaml.Node, report: Report) -> T | None:
        """Read a node."""
        return self.read(node, report)


_NULL_TAG: Final = "tag:yaml.org,2002:null"
_TEXT_TAG: Final = "tag:yaml.org,2002:str"


@dataclass(frozen=True, slots=True)
class Field:
    """One key that a mapping may have.

    Attributes:
        read: the reader of its value.
        required: whether its absence is a problem.
        default: the value when it is absent.
    """

    read: Reader[Any]
    required: bool = True
    default: Any = None


def optional(read: Reader[Any], default: Any = None) -> Field:
    """A field that may be left out."""
    return Field(read, required=False, default=default)


def _read_text(node: yaml.Node, report: Report) -> str | None:
    """Text that says something."""
    if not isinstance(node, yaml.ScalarNode):
        report.at(node, f"expected text, found {_name_of(node)}", "write one piece of text here")
        return None
    if node.tag == _NULL_TAG or not node.value.strip():
        report.at(node, "the text is empty", "write the text, or take the key out")
        return None
    if node.tag != _TEXT_TAG:
        return _reread(node, report)
    return str(node.value).strip()


def _reread(node: yaml.ScalarNode, report: Report) -> str | None:
    """Take "no", "12" and dates as the words that they are; refuse tags such as !!binary."""
    if not node.style and node.tag.rpartition(":")[2] in {"bool", "int", "float", "timestamp"}:
        return str(node.value).strip()
    report.at(node, f"the tag {node.tag} is not known here", "write plain text")
    return None


def _read_text_or_null(node: yaml.Node, report: Report) -> str | None:
    """Text, or null."""
    if isinstance(node, yaml.ScalarNode) and node.tag == _NULL_TAG:
        return None
    return _read_text(node, report)


def _read_day(node: yaml.Node, report: Report) -> date | None:
    """A day, as 2026-11-23."""
    try:
        return datetime.strptime(str(node.value), "%Y-%m-%d").date()  # noqa: DTZ007 - a day alone
    except ValueError:
        report.at(node, "this is not a date", "write it as year-month-day, such as 2026-11-23")
        return None


#: Text that says something. An unquoted "no" or 12 is taken as the words that they are.
text: Final = Reader(_read_text, {"type": ["string", "number", "boolean"]})
#: Text, or null.
text_or_null: Final = Reader(_read_text_or_null, {"type": ["string", "number", "boolean", "null"]})
#: A day, as 2026-11-23.
day: Final = Reader(_read_day, {"type": "string", "format": "date"})


def one_of(*words: str) -> Reader[str]:
    """One of a few words."""

    def read(node: yaml.Node, report: Report) -> str | None:
        word = text(node, report)
        if word is None or word in words:
            return word
        advice = did_you_mean(word, words, otherwise=f"use one of {', '.join(words)}")
        report.at(node, f'"{word}" is not known here', advice)
        return None

    return Reader(read, {"enum": list(words)})


def list_of(read_item: Reader[T]) -> Reader[tuple[tuple[T, yaml.Node], ...]]:
    """A list, each value with the node that it came from."""

    def read(node: yaml.Node, report: Report) -> tuple[tuple[T, yaml.Node], ...] | None:
        if not isinstance(node, yaml.SequenceNode):
            report.at(node, f"expected a list, found {_name_of(node)}", 'begin each line with "- "')
            return None
        pairs = [(read_item(item, report), item) for item in node.value]
        return tuple((value, item) for value, item in pairs if value is not None)

    return Reader(read, {"type": "array", "items": read_item.schema})


def placed(read: Reader[T]) -> Reader[tuple[T, yaml.Node]]:
    """A value with the node that it came from."""

    def read_placed(node: yaml.Node, report: Report) -> tuple[T, yaml.Node] | None:
        value = read(node, report)
        return None if value is None else (value, node)

    return Reader(read_placed, read.schema)


def map_of(read_value: Reader[T]) -> Reader[dict[str, tuple[T, yaml.Node]]]:
    """A mapping with keys of any name, each value with the node of its key."""

    def read(node: yaml.Node, report: Report) -> dict[str, tuple[T, yaml.Node]] | None:
        if not isinstance(node, yaml.MappingNode):
            report.at(
                node, f"expected keys with values, found {_name_of(node)}", 'write "key: value"'
            )
            return None
        found = {}
        for key, value_node in node.value:
            value = read_value(value_node, report)
            if value is not None:
                found[str(key.value)] = (value, key)
        return found

    return Reader(read, {"type": "object", "additionalProperties": read_value.schema})


def record(fields: Mapping[str, Field]) -> Reader[dict[str, Any]]:
    """A mapping with known keys; it is worth nothing only when a required value is not there."""

    def read(node: yaml.Node, report: Report) -> dict[str, Any] | None:
        if not isinstance(node, yaml.MappingNode):
            what = f"expected the keys {', '.join(fields)}, found {_name_of(node)}"
            report.at(node, what, 'write "key: value" lines, indented')
            return None
        values = {name: field.default for name, field in fields.items()}
        given = {key.value: (key, value) for key, value in node.value}
        for name, (key, value) in given.items():
            if name in fields:
                values[name] = fields[name].read(value, report)
            else:
                advice = did_you_mean(name, fields, otherwise=f"use one of {', '.join(fields)}")
                report.at(key, f'the key "{name}" is not known here', advice)
        for name, field in fields.items():
            if field.required and name not in given:
                report.at(node, f'the key "{name}" is missing', f'add "{name}:"')
        lacking = [n for n, field in fields.items() if field.required and values[n] is None]
        return None if lacking else values

    schema = {
        "type": "object",
        "properties": {name: field.read.schema for name, field in fields.items()},
        "required": [name for name, field in fields.items() if field.required],
        "additionalProperties": False,
    }
    return Reader(read, schema)


def _name_of(node: yaml.Node) -> str:
    if isinstance(node, yaml.SequenceNode):
        return "a list"
    if isinstance(node, yaml.MappingNode):
        return "a mapping"
    return "nothing" if node.tag == _NULL_TAG else f'"{str(node.value)[:30]}"'
