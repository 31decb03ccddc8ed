"""A table with a header: `question` and `answer`, and what else there is."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from chatbot.content.problem import UsageError, did_you_mean
from chatbot.testing.importing.topics import Import, Topic, folded, id_of

_KNOWN: Final = ("intent", "kind", "question", "answer", "sources", "utterances")
_OUTSIDE: Final = "none"


def read_csv(paths: Iterable[Path]) -> Import:
    """Read tables: comma, semicolon or tab between the columns.

    The columns `question` and `answer` must be there. `intent` names the topic; rows of the same
    one, or else of the same answer, are one topic. `utterances` holds further ways of asking, one
    a line. It is what `chatbot export --format csv` writes.

    Raises:
        UsageError: if a file cannot be read, or has not these columns.
    """
    result = Import()
    topics: dict[str, Topic] = {}
    for path in paths:
        for number, row in enumerate(rows_of(path, ("question", "answer")), 2):
            _read_row(f"{path}:{number}", row, topics, result)
    result.topics = list(topics.values())
    return result


def rows_of(path: Path, needed: Iterable[str], delimiter: str = "") -> list[dict[str, str]]:
    """The rows of a table, by the small letters of its header."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8"
        raise UsageError(f"{path} cannot be read ({reason})") from error
    first = text.partition("\n")[0]
    delimiter = delimiter or max(",;\t", key=first.count)
    table = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    header = [name.strip().casefold() for name in next(table, [])]
    for name in needed:
        if name not in header:
            advice = did_you_mean(name, header, otherwise="name the columns in the first line")
            raise UsageError(f'{path}:1:1: there is no column "{name}"; {advice}')
    return [dict(zip(header, row, strict=False)) for row in table if any(row)]


def _read_row(where: str, row: Mapping[str, str], topics: dict[str, Topic], result: Import) -> None:
    question, answer = row.get("question", "").strip(), row.get("answer", "").strip()
    texts = [text.strip() for text in row.get("utterances", "").splitlines() if text.strip()]
    if row.get("kind", "").strip() == _OUTSIDE:
        result.outside += texts or [question]
        return
    if not question or not answer:
        result.lose(where, "a question or an answer is empty; the row is left out")
        return
    for name in row.keys() - set(_KNOWN):
        if row[name].strip():
            result.lose(where, f'the column "{name}" is not known here')
    if row.get("sources", "").strip():
        result.lose(where, "sources: only their ids are in the table; add them to the answer")
    if row.get("kind", "").strip() not in {"", "answer"}:
        result.lose(where, f"kind {row['kind']}: it is an answer here; set its kind by hand")
    given = row.get("intent", "").strip()
    key = given or answer
    if key not in topics:
        name = id_of(given.replace(".", "_") or question, (topic.name for topic in topics.values()))
        topics[key] = Topic(name, question, [], answer)
    elif topics[key].answer != answer:
        result.lose(where, f"{given} has another answer before; this one is left out")
    _add(topics[key], [*texts, question])


def _add(topic: Topic, texts: Iterable[str]) -> None:
    known = {folded(text) for text in topic.utterances}
    for text in texts:
        if folded(text) not in known:
            known.add(folded(text))
            topic.utterances.append(text)
