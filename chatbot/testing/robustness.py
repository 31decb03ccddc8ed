"""Whether noise changes the answer: each case asked again in noisy forms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from chatbot.bot import Chatbot
from chatbot.testing.noise import noisy_forms
from chatbot.testing.runner import Answered, Result


@dataclass(frozen=True, slots=True)
class Stability:
    """How an intent fares under noise.

    Attributes:
        intent: its id, or the kind of the reply where no intent was answered.
        forms: how many noisy forms were asked.
        stable: how many of them got the same answer as the clean question.
        lost: noisy forms that did not.
    """

    intent: str
    forms: int
    stable: int
    lost: tuple[str, ...]

    @property
    def share(self) -> float:
        """The share of stable forms, 0 to 1."""
        return self.stable / self.forms


def measure(bot: Chatbot, results: Iterable[Result], forms: int, seed: int) -> list[Stability]:
    """Ask the single questions of a run again, in noisy forms.

    Args:
        bot: is asked.
        results: what the clean questions got; conversations are passed over.
        forms: how many noisy forms of each.
        seed: of the noise.

    Returns:
        The stability of each intent, the least stable first.
    """
    tried: defaultdict[str, list[tuple[str, bool]]] = defaultdict(list)
    for result in results:
        if len(result.answered) == 1:
            (answered,) = result.answered
            name = answered.reply.intent or answered.reply.kind.value
            tried[name] += _tried(bot, answered, forms, seed)
    found = [_stability(name, forms) for name, forms in tried.items()]
    return sorted(found, key=lambda each: (each.share, each.intent))


def _tried(bot: Chatbot, answered: Answered, forms: int, seed: int) -> list[tuple[str, bool]]:
    clean = answered.reply
    out = []
    for form in noisy_forms(answered.turn.question, forms, seed):
        reply = bot.ask(form)
        out.append((form, (reply.kind, reply.intents) == (clean.kind, clean.intents)))
    return out


def _stability(name: str, tried: list[tuple[str, bool]]) -> Stability:
    lost = tuple(form for form, same in tried if not same)
    return Stability(name, len(tried), len(tried) - len(lost), lost)
