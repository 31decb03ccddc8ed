"""Words written so that no filter finds them ("k1ll", "d i e") as the words that they are."""

from __future__ import annotations

import re
from typing import Final

_SIGNS: Final = str.maketrans("013457@$!|€", "oieastasiie")
#: A run of signs in which letters and stand-ins for letters are mixed.
_MIXED: Final = re.compile(
    r"(?<![^\s\"'(])(?=\S*[a-zA-Z])[a-zA-Z]*(?:[013457@$!|€]+[a-zA-Z']+)+[013457@$]*", re.ASCII
)
_LETTERS: Final = re.compile(r"(?<!\w)(?:[a-zA-Z][ .\-_*]{1,3}){2,}[a-zA-Z](?!\w)")
_BETWEEN: Final = re.compile(r"[ .\-_*]+")


def unmasked(text: str) -> str:
    """Write a message plainly.

    Args:
        text: the message.

    Returns:
        It, with digits and signs that stand for letters inside a word as the letters, and with
        letters typed one by one as one word.
    """
    plain = _MIXED.sub(lambda found: found.group().translate(_SIGNS), text)
    return _LETTERS.sub(lambda found: _BETWEEN.sub("", found.group()), plain)
