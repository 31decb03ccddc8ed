"""A pack to plain JSON types and back, for the cache."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
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
    Subjects,
    Vocabulary,
)


def pack_to_parts(pack: Pack) -> tuple[dict[str, Any], list[str]]:
    """Turn a pack into types that JSON can hold, and the many texts that a start does not need.

    Returns:
        The pack without its examples, and those: the utterances of all intents, then the calm
        messages. How many of them are whose stands in the former.
    """
    few = {key: replace(intent, utterances=()) for key, intent in pack.intents.items()}
    plain = asdict(replace(pack, intents=few, screen=replace(pack.screen, calm=())))
    for key, intent in pack.intents.items():
        plain["intents"][key]["utterances"] = len(intent.utterances)
    for response in plain["responses"].values():
        response["checked"] = response["checked"].isoformat()
        response["due"] = response["due"].isoformat()
    return plain, [text for _, text in pack.examples()] + list(pack.screen.calm)


def pack_from_parts(plain: dict[str, Any], texts: Sequence[str]) -> Pack:
    """Turn what `pack_to_parts` made, after a way through JSON, into the pack again.

    Args:
        plain: the pack without its examples.
        texts: the examples; a part of them has to be a sequence of the same kind.

    Raises:
        KeyError, TypeError, ValueError: if it is anything else.
    """
    intents, first = {}, 0
    for key, values in plain["intents"].items():
        last = first + values["utterances"]
        intents[key] = Intent(**values | {"utterances": texts[first:last]})
        first = last
    return Pack(
        intents=intents,
        areas=plain["areas"],
        responses={key: _response(values) for key, values in plain["responses"].items()},
        sources={key: Source(**values) for key, values in plain["sources"].items()},
        disclaimers=plain["disclaimers"],
        messages=plain["messages"],
        vocabulary=Vocabulary(
            _tuples(plain["vocabulary"]["synonyms"]), plain["vocabulary"]["spellings"]
        ),
        subjects=Subjects(**{key: tuple(words) for key, words in plain["subjects"].items()}),
        screen=_screen(plain["screen"], texts[first:]),
        follow_ups=FollowUps(**plain["follow_ups"]),
        version=plain["version"],
    )


def _response(values: dict[str, Any]) -> Response:
    changed = {
        "sources": tuple(values["sources"]),
        "related": tuple(values["related"]),
        "checked": date.fromisoformat(values["checked"]),
        "due": date.fromisoformat(values["due"]),
    }
    return Response(**values | changed)


def _screen(values: dict[str, Any], calm: Sequence[str]) -> ScreenRules:
    rules = tuple(
        Rule(**rule | {"phrases": tuple(rule["phrases"]), "unless": tuple(rule["unless"])})
        for rule in values["rules"]
    )
    return ScreenRules(_tuples(values["classes"]), rules, calm)


def _tuples(lists: dict[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {key: tuple(words) for key, words in lists.items()}
