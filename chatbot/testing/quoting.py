"""Text as a double-quoted YAML scalar, whatever it holds."""

from __future__ import annotations

import json


def quoted(text: str) -> str:
    r"""Text that YAML reads back as it stands.

    A JSON string is one of YAML's forms, but for characters that do not print: YAML takes them as
    escapes only, and, unlike JSON, those beyond U+FFFF as one escape.
    """
    return "".join(_escaped(c) for c in json.dumps(text, ensure_ascii=False))


def _escaped(character: str) -> str:
    if character.isprintable():
        return character
    code = ord(character)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
