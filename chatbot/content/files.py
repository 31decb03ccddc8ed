"""One reader for each kind of content file: nodes to values, with places kept for later checks."""

from __future__ import annotations

from typing import Any, Final

from chatbot.content.model import KINDS
from chatbot.content.shapes import (
    Field,
    Reader,
    day,
    list_of,
    map_of,
    one_of,
    optional,
    placed,
    record,
    text,
    text_or_null,
)

INTENTS: Final[Reader[dict[str, Any]]] = record(
    {
        "area": Field(text),
        "intents": Field(
            map_of(
                record(
                    {
                        "question": Field(text),
                        "kind": optional(one_of(*KINDS), "answer"),
                        "utterances": Field(list_of(text)),
                    }
                )
            )
        ),
    }
)

RESPONSES: Final[Reader[dict[str, Any]]] = record(
    {
        "responses": Field(
            map_of(
                record(
                    {
                        "answer": Field(text),
                        "more": optional(text),
                        "sources": optional(list_of(text), ()),
                        "related": optional(list_of(text), ()),
                        "checked": Field(day),
                        "checked_by": Field(text),
                        "due": Field(day),
                        "reviewed_by": optional(text_or_null),
                    }
                )
            )
        )
    }
)

SOURCES: Final[Reader[dict[str, Any]]] = record(
    {
        "sources": Field(
            map_of(
                record(
                    {
                        "publisher": Field(text),
                        "title": Field(text),
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

DISCLAIMERS: Final[Reader[dict[str, Any]]] = record({"disclaimers": Field(map_of(text))})

MESSAGES: Final[Reader[dict[str, Any]]] = record({"messages": Field(map_of(text))})

VOCABULARY: Final[Reader[dict[str, Any]]] = record(
    {
        "synonyms": optional(map_of(list_of(text)), {}),
        "spellings": optional(map_of(text), {}),
    }
)

SUBJECTS: Final[Reader[dict[str, Any]]] = record(
    {"ours": Field(list_of(text)), "others": Field(list_of(text))}
)

SCREEN: Final[Reader[dict[str, Any]]] = record(
    {
        "classes": optional(map_of(list_of(text)), {}),
        "rules": Field(
            list_of(
                record(
                    {
                        "name": Field(text),
                        "intent": optional(text_or_null),
                        "phrases": Field(list_of(text)),
                        "unless": optional(list_of(text), ()),
                        "stands": optional(
                            one_of("always", "unless_calm", "with_its_card"), "unless_calm"
                        ),
                    }
                )
            )
        ),
    }
)

CALM: Final[Reader[dict[str, Any]]] = record(
    {"look_alikes": optional(list_of(text), ()), "everyday": optional(list_of(text), ())}
)

APPROVALS: Final[Reader[dict[str, Any]]] = record(
    {
        "approvals": Field(
            list_of(
                record(
                    {
                        "intent": Field(placed(text)),
                        "hash": Field(text),
                        "by": Field(text),
                        "role": Field(text),
                        "on": Field(day),
                        "until": Field(day),
                    }
                )
            )
        )
    }
)

FOLLOW_UPS: Final[Reader[dict[str, Any]]] = record(
    {
        "names": optional(map_of(text), {}),
        "reasons": optional(map_of(text), {}),
    }
)
