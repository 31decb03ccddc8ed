"""What a message of a conversation does: asks, chooses, agrees, corrects, leans on the one before.

Everything here looks at the words alone. The small words of English that steer a talk are few and
closed ("the second", "never mind", "no, I meant ..."); what a message is about is left to the
matcher.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from chatbot import small_words
from chatbot.matching.text import words_of

#: Longer messages are complete: they are never read in the light of the subject.
LONGEST_FOLLOW_UP: Final = 9
_LONGEST_READ: Final = 300


class Act(StrEnum):
    """What a message does."""

    ASK = "ask"
    CHOOSE = "choose"
    BOTH = "both"
    YES = "yes"
    NO = "no"
    ACKNOWLEDGE = "acknowledge"
    MORE = "more"
    WHY = "why"
    VERDICT = "verdict"
    CORRECT = "correct"


class Lean(StrEnum):
    """How a question leans on the one before it.

    `SUBJECT` means that the question lacks what it is about ("how long?", "is that dangerous");
    `OPEN` that it says another thing after each topic ("how much", "is it permanent"); `TURN` that
    it only begins like a follow-up ("and for anxiety?"); `PRONOUN` that it could be said of almost
    anything ("does it go away"), of the subject or of the treatment as such.
    """

    NOT = "not"
    TURN = "turn"
    SUBJECT = "subject"
    OPEN = "open"
    PRONOUN = "pronoun"


@dataclass(frozen=True, slots=True)
class Message:
    """A message, read as a turn of a conversation.

    Attributes:
        act: what it does.
        text: the message.
        core: the question in it without the words that only lead over to it.
        words: the words of that question; none of a message too long to be read as a turn.
        number: which of the choices it takes, 1 for the first, -1 for the last; 0 for none.
    """

    act: Act
    text: str
    core: str
    words: tuple[str, ...]
    number: int = 0


# Patterns are left as text: `re` compiles and keeps one when it is first used, and a question that
# stands alone uses few.
_MORE: Final = (
    r"(ok |okay |yes |and |please |so |go on |keep going )*"
    r"((can|could|would) you )?(please )?"
    r"((tell|give|show) me |say |i want |i would like |id like |i want to know |is there |any |"
    r"explain |know |read |learn |hear )*(a bit |a little |some |anything )?"
    r"(more|go on|continue|keep going|carry on|elaborate|expand|in more detail|anything else|"
    r"what else|details|more details|more info|more information)"
    r"( (about|on|of) (this|that|it|them|these|those))?( (details?|info|information))?"
    r"( please| to it)?"
)
_WHY: Final = (
    r"(ok |okay |but |and |so |no |yes |then |really )*"
    r"(why|y|how come|why not|y not|why so|whys that|what for|whatever for|what is (it|that) for|"
    r"for what reason|why is (that|this|it)( so)?|"
    r"why (would|does) that( be)?|what is the reason|whats the reason|why do you say that|"
    r"why (wont|cant|cannot|dont) you (say|tell me|answer|decide)( that| this| me)?|"
    r"and the reason|what makes (that|it) so|says who|because)( though| tho| then| please)?"
)
_VERDICT: Final = (
    r"(ok |okay |so |but |and |then |please |come on |just |simply |only |a |simple |straight |"
    r"quick |plain |give me |i want |i need |say |tell me |answer |answer me |with |in |one word |"
    r"is (that|it|this) )*"
    r"(yes or no|no or yes|y or n|yay or nay|a (yes|no)( or a (yes|no))?|so (yes|no))"
    r"( (then|please|answer|question|only|now|is enough))*"
)
#: What is not meant: "not the spray", "not for anxiety".
_LEADING_TO_IT: Final = r"(?:the|that|those|these|this|my|a|an|for|about|in|on)\b\W+"
_NAMED: Final = rf"(?:{_LEADING_TO_IT})*[\w'-]+(?: [\w'-]+)?"
_DENIED: Final = rf"not {_NAMED}"
#: "ok ill ring them tomorrow", "ok, ringing them now": what the reader does, which asks nothing.
_PLANS: Final = (
    r"(?:(?:ok|okay|alright|right|thanks|thank you|good|great|cool|fine|got it|yeah|yes)"
    r"(?: so| then| and| well)* (?:ill|i will|im going to|im gonna|i am going to|gonna) "
    r"(?:ring|call|phone|ask|tell|talk|speak|check|read|look|think|wait|write|email|text|bring|"
    r"mention|book|print|save)|"
    r"(?:ok|okay|alright|right|thanks|thank you)(?: so| then| and| well| im| i am)* "
    r"(?:ringing|calling|phoning|dialing|dialling|texting)"
    r")(?: (?!(?:is|are|does|do|how|what|when|where|who|why|can|will|if|whether|about)\b)\w+){0,6}"
)
_CORRECTION: Final = (
    r"^\W*(?:(?:no+|nope|nah|sorry|oops|wait|hm+|not that|not that one|actually|wrong|ok|oh)\b\W*)*"
    rf"(?:{_DENIED}\W+)??"
    r"(?:typed the wrong (?:thing|word)|wrong (?:word|question))?\W*"
    r"(?:(?:i|we)\W*(?:actually |really |just |rather |still )*"
    r"(?:mean|meant|ment|(?:was |am |m )(?:still )?(?:asking|thinking|talking)|said|asked|wanted|"
    r"should have (?:said|asked|written))|(?:meant|ment))\b"
    r"(?: to (?:know|ask|say))?\W*(?:about |of |for |if |whether )?(?P<rest>.+)$"
)
_SHORT_CORRECTION: Final = (
    r"^\W*(?:no|nope|nah|not that|not that one|wrong one|sorry)\b\s*[,.:;!-]+\s*"
    r"(?:not that\W+|the other\W+)?(?P<rest>.+)$"
)
#: "no the spray one"; "not the spray, the drip".
_OTHER_ONE: Final = (
    rf"^\W*(?:(?:no+|nope|nah)\W+(?P<rest>(?:the|that)\b.+ ones?)\W*$|"
    rf"(?:(?:no+|nope|nah)\W+)?not (?={_LEADING_TO_IT}){_NAMED}[,;.-]+\s*(?P<more>.+)$)"
)
#: At the end, after what is meant: "..., not the lozenge"; not "if it does not".
_NOT_AT_THE_END: Final = rf"(?P<word>[\w']*)(?P<mark>\s*[,;:-]+)?\s+(?:and )?{_DENIED}\W*$"
_NOT_AT_FIRST: Final = rf"^\W*{_DENIED}\s*[,;.:-]+\s*"
_LATE_CORRECTION: Final = (
    r"^\W*(?:(?:no+|nope|nah|sorry|oops|wait|ah|oh|well)\b\W*)*(?P<rest>.+?)\W+"
    r"(?:is what |was what |what )?(?:i|we)\W*(?:actually |really )?(?:mean|meant|ment)\b"
    r"(?P<more>.*)$"
)
_NOT_THAT: Final = r"^\W*(?:not|and not|rather than|instead of|sorry|then|actually|though)\b"
_CLOSING: Final = (
    r"(?:[\s,.;:!-]+(?:though|tho|then|please|pls|plz|lol|haha|exactly|anyway|btw|mate|sir|maam|"
    r"if i may ask|just curious|i mean|or what))+[\s.?!]*$"
)
#: "so" as in "so how long", not as in "thank you so much".
_SO: Final = r"so(?!\s+(?:very\s+|so\s+)*much\b)"
_OPENING: Final = (
    rf"^\W*(?:(?:and what if it is|and|or|but|{_SO}|then|also|plus|"
    r"what about|how about|what of|same for|same with|let'?s talk about|more (?:on|about)|"
    r"(?:can you |could you )?(?:please )?tell me more about)\b[\s,.:;!-]*|"
    r"(?:ok|okay|oh|ah|well|hm+|yes|yeah|right|alright|thanks|thank you|i see|got it|now|no|cool|"
    r"fine|whatever|anyway|anyways|"
    rf"great)\b(?:\s*[,.:;!-]+\s*|\s+(?=(?:and|or|but|{_SO}|then|what|whats|"
    r"how|who|when|where|why|is|are|can|could|does|do|did|will|would|should|may|tell)\b)))+"
)
_POINTING: Final = (
    r"\b(?:that|those|these|each|each one|this one|that one|those ones)\b"
    r"(?=\s*(?:$|[?.!,]|(?:a|an|at|in|on|for|to|with|by|from|too|so|as|than|and|or|go|goes|last|"
    r"lasts|take|takes|work|works|cost|costs|happen|happens|hurt|hurts|help|helps|mean|means|come|"
    r"comes|feel|feels|feeling|stay|stays|start|starts|run|be|have|get|is|are|was|will|would|can|"
    r"could|do|does|done|safe|dangerous|bad|good|normal|common|rare|serious|legal|permanent|approved|"
    r"covered|expensive|true|right|even|really|still|usually|different|better|worse|enough|likely|"
    r"risky|painful|possible|necessary|required|available|treated|given|taken|used|made|called|"
    r"first|before|after|afterwards|while|without|when|if|because)\b))"
)
_PRONOUN: Final = r"\b(?:it|this|them|one)\b"
#: "The drip, how does that go": what "that" is stands before it.
_NAMED_BEFORE: Final = (
    r"^(?P<name>(?:the|my|a|an|those|these) [\w'-]+(?: [\w'-]+){0,2}),\s*"
    r"(?P<rest>(?:what|how|when|where|who|why|is|are|does|do|did|can|could|will|would)\b.*)$"
)
#: Asks of something else what was asked before: "the spray too?", "even the pill?".
_TOO: Final = r"(?:.*\b(?:too|also|as well|either)|^\W*(?:even|same(?! as))\b.*)[\s?!.]*$"
#: Begins with what it is about, or ends on it, and does not name it; "the nose one" names it.
_SPEAKS_OF_IT: Final = (
    r"^\W*(?:they|theyre|they're|these|those)\b|"
    r"(?!.*\bthe \w+ ones?\W*$).*\s(?:them|one|those)\W*$"
)
#: A question of more words of its own than this is read without the subject.
_FEW: Final = 2
#: "the spray too" has no more words than this.
_SHORT: Final = 4


def read(text: str) -> Message:
    """Read a message as a turn of a conversation.

    Args:
        text: as it was typed.

    Returns:
        What it does, and the question that is left when the words that lead over are taken away.
    """
    words = tuple(words_of(text)) if len(text) <= _LONGEST_READ else ()
    if not 0 < len(words) <= LONGEST_FOLLOW_UP + 6:
        return Message(Act.ASK, text, text, words)
    number = _number_in(words)
    if number:
        return Message(Act.CHOOSE, text, text, words, number)
    act = _act_of(words)
    if act is not None:
        return Message(act, text, text, words)
    corrected = _corrected(text)
    core = _core_of(corrected or text)
    asked = words if core == text else tuple(words_of(core))
    return Message(Act.CORRECT if corrected else Act.ASK, text, core, asked)


def _corrected(text: str) -> str:
    """What a correction says instead; "" for a message that is none."""
    found = _matched(_CORRECTION, text) or _matched(_SHORT_CORRECTION, text)
    if found:
        return _meant_in(found["rest"])
    late = _matched(_LATE_CORRECTION, text)
    if not late:
        other = _matched(_OTHER_ONE, text)
        return _meant_in(other["rest"] or other["more"]) if other else ""
    # "slip of the finger, I meant Ireland"; "the wine I mean, not the tablets"; "the drip I mean"
    named = words_of(late["more"]) and not _matched(_NOT_THAT, late["more"])
    return _meant_in(str(late["more"] if named else late["rest"]).strip())


def _meant_in(text: str) -> str:
    """What is left of a correction without what it says is not meant."""
    left = re.sub(_NOT_AT_FIRST, "", text, flags=re.IGNORECASE)
    found = re.search(_NOT_AT_THE_END, left, re.IGNORECASE)
    if found and (found["mark"] or found["word"].lower() not in small_words.BEFORE_NOT):
        left = left[: found.end("word")]
    return left if words_of(left) else text


def _matched(pattern: str, text: str) -> re.Match[str] | None:
    return re.match(pattern, text, re.IGNORECASE | re.DOTALL)


def _act_of(words: Sequence[str]) -> Act | None:
    """What a message does that steers the talk and asks nothing of its own, or None."""
    for act, core, around in _SETS:
        if set(words) & core and set(words) <= core | around:
            return act
    plain = " ".join(words)
    if plain in small_words.ACKNOWLEDGED_PHRASES:
        return Act.ACKNOWLEDGE
    patterns = (
        (Act.MORE, _MORE), (Act.WHY, _WHY), (Act.VERDICT, _VERDICT), (Act.ACKNOWLEDGE, _PLANS),
    )  # fmt: skip
    return next((act for act, pattern in patterns if re.fullmatch(pattern, plain)), None)


_SETS: Final = (
    (Act.BOTH, small_words.BOTH, small_words.AROUND_BOTH),
    (Act.YES, small_words.YES, small_words.AROUND_YES),
    (Act.NO, small_words.NO, small_words.AROUND_NO),
    (Act.ACKNOWLEDGE, small_words.ACKNOWLEDGED, small_words.AROUND_ACKNOWLEDGED),
)


def _number_in(words: Sequence[str]) -> int:
    """The number of a choice that a message names, and nothing else; 0 for none."""
    named = [word for word in words if word not in small_words.AROUND_A_NUMBER]
    if len(words) == 1 and words[0] == "one":
        named = ["one"]
    if len(named) != 1:
        return 0
    digits = named[0] if named[0].isascii() and named[0].isdigit() and len(named[0]) < 3 else "0"
    return small_words.NUMBERS.get(named[0], int(digits))


def _core_of(text: str) -> str:
    """The message without "and", "what about", "tell me about" and their like at its beginning.

    Nor does it keep the likes of "though" and "please" at its end.
    """
    opening = _matched(_OPENING, text)
    core = text[opening.end() :] if opening else text
    core = re.sub(_CLOSING, "", core, flags=re.IGNORECASE)
    before = _matched(_NAMED_BEFORE, core)
    if before and re.search(f"{_POINTING}|{_PRONOUN}", before["rest"], re.IGNORECASE):
        return with_name(before["rest"], before["name"])
    return core if core == text or words_of(core) else text


def asks_the_same(message: Message) -> bool:
    """Whether a question asks of something else what was asked before: "the spray too?".

    Args:
        message: the message, as it was read.
    """
    few = 0 < len(message.words) <= _SHORT
    return few and _matched(_TOO, message.core) is not None


def lean_of(message: Message) -> Lean:
    """How a question leans on the one before it.

    Args:
        message: the message, as it was read.
    """
    core = message.core
    words = set(message.words)
    if not 0 < len(words) <= LONGEST_FOLLOW_UP:
        return Lean.NOT
    content = words - small_words.EMPTY - small_words.GENERAL
    points = re.search(_POINTING, core, re.IGNORECASE) is not None
    if words <= small_words.ASKING or (points and len(content) < 2):
        return Lean.SUBJECT
    if _is_open(words, content):
        return Lean.OPEN
    if message.act is Act.CORRECT or not message.text.lstrip().startswith(core):
        return Lean.TURN
    speaks_of_it = len(content) <= _FEW and _matched(_SPEAKS_OF_IT, core) is not None
    return Lean.PRONOUN if not content or speaks_of_it else Lean.NOT


def _is_open(words: AbstractSet[str], content: AbstractSet[str]) -> bool:
    compares = "which" in words and all(word.endswith(("er", "est")) for word in content)
    of_it = not content and not words.isdisjoint(small_words.OF_WHAT_HAPPENS)
    return words <= small_words.AMOUNT or compares or of_it


def with_name(core: str, name: str) -> str:
    """The question with the name of the subject in the place that was left to it.

    Args:
        core: a question that leans on the subject, such as "how long does that last".
        name: what it leans on, such as "a visit".

    Returns:
        Such as "how long does a visit last".
    """
    for pattern in (_POINTING, _PRONOUN):
        named, count = re.subn(pattern, name, core, count=1, flags=re.IGNORECASE)
        if count:
            return named
    return f"{core.rstrip(' ?!.')} {name}"
