"""The questions in one message: two at once, or one at the end of a long story."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Final

from chatbot.acts import Lean, lean_of, read
from chatbot.compose import Findings
from chatbot.decide import ANSWER_AT, Decision
from chatbot.reply import Kind

#: So many questions of one message are answered; the rest are named.
MOST_ANSWERED: Final = 2
#: More are not looked at.
MOST_QUESTIONS: Final = 6
#: In a message of more words than this the question is trusted before the story around it.
LONG_STORY: Final = 25
#: From here on a question that leans on the one before it is taken for one of its own.
_SURE: Final = (1 + ANSWER_AT) / 2
#: From here on a part that ends on a question mark needs nothing of the rest to speak for it.
_PLAIN: Final = 0.8
#: So much surer is a question that is trusted before a short message around it.
_SURER: Final = 0.2
#: From here on what a reader says of himself is a decision that is not ours.
_REFERRED: Final = 0.65
#: The words that a question has at least to be told apart from the one before it.
_SHORTEST: Final = 3
#: What stands after so many characters is looked at as a whole only.
LONGEST_READ: Final = 5_000

_ASKS: Final = (
    r"(?:how|what|whats|what's|when|where|who|whos|who's|why|which|whether|can(?!')|could|does|do|did|is|are|"
    r"was|will|would|should|may|has|have|am|any)"
)
_SPACES: Final = re.compile(r"[^\S\n]+")
_SENTENCE: Final = re.compile(r"[^.!?;\n]+[.!?;\n]*")
_LEADING: Final = re.compile(
    r"^\W*(?:(?:and|also|but|so|or|then|ok|okay|oh|hi|hello|hey|well|plus|please|secondly|second|"
    r"first|firstly|btw|anyway|sorry|another thing|one (?:last|more)(?= ?,)|"
    r"(?:one |the )?(?:last|final|more|quick|other) (?:thing|question|matter|one)|"
    r"(?:two|2|three|3|some|a few) questions|\d[).:]|"
    r"i (?:also )?(?:want|would like|wanted|need) to know|i (?:also )?wonder|i was wondering|"
    r"wondering|my question is|tell me|"
    r"(?:can|could) you tell me)(?!\w)[\s,:-]*)*",
    re.IGNORECASE,
)
_BEGINS_TO_ASK: Final = re.compile(rf"{_ASKS}\b", re.IGNORECASE)
_JOINT: Final = re.compile(
    rf"\s*,?\s(?:and|n|&|also|plus|and also)\s(?:also\s)?(?={_ASKS}\b)|"
    rf"\s*,\s?(?={_ASKS}\b)|\s\(?\d[).:]\s?(?={_ASKS}\b)",
    re.IGNORECASE,
)
#: "I like the spray, can i have it": asks after it has told something.
_ASIDE: Final = re.compile(rf"\s*,\s?(?:so |but )?(?={_ASKS}\b)", re.IGNORECASE)
_OF_ONESELF: Final = re.compile(r"\b(?:i|im|i'm|ive|i've|my|mine|me)\b", re.IGNORECASE)
_LEANS: Final = re.compile(r"\b(?:it|its|this|that|they|them|these|those|one|so)\b", re.IGNORECASE)
_ANSWERED: Final = frozenset({Kind.ANSWER, Kind.REFER})
_DANGER: Final = frozenset({Kind.CRISIS, Kind.EMERGENCY})


def questions_in(text: str) -> tuple[str, ...]:
    """Find the questions of a message.

    Args:
        text: as it was typed.

    Returns:
        The questions in the order asked, at most `MOST_QUESTIONS`; none for a message that is one
        plain question or none, so that it is read as a whole.
    """
    asked = _asked_in(sentences_in(text))
    return tuple(part for found in asked for part in found)[:MOST_QUESTIONS]


def parts_in(text: str) -> tuple[str, ...]:
    """Find what a message asks, and what the reader says of himself beside it.

    Args:
        text: as it was typed.

    Returns:
        Its questions, in the order asked; in a message that is no long story also the sentences in
        which the reader speaks of himself, for they may hold a decision that is not ours.
    """
    sentences = sentences_in(text)
    asked = _asked_in(sentences)
    if any(asked) and sum(len(sentence.split()) for sentence in sentences) <= LONG_STORY:
        asked = [found or _told_in(part) for found, part in zip(asked, sentences, strict=True)]
    return tuple(part for found in asked for part in found)[:MOST_QUESTIONS]


def sentences_in(text: str) -> list[str]:
    """The sentences of a message, each with its mark, as far as `LONGEST_READ`.

    Args:
        text: as it was typed.
    """
    text = _SPACES.sub(" ", text[:LONGEST_READ])
    return [part.strip() for part in _SENTENCE.findall(text) if part.strip()]


def _asked_in(sentences: Sequence[str]) -> list[list[str]]:
    """The questions of each sentence; none where one plain question is all there is."""
    asked = [_questions_of(sentence) for sentence in sentences]
    return [] if [len(found) for found in asked] == [1] else asked


def _told_in(sentence: str) -> list[str]:
    """The sentence, if the reader says something of himself in it."""
    says = len(sentence.split()) >= _SHORTEST and _OF_ONESELF.search(sentence) is not None
    return [sentence] if says else []


def _questions_of(sentence: str) -> list[str]:
    """The questions of one sentence. "... and why" only goes on, and is left in one piece."""
    core = sentence[_length_of_opening(sentence) :]
    parts = [part.strip() for part in _JOINT.split(core)]
    if asks(core) and all(map(_says_enough, parts)):
        return parts
    if is_question(core):
        return [core]
    asides = [part.strip() for part in _ASIDE.split(core)[1:]]
    return [part for aside in asides for part in _JOINT.split(aside) if _says_enough(part)]


def _says_enough(part: str) -> bool:
    """Whether a part can be a question of its own. "How quick" can, "and why" cannot."""
    words = part.lower().split()
    return len(words) >= _SHORTEST or (len(words) > 1 and words[0] == "how")


def asks(text: str) -> bool:
    """Whether it begins as a question does."""
    return bool(_BEGINS_TO_ASK.match(text))


def is_question(text: str) -> bool:
    """Whether it begins as a question does, or ends on its mark."""
    return asks(text) or text.rstrip().endswith("?")


def _length_of_opening(sentence: str) -> int:
    found = _LEADING.match(sentence)
    return found.end() if found else 0


def gather(whole: Findings, parts: Sequence[Findings], nearby: Collection[str]) -> Findings:
    """Decide what a message asks, from what its questions ask.

    Args:
        whole: what was found for the message as one.
        parts: what was found for each of its questions, in order.
        nearby: the intents that the message as one may belong to. Two answers are given only
            where it speaks for both, or where they are plain questions.

    Returns:
        Two answers, with the rest named, if two or more parts are clear and differ; the one clear
        part of a long or unclear message; else the whole. Danger is never argued away, and a
        question about illicit use is met before all others.
    """
    if whole.decision.kind in _DANGER:
        return whole
    for part in parts:
        if part.decision.kind is Kind.ILLICIT and part.decision.intents[0] in nearby:
            return replace(part, question=whole.question)
    clear = [part for part in parts if part.decision.kind in _ANSWERED and _is_asked(part)]
    sure = [
        part for number, part in enumerate(clear)
        if not _is_referred_again(part, clear[:number])
        and (_is_referred(part) or _stands_alone(part, parts[0]))
    ]  # fmt: skip
    asked = {part.decision.intents[0]: part for part in sure}
    several = {
        intent: part for intent, part in asked.items()
        if intent in nearby or _is_plain(part) or _is_referred(part)
    }  # fmt: skip
    if len(several) > 1:
        return _several(whole, list(several.values()))
    alone = clear if len(clear) == 1 else list(several.values())
    if alone and _says_more(alone[0], whole):
        return replace(alone[0], question=whole.question)
    unmet = [part for part in parts if _is_unmet(part)]
    if whole.decision.kind is Kind.CHAT and unmet and len(unmet) == len(parts):
        return replace(unmet[0], question=whole.question)
    return whole


def _is_unmet(part: Findings) -> bool:
    """Whether it asks something that nothing fits: a greeting before it does not make it small."""
    says_enough = len(part.question.split()) > _SHORTEST
    return says_enough and is_question(part.question) and part.decision.kind is Kind.NONE


def _is_asked(part: Findings) -> bool:
    """Whether it is a question, or says of the reader what is a clinician's to decide."""
    said = part.question
    return is_question(said) or _is_referred(part)


