"""Rules on utterances: too few, too like those of another intent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from chatbot.content.problem import Problem
from chatbot.testing.evaluation.folds import Judged
from chatbot.testing.expectations import shortened
from chatbot.testing.lint.collisions import Utterance
from chatbot.testing.lint.subject import SCREENED, Subject

#: Fewer utterances than this say nothing of whether an intent can be reached.
_ENOUGH: Final = 10


def thin_intent(subject: Subject) -> Iterator[Problem]:
    """An intent has few utterances."""
    least = subject.settings.thin_intent
    for _, key, values, place in subject.draft.each_intent():
        count = len(values["utterances"])
        if count < least and values["kind"] != "none":
            what = f"{key} has {count} utterances"
            yield place.problem(what, f"add ways of asking until it has {least}, or join it")


def near_collision(subject: Subject) -> Iterator[Problem]:
    """An utterance would be matched with another intent, had it not been there."""
    found = _by_words(subject) if subject.judged is None else _by_matcher(subject, subject.judged)
    for utterance, other, closest, measure in found:
        if subject.pack.intents[utterance.intent].kind not in SCREENED:
            text, near = shortened(utterance.text, 70), shortened(closest, 50)
            what = f'"{text}" of {utterance.intent} is nearer to {other} ("{near}"), {measure}'
            fix = "word one of the two otherwise, move it, or join the intents"
            yield utterance.place.problem(what, fix)


def _by_words(subject: Subject) -> Iterator[tuple[Utterance, str, str, str]]:
    for each in subject.collisions.ahead(subject.settings.clear_lead):
        yield each.utterance, each.other, each.closest, f"ahead by {each.lead:.2f}"


def _by_matcher(
    subject: Subject, judged: Iterable[Judged]
) -> Iterator[tuple[Utterance, str, str, str]]:
    places = {each.text: each for each in subject.utterances()}
    for each in judged:
        sure = each.confidence >= subject.settings.sure_elsewhere
        if each.got and not each.right and sure and each.expected:
            measure = f"{each.confidence:.0%} sure"
            yield places[each.text], each.got, each.example, measure


def unreachable(subject: Subject) -> Iterator[Problem]:
    """No utterance of an intent would come back to it, had it not been there."""
    recall = subject.collisions.recall()
    for _, key, values, place in subject.draft.each_intent():
        enough = len(values["utterances"]) >= _ENOUGH
        if enough and recall.get(key) == 0 and values["kind"] not in SCREENED:
            what = f"no utterance of {key} resembles another one of it"
            yield place.problem(what, "add utterances that share words, or split it")
