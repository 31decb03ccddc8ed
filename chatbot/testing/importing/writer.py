"""An import as a pack."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from chatbot.content.problem import UsageError
from chatbot.testing.editing.starter import starter_text
from chatbot.testing.editing.writing import check_new, write_new
from chatbot.testing.importing.topics import Import, Topic, folded
from chatbot.testing.quoting import quoted

_TERM: Final = timedelta(days=365)
_AREA: Final = "faq"


def write_pack(result: Import, folder: Path, today: date) -> list[Path]:
    """Write what was imported as a pack.

    Args:
        result: what was read; what cannot be written is added to its losses.
        folder: is made if it is not there; it must be empty.
        today: the day that the answers count as checked on.

    Returns:
        The files written.

    Raises:
        UsageError: if there is nothing to write, the folder is not empty, or cannot be written.
    """
    check_new(folder)
    _drop_repeats(result)
    if not result.topics:
        raise UsageError("there is no question with an answer in what was read")
    texts = {
        "intents/faq.yaml": "".join(_intents(result.topics)),
        "responses/faq.yaml": "".join(_responses(result.topics, today)),
        "responses/disclaimer.yaml": starter_text("responses/disclaimer.yaml"),
    }
    if result.outside:
        texts["intents/out_of_scope.yaml"] = "".join(_outside(result.outside))
    if result.spellings:
        texts["intents/vocabulary.yaml"] = "".join(_vocabulary(result.spellings.items()))
    return write_new(folder, texts)


def _drop_repeats(result: Import) -> None:
    """An utterance stands once in a pack; a topic that is left without any is dropped."""
    seen: dict[str, str] = {}
    for topic in result.topics:
        topic.utterances = list(_kept(topic.name, topic.utterances, seen, result))
    result.outside = list(_kept("out of scope", result.outside, seen, result))
    for topic in result.topics:
        if not topic.utterances:
            result.lose(topic.name, "all its questions stand under other topics; it is left out")
    result.topics = [topic for topic in result.topics if topic.utterances]
    names = {topic.name for topic in result.topics}
    for topic in result.topics:
        topic.related = [name for name in topic.related if name in names]


def _kept(name: str, texts: Iterable[str], seen: dict[str, str], result: Import) -> Iterator[str]:
    for text in texts:
        plain = folded(text) or text
        if plain not in seen:
            seen[plain] = name
            yield text
        elif seen[plain] != name:
            result.lose(name, f'"{text}" stands under {seen[plain]} already')


def _intents(topics: Iterable[Topic]) -> Iterator[str]:
    yield '# Imported.\narea: "Questions"\nintents:\n'
    for topic in topics:
        yield f"  {_AREA}.{topic.name}:\n    question: {quoted(topic.question)}\n    utterances:\n"
        yield from (f"      - {quoted(text)}\n" for text in topic.utterances)


def _responses(topics: Iterable[Topic], today: date) -> Iterator[str]:
    yield "# Imported; checked by nobody but the import.\nresponses:\n"
    for topic in topics:
        yield f"  {_AREA}.{topic.name}:\n    answer: {quoted(topic.answer)}\n"
        if topic.related:
            yield f"    related: [{', '.join(f'{_AREA}.{name}' for name in topic.related)}]\n"
        yield f"    checked: {today.isoformat()}\n    checked_by: import\n"
        yield f"    due: {(today + _TERM).isoformat()}\n    reviewed_by: null\n"


def _outside(texts: Iterable[str]) -> Iterator[str]:
    yield '# Imported.\narea: "Out of scope"\nintents:\n  none.imported:\n    kind: none\n'
    yield '    question: "Something else"\n    utterances:\n'
    yield from (f"      - {quoted(text)}\n" for text in texts)


def _vocabulary(spellings: Iterable[tuple[str, str]]) -> Iterator[str]:
    yield "# Imported.\nspellings:\n"
    yield from (f"  {quoted(written)}: {quoted(meant)}\n" for written, meant in spellings)
