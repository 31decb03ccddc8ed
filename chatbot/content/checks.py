"""What must hold between the files of a pack.

A file of which something could not be read is known to be incomplete: what it lacks is not
reported as missing from the others.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import timedelta
from typing import Any, Final

import yaml

from chatbot.content.draft import Draft, Place
from chatbot.content.model import CARD_KINDS
from chatbot.content.problem import Problem, did_you_mean

LONGEST_REVIEW: Final = timedelta(days=366)
_ID: Final = re.compile(r"[a-z0-9_]+(\.[a-z0-9_]+)*")
_NOT_WORD: Final = re.compile(r"[\W_]+")
_WORD_CLASS: Final = re.compile(r"<([^<>]*)>\??")


def check_draft(draft: Draft) -> list[Problem]:
    """Hold the files of a pack against each other.

    Args:
        draft: the files as far as they could be read.

    Returns:
        Every problem found.
    """
    return [problem for check in _CHECKS for problem in check(draft)]


def _ids(draft: Draft) -> Iterator[Problem]:
    """Ids are well formed and given once."""
    for each in (draft.each_intent, draft.each_response):
        first: dict[str, Place] = {}
        for _, key, _, place in each():
            if not _ID.fullmatch(key):
                fix = 'use small letters, digits and "_", with "." between the parts'
                yield place.problem(f'"{key}" is not an id', fix)
            if key in first:
                where = f"{first[key].path}:{first[key].line}"
                yield place.problem(
                    f'"{key}" stands twice (first at {where})', "keep one of the two"
                )
            first.setdefault(key, place)


def _some(draft: Draft) -> Iterator[Problem]:
    """There is something to answer. A folder that is not there was reported before."""
    kinds = [values["kind"] for _, _, values, _ in draft.each_intent()]
    if not draft.problems and all(kind == "none" for kind in kinds):
        place = draft.place("intents", "")
        yield place.problem("there is no intent with an answer", "write one (`chatbot new DIR`)")


def _counterparts(draft: Draft) -> Iterator[Problem]:
    """Each intent has a response in the file of the same name, and each response an intent."""
    asked = {key: name for name, key, _, _ in draft.each_intent()}
    answered = {key: name for name, key, _, _ in draft.each_response()}
    for name, key, values, place in draft.each_intent():
        if values["kind"] == "none":
            if key in answered:
                fix = 'give the intent another kind than "none", or take the response out'
                yield place.problem(f'"{key}" is out of scope and yet has a response', fix)
        elif key not in answered and f"responses/{name}" not in draft.broken:
            yield place.problem(f'"{key}" has no response', f"add it to responses/{name}")
    for name, key, _, place in draft.each_response():
        if key not in asked and f"intents/{name}" in draft.broken:
            continue
        if key not in asked:
            advice = did_you_mean(key, asked, otherwise=f"add the intent to intents/{name}")
            yield place.problem(f'"{key}" answers no intent', advice)
        elif asked[key] != name:
            fix = f"move it to responses/{asked[key]}"
            yield place.problem(f'"{key}" is asked in intents/{asked[key]}', fix)


def _utterances(draft: Draft) -> Iterator[Problem]:
    """No utterance stands twice; every intent has some."""
    first: dict[str, tuple[str, str, yaml.Node]] = {}
    for name, key, values, place in draft.each_intent():
        if not values["utterances"]:
            yield place.problem(f'"{key}" has no utterances', "add what people ask")
        elif not any(_NOT_WORD.sub("", text) for text, _ in values["utterances"]):
            fix = "add what people ask, in words"
            yield place.problem(f'no utterance of "{key}" holds a word', fix)
        for text, node in values["utterances"]:
            plain = _NOT_WORD.sub(" ", text.casefold()).strip() or text
            other, file, there = first.setdefault(plain, (key, name, node))
            if there is not node:
                where = draft.place("intents", file, there)
                what = f'"{text}" stands twice (first under {other}, {where.path}:{where.line})'
                here = draft.place("intents", name, node)
                yield here.problem(what, "keep it under one intent")


def _references(draft: Draft) -> Iterator[Problem]:
    """Sources and related intents that a response names are there."""
    sources = _special(draft, "sources.yaml", "sources")
    ids = [key for _, key, _, _ in draft.each_intent()]
    all_sources = "responses/sources.yaml" not in draft.broken
    all_ids = not any(name.startswith("intents/") for name in draft.broken)
    for name, key, values, _ in draft.each_response():
        if all_sources:
            where = "responses/sources.yaml"
            yield from _unknown(draft, name, values["sources"], sources, "source", where)
        if all_ids:
            yield from _unknown(draft, name, values["related"], ids, "intent", "intents/")
        for other, node in values["related"]:
            if other == key:
                place = draft.place("responses", name, node)
                yield place.problem(f'"{key}" is related to itself', "take it out")


def _unknown(
    draft: Draft, name: str, given: Iterable[Any], known: Iterable[str], what: str, where: str
) -> Iterator[Problem]:
    known = set(known)
    for word, node in given:
        if word not in known:
            advice = did_you_mean(word, known, otherwise=f"add it to {where}")
            place = draft.place("responses", name, node)
            yield place.problem(f'there is no {what} "{word}"', advice)


def _reviews(draft: Draft) -> Iterator[Problem]:
    """A text is due for its next check after the last one, and within a year."""
    for _, key, values, place in draft.each_response():
        span = values["due"] - values["checked"]
        if span.days <= 0:
            yield place.problem(
                f'"{key}" is due before it was checked', 'put "due" after "checked"'
            )
        elif span > LONGEST_REVIEW:
            yield place.problem(f'"{key}" is due after more than a year', 'bring "due" forward')


def _disclaimers(draft: Draft) -> Iterator[Problem]:
    """There is a disclaimer for every kind of reply."""
    found = _special(draft, "disclaimer.yaml", "disclaimers")
    if "default" not in found and "responses/disclaimer.yaml" not in draft.broken:
        place = draft.place("responses", "disclaimer.yaml")
        fix = 'give a text for "default" under "disclaimers:"'
        yield place.problem("the default disclaimer is missing", fix)


def _screen(draft: Draft) -> Iterator[Problem]:
    """The rules of the screen show cards that are there, or refer to a clinician."""
    shown = {*CARD_KINDS, "refer"}
    kinds = {key: values["kind"] for _, key, values, _ in draft.each_intent()}
    all_ids = not any(name.startswith("intents/") for name in draft.broken)
    for rule, node in draft.special.get("screen.yaml", {}).get("rules", ()):
        card = rule["intent"]
        if card is not None and all_ids and kinds.get(card) not in shown:
            place = draft.place("intents", "screen.yaml", node)
            cards = [key for key, kind in kinds.items() if kind in shown]
            advice = did_you_mean(card, cards, otherwise="name an intent with a card")
            yield place.problem(f'"{card}" is no intent with a card, nor one that refers', advice)


def _screen_phrases(draft: Draft) -> Iterator[Problem]:
    """The phrases of the screen name word classes that are there, and begin with a word."""
    classes = _special(draft, "screen.yaml", "classes")
    for rule, _ in draft.special.get("screen.yaml", {}).get("rules", ()):
        for phrase, node in (*rule["phrases"], *rule["unless"]):
            place = draft.place("intents", "screen.yaml", node)
            yield from _unknown_words(phrase, classes, place)
            if _first_needed(phrase) in {"", "*", "$", "^"}:
                problem = f'"{phrase}" begins with no word that has to be there'
                yield place.problem(problem, "begin it with a word")


def _unknown_words(phrase: str, classes: Collection[str], place: Place) -> Iterator[Problem]:
    """The words of a phrase that are neither words nor word classes that are there."""
    for token in phrase.split():
        named = _WORD_CLASS.fullmatch(token)
        if named and named[1] not in classes:
            advice = did_you_mean(named[1], classes, otherwise='add it under "classes:"')
            yield place.problem(f'there is no word class "{named[1]}"', advice)
        elif not named and re.search("[<>]", token):
            fix = "write a word class as <name>, alone between spaces"
            yield place.problem(f'"{token}" is no word, and no word class', fix)


def _first_needed(phrase: str) -> str:
    """The first element of a phrase that may not be missing, after the mark of a clause's start."""
    tokens = phrase.removeprefix("^").split()
    return next((token for token in tokens if not token.endswith("?")), "")


