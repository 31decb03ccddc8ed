"""A network that tells what kind of message a text is: taught once, shipped as numbers."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from chatbot.network.encoder import Floats, Layer, Linear, Norm, Room, softmax
from chatbot.network.glance import Glance
from chatbot.network.pieces import Pieces
from chatbot.steady import steady

_BUILTIN: Final = Path(__file__).parent / "danger_data"
#: So many pieces are read of one message: they take some forty milliseconds.
MOST_PIECES: Final = 128
#: What is less likely danger than this after so many layers is calm, and read no further: of texts
#: that were danger in the end next to none was (one in a thousand after two layers, in 2,000 after
#: one, none later) ...
CALM_EARLY: Final = {1: 0.005, 2: 0.01, 3: 0.03, 4: 0.03, 5: 0.05}
#: ... nor is what is of one kind of danger as likely as this, after as many layers.
SURE_EARLY: Final = 0.95
_SURE_AFTER: Final = 3
#: Of many messages so many pieces are read at once: what is made of them stays near the processor.
_AT_ONCE: Final = 384


class NetworkError(Exception):
    """There is no network where one was looked for, or it is damaged."""


class Reading(NamedTuple):
    """What a text was taken for.

    Attributes:
        kind: the likeliest of the kinds.
        probability: that the text is of any of the kinds, 0 to 1.
        is_cut: whether the text goes on after what was read of it.
    """

    kind: str
    probability: float
    is_cut: bool


@dataclass(frozen=True, eq=False)
class Network:
    """A transformer encoder, the mean of its outputs, and a linear map to the kinds and to "none".

    The mean of the pieces as what a text says is from Sentence-BERT (Reimers and Gurevych 2019).
    More such maps after other layers tell what is plainly calm, or danger, and save the rest (early
    exit, BranchyNet, Teerapittayanon et al. 2016; for BERT: DeeBERT, Xin et al. 2020).
    A network never changes, and may be used by many threads at once.

    Attributes:
        folder: holds `about.json`, `pieces.txt`, `vectors.npy`, `maps.npy`, `numbers.npz`, and for
            the glance `glance_vectors.npy` and `glance.npy`; read when they are first needed, and
            the two large ones, `vectors.npy` and `maps.npy`, used where they lie on disk.
        kinds: what it tells apart.
        limit: how many pieces of a text it reads; what comes after is not seen.
    """

    folder: Path
    kinds: tuple[str, ...]
    limit: int

    @classmethod
    def open(cls, folder: Path = _BUILTIN) -> Network:
        """Open a network.

        Args:
            folder: by default that of the network that comes with the program, which knows what
                people in danger say.

        Raises:
            NetworkError: if the folder holds none.
        """
        with _readable(folder):
            about = json.loads((folder / "about.json").read_text(encoding="utf-8"))
            return cls(folder, tuple(about["kinds"]), int(about["pieces"]))

    def __reduce__(self) -> tuple[object, tuple[Path]]:
        return type(self).open, (self.folder,)

    def read(self, texts: Sequence[str]) -> list[Reading]:
        """Tell what each of some texts is. Several short ones take little longer than one.

        Args:
            texts: messages or parts of them, those that matter most first.

        Returns:
            What each was taken for: the first of them, and as many more as together have at most
            `MOST_PIECES` pieces.

        Raises:
            NetworkError: if the numbers on disk are gone or damaged.
        """
        return self.read_all([texts])[0]

    def read_all(self, messages: Sequence[Sequence[str]]) -> list[list[Reading]]:
        """Tell what the texts of each of many messages are, in half the time that one by one takes.

        Args:
            messages: for each message what `read` takes.

        Returns:
            For each message what `read` gives, but for the last digits of a probability.

        Raises:
            NetworkError: if the numbers on disk are gone or damaged.
        """
        with _readable(self.folder):
            rows = [self._rows_of(texts) for texts in messages]
            readings: list[list[Reading]] = [[] for _ in messages]
            for numbers in _together(rows):
                with steady():
                    found = self._body.chances_of([rows[number] for number in numbers])
                for number, chances in zip(numbers, found, strict=True):
                    readings[number] = self._readings(rows[number], chances)
        return readings

    def _readings(self, rows: Sequence[Sequence[int]], chances: Floats) -> list[Reading]:
        """What the texts of one message were taken for."""
        return [
            Reading(
                self.kinds[int(chance[:-1].argmax())],
                round(1 - float(chance[-1]), 4),
                len(row) >= self.limit,
            )
            for row, chance in zip(rows, chances, strict=True)
        ]

    def glance(self, text: str) -> float:
        """Tell roughly how likely a text is danger, in less than a hundredth of a reading's time.

        Args:
            text: a message.

        Returns:
            That it is of any of the kinds, 0 to 1; 0.5 where it is too long for a glance.

        Raises:
            NetworkError: if the numbers on disk are gone or damaged.
        """
        with _readable(self.folder):
            row = self._pieces.numbers_of(text, self.limit)
            return self._glance(row) if len(row) < self.limit else 0.5

    def _rows_of(self, texts: Sequence[str]) -> list[list[int]]:
        """The numbers of the pieces of each text, of as many texts as are read."""
        rows: list[list[int]] = []
        left = MOST_PIECES
        for text in texts:
            row = self._pieces.numbers_of(text, self.limit)
            left -= len(row)
            if rows and left < 0:
                break
            rows.append(row)
        return rows

    @cached_property
    def _pieces(self) -> Pieces:
        return Pieces((self.folder / "pieces.txt").read_text(encoding="utf-8").split("\n"))

    @cached_property
    def _glance(self) -> Glance:
        glance = Glance.load(self.folder)
        self._check(glance.vectors)
        return glance

    @cached_property
    def _body(self) -> _Body:
        body = _Body.load(self.folder)
        self._check(body.vectors)
        return body

    def _check(self, vectors: npt.NDArray[np.int8]) -> None:
        """There is one vector a piece, or they are not of these pieces."""
        if len(vectors) != len(self._pieces):
            raise ValueError("not as many pieces as vectors")


@contextmanager
def _readable(folder: Path) -> Iterator[None]:
    """Whatever a missing or damaged file leads to is one error, which says where."""
    try:
        yield
    except (OSError, EOFError, LookupError, TypeError, ValueError) as error:
        raise NetworkError(f"no network can be read in {folder}: {error}") from error


@dataclass(frozen=True, eq=False)
class _Judge:
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
class _Body:
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
    judges: Mapping[int, _Judge]

    @classmethod
    def load(cls, folder: Path) -> _Body:
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

    def chances(self, rows: Sequence[Sequence[int]]) -> Floats:
        """How likely each kind is for the texts of a message, given as numbers of pieces."""
        return self.chances_of([rows])[0]

    def chances_of(self, messages: Sequence[Sequence[Sequence[int]]]) -> list[Floats]:
        """The same for many messages.

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


def _together(messages: Sequence[Sequence[Sequence[int]]]) -> Iterator[list[int]]:
    """The numbers of messages that are read at a time: in order, some `_AT_ONCE` pieces."""
    some: list[int] = []
    pieces = 0
    for number, rows in enumerate(messages):
        if rows:
            some.append(number)
            pieces += sum(map(len, rows))
        if pieces >= _AT_ONCE:
            yield some
            some, pieces = [], 0
    if some:
        yield some


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


def _judges(numbers: Mapping[str, Floats]) -> dict[int, _Judge]:
    """Those that there are, the last of them after all layers."""
    names = [name for name in numbers if name.endswith(".judge.weights")]
    return {
        int(name.split(".")[0]): _Judge(numbers[name], numbers[name.replace("weights", "added")])
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
