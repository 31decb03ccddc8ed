"""What is said shortly after a card: its help line stays in sight, and little is taken for calm.

Pure functions of what was found for a message, how it reads, and the state.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from chatbot import small_words
from chatbot.acts import Act, Lean, Message, lean_of
from chatbot.compose import Findings, Frame, Turn
from chatbot.decide import Decision
from chatbot.matching.text import words_of
from chatbot.questions import LONGEST_READ, is_question, questions_in, sentences_in
from chatbot.reply import Kind
from chatbot.resolve import Known, answered_with
from chatbot.state import State

#: So sure is a question that is plainly asked, also if it does not name what the pack is about ...
_PLAIN: Final = 0.85
#: ... and so sure where a word on how things stand comes before it.
_LIKELY: Final = 0.6
#: ... and small talk where one that all is well does.
_LIKELY_TALK: Final = 0.5
#: "The ambulance took him": he is in good hands, which "took" alone does not say. "The police are
#: going round", "help is on its way": nor does "going".
_TAKEN: Final = (
    r"\b(?:ambulance|paramedics|medics|police|crew|they|doctor|nurse)(?: have| has|ve)? "
    r"(?:took|taken) (?:him|her|them|us|me)\b|"
    r"\b(?:ambulance|paramedics|medics|police|crew|help)(?: is|'?s| are|'?re| were| was)? "
    r"(?:(?:going|coming) (?:round|over|there|here|now|out)\b|on (?:its|it's|their|the) way\b)"
)
#: Where help goes to, the reader is not.
_ELSEWHERE: Final = r"\bgoing (?:round|over|there|out)\b"
#: What a question that is plainly asked may be met with.
_TO_BE_SAID: Final = frozenset({Kind.ANSWER, Kind.REFER, Kind.CHAT, Kind.CLARIFY})


def gently(found: Findings, frame: Frame, message: Message, state: State, known: Known) -> Turn:
    """After a card its help line stays in sight.

    Until the reader has plainly asked something, all else is met with help: "what can i do" is then
    no question about a visit, and "how many" none about sessions.

    Args:
        found: what was found for the message, which is no danger.
        frame: what would be put around it.
        message: the message as it was read.
        state: where the conversation stands; a card was shown lately.
        known: what the bot knows.

    Returns:
        What to say, and what to put around it.
    """
    meanwhile = Frame(instead=(of_card("gentle", state, known),))
    if is_all_clear(message.text):
        decision = Decision(Kind.CHAT, (), 1.0, "says that help came")
        return replace(found, decision=decision, rest=()), meanwhile
    emergency = known.kinds[state.card] == Kind.EMERGENCY
    goes_on = bool(state.subject) and not emergency
    plainly = not _seeks(message) and (
        goes_on or _is_plainly_asked(found.decision, message, state, known)
    )
    if not plainly and message.act is Act.ACKNOWLEDGE:
        return found, meanwhile
    if found.decision.kind is Kind.NONE or not plainly:
        rule = "no plain question, and shortly after a card"
        return answered_with(found, (state.card,), rule, known), meanwhile
    return found, replace(frame, before=(of_card("line", state, known), *frame.before))


def is_the_same_cry(found: Findings, state: State, known: Known) -> bool:
    """Whether a cry shortly after a card is of the same crisis: its card is the right one still.

    It names no danger that a rule knows, and does not speak of the reader: "he comes home at six"
    after abuse, "nothing else helps" after self-harm.

    Args:
        found: what was found for the message.
        state: where the conversation stands.
        known: what the bot knows.
    """
    alarm = found.alarm
    if alarm is None or not alarm.is_by_examples or not state.card:
        return False
    of_crisis = {known.kinds[state.card], known.kinds[alarm.intent]} == {Kind.CRISIS}
    return of_crisis and not small_words.SELF.intersection(words_of(found.question))


def is_all_clear(text: str) -> bool:
    """Whether a text says that help came or that the worst is over, and nothing else.

    Args:
        text: a message or a sentence of one.
    """
    words = set(words_of(re.sub(_TAKEN, "ambulance", text, flags=re.IGNORECASE)))
    only = bool(words & small_words.HELP) and words <= small_words.ALL_CLEAR
    return only and not is_question(text)


def beside_all_clear(text: str) -> tuple[str, bool]:
    """What a message says besides that help came; "hes awake now. can it happen again" asks.

    Args:
        text: the message.

    Returns:
        Its other sentences, and whether help came for somebody else than the reader; the message
        itself where no sentence says so, or where it goes on after those.
    """
    sentences = sentences_in(text)
    over = [each for each in sentences if is_all_clear(each)]
    if not over or len(text) > LONGEST_READ:
        return text, False
    told = " ".join(over)
    elsewhere = re.search(_ELSEWHERE, told, re.IGNORECASE) is not None
    of_others = elsewhere or bool(small_words.OTHERS.intersection(words_of(told)))
    return " ".join(each for each in sentences if each not in over), of_others


def _is_plainly_asked(decision: Decision, message: Message, state: State, known: Known) -> bool:
    """Whether a message is a question, or small talk, that has nothing to do with the danger.

    It names what the pack is about; or comes after a word on how things stand ("im ok now. how
    fast does it work"); or is clear by itself and speaks of nobody, in an emergency not of the
    reader either ("should i vomit").
    """
    if decision.kind not in _TO_BE_SAID or not decision.intents:
        return False
    emergency = known.kinds[state.card] == Kind.EMERGENCY
    goes_on = _goes_on(decision, message)
    if goes_on or decision.kind is Kind.CLARIFY:
        return goes_on
    words, lean = set(words_of(message.core)), lean_of(message)
    of_people = words & (small_words.OTHERS | (small_words.SELF if emergency else frozenset()))
    if decision.kind is Kind.CHAT:
        at_ease = lean is Lean.NOT or _is_calm(words_of(message.text))
        return at_ease and not of_people and decision.confidence >= _PLAIN
    if words & known.ours:
        return True
    # "could it not just be nerves"
    of_the_danger = emergency and not state.subject and words & small_words.POINTING
    leans = lean in {Lean.SUBJECT, Lean.OPEN}
    if of_people or of_the_danger or leans or _hopes(words):
        return False
    return decision.confidence >= (_LIKELY if state.subject else _PLAIN)


def _hopes(words: set[str]) -> bool:
    """Whether it may be said of life as well: "will it get better"."""
    return bool(words & small_words.HOPING) and words <= small_words.EMPTY | small_words.GENERAL


def _seeks(message: Message) -> bool:
    """Whether somebody looks for help, and says nothing else: "who do i call"."""
    words = set(words_of(message.core))
    small = small_words.EMPTY | small_words.GENERAL | small_words.SELF | small_words.SEEKING
    return bool(words & small_words.SEEKING) and words <= small


def _goes_on(decision: Decision, message: Message) -> bool:
    """Whether a question of some content comes after a word on how things stand.

    Small talk ("he is fine now. where do your texts come from"), and what has to be asked back,
    only after one that all is well.
    """
    asked = questions_in(message.text)
    if not asked:
        return False
    if _is_well(message.text, asked):
        return decision.kind is not Kind.CHAT or decision.confidence >= _LIKELY_TALK
    content = set(words_of(asked[-1])) - small_words.EMPTY - small_words.GENERAL
    of_topic = decision.kind not in {Kind.CHAT, Kind.CLARIFY}
    return of_topic and bool(content) and decision.confidence >= _LIKELY


def _is_well(text: str, asked: Sequence[str]) -> bool:
    """Whether a message says, beside its questions, that the worst is over.

    Not where it goes on to ask about somebody.
    """
    told = text
    for question in asked:
        told = told.replace(question, " ")
    of_somebody = small_words.SOMEBODY.intersection(words_of(asked[-1]))
    return _is_calm(words_of(told)) and not of_somebody


def _is_calm(words: Iterable[str]) -> bool:
    """Whether words say that the worst is over, and do not deny it."""
    words = set(words)
    return bool(words & small_words.CALMED) and not words & small_words.DENYING


def of_card(what: str, state: State, known: Known) -> str:
    """The name of a sentence that goes with a card: its own, else its kind's, else the usual."""
    names = (f"{what}_{state.card.partition('.')[2]}", f"{what}_{known.kinds[state.card]}")
    return next((name for name in names if name in known.messages), what)
