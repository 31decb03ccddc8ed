"""A table with a header: `question` and `answer`, and what else there is."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from chatbot.content.problem import UsageError, did_you_mean
from chatbot.testing.importing.topics import Import, Topic, folded, id_of

_KNOWN: Final = ("intent", "kind", "question", "answer", "sources", "utterances")
_NEEDED: Final = ("question", "answer")
_OUTSIDE: Final = "none"
#: Stands on a line of its own after the last one, unless a quote mark before it is never closed.
_END: Final = "\0end of the table\0"

Row = dict[str, str]


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
        for number, row in rows_of(path, result):
            _read_row(f"{path}:{number}", row, topics, result)
    result.topics = list(topics.values())
    return result


def rows_of(path: Path, result: Import, delimiter: str = "") -> Iterator[tuple[int, Row]]:
    """The rows of a table that has a question and an answer in its header.

    Args:
        path: the file.
        result: is told which cells stand under no column.
        delimiter: between the cells; by default what is most frequent in the header.

    Yields:
        The line that a row begins on, and its cells by the small letters of the header.

    Raises:
        UsageError: if it cannot be read, has not these columns, or a quote mark is never closed.
    """
    text = _text_of(path)
    first = text.partition("\n")[0]
    rows = _cells(path, text, delimiter or max(",;\t", key=first.count))
    header = [name.strip().casefold() for name in next(rows, (1, []))[1]]
    for name in _NEEDED:
        if name not in header:
            advice = did_you_mean(name, header, otherwise="name the columns in the first line")
            raise UsageError(f'{path}:1:1: there is no column "{name}"; {advice}')
    for number, row in rows:
        for cell in filter(None, row[len(header) :]):
            result.lose(f"{path}:{number}", f'"{cell}" stands under no column; is a quote missing?')
        if any(row):
            yield number, dict.fromkeys(header, "") | dict(zip(header, row, strict=False))


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8"
        raise UsageError(f"{path} cannot be read ({reason})") from error


def _cells(path: Path, text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Every row, and the line that it begins on."""
    lines = io.StringIO(f"{text}\n{_END}", newline="")
    table = csv.reader(lines, delimiter=delimiter)
    number = 1
    try:
        for row in table:
            if row == [_END]:
                return
            if any(_END in cell for cell in row):
                fix = "close it, or write it twice in a cell that is quoted"
                raise UsageError(f"{path}:{number}:1: a quote mark is never closed; {fix}")
            yield number, row
            number = table.line_num + 1
    except csv.Error as error:
        fix = "shorten it, or close the quote mark before it"
        raise UsageError(f"{path}:{number}:1: a cell is too long ({error}); {fix}") from error


def _read_row(where: str, row: Mapping[str, str], topics: dict[str, Topic], result: Import) -> None:
    question, answer = row["question"].strip(), row["answer"].strip()
    texts = [text.strip() for text in row.get("utterances", "").splitlines() if text.strip()]
    if row.get("kind", "").strip() == _OUTSIDE and (texts or question):
        result.outside += texts or [question]
        if answer:
            result.lose(where, "an answer to what is out of scope: none is given there")
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
