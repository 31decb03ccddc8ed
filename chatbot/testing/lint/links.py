"""Rules on what leads where: sources and related questions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from chatbot.content.problem import Problem
from chatbot.testing.lint.subject import Subject

_LEADING_ON: Final = ("answer", "refer")


def no_source(subject: Subject) -> Iterator[Problem]:
    """An answer names nobody who says so."""
    for response, intent, place in subject.answers():
        if not response.sources and intent.kind != "chat":
            yield place.problem(f"{response.intent} has no sources", 'name them under "sources:"')


def orphan_source(subject: Subject) -> Iterator[Problem]:
    """A source stands behind no answer."""
    used = {name for response in subject.pack.responses.values() for name in response.sources}
    listed = subject.draft.special.get("sources.yaml", {}).get("sources", {})
    for name, (_, node) in listed.items():
        if name not in used:
            place = subject.draft.place("responses", "sources.yaml", node)
            yield place.problem(f'no answer names the source "{name}"', "name it, or take it out")


def dead_end(subject: Subject) -> Iterator[Problem]:
    """An answer leads nowhere, or to what has no answer."""
    for response, intent, place in subject.answers():
        if intent.kind in _LEADING_ON and not response.related:
            what = f"{response.intent} leads to no other question"
            yield place.problem(what, 'name what a reader would ask next under "related:"')
        for other in response.related:
            if other not in subject.pack.responses:
                what = f"{response.intent} leads to {other}, which has no answer"
                yield place.problem(what, 'take it out of "related:"')
