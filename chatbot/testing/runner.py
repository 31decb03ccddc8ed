"""Cases asked, one after the other, and what became of each."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Final

from chatbot.bot import Chatbot
from chatbot.reply import Reply
from chatbot.testing.cases import Case, Turn
from chatbot.testing.expectations import Miss, judge
from chatbot.testing.spread import spread

#: Fewer cases than this are run by one process, ...
_FEW: Final = 200
#: ... and of more each is handed so many at once.
_BLOCK: Final = 20


class Outcome(StrEnum):
    """What became of a case."""

    PASSED = "passed"
    FAILED = "failed"
    KNOWN = "known failure"
    FIXED = "passes, but is listed as a known failure"


@dataclass(frozen=True, slots=True)
class Answered:
    """One turn and its reply.

    Attributes:
        turn: what was asked and expected.
        reply: what came.
        misses: the expectations that it does not meet.
    """

    turn: Turn
    reply: Reply
    misses: tuple[Miss, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """One case and what became of it.

    Attributes:
        case: the case.
        id: its name beneath the folder of the tests.
        outcome: what became of it.
        answered: its turns with their replies.
        seconds: how long it took.
        reason: why it is a known failure, "" when it is none.
    """

    case: Case
    id: str
    outcome: Outcome
    answered: tuple[Answered, ...]
    seconds: float = 0.0
    reason: str = ""

    @property
    def bad(self) -> bool:
        """Whether the run fails for it."""
        return self.outcome in {Outcome.FAILED, Outcome.FIXED}

    @property
    def missed(self) -> tuple[Answered, ...]:
        """The turns whose replies are not as expected."""
        return tuple(each for each in self.answered if each.misses)


def ask_case(bot: Chatbot, case: Case) -> tuple[Answered, ...]:
    """Ask the questions of a case in one conversation, and judge the replies."""
    talk = bot.conversation()
    replies = [(turn, talk.ask(turn.question)) for turn in case.turns]
    return tuple(Answered(turn, reply, judge(reply, turn.expected)) for turn, reply in replies)


def run_cases(
    bot: Chatbot,
    cases: Iterable[Case],
    *,
    root: Path,
    known: Mapping[str, str] | None = None,
    processes: int | None = 1,
) -> Iterator[Result]:
    """Run cases.

    Args:
        bot: is asked.
        cases: what to ask.
        root: the folder that the ids of the cases begin at.
        known: the ids of cases that are known to fail, with the reason.
        processes: how many to use for many cases; None for one a processor that we may use.

    Returns:
        What became of each, in order.
    """
    make = partial(_Runner, bot, root, known or {})
    return spread(make, cases, few=_FEW, block=_BLOCK, processes=processes)


@dataclass(frozen=True, slots=True)
class _Runner:
    """Runs some cases one after the other."""

    bot: Chatbot
    root: Path
    known: Mapping[str, str]

    def __call__(self, cases: Sequence[Case]) -> Iterator[Result]:
        bot = self.bot.foreseeing([turn.question for case in cases for turn in case.turns])
        for case in cases:
            name = case.id(self.root)
            yield run_case(bot, case, name, self.known.get(name, ""))


def run_case(bot: Chatbot, case: Case, name: str, reason: str = "") -> Result:
    """Run one case; the reason is why it is known to fail, "" when it is not."""
    start = time.perf_counter()
    answered = ask_case(bot, case)
    seconds = time.perf_counter() - start
    outcome = _outcome(any(each.misses for each in answered), bool(reason))
    return Result(case, name, outcome, answered, seconds, reason)


def _outcome(failed: bool, known: bool) -> Outcome:  # noqa: FBT001 - a table of two by two
    if failed:
        return Outcome.KNOWN if known else Outcome.FAILED
    return Outcome.FIXED if known else Outcome.PASSED
