"""A network that reads nothing twice: what it reads does not change with what an editor changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Protocol

from chatbot.network.network import Network, Reading


class Known(Protocol):
    """What was read before, by the hash of what was read (`key_of`)."""

    def reading(self, key: int) -> list[Reading] | None:
        """What was read of the texts of a message; None where it was not."""

    def glance(self, key: int) -> float | None:
        """What a glance at a text gave; None where there was none."""


@dataclass(slots=True)
class Kept:
    """What was read, by the hash of what was read.

    Attributes:
        readings: of the texts of a message.
        glances: of a text.
    """

    readings: dict[int, list[Reading]] = field(default_factory=dict)
    glances: dict[int, float] = field(default_factory=dict)

    def reading(self, key: int) -> list[Reading] | None:
        """What was read of the texts of a message; None where it was not."""
        return self.readings.get(key)

    def glance(self, key: int) -> float | None:
        """What a glance at a text gave; None where there was none."""
        return self.glances.get(key)

    def __bool__(self) -> bool:
        return bool(self.readings or self.glances)


class Reader(Protocol):
    """What tells danger from calm: a network, or one that remembers."""

    @property
    def kinds(self) -> tuple[str, ...]:
        """What it tells apart."""

    def glance(self, text: str) -> float:
        """Roughly how likely a text is danger, as `Network.glance`."""

    def read_all(self, messages: Sequence[Sequence[str]]) -> list[list[Reading]]:
        """What the texts of each of many messages are, as `Network.read_all`."""


class Remembered:
    """A network, and what it read before. Not for many threads at once.

    Args:
        network: reads what is not known.
        known: finds what was read before, by this network and no other.
    """

    def __init__(self, network: Network, known: Known | None = None) -> None:
        self._network, self._known = network, known or Kept()
        self._fresh = Kept()

    @property
    def kinds(self) -> tuple[str, ...]:
        """What it tells apart."""
        return self._network.kinds

    @property
    def version(self) -> str:
        """Names the network, as `Network.version`."""
        return self._network.version

    def glance(self, text: str) -> float:
        """Roughly how likely a text is danger, as `Network.glance`.

        Args:
            text: a message.

        Raises:
            NetworkError: if it was not glanced at, and the numbers on disk are gone or damaged.
        """
        key = key_of([text])
        seen = self._fresh.glance(key)
        seen = self._known.glance(key) if seen is None else seen
        if seen is None:
            seen = self._fresh.glances[key] = self._network.glance(text)
        return seen

    def read_all(self, messages: Sequence[Sequence[str]]) -> list[list[Reading]]:
        """What the texts of each of many messages are, as `Network.read_all`.

        Args:
            messages: for each message its texts.

        Raises:
            NetworkError: if something has to be read, and the numbers on disk are gone or damaged.
        """
        keys = [key_of(texts) for texts in messages]
        found = {key: self._fresh.reading(key) or self._known.reading(key) for key in keys}
        new = {key: texts for key, texts in zip(keys, messages, strict=True) if not found[key]}
        read = dict(zip(new, self._network.read_all(list(new.values())), strict=True))
        self._fresh.readings |= read
        return [list(read.get(key) or found[key] or ()) for key in keys]

    def take_fresh(self) -> Kept:
        """What was read and not known since this was asked for the last time; it is forgotten."""
        fresh, self._fresh = self._fresh, Kept()
        return fresh


def key_of(texts: Sequence[str]) -> int:
    """A hash of 64 bits of what is read of a message: names it without holding what was typed."""
    joined = "\0".join(texts).encode(errors="surrogatepass")
    return int.from_bytes(blake2b(joined, digest_size=8).digest(), "big")
