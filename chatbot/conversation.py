"""What a message means after the ones before it: pure functions of a small state."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from chatbot.compose import Findings
from chatbot.decide import ANSWER_AT, decide
from chatbot.matching import Match
from chatbot.matching.text import words_of
from chatbot.reply import Kind, Reply

#: Longer messages are taken as they stand.
LONGEST_FOLLOW_UP: Final = 7
_LEANING: Final = re.compile(
    r"^\W*(and|or|but|so|then|what about|how about|what if|why|really|what else)\b", re.IGNORECASE
)
_MORE: Final = frozenset({"more", "tell me more", "go on", "more please", "say more", "more info"})
_ORDINALS: Final = {
    "1": 1, "one": 1, "first": 1, "1st": 1, "2": 2, "two": 2, "second": 2, "2nd": 2,
    "3": 3, "three": 3, "third": 3, "3rd": 3,
}  # fmt: skip
_AROUND_A_CHOICE: Final = frozenset({"the", "number", "option", "choice", "nr", "no", "please"})


@dataclass(frozen=True, slots=True)
class State:
    """What a conversation remembers.

    Attributes:
        subject: the id of the intent that was answered last, "" for none.
        offered: the ids of the intents that the reader may choose from now.
    """

    subject: str = ""
    offered: tuple[str, ...] = ()

    def after(self, reply: Reply) -> State:
        """The state after a reply."""
        offered = tuple(each.intent for each in reply.suggestions)
        if reply.kind in {Kind.ANSWER, Kind.REFER}:
            return State(reply.intent or "", offered)
        if reply.kind in {Kind.CLARIFY, Kind.CHAT}:
            return replace(self, offered=offered)
        return CALM if reply.kind is not Kind.NONE else replace(self, offered=())


#: A conversation in which nothing was said yet, or that begins anew after a card.
CALM: Final = State()


def choice_of(text: str, state: State) -> str | None:
    """The intent that a message chooses from what was offered ("2", "the second"), or None."""
    words = [word for word in words_of(text) if word not in _AROUND_A_CHOICE]
    if len(words) == 2 and words[1] == "one":
        words = words[:1]
    number = _ORDINALS.get(words[0], 0) if len(words) == 1 else 0
    return state.offered[number - 1] if 0 < number <= len(state.offered) else None


def wants_more(text: str) -> bool:
    """Whether a message asks for more on the same subject."""
    return " ".join(words_of(text)) in _MORE


def resolve(findings: Findings, widened: Sequence[Match], kinds: Mapping[str, str]) -> Findings:
    """Read a short message in the light of the subject before it.

    A message that is clear by itself is left as it stands.

    Args:
        findings: what was found without the subject.
        widened: what the matcher found for the message together with the subject's question.
        kinds: the id of an intent to its kind.

    Returns:
        The findings to go on with.
    """
    words = words_of(findings.question)
    if not 0 < len(words) <= LONGEST_FOLLOW_UP:
        return findings
    alone = {match.intent: match for match in findings.matches}
    clear = bool(findings.matches) and findings.matches[0].confidence >= ANSWER_AT
    if clear and not _LEANING.match(findings.question):
        return findings
    both = [replace(m, confidence=_joined(m, alone.get(m.intent))) for m in widened]
    both += [m for m in findings.matches if m.intent not in {w.intent for w in widened}]
    ranked = tuple(sorted(both, key=lambda match: -match.confidence))
    decision = decide(None, ranked, kinds)
    return Findings(findings.question, None, ranked, decision)


def _joined(widened: Match, alone: Match | None) -> float:
    """How likely an intent is by both readings: wrong only if both are."""
    other = alone.confidence if alone else 0.0
    return round(1 - (1 - 0.8 * widened.confidence) * (1 - other), 4)
