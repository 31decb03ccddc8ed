"""Many questions asked of one or two bots, by as many processes as there are processors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Final

from chatbot.bot import Chatbot
from chatbot.testing.impact.questions import Question
from chatbot.testing.impact.seen import Seen, seen_of
from chatbot.testing.spread import spread

#: Fewer questions than this are asked by this process alone.
FEW: Final = 2_000
_BLOCK: Final = 250
#: What so many questions of a log got is remembered, by the hash of their words.
_REMEMBERED: Final = 20_000

#: A question, what each bot said to it, and wordings by their hash (each is told once a process).
Asked = tuple[Question, tuple[Seen, ...], dict[str, str]]


class _Asker:
    """Asks, and tells each wording once. What a log repeats again and again is not asked each time.

    Args:
        bots: all of them are asked.
    """

    def __init__(self, bots: Sequence[Chatbot]) -> None:
        self._bots = bots
        self._told: set[str] = set()
        self._logged: dict[str, tuple[Seen, ...]] = {}

    def __call__(self, questions: Sequence[Question]) -> list[Asked]:
        """Ask some questions of every bot, unless the same question of a log was asked before."""
        fresh = [each for each in questions if each.case or each.key not in self._logged]
        texts = [text for each in fresh for text in (*each.before, each.text)]
        bots = [bot.foreseeing(texts) for bot in self._bots]
        return [self._ask(question, bots) for question in questions]

    def _ask(self, question: Question, bots: Sequence[Chatbot]) -> Asked:
        if question.case:
            return self._asked(question, bots)
        seen = self._logged.pop(question.key, None)
        asked = self._asked(question, bots) if seen is None else (question, seen, {})
        self._logged[question.key] = asked[1]
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
        return question, tuple(seen), wordings


def ask_all(
    bots: Sequence[Chatbot], questions: Iterable[Question], processes: int | None = None
) -> Iterator[Asked]:
    """Ask questions.

    Args:
        bots: one or more; each is asked everything.
        questions: any number of them.
        processes: how many to use; by default one a processor that we may use.

    Returns:
        For each question, in order, what each bot said.
    """
    make = partial(_Asker, tuple(bots))
    return spread(make, questions, few=FEW, block=_BLOCK, processes=processes)
