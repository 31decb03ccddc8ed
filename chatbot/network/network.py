"""A network that tells what kind of message a text is: taught once, shipped as numbers."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from chatbot.network.body import Body
from chatbot.network.encoder import Floats
from chatbot.network.glance import Glance
from chatbot.network.pieces import Pieces
from chatbot.steady import steady

_BUILTIN: Final = Path(__file__).parent / "danger_data"
#: So many pieces are read of one message: they take some forty milliseconds.
MOST_PIECES: Final = 128
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

    @cached_property
    def version(self) -> str:
        """Names this network among others: a hash of all its numbers, in hexadecimal digits.

        Raises:
            NetworkError: if they cannot be read.
        """
        with _readable(self.folder):
            whole = sha256()
            for path in sorted(self.folder.iterdir()):
                whole.update(path.read_bytes())
            return whole.hexdigest()[:16]

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
            return round(self._glance(row), 4) if len(row) < self.limit else 0.5

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
    def _body(self) -> Body:
        body = Body.load(self.folder)
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
