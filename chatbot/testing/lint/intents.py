"""Rules on utterances: too few, too like those of another intent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from chatbot.content.problem import Problem
from chatbot.testing.expectations import shortened
from chatbot.testing.lint.subject import Subject

#: What these are asked is for the screen to recognise, whatever the matcher says.
_SCREENED: Final = ("crisis", "emergency", "none")
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
    for each in subject.collisions.ahead(subject.settings.clear_lead):
        own = each.utterance.intent
        if subject.pack.intents[own].kind not in _SCREENED:
            what = (
                f'"{shortened(each.utterance.text, 70)}" of {own} is nearer to {each.other}'
                f' ("{shortened(each.closest, 50)}"), ahead by {each.lead:.2f}'
            )
            fix = "word one of the two otherwise, move it, or join the intents"
            yield each.utterance.place.problem(what, fix)


def unreachable(subject: Subject) -> Iterator[Problem]:
    """No utterance of an intent would come back to it, had it not been there."""
    recall = subject.collisions.recall()
    for _, key, values, place in subject.draft.each_intent():
        enough = len(values["utterances"]) >= _ENOUGH
        if enough and recall.get(key) == 0 and values["kind"] not in _SCREENED:
            what = f"no utterance of {key} resembles another one of it"
            yield place.problem(what, "add utterances that share words, or split it")
