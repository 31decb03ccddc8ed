"""How words come to be misspelt: by fingers on a QWERTY keyboard."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

_ROWS: Final = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


def _neighbours() -> dict[str, str]:
    """Each row is half a key to the right of the one above."""
    beside: dict[str, str] = {}
    for row, keys in enumerate(_ROWS):
        for column, key in enumerate(keys):
            near = [(row, column - 1), (row, column + 1), (row - 1, column), (row - 1, column + 1)]
            near += [(row + 1, column - 1), (row + 1, column)]
            beside[key] = "".join(
                _ROWS[r][c] for r, c in near if 0 <= r < len(_ROWS) and 0 <= c < len(_ROWS[r])
            )
    return beside


#: Each letter to those beside it.
BESIDE: Final = _neighbours()


def is_slip(typed: str, meant: str) -> bool:
    """Whether one slip of the fingers makes one word of another.

    A letter was left out or typed twice, two were swapped, or the key beside was hit: the errors
    that are made most (Damerau, "A technique for computer detection and correction of spelling
    errors", 1964, tells the kinds; a noisy channel weighs them: Kernighan and others, 1990).

    Args:
        typed: what was typed, in small letters.
        meant: what may have been meant.
    """
    if len(typed) + 1 == len(meant):
        return any(meant[:n] + meant[n + 1 :] == typed for n in range(len(meant)))
    if len(typed) == len(meant) + 1:
        twice = [n for n, (a, b) in enumerate(pairwise(typed)) if a == b]
        return any(typed[:n] + typed[n + 1 :] == meant for n in twice)
    wrong = [n for n, (a, b) in enumerate(zip(typed, meant, strict=False)) if a != b]
    if len(typed) != len(meant) or not 1 <= len(wrong) <= 2:
        return False
    first, last = wrong[0], wrong[-1]
    if first == last:
        return typed[first] in BESIDE.get(meant[first], "")
    return last == first + 1 and typed[first : last + 1] == meant[last] + meant[first]
