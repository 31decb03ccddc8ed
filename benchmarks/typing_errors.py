"""Seeded typing errors: keyboard neighbours, dropped, doubled and swapped letters."""

from __future__ import annotations

import random
from typing import Final

_ROWS: Final = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_SHARE: Final = 1 / 3


def misspelt(text: str, seed: int) -> str:
    """Misspell one word in three.

    Args:
        text: a message.
        seed: the same seed gives the same errors.
    """
    chance = random.Random(seed)  # noqa: S311 - errors need not be secret
    words = text.split()
    return " ".join(_wrong(w, chance) if chance.random() < _SHARE else w for w in words)


def _wrong(word: str, chance: random.Random) -> str:
    if len(word) < 4:
        return word
    place = chance.randrange(1, len(word) - 1)
    before, here, after = word[:place], word[place], word[place + 1 :]
    match chance.choice(("neighbour", "drop", "double", "swap")):
        case "neighbour":
            return before + chance.choice(_neighbours(here)) + after
        case "drop":
            return before + after
        case "double":
            return before + here + here + after
    return before + after[:1] + here + after[1:]


def _neighbours(letter: str) -> str:
    """The keys beside a key, in its row and in the rows above and below."""
    for row, keys in enumerate(_ROWS):
        place = keys.find(letter.lower())
        if place >= 0:
            near = keys[max(place - 1, 0) : place] + keys[place + 1 : place + 2]
            for other in _ROWS[max(row - 1, 0) : row] + _ROWS[row + 1 : row + 2]:
                near += other[max(place - 1, 0) : place + 1]
            return near
    return "e"
