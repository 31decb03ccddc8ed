"""From what was typed to words: the first step of every match."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Final

#: What lies beyond is not read: no question needs more, and the time one takes stays bounded.
LONGEST_TEXT: Final = 20_000
MOST_WORDS: Final = 400

_WORD: Final = re.compile(r"[^\W_]+")
_APOSTROPHES: Final = re.compile(r"(?<=\w)['\u2019\u2018`\u00b4](?=\w)")
_STRETCHED: Final = re.compile(r"([^\W\d_])\1{2,}")
_FULL_STOP: Final = re.compile(r"[.!?;\n]+")
_SENTENCE_END: Final = re.compile(r"[.!?;\n]+|,\s|\s[-\u2013\u2014]+\s")


def fold(text: str) -> str:
    """Bring text to one form: compatibility characters, lower case, no accents, no apostrophes.

    Args:
        text: anything a person or a program may send, of any length; lone surrogates too.

    Returns:
        The folded text. Characters that show nothing (zero-width, direction marks) are gone,
        and a letter that is repeated three times or more stands twice ("sooooo" is "soo"), or
        three times where that is all of the word: "aaaa" is not "AA".
    """
    text = text[:LONGEST_TEXT].casefold()
    if not text.isascii():
        text = _without_marks(text)
    return _STRETCHED.sub(_shortened, _APOSTROPHES.sub("", text))


def _shortened(found: re.Match[str]) -> str:
    whole = _WORD.fullmatch(found.string[max(found.start() - 1, 0) : found.end() + 1].strip())
    return found[1] * (3 if whole and whole[0] == found[0] else 2)


def _without_marks(text: str) -> str:
    text = _APOSTROPHES.sub("", text)
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(
        c for c in decomposed if c.isascii() or unicodedata.category(c) not in _INVISIBLE
    )


#: Combining marks, format characters (zero-width, direction), and halves of a broken pair.
_INVISIBLE: Final = frozenset({"Mn", "Cf", "Cs"})


def words_of(text: str, spellings: Mapping[str, str] | None = None) -> list[str]:
    """Split text into folded words.

    Args:
        text: any string.
        spellings: one written form to another ("ppl" to "people"); the right-hand side may be
            several words.

    Returns:
        At most `MOST_WORDS` words, letters and digits only.
    """
    words = _WORD.findall(fold(text))[:MOST_WORDS]
    if not spellings:
        return words
    return [part for word in words for part in spellings.get(word, word).split()]


def sentences_of(text: str) -> list[str]:
    """Split a message at sentence ends alone; parts without a word are left out."""
    return [part for part in _FULL_STOP.split(text[:LONGEST_TEXT]) if _WORD.search(part)]


def clauses_of(text: str) -> list[str]:
    """Split a message at sentence ends, commas and dashes; parts without a word are left out."""
    parts = _SENTENCE_END.split(text[:LONGEST_TEXT])
    return [part for part in parts if _WORD.search(part)]
