"""Many questions asked of one or two bots, by as many processes as there are processors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from chatbot.bot import Chatbot
from chatbot.network import Kept, Remembered
from chatbot.testing.impact.questions import Question
from chatbot.testing.impact.seen import Seen, seen_of
from chatbot.testing.spread import spread

#: Fewer questions than this are asked by this process alone.
FEW: Final = 2_000
_BLOCK: Final = 250
#: What so many questions of a log got is remembered, by the hash of their words.
_REMEMBERED: Final = 20_000


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that was asked.

    Attributes:
        question: the question.
        seen: what each bot said to it.
        wordings: in full by their hash; each is told once a process.
        read: what the network read of this question and others near it, and did not know.
    """

    question: Question
    seen: tuple[Seen, ...]
    wordings: Mapping[str, str]
    read: Kept | None = None


class _Asker:
    """Asks, and tells each wording once. What a log repeats again and again is not asked each time.

    Args:
        bots: all of them are asked.
        network: reads for all of them, and remembers; None for bots that have none.
    """

    def __init__(self, bots: Sequence[Chatbot], network: Remembered | None) -> None:
        self._bots, self._network = bots, network
        self._told: set[str] = set()
        self._logged: dict[str, tuple[Seen, ...]] = {}

    def __call__(self, questions: Sequence[Question]) -> list[Asked]:
        """Ask some questions of every bot, unless the same question of a log was asked before."""
        fresh = [each for each in questions if each.case or each.key not in self._logged]
        texts = [text for each in fresh for text in (*each.before, each.text)]
        bots = [bot.foreseeing(texts) for bot in self._bots]
        asked = [self._ask(question, bots) for question in questions]
        read = self._network.take_fresh() if self._network else None
        return [*asked[:-1], replace(asked[-1], read=read)] if read else asked

    def _ask(self, question: Question, bots: Sequence[Chatbot]) -> Asked:
        if question.case:
            return self._asked(question, bots)
        seen = self._logged.pop(question.key, None)
        asked = self._asked(question, bots) if seen is None else Asked(question, seen, {})
        self._logged[question.key] = asked.seen
        if len(self._logged) > _REMEMBERED:  # what was not met for the longest time
            del self._logged[next(iter(self._logged))]
        return asked

    def _asked(self, question: Question, bots: Sequence[Chatbot]) -> Asked:
        seen, wordings = [], {}
        for bot in bots:
            talk = bot.conversation()
            for text in question.before:
                talk.ask(text)
            got, text = seen_of(talk.ask(question.text))
            seen.append(got)
            if got.text not in self._told:
                self._told.add(got.text)
                wordings[got.text] = text
        return Asked(question, tuple(seen), wordings)


def ask_all(
    bots: Sequence[Chatbot],
    questions: Iterable[Question],
    processes: int | None = None,
    network: Remembered | None = None,
) -> Iterator[Asked]:
    """Ask questions.

    Args:
        bots: one or more; each is asked everything.
        questions: any number of them.
        processes: how many to use; by default one a processor that we may use.
        network: what the bots read with, if its readings are to be told.

    Returns:
        Each question, in order, with what each bot said.
    """
    make = partial(_Asker, tuple(bots), network)
    return spread(make, questions, few=FEW, block=_BLOCK, processes=processes)
