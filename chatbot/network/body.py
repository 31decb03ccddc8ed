"""The body of a network: from the pieces of texts to how likely each kind is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from chatbot.network.encoder import Floats, Layer, Linear, Norm, Room, softmax

#: What is less likely danger than this after so many layers is calm, and read no further: of texts
#: that were danger in the end next to none was (one in a thousand after two layers, in 2,000 after
#: one, none later) ...
CALM_EARLY: Final = {1: 0.005, 2: 0.01, 3: 0.03, 4: 0.03, 5: 0.05}
#: ... nor is what is of one kind of danger as likely as this, after as many layers.
SURE_EARLY: Final = 0.95
_SURE_AFTER: Final = 3


@dataclass(frozen=True, eq=False)
class Judge:
    """A linear map from what a text says to the kinds and "none".

    Attributes:
        weights: float32 of shape (numbers, kinds).
        added: float32 of shape (kinds,).
    """

    weights: Floats
    added: Floats

    def __call__(self, values: Floats, texts: Sequence[slice]) -> Floats:
        """How likely each kind is for some texts; float32 of shape (texts, kinds).

        Args:
            values: float32 of shape (pieces of all texts, numbers), what a layer gave.
            texts: where each text stands.
        """
        means = np.stack([values[text].mean(axis=0) for text in texts])
        return softmax(means @ self.weights + self.added)


@dataclass(frozen=True, eq=False)
class Body:
    """The numbers of a network.

    Attributes:
        vectors: int8 of shape (pieces, numbers), the vector of each piece ...
        scales: ... and what its numbers are multiplied with.
        places: float32 of shape (limit, numbers), what the place of a piece in its text adds.
        first: what is done to both together.
        layers: the layers.
        judges: by the number of layers before it; one stands after the last.
    """

    vectors: npt.NDArray[np.int8]
    scales: Floats
    places: Floats
    first: Norm
    layers: tuple[Layer, ...]
    judges: Mapping[int, Judge]

    @classmethod
    def load(cls, folder: Path) -> Body:
        """Read one from a folder; see `Network.folder`.

        Raises:
            OSError, EOFError, LookupError, ValueError: if a file is gone or damaged.
        """
        vectors, maps = (
            np.load(folder / f"{name}.npy", mmap_mode="r").view(np.ndarray)
            for name in ("vectors", "maps")
        )
        numbers = _numbers_in(folder / "numbers.npz")
        layers, judges = tuple(_layers(maps, numbers)), _judges(numbers)
        if not layers or len(layers) not in judges:
            raise ValueError("nothing judges after the last layer")
        first = _norm(numbers, "first")
        return cls(vectors, numbers["scales"], numbers["places"], first, layers, judges)

    def chances_of(self, messages: Sequence[Sequence[Sequence[int]]]) -> list[Floats]:
        """How likely each kind is for the texts of messages, given as numbers of pieces.

        All texts stand one after the other in one array, so that the weights, which take longest to
        read, are read once for all of them. A message is read no further when all its texts are
        clear.
        """
        rows = [row for message in messages for row in message]
        values, texts = self._begun(rows), _slices([len(row) for row in rows])
        going = _slices([len(message) for message in messages])
        numbers = list(range(len(messages)))
        found: dict[int, Floats] = {}
        room = Room()
        for layer, read in enumerate(self.layers, 1):
            values = read(values, texts, room)
            if layer not in self.judges:
                continue
            chances = self.judges[layer](values, texts)
            clear = [layer == len(self.layers) or _are_clear(chances[m], layer) for m in going]
            found |= {n: chances[m] for n, m, c in zip(numbers, going, clear, strict=True) if c}
            if len(found) == len(messages):
                break
            if any(clear):
                left = [m for m, c in zip(going, clear, strict=True) if not c]
                numbers = [n for n, c in zip(numbers, clear, strict=True) if not c]
                kept = [text for m in left for text in texts[m]]
                values = np.concatenate([values[text] for text in kept])
                texts = _slices([text.stop - text.start for text in kept])
                going = _slices([m.stop - m.start for m in left])
        return [found[number] for number in range(len(messages))]

    def _begun(self, rows: Sequence[Sequence[int]]) -> Floats:
        """What the pieces of texts are before the first layer; all texts one after the other."""
        numbers = np.concatenate([np.array(row) for row in rows])
        places = np.concatenate([self.places[: len(row)] for row in rows])
        vectors = self.vectors[numbers] * self.scales[numbers, None]
        return self.first(np.asarray(vectors + places, np.float32))


def _slices(lengths: Sequence[int]) -> list[slice]:
    """Where things of some lengths stand that follow one another."""
    ends = np.cumsum(lengths).tolist()
    return [slice(end - length, end) for end, length in zip(ends, lengths, strict=True)]


def _are_clear(chances: Floats, layers: int) -> bool:
    """Whether the chances of texts after so many layers leave no doubt about any of them."""
    calm = chances[:, -1] > 1 - CALM_EARLY.get(layers, 0.0)
    sure = chances[:, :-1].max(axis=1) > SURE_EARLY
    return bool((calm | (sure & (layers >= _SURE_AFTER))).all())


def _numbers_in(path: Path) -> dict[str, Floats]:
    from zipfile import BadZipFile  # the one error of a damaged file that is no usual one

    try:
        with path.open("rb") as file, np.load(file) as stored:  # closed whatever happens
            return {name: stored[name] for name in stored}
    except BadZipFile as error:
        raise ValueError(f"{path.name} is damaged") from error


def _norm(numbers: Mapping[str, Floats], name: str) -> Norm:
    return Norm(numbers[f"{name}.scale"], numbers[f"{name}.shift"])


def _judges(numbers: Mapping[str, Floats]) -> dict[int, Judge]:
    """Those that there are, the last of them after all layers."""
    names = [name for name in numbers if name.endswith(".judge.weights")]
    return {
        int(name.split(".")[0]): Judge(numbers[name], numbers[name.replace("weights", "added")])
        for name in names
    }


def _layers(maps: npt.NDArray[np.int8], numbers: Mapping[str, Floats]) -> list[Layer]:
    """The layers: their weights stand one after the other in one array, in this order."""
    start = 0

    def linear(name: str, size: int) -> Linear:
        nonlocal start
        scales = numbers[f"{name}.scales"]
        weights = maps[start : start + size * len(scales)].reshape(size, len(scales))
        start += weights.size
        return Linear(weights, scales, numbers[f"{name}.added"])

    size = numbers["places"].shape[1]
    heads = int(numbers["heads"])
    found: list[Layer] = []
    while f"{len(found)}.wide.added" in numbers:
        name = str(len(found))
        attention, attended = linear(f"{name}.attention", size), linear(f"{name}.attended", size)
        wide = linear(f"{name}.wide", size)
        narrow = linear(f"{name}.narrow", len(wide.scales))
        norms = _norm(numbers, f"{name}.first_norm"), _norm(numbers, f"{name}.second_norm")
        found.append(Layer(attention, attended, norms[0], wide, narrow, norms[1], heads))
    return found
