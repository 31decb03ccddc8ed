"""Seeded typing errors: keyboard neighbours, dropped, doubled and swapped letters."""

from __future__ import annotations

import random
from typing import Final

from chatbot.matching.keyboard import BESIDE

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
            return before + chance.choice(BESIDE.get(here.lower(), "e")) + after
        case "drop":
            return before + after
        case "double":
            return before + here + here + after
    return before + after[:1] + here + after[1:]
