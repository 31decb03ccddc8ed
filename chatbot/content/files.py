"""One reader for each kind of content file: nodes to values, with places kept for later checks."""

from __future__ import annotations

from typing import Any, Final

from chatbot.content.model import KINDS
from chatbot.content.shapes import (
    Reader,
    day,
    list_of,
    map_of,
    one_of,
    optional,
    record,
    text,
    text_or_null,
)
from chatbot.content.shapes import Field as _F

INTENTS: Final[Reader[dict[str, Any]]] = record(
    {
        "area": _F(text),
        "intents": _F(
            map_of(
                record(
                    {
                        "question": _F(text),
                        "kind": optional(one_of(*KINDS), "answer"),
                        "utterances": _F(list_of(text)),
                    }
                )
            )
        ),
    }
)

RESPONSES: Final[Reader[dict[str, Any]]] = record(
    {
        "responses": _F(
            map_of(
                record(
                    {
                        "answer": _F(text),
                        "more": optional(text),
                        "sources": optional(list_of(text), ()),
                        "related": optional(list_of(text), ()),
                        "checked": _F(day),
                        "checked_by": _F(text),
                        "due": _F(day),
                        "reviewed_by": optional(text_or_null),
                    }
                )
            )
        )
    }
)

SOURCES: Final[Reader[dict[str, Any]]] = record(
    {
        "sources": _F(
            map_of(
                record(
                    {
                        "publisher": _F(text),
                        "title": _F(text),
                        "url": optional(text_or_null),
                        "link": optional(one_of("shown", "hidden"), "shown"),
                        "date": optional(text_or_null),
                        "read": optional(one_of("primary", "mirror", "secondary")),
                        "note": optional(text),
                    }
                )
            )
        )
    }
)

DISCLAIMERS: Final[Reader[dict[str, Any]]] = record({"disclaimers": _F(map_of(text))})

MESSAGES: Final[Reader[dict[str, Any]]] = record({"messages": _F(map_of(text))})

VOCABULARY: Final[Reader[dict[str, Any]]] = record(
    {
        "synonyms": optional(map_of(list_of(text)), {}),
        "spellings": optional(map_of(text), {}),
    }
)

SCREEN: Final[Reader[dict[str, Any]]] = record(
    {
        "classes": optional(map_of(list_of(text)), {}),
        "rules": _F(
            list_of(
                record(
                    {
                        "name": _F(text),
                        "intent": optional(text_or_null),
                        "phrases": _F(list_of(text)),
                        "unless": optional(list_of(text), ()),
                    }
                )
            )
        ),
    }
)
