"""Whether noise changes the answer: each case asked again in noisy forms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from chatbot.bot import Chatbot
from chatbot.testing.noise import noisy_forms
from chatbot.testing.runner import Answered, Result
from chatbot.testing.spread import spread

#: Fewer questions than this are asked by one process, and of more each is handed so many at once.
_FEW: Final = 50
_BLOCK: Final = 10


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
    single = (result.answered[0] for result in results if len(result.answered) == 1)
    for name, found in spread(partial(_Again, bot, forms, seed), single, few=_FEW, block=_BLOCK):
        tried[name] += found
    stable = [_stability(name, found) for name, found in tried.items()]
    return sorted(stable, key=lambda each: (each.share, each.intent))


@dataclass(frozen=True, slots=True)
class _Again:
    """Asks questions again in noisy forms, and tells which got the same answer."""

    bot: Chatbot
    forms: int
    seed: int

    def __call__(self, some: Sequence[Answered]) -> Iterator[tuple[str, list[tuple[str, bool]]]]:
        forms = [tuple(noisy_forms(each.turn.question, self.forms, self.seed)) for each in some]
        bot = self.bot.foreseeing([form for noisy in forms for form in noisy])
        for answered, noisy in zip(some, forms, strict=True):
            yield self._again(bot, answered, noisy)

    def _again(
        self, bot: Chatbot, answered: Answered, forms: Sequence[str]
    ) -> tuple[str, list[tuple[str, bool]]]:
        clean, found = answered.reply, []
        for form in forms:
            reply = bot.ask(form)
            found.append((form, (reply.kind, reply.intents) == (clean.kind, clean.intents)))
        return clean.intent or clean.kind.value, found


def _stability(name: str, tried: list[tuple[str, bool]]) -> Stability:
    lost = tuple(form for form, same in tried if not same)
    return Stability(name, len(tried), len(tried) - len(lost), lost)