def _is_referred(part: Findings) -> bool:
    """Whether it is surely a decision that is not ours, which no question may hide."""
    return part.decision.kind is Kind.REFER and part.decision.confidence >= _REFERRED


def _is_referred_again(part: Findings, before: Sequence[Findings]) -> bool:
    """Whether it asks for the decision before it once more: "i had a stroke. is it ok for me"."""
    leans = _LEANS.search(part.question) is not None
    return leans and part.decision.kind is Kind.REFER and any(map(_is_referred, before))


def _is_plain(part: Findings) -> bool:
    """Whether it is a question by its mark too, and so sure that the rest need not speak for it."""
    return part.question.endswith("?") and part.decision.confidence >= _PLAIN


def _stands_alone(part: Findings, first: Findings) -> bool:
    """Whether it is a question of its own.

    One that speaks of "it" has to be surer than others; one that speaks of nothing ("should i be
    worried") goes with what stands before it.
    """
    if part is first:
        return True
    if _LEANS.search(part.question):
        return part.decision.confidence >= _SURE
    return lean_of(read(part.question)) not in {Lean.SUBJECT, Lean.OPEN, Lean.PRONOUN}


def _several(whole: Findings, asked: list[Findings]) -> Findings:
    intents = tuple(part.decision.intents[0] for part in asked)
    answered, rest = intents[:MOST_ANSWERED], intents[MOST_ANSWERED:]
    sure = min(part.decision.confidence for part in asked[:MOST_ANSWERED])
    rule = "more than two questions in one message" if rest else "two questions in one message"
    decision = Decision(asked[0].decision.kind, answered, sure, rule)
    return Findings(whole.question, None, asked[0].matches, decision, rest)


def _says_more(part: Findings, whole: Findings) -> bool:
    """Whether one clear question is to be trusted before the message around it."""
    if whole.decision.kind in {Kind.CLARIFY, Kind.NONE}:
        return True
    ahead = part.decision.confidence - whole.decision.confidence
    long = len(whole.question.split()) > LONG_STORY
    return ahead > (0 if long else _SURER)
