"""A matcher as bytes: plain arrays behind a JSON header, so that reading one runs no code.

The file is: eight bytes that name the format, a CRC-32 of the length of the header and of all that
follows, that length, the header (JSON), then the arrays, each at a multiple of 64 bytes. The arrays
are used where they lie: opening a file copies nothing. A matcher with a table of meanings of its
own (not the one that comes with the program) cannot be stored.
"""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass
from typing import Any, Final
from zlib import crc32

import numpy as np
import numpy.typing as npt

from chatbot.matching.calibration import Calibration
from chatbot.matching.classifier import Vectors, Weights
from chatbot.matching.detector import Detector
from chatbot.matching.evidence import Corpus
from chatbot.matching.language import Language, Vocabulary
from chatbot.matching.matcher import Matcher
from chatbot.matching.meanings import Meanings
from chatbot.matching.model import Model
from chatbot.matching.vectors import Features, Rows

Array = npt.NDArray[Any]

_FORMAT: Final = b"CHATBOT2"
_HEAD: Final = struct.Struct("<8sII")
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
    """

    matcher: Matcher
    detector: Detector | None = None
    extra: Any = None


def to_bytes(stored: Stored) -> bytes:
    """Write a matcher, and what stands beside it."""
    facts: dict[str, Any] = {"extra": stored.extra, "detector": None}
    facts["matcher"], arrays = _matcher_parts(stored.matcher)
    if stored.detector is not None:
        facts["detector"], more = _model_parts(stored.detector.model, "detector_")
        facts["detector"]["kinds"] = stored.detector.kinds
        arrays |= more
    placed, offset = [], 0
    for name, array in arrays.items():
        placed.append([name, array.dtype.str, list(array.shape), offset])
        offset += -(-array.nbytes // _ALIGNMENT) * _ALIGNMENT
    facts["arrays"] = placed
    header = json.dumps(facts, separators=(",", ":")).encode()
    header += b" " * (-(len(header) + _HEAD.size) % _ALIGNMENT)
    body = b"".join([header, *(_padded(array) for array in arrays.values())])
    return _HEAD.pack(_FORMAT, crc32(body, len(header)), len(header)) + body


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
        facts, arrays = _opened(data)
        detector, given = None, facts["detector"]
        table = _meanings_of(facts["matcher"]["meanings"])
        if given is not None:
            model = _model_of(given, arrays, "detector_", len(given["kinds"]), table)
            detector = Detector.restore(tuple(given["kinds"]), model)
        return Stored(_matcher_of(facts["matcher"], arrays, table), detector, facts["extra"])
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise DamagedError(f"not a matcher: {error}") from error


def _padded(array: Array) -> bytes:
    return array.tobytes() + b"\0" * (-array.nbytes % _ALIGNMENT)


def _opened(data: bytes | memoryview) -> tuple[dict[str, Any], dict[str, Array]]:
    if len(data) < _HEAD.size:
        raise DamagedError("too short")
    name, check, length = _HEAD.unpack_from(data)
    body = memoryview(data)[_HEAD.size :]
    if name != _FORMAT or crc32(body, length) != check:
        raise DamagedError("wrong format or checksum")
    facts = json.loads(bytes(body[:length]))
    arrays = {
        key: np.frombuffer(body, dtype, int(np.prod(shape)), length + offset).reshape(shape)
        for key, dtype, shape, offset in facts["arrays"]
    }
    return facts, arrays


def _matcher_parts(matcher: Matcher) -> tuple[dict[str, Any], dict[str, Array]]:
    facts, arrays = _model_parts(matcher._model, "")
    calibration = matcher._calibration
    if calibration is not None:
        arrays["means"], arrays["spreads"] = calibration.means, calibration.spreads
        arrays["calibration"] = calibration.weights
    facts["intents"] = matcher._intents
    facts["examples"] = "\n".join(text.replace("\n", " ") for text in matcher._examples)
    return facts, arrays


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
        "ngram_weights": model.weights.ngrams,
        "meaning_weights": model.weights.meanings,
    }
    facts = {
        "unknown": corpus.features.unknown,
        "meanings": model.meanings.name if model.meanings is not None else None,
        "counts": language.counts,
        "synonyms": {key: list(words) for key, words in language.vocabulary.synonyms.items()},
        "spellings": dict(language.vocabulary.spellings),
    }
    return facts, {prefix + name: array for name, array in arrays.items()}


def _matcher_of(facts: dict[str, Any], arrays: dict[str, Array], table: Meanings | None) -> Matcher:
    calibration = None
    if "calibration" in arrays:
        calibration = Calibration(arrays["means"], arrays["spreads"], arrays["calibration"])
    intents, examples = tuple(facts["intents"]), tuple(facts["examples"].split("\n"))
    return Matcher.restore(
        intents, examples, _model_of(facts, arrays, "", len(intents), table), calibration
    )


def _model_of(
    facts: dict[str, Any],
    arrays: dict[str, Array],
    prefix: str,
    classes: int,
    meanings: Meanings | None,
) -> Model:
    given = {
        name.removeprefix(prefix): each for name, each in arrays.items() if name.startswith(prefix)
    }
    vocabulary = Vocabulary(facts["synonyms"], facts["spellings"])
    rows = Rows(given["row_starts"], given["row_columns"], given["row_values"])
    features = Features(given["hashes"], given["feature_weights"], facts["unknown"])
    vectors = Vectors(rows, given["example_meanings"])
    words = given["word_starts"], given["word_hashes"], given["word_rows"]
    corpus = Corpus(vectors, given["intent_starts"], features, *words)
    weights = Weights(given["ngram_weights"], given["meaning_weights"])
    language = Language(facts["counts"], vocabulary, meanings)
    return Model(language, corpus, weights, classes, meanings)


def _meanings_of(name: str | None) -> Meanings | None:
    if name is None:
        return None
    table = Meanings.builtin()
    if table.name != name:
        raise DamagedError(f"fitted with the table {name}")
    return table
