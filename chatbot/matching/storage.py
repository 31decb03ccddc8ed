"""A matcher as bytes: plain arrays behind a JSON header, so that reading one runs no code.

The file is: eight bytes that name the format, a CRC-32 of the length of the header and of the
header, that length, a CRC-32 of the arrays, the header (JSON), then the arrays, each at a multiple
of 64 bytes. The arrays are used where they lie: opening a file copies nothing. Whether they are
whole is found out by a second thread while the first puts the matcher together. A matcher with a
table of meanings of its own (not the one that comes with the program) cannot be stored.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Thread
from typing import Any, Final
from zlib import crc32

import numpy as np
import numpy.typing as npt

from chatbot.matching.calibration import Calibration
from chatbot.matching.detector import Detector
from chatbot.matching.evidence import Corpus
from chatbot.matching.language import Language
from chatbot.matching.lines import Lines
from chatbot.matching.matcher import Matcher
from chatbot.matching.meanings import Meanings
from chatbot.matching.model import Model
from chatbot.matching.phrasebook import Phrasebook
from chatbot.matching.vectors import Features, Rows, Vectors
from chatbot.matching.weights import AnyWeights, SparseWeights, Weights

Array = npt.NDArray[Any]

_FORMAT: Final = b"CHATBOT3"
_HEAD: Final = struct.Struct("<8sIII")
_ALIGNMENT: Final = 64


class DamagedError(ValueError):
    """Bytes that are no matcher, or no longer one."""


@dataclass(frozen=True, slots=True)
class Stored:
    """What a file holds.

    Attributes:
        matcher: matches messages with intents.
        detector: tells messages of some kinds from all others, or None.
        extra: anything that JSON can hold.
        texts: what is too much for JSON: read one by one when it is asked for.
    """

    matcher: Matcher
    detector: Detector | None = None
    extra: Any = None
    texts: Sequence[str] = ()


def to_bytes(stored: Stored) -> bytes:
    """Write a matcher, and what stands beside it."""
    facts: dict[str, Any] = {"extra": stored.extra, "detector": None}
    facts["matcher"], arrays = _matcher_parts(stored.matcher)
    if stored.detector is not None:
        facts["detector"], more = _model_parts(stored.detector.model, "detector_")
        facts["detector"]["kinds"] = stored.detector.kinds
        arrays |= more
    arrays |= _texts_parts("texts", stored.texts)
    placed, offset = [], 0
    for name, array in arrays.items():
        placed.append([name, array.dtype.str, list(array.shape), offset])
        offset += -(-array.nbytes // _ALIGNMENT) * _ALIGNMENT
    facts["arrays"] = placed
    header = json.dumps(facts, separators=(",", ":")).encode()
    header += b" " * (-(len(header) + _HEAD.size) % _ALIGNMENT)
    body = b"".join(_padded(array) for array in arrays.values())
    return _HEAD.pack(_FORMAT, crc32(header, len(header)), len(header), crc32(body)) + header + body


def from_bytes(data: bytes | memoryview) -> Stored:
    """Read what `to_bytes` wrote.

    Args:
        data: the bytes; they have to stay as they are while the matcher lives.

    Returns:
        The matcher, and what stood beside it.

    Raises:
        DamagedError: if the bytes are not whole, or of another format.
    """
    try:
        with _checked(data):
            facts, arrays = _opened(data)
            table = _meanings_of(facts["matcher"]["meanings"])
            matcher = _matcher_of(facts["matcher"], arrays, table)
            detector = _detector_of(facts["detector"], arrays, matcher)
            texts = _texts_of("texts", arrays)
        return Stored(matcher, detector, facts["extra"], texts)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise DamagedError(f"not a matcher: {error}") from error


def _padded(array: Array) -> bytes:
    return array.tobytes() + b"\0" * (-array.nbytes % _ALIGNMENT)


def _opened(data: bytes | memoryview) -> tuple[dict[str, Any], dict[str, Array]]:
    """The header, known to be whole, and the arrays, which may yet turn out to be damaged."""
    name, check, length, _ = _HEAD.unpack_from(data)
    header = memoryview(data)[_HEAD.size : _HEAD.size + length]
    if name != _FORMAT or len(header) != length or crc32(header, length) != check:
        raise DamagedError("wrong format or checksum")
    facts = json.loads(bytes(header))
    body = memoryview(data)[_HEAD.size + length :]
    arrays = {
        key: np.frombuffer(body, dtype, int(np.prod(shape)), offset).reshape(shape)
        for key, dtype, shape, offset in facts["arrays"]
    }
    return facts, arrays


@contextmanager
def _checked(data: bytes | memoryview) -> Iterator[None]:
    """Compute the checksum of the arrays meanwhile, and refuse them if it is wrong.

    zlib computes it without holding Python's lock.
    """
    if len(data) < _HEAD.size:
        raise DamagedError("too short")
    _, _, length, wanted = _HEAD.unpack_from(data)
    body, found = memoryview(data)[_HEAD.size + length :], []
    thread = Thread(target=lambda: found.append(crc32(body)))
    thread.start()
    try:
        yield
    finally:
        thread.join()
    if found != [wanted]:
        raise DamagedError("wrong checksum")


def _matcher_parts(matcher: Matcher) -> tuple[dict[str, Any], dict[str, Array]]:
    facts, arrays = _model_parts(matcher._model, "")
    calibration = matcher._calibration
    if calibration is not None:
        arrays["means"], arrays["spreads"] = calibration.means, calibration.spreads
        arrays["calibration"] = calibration.weights
    facts["intents"] = matcher._intents
    return facts, arrays | _texts_parts("examples", matcher._examples)


def _model_parts(model: Model, prefix: str) -> tuple[dict[str, Any], dict[str, Array]]:
    corpus, language = model.corpus, model.language
    arrays: dict[str, Array] = {
        "hashes": corpus.features.hashes,
        "feature_weights": corpus.features.weights,
        "row_starts": corpus.vectors.rows.starts,
        "row_columns": corpus.vectors.rows.columns,
        "row_values": corpus.vectors.rows.values,
        "example_meanings": corpus.vectors.meanings,
        "intent_starts": corpus.starts,
        "word_starts": corpus.word_starts,
        "word_hashes": corpus.word_hashes,
        "word_rows": corpus.word_rows,
        "meaning_weights": model.weights.meanings,
    }
    arrays |= _weights_parts(model.weights)
    counts = language.counts
    arrays["counts"] = np.fromiter(counts.values(), np.int32, len(counts))
    arrays["words"] = np.frombuffer(" ".join(counts).encode(), np.uint8)  # quicker than `Lines`
    book = language.phrasebook
    facts = {
        "unknown": corpus.features.unknown,
        "meanings": model.meanings.name if model.meanings is not None else None,
        "phrases": {concept: list(phrases) for concept, phrases in book.phrases.items()},
        "spellings": dict(book.spellings),
    }
    return facts, {prefix + name: array for name, array in arrays.items()}


def _weights_parts(weights: AnyWeights) -> dict[str, Array]:
    if isinstance(weights, Weights):
        return {"ngram_weights": weights.ngrams}
    return {
        "weight_starts": weights.starts,
        "weight_classes": weights.classes,
        "weight_values": weights.values,
    }


def _weights_of(arrays: dict[str, Array]) -> AnyWeights:
    if "ngram_weights" in arrays:
        return Weights(arrays["ngram_weights"], arrays["meaning_weights"])
    return SparseWeights(
        arrays["weight_starts"],
        arrays["weight_classes"],
        arrays["weight_values"],
        arrays["meaning_weights"],
    )


def _texts_parts(name: str, texts: Iterable[str]) -> dict[str, Array]:
    data, starts = Lines.of(texts).parts()
    return {f"{name}_data": data, f"{name}_starts": starts}


def _texts_of(name: str, arrays: dict[str, Array]) -> Lines:
    return Lines(arrays[f"{name}_data"], arrays[f"{name}_starts"])


def _matcher_of(facts: dict[str, Any], arrays: dict[str, Array], table: Meanings | None) -> Matcher:
    calibration = None
    if "calibration" in arrays:
        calibration = Calibration(arrays["means"], arrays["spreads"], arrays["calibration"])
    intents = tuple(facts["intents"])
    book = Phrasebook(facts["phrases"], facts["spellings"])
    model = _model_of(facts, arrays, "", len(intents), (book, table))
    return Matcher.restore(intents, _texts_of("examples", arrays), model, calibration)


def _detector_of(
    facts: dict[str, Any] | None, arrays: dict[str, Array], matcher: Matcher
) -> Detector | None:
    """The detector; it shares with the matcher what is the same."""
    if facts is None:
        return None
    book, shared = Phrasebook(facts["phrases"], facts["spellings"]), matcher._model
    book = shared.language.phrasebook if book == shared.language.phrasebook else book
    kinds = tuple(facts["kinds"])
    model = _model_of(facts, arrays, "detector_", len(kinds), (book, shared.meanings))
    return Detector.restore(kinds, model)


def _model_of(
    facts: dict[str, Any],
    arrays: dict[str, Array],
    prefix: str,
    classes: int,
    knowledge: tuple[Phrasebook, Meanings | None],
) -> Model:
    given = {
        name.removeprefix(prefix): each for name, each in arrays.items() if name.startswith(prefix)
    }
    rows = Rows(given["row_starts"], given["row_columns"], given["row_values"])
    features = Features(given["hashes"], given["feature_weights"], facts["unknown"])
    vectors = Vectors(rows, given["example_meanings"])
    known = given["word_starts"], given["word_hashes"], given["word_rows"]
    corpus = Corpus(vectors, given["intent_starts"], features, *known)
    weights = _weights_of(given)
    words = given["words"].tobytes().decode().split()
    counts = dict(zip(words, given["counts"].tolist(), strict=True))
    language = Language(counts, *knowledge)
    return Model(language, corpus, weights, classes, knowledge[1])


def _meanings_of(name: str | None) -> Meanings | None:
    if name is None:
        return None
    table = Meanings.builtin()
    if table.name != name:
        raise DamagedError(f"fitted with the table {name}")
    return table
