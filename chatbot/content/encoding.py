"""A pack to plain JSON types and back, for the cache."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from chatbot.content.model import (
    FollowUps,
    Intent,
    Pack,
    Response,
    Rule,
    ScreenRules,
    Source,
    Vocabulary,
)


def pack_to_json(pack: Pack) -> dict[str, Any]:
    """Turn a pack into types that JSON can hold."""
    plain = asdict(pack)
    for response in plain["responses"].values():
        response["checked"] = response["checked"].isoformat()
        response["due"] = response["due"].isoformat()
    return plain


def pack_from_json(plain: dict[str, Any]) -> Pack:
    """Turn what `pack_to_json` made, after a way through JSON, into the pack again.

    Raises:
        KeyError, TypeError, ValueError: if it is anything else.
    """
    return Pack(
        intents={key: _intent(values) for key, values in plain["intents"].items()},
        areas=plain["areas"],
        responses={key: _response(values) for key, values in plain["responses"].items()},
        sources={key: Source(**values) for key, values in plain["sources"].items()},
        disclaimers=plain["disclaimers"],
        messages=plain["messages"],
        vocabulary=Vocabulary(
            _tuples(plain["vocabulary"]["synonyms"]), plain["vocabulary"]["spellings"]
        ),
        screen=_screen(plain["screen"]),
        follow_ups=FollowUps(**plain["follow_ups"]),
        version=plain["version"],
    )


def _intent(values: dict[str, Any]) -> Intent:
    return Intent(**values | {"utterances": tuple(values["utterances"])})


def _response(values: dict[str, Any]) -> Response:
    changed = {
        "sources": tuple(values["sources"]),
        "related": tuple(values["related"]),
        "checked": date.fromisoformat(values["checked"]),
        "due": date.fromisoformat(values["due"]),
    }
    return Response(**values | changed)


def _screen(values: dict[str, Any]) -> ScreenRules:
    rules = tuple(
        Rule(rule["name"], rule["intent"], tuple(rule["phrases"]), tuple(rule["unless"]))
        for rule in values["rules"]
    )
    return ScreenRules(_tuples(values["classes"]), rules, tuple(values["calm"]))


def _tuples(lists: dict[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {key: tuple(words) for key, words in lists.items()}
