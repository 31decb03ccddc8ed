"""JSON Schema of every kind of file, from the shapes that read them; editors use it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from chatbot.content import files
from chatbot.content.shapes import Reader
from chatbot.testing.case_file import CASE_FILE
from chatbot.testing.known import KNOWN_FAILURES
from chatbot.testing.lint.settings import LINT

#: The name of a schema to its shape and to the files that it is about.
KINDS: Final[dict[str, tuple[Reader[dict[str, Any]], str]]] = {
    "intents": (files.INTENTS, "what people ask: intents/AREA.yaml"),
    "vocabulary": (files.VOCABULARY, "words that intents share: intents/vocabulary.yaml"),
    "screen": (files.SCREEN, "what is recognised first: intents/screen.yaml"),
    "calm": (files.CALM, "messages that are no danger: intents/calm.yaml"),
    "subjects": (files.SUBJECTS, "what questions are, and are not, about: intents/subjects.yaml"),
    "follow_ups": (files.FOLLOW_UPS, "what short follow-ups mean: intents/follow_ups.yaml"),
    "responses": (files.RESPONSES, "what is answered: responses/AREA.yaml"),
    "sources": (files.SOURCES, "who says so: responses/sources.yaml"),
    "disclaimer": (files.DISCLAIMERS, "what stands under a reply: responses/disclaimer.yaml"),
    "messages": (files.MESSAGES, "sentences around the answers: responses/messages.yaml"),
    "approvals": (files.APPROVALS, "who signed what: responses/approvals.yaml"),
    "cases": (CASE_FILE, "what must be answered: *.chat.yaml"),
    "known_failures": (KNOWN_FAILURES, "cases that are known to fail: tests/known_failures.yaml"),
    "lint": (LINT, "what `chatbot check` looks for: tests/lint.yaml"),
}


def schema_of(kind: str) -> dict[str, Any]:
    """The JSON Schema of one kind of file.

    Raises:
        KeyError: if there is no such kind.
    """
    shape, about = KINDS[kind]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": about,
        **shape.schema,
    }


def schema_text(kind: str) -> str:
    """The same as the text of a file."""
    return json.dumps(schema_of(kind), indent=2) + "\n"


def file_name(kind: str) -> str:
    """The name of the file of a schema."""
    return f"{kind}.schema.json"


def header(kind: str, to_schemas: str) -> str:
    """The first line of a file, by which editors find its schema.

    Args:
        kind: of the file.
        to_schemas: the way from the file's folder to that of the schemas, such as "../schema".
    """
    return f"# yaml-language-server: $schema={to_schemas}/{file_name(kind)}\n"


def write_schemas(folder: Path) -> list[Path]:
    """Write all schemas into a folder; gives the files."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for kind in KINDS:
        path = folder / file_name(kind)
        path.write_text(schema_text(kind), encoding="utf-8")
        paths.append(path)
    return paths
