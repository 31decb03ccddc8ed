"""A pack in other forms: a table, lines of JSON, a page of schema.org."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any, Final

from chatbot.content.model import Pack

COLUMNS: Final = ("intent", "kind", "question", "answer", "sources", "utterances")
#: What a search engine may show out of context: never a card, never small talk.
_SHOWN: Final = ("answer", "refer")


def export(pack: Pack, form: str) -> str:
    """A pack as text.

    Args:
        pack: the pack.
        form: "csv" (one row an intent, utterances on lines of their own within the cell), "jsonl"
            (one object an intent) or "faqpage" (JSON-LD of schema.org, each answer with its
            disclaimer, safe inside a script element).
    """
    match form:
        case "csv":
            return _csv(pack)
        case "jsonl":
            return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows_of(pack))
        case _:
            return _faqpage(pack)


def rows_of(pack: Pack) -> Iterator[dict[str, Any]]:
    """Every intent with its answer; those out of scope have none."""
    for intent in pack.intents.values():
        response = pack.responses.get(intent.id)
        yield {
            "intent": intent.id,
            "kind": intent.kind,
            "question": intent.question,
            "answer": response.answer if response else "",
            "sources": list(response.sources) if response else [],
            "utterances": list(intent.utterances),
        }


def _csv(pack: Pack) -> str:
    out = io.StringIO()
    table = csv.DictWriter(out, COLUMNS, lineterminator="\r\n")
    table.writeheader()
    for row in rows_of(pack):
        table.writerow(row | {key: "\n".join(row[key]) for key in ("sources", "utterances")})
    return out.getvalue()


def _faqpage(pack: Pack) -> str:
    entities = [
        {
            "@type": "Question",
            "name": pack.intents[key].question,
            "acceptedAnswer": {
                "@type": "Answer",
                "text": f"{response.answer} {_disclaimer(pack, pack.intents[key].kind)}",
            },
        }
        for key, response in pack.responses.items()
        if pack.intents[key].kind in _SHOWN
    ]
    page = {"@context": "https://schema.org", "@type": "FAQPage", "mainEntity": entities}
    return json.dumps(page, indent=1, ensure_ascii=False).replace("</", "<\\/") + "\n"


def _disclaimer(pack: Pack, kind: str) -> str:
    return pack.text(pack.disclaimer_key(kind))
