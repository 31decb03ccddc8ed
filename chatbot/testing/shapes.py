"""Shapes of YAML that case files have and content files have not."""

from __future__ import annotations

from typing import TypeVar

import yaml

from chatbot.content.shapes import Reader, list_of, placed
from chatbot.content.yaml_file import Report

T = TypeVar("T")


def one_or_more(read: Reader[T]) -> Reader[tuple[tuple[T, yaml.Node], ...]]:
    """One value, or a list of them; each with the node that it came from."""
    read_list, read_one = list_of(read), placed(read)

    def read_either(node: yaml.Node, report: Report) -> tuple[tuple[T, yaml.Node], ...] | None:
        if isinstance(node, yaml.SequenceNode):
            return read_list(node, report)
        pair = read_one(node, report)
        return None if pair is None else (pair,)

    several = {"type": "array", "items": read.schema}
    return Reader(read_either, {"anyOf": [read.schema, several]})


def number_between(least: float, most: float) -> Reader[float]:
    """A number within bounds."""

    def read(node: yaml.Node, report: Report) -> float | None:
        try:
            number = float(str(node.value))
        except ValueError:
            number = float("nan")
        if least <= number <= most:
            return number
        report.at(node, "this is no such number", f"write one from {least:g} to {most:g}")
        return None

    return Reader(read, {"type": "number", "minimum": least, "maximum": most})
