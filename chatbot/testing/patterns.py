"""What `says` and `never_says` look for: words, or a regular expression between slashes."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

import yaml

from chatbot.content.shapes import Reader, text
from chatbot.content.yaml_file import Report
from chatbot.reply import Kind, Reply


@lru_cache(maxsize=4096)
def pattern_of(words: str) -> re.Pattern[str]:
    """The pattern that words stand for.

    Args:
        words: plain words, found whole, in upper or lower case and with any space between them; or
            a regular expression as "/.../" ("/.../i" ignores case).

    Raises:
        re.error: if it is a regular expression that cannot be compiled.
    """
    expression = re.fullmatch(r"/(.+)/(i?)", words, re.DOTALL)
    if expression:
        return re.compile(expression[1], re.IGNORECASE if expression[2] else 0)
    inner = r"\s+".join(re.escape(word) for word in words.split())
    before = r"(?<!\w)" if words[0].isalnum() else ""
    after = r"(?!\w)" if words[-1].isalnum() else ""
    return re.compile(before + inner + after, re.IGNORECASE)


def said(reply: Reply) -> str:
    """What a reply says in its own words: answer, choices and disclaimer, but not its sources."""
    choices = reply.suggestions if reply.kind is Kind.CLARIFY else ()
    return "\n".join([reply.answer, *(each.question for each in choices), reply.disclaimer])


def _read_pattern(node: yaml.Node, report: Report) -> str | None:
    words = text(node, report)
    if words is None:
        return None
    try:
        pattern_of(words)
    except (re.error, OverflowError, RecursionError) as error:  # the latter: too large, too deep
        report.at(node, f"this is no regular expression ({error})", "put it right, or use words")
        return None
    return words


#: Words, or a regular expression that can be compiled.
pattern: Final = Reader(_read_pattern, text.schema)
