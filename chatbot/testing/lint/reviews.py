"""Rules on review and signature."""

from __future__ import annotations

from collections.abc import Iterator

from chatbot.content.problem import Problem
from chatbot.testing.approvals import Standing, standings
from chatbot.testing.lint.subject import Subject


def stale_review(subject: Subject) -> Iterator[Problem]:
    """An answer was due for its next check before today."""
    for _, key, values, place in subject.draft.each_response():
        if values["due"] < subject.today:
            what = f"{key} was due for its next check on {values['due']}"
            yield place.problem(what, 'hold it against its sources, and set "checked" and "due"')


def future_review(subject: Subject) -> Iterator[Problem]:
    """An answer is said to have been checked on a day that has not come."""
    for _, key, values, place in subject.draft.each_response():
        if values["checked"] > subject.today:
            what = f"{key} is said to have been checked on {values['checked']}"
            yield place.problem(what, 'set "checked" to the day on which it was')


def unsigned(subject: Subject) -> Iterator[Problem]:
    """No clinician ever signed an answer."""
    yield from _standing(subject, Standing.UNSIGNED)


def changed_since_signed(subject: Subject) -> Iterator[Problem]:
    """An answer is no longer the one that was signed."""
    yield from _standing(subject, Standing.CHANGED)


def expired_signature(subject: Subject) -> Iterator[Problem]:
    """A signature has run out."""
    yield from _standing(subject, Standing.EXPIRED)


def _standing(subject: Subject, wanted: Standing) -> Iterator[Problem]:
    places = {response.intent: place for response, _, place in subject.answers()}
    for signing in standings(subject.pack, subject.approvals, subject.today):
        if signing.standing is wanted:
            what = f"{signing.intent} was {wanted}"
            if signing.approval:
                what += f" by {signing.approval.by} on {signing.approval.on}"
            fix = "`chatbot review` shows it, `chatbot approve` signs it"
            yield places[signing.intent].problem(what, fix)
