"""What the network read of the questions of a baseline, in a few bytes each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import numpy as np

from chatbot.network import Kept, Network, NetworkError, Reading, Remembered

#: A probability has four digits.
_DIGITS: Final = 10_000
#: One reading as it is kept: the number of its kind, its probability, and whether it is cut.
_KEPT: Final = np.dtype([("kind", np.uint8), ("probability", np.uint16), ("is_cut", np.bool_)])


class Readings:
    """What was read, by the hash of what was read (`chatbot.network.remembered.Known`).

    Args:
        kept: what `plain` makes, any number of them.
    """

    def __init__(self, kept: Iterable[Mapping[str, Mapping[str, Any]]]) -> None:
        kinds: dict[str, int] = {}
        rows: list[tuple[int, int, bool]] = []
        ends, keys, glanced, glances = [0], list[int](), list[int](), list[float]()
        for some in kept:
            glanced += [int(key, 16) for key in some["glanced"]]
            glances += some["glanced"].values()
            for key, readings in some["read"].items():
                keys.append(int(key, 16))
                for kind, probability, is_cut in readings:
                    number = kinds.setdefault(kind, len(kinds))
                    rows.append((number, round(probability * _DIGITS), is_cut))
                ends.append(len(rows))
        self._kinds = tuple(kinds)
        self._read, self._glanced = _Index(keys), _Index(glanced)
        self._ends = np.array(ends, np.int32)
        self._rows = np.array(rows, _KEPT)
        self._glances = np.array(glances, np.float64)

    def __bool__(self) -> bool:
        return bool(len(self._glances) or len(self._rows))

    def reading(self, key: int) -> list[Reading] | None:
        """What was read of the texts of a message; None where it was not."""
        number = self._read.find(key)
        if number is None:
            return None
        rows = self._rows[self._ends[number] : self._ends[number + 1]].tolist()
        return [Reading(self._kinds[kind], p / _DIGITS, cut) for kind, p, cut in rows]

    def glance(self, key: int) -> float | None:
        """What a glance at a text gave; None where there was none."""
        number = self._glanced.find(key)
        return None if number is None else float(self._glances[number])


class _Index:
    """Finds the numbers of keys of 64 bits."""

    def __init__(self, keys: Sequence[int]) -> None:
        whole = np.array(keys, np.uint64)
        self._order = np.argsort(whole, kind="stable").astype(np.int32)
        self._keys = whole[self._order]

    def find(self, key: int) -> int | None:
        """The number of a key; None where there is none."""
        place = int(self._keys.searchsorted(np.uint64(key)))
        found = place < len(self._keys) and int(self._keys[place]) == key
        return int(self._order[place]) if found else None


def plain(kept: Kept) -> dict[str, dict[str, Any]]:
    """What was read, in plain JSON types."""
    read = {_name(key): [list(each) for each in found] for key, found in kept.readings.items()}
    return {"read": read, "glanced": {_name(key): seen for key, seen in kept.glances.items()}}


def _name(key: int) -> str:
    return f"{key:016x}"


def remembering(version: str = "", known: Readings | None = None) -> Remembered | None:
    """The network that comes with the program, with what it read before.

    Args:
        version: of the network that read it; what another one read counts for nothing.
        known: what it read.

    Returns:
        None where there is no network, or it is damaged.
    """
    try:
        network = Network.open()
        return (
            Remembered(network, known)
            if known and network.version == version
            else Remembered(network)
        )
    except NetworkError:
        return None
