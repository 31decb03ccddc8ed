"""Rules on the words of answers: length, reading grade, jargon, promotion, amounts, safe words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from chatbot.content.problem import Problem
from chatbot.testing.expectations import shortened
from chatbot.testing.lint.subject import Subject
from chatbot.testing.patterns import pattern_of
from chatbot.testing.readability import grade_of, sentences_of, words_of

_CARDS: Final = ("crisis", "emergency")
#: An answer with fewer words has no grade worth the name.
_FEWEST_WORDS: Final = 20
_EXPLAINS: Final = re.compile(
    r"\b(means?|called|stands? for|slang|that is|is an?|is the|are)\b|[(:]"
)


def long_answer(subject: Subject) -> Iterator[Problem]:
    """An answer has more words than a reader takes in."""
    most = subject.settings.longest_answer
    for response, _, place in subject.answers():
        count = len(response.answer.split())
        if count > most:
            what = f"{response.intent} has {count} words"
            yield place.problem(what, f"keep it to {most}; say the rest under more:")


def long_sentence(subject: Subject) -> Iterator[Problem]:
    """A sentence is long."""
    most = subject.settings.longest_sentence
    for response, _, place in subject.answers():
        for sentence in sentences_of(f"{response.answer}\n{response.more or ''}"):
            count = len(sentence.split())
            if count > most:
                what = (
                    f'{response.intent}: a sentence has {count} words ("{shortened(sentence, 50)}")'
                )
                yield place.problem(what, f"make two of it; {most} words are enough")


def reading_grade(subject: Subject) -> Iterator[Problem]:
    """An answer is hard to read."""
    for response, intent, place in subject.answers():
        card = intent.kind in _CARDS
        most = subject.settings.hardest_card_grade if card else subject.settings.hardest_grade
        grade = grade_of(response.answer)
        if len(words_of(response.answer)) >= _FEWEST_WORDS and grade > most + 0.5:
            what = f"{response.intent} reads at grade {grade:.1f}"
            yield place.problem(what, f"use shorter words and sentences, for {most:g} at most")


def jargon(subject: Subject) -> Iterator[Problem]:
    """A word of the trade stands without explanation.

    It is explained where it stands in brackets, or where brackets, a colon or a word such as
    "means" or "called" stands in its sentence.
    """
    for response, _, place in subject.answers():
        sentences = sentences_of(response.answer)
        for word in subject.settings.jargon:
            holding = [each for each in sentences if pattern_of(word).search(each)]
            if holding and not any(_EXPLAINS.search(each) for each in holding):
                what = f'{response.intent} says "{word}" and does not explain it'
                yield place.problem(what, "say it in plain words, the term in brackets")


def promotion(subject: Subject) -> Iterator[Problem]:
    """An answer sells."""
    yield from _found(subject, subject.settings.promotion, "promotes", "say what is known, plainly")


def amount(subject: Subject) -> Iterator[Problem]:
    """An answer names an amount of a medicine."""
    fix = "take the amount out; it is for a prescriber to say"
    yield from _found(subject, subject.settings.amounts, "names an amount", fix)


def unsafe_words(subject: Subject) -> Iterator[Problem]:
    """An answer speaks of suicide in words that guidelines on safe messaging advise against."""
    fix = 'use neutral words, such as "died by suicide"'
    yield from _found(subject, subject.settings.unsafe_words, "uses unsafe words", fix)


def _found(subject: Subject, words: Sequence[str], what: str, fix: str) -> Iterator[Problem]:
    for response, _, place in subject.answers():
        text = f"{response.answer}\n{response.more or ''}"
        for word in words:
            match = pattern_of(word).search(text)
            if match:
                yield place.problem(f'{response.intent} {what}: "{match.group().strip()}"', fix)
