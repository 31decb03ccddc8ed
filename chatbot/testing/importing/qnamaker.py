"""QnA Maker and Custom Question Answering: the TSV that they export."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from chatbot.testing.importing.table import rows_of
from chatbot.testing.importing.topics import Import, Topic, id_of


def read_qnamaker(paths: Iterable[Path]) -> Import:
    """Read exported tables.

    Rows of the same `QnaId`, or else of the same answer, are one topic; prompts to other rows
    become `related`.

    Raises:
        UsageError: if a file cannot be read, or has no `Question` and `Answer`.
    """
    result = Import()
    topics: dict[str, Topic] = {}
    prompts: dict[str, dict[str, str]] = {}
    for path in paths:
        for number, row in rows_of(path, result, "\t"):
            _read_row(f"{path}:{number}", row, topics, prompts, result)
    for key, found in prompts.items():
        topics[key].related = list(_led_to(key, found, topics, result))
    result.topics = list(topics.values())
    return result


def _led_to(
    key: str, found: Mapping[str, str], topics: Mapping[str, Topic], result: Import
) -> Iterator[str]:
    """The names of the topics that a row's prompts lead to."""
    for each, where in found.items():
        if each not in topics:
            result.lose(where, f"a prompt leads to QnaId {each}, which is in no row")
        elif each != key:
            yield topics[each].name


def _read_row(
    where: str,
    row: Mapping[str, str],
    topics: dict[str, Topic],
    prompts: dict[str, dict[str, str]],
    result: Import,
) -> None:
    question, answer = row["question"].strip(), row["answer"].strip()
    answer = answer.replace("\\n", "\n").strip()
    if not question or not answer:
        result.lose(where, "a question or an answer is empty; the row is left out")
        return
    key = row.get("qnaid", "").strip() or answer
    if key not in topics:
        name = id_of(question, (topic.name for topic in topics.values()))
        topics[key] = Topic(name, question, [], answer)
    elif topics[key].answer != answer:
        result.lose(where, f"QnaId {key} has another answer before; this one is left out")
    topics[key].utterances.append(question)
    _note_losses(where, row, answer, result)
    for prompt in _prompts(where, row, result):
        if prompt.get("qnaId"):
            prompts.setdefault(key, {}).setdefault(str(prompt["qnaId"]), where)
        else:
            result.lose(where, "a prompt leads to no QnaId")


def _note_losses(where: str, row: Mapping[str, str], answer: str, result: Import) -> None:
    if row.get("metadata", "").strip():
        result.lose(where, f"metadata {row['metadata'].strip()}: there is nothing like it here")
    if "](" in answer or "**" in answer:
        result.lose(where, "the answer is Markdown; it is shown as it stands")
    if row.get("iscontextonly", "").strip().casefold() == "true":
        result.lose(where, "asked only after another question: here it can be asked at any time")


def _prompts(where: str, row: Mapping[str, str], result: Import) -> list[dict[str, Any]]:
    text = row.get("prompts", "").strip() or "[]"
    try:
        found = json.loads(text)
    except (RecursionError, ValueError):
        found = None
    if not isinstance(found, list):
        result.lose(where, "the prompts cannot be read")
        return []
    return [
        {key[:1].lower() + key[1:]: value for key, value in each.items()}
        for each in found
        if isinstance(each, dict)
    ]
