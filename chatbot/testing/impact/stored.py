"""The lines of a baseline, each held against what it may be, so that a damaged one is named."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any, Final

from chatbot.content.problem import UsageError
from chatbot.testing.impact.seen import Seen

FORMAT: Final = 2
#: Those that can be read: one of format 1 has no readings of the network.
_READABLE: Final = frozenset({1, FORMAT})
_FIX: Final = "`chatbot baseline FILE` writes one"
_KEY: Final = re.compile("[0-9a-f]{16}")
#: More than a case file has room for.
_MOST_TURNS: Final = 1_000_000
_READ: Final = {"read": dict, "glanced": dict}
_WORDING: Final = {"text": str, "says": str}
_QUESTION: Final = {"key": str, "kind": str, "intents": list, "text": str, "margin": (int, float)}
_CASE: Final = {"case": str, "turn": int, "question": str}


def stored_lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Every line with the place where it begins: the header, then questions and wordings.

    Raises:
        UsageError: if the file cannot be read, is no baseline, or a line of it is damaged.
    """
    offset = 0
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file, 1):
                yield offset, _read(line, path, number)
                offset += len(line)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise UsageError(f"{path} cannot be read ({reason}); {_FIX}") from error
    if not offset:
        raise UsageError(f"{path} is no baseline, it is empty; {_FIX}")


def _read(line: bytes, path: Path, number: int) -> dict[str, Any]:
    try:
        values = json.loads(line)
        wrong = _wrong_with(values, first=number == 1)
    except (OverflowError, RecursionError, TypeError, ValueError):
        wrong = "it cannot be read as JSON"
    if wrong and number == 1:
        raise UsageError(f"{path} is no baseline ({wrong}); {_FIX}")
    if wrong:
        fix = "take the line from an older copy, or begin anew: `chatbot baseline FILE --force`"
        raise UsageError(f"{path}:{number}:1: the baseline is damaged here ({wrong}); {fix}")
    found: dict[str, Any] = values
    return found


def _wrong_with(values: Any, *, first: bool) -> str:
    """What is wrong with a line; "" for nothing."""
    if not isinstance(values, dict):
        return "it is no object"
    if first and values.get("chatbot_baseline") not in _READABLE:
        return f'its "chatbot_baseline" is not {FORMAT}'
    if first:
        return _unlike(values, {"content_version": str})
    if "chatbot_baseline" in values:
        return "it is a second header"
    if "key" in values:
        return _unlike(values, _QUESTION) or _wrong_with_question(values)
    is_read = "read" in values
    return _wrong_with_readings(values) if is_read else _unlike(values, _WORDING)


def _wrong_with_readings(values: dict[str, Any]) -> str:
    """What is wrong with what the network read."""
    if wrong := _unlike(values, _READ):
        return wrong
    read, glanced = values["read"], values["glanced"]
    if not all(map(_KEY.fullmatch, (*read, *glanced))):
        return "a key of what was read is no sixteen hexadecimal digits"
    sound = all(map(_is_reading, chain.from_iterable(read.values())))
    return "" if sound and all(map(_is_probability, glanced.values())) else "a reading is none"


def _is_reading(values: Any) -> bool:
    kind, probability, is_cut = values
    return isinstance(kind, str) and _is_probability(probability) and isinstance(is_cut, bool)


def _is_probability(value: Any) -> bool:
    return isinstance(value, int | float) and 0 <= value <= 1


def _wrong_with_question(values: dict[str, Any]) -> str:
    if not _KEY.fullmatch(values["key"]):
        return 'its "key" is no sixteen hexadecimal digits'
    Seen.of_plain(values)
    if "case" not in values:
        return ""
    if wrong := _unlike(values, _CASE):
        return wrong
    return "" if 0 <= values["turn"] < _MOST_TURNS else 'its "turn" is none'


def _unlike(values: Mapping[str, Any], shape: Mapping[str, Any]) -> str:
    """Which of the values is not there, or of another kind; "" for none."""
    names = (name for name, kind in shape.items() if not isinstance(values.get(name), kind))
    return next((f'its "{name}" is missing or wrong' for name in names), "")