def _approvals(draft: Draft) -> Iterator[Problem]:
    """A signature is of an answer that is there, and holds from its day on for a while."""
    given = draft.special.get("approvals.yaml", {}).get("approvals", ())
    known = [key for _, key, _, _ in draft.each_response()]
    complete = not any(name.startswith("responses/") for name in draft.broken)
    for approval, node in given:
        name, at = approval["intent"]
        if complete and name not in known:
            advice = did_you_mean(name, known, otherwise="take the signature out")
            place = draft.place("responses", "approvals.yaml", at)
            yield place.problem(f'there is no answer "{name}"', advice)
        if approval["until"] <= approval["on"]:
            place = draft.place("responses", "approvals.yaml", node)
            yield place.problem("this was never valid", 'put "until" after "on"')


def _follow_ups(draft: Draft) -> Iterator[Problem]:
    """What conversations need names intents that are there."""
    ids = {key for _, key, _, _ in draft.each_intent()}
    if any(name.startswith("intents/") for name in draft.broken):
        return
    for key, (_, node) in _special(draft, "follow_ups.yaml", "names").items():
        yield from _unknown_intent(draft, key, node, ids)
    for key, (reason, node) in _special(draft, "follow_ups.yaml", "reasons").items():
        yield from _unknown_intent(draft, key, node, ids)
        yield from _unknown_intent(draft, reason, node, ids)


def _unknown_intent(draft: Draft, key: str, node: Any, ids: set[str]) -> Iterator[Problem]:
    if key not in ids:
        advice = did_you_mean(key, ids, otherwise="name an intent of this pack")
        yield draft.place("intents", "follow_ups.yaml", node).problem(
            f'there is no intent "{key}"', advice
        )


def _special(draft: Draft, name: str, key: str) -> dict[str, Any]:
    found: dict[str, Any] = draft.special.get(name, {}).get(key, {})
    return found


_CHECKS: Final[tuple[Callable[[Draft], Iterator[Problem]], ...]] = (
    _some,
    _ids,
    _counterparts,
    _utterances,
    _references,
    _reviews,
    _disclaimers,
    _screen,
    _screen_phrases,
    _approvals,
    _follow_ups,
)
