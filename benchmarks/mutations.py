"""Whether mistakes are caught: `python -m benchmarks.mutations [FILE]`.

Makes each of the edits of `benchmarks.edits` to a copy of our own pack, and runs on it what
`chatbot check`, `chatbot test` and `chatbot diff --utterances` run; but that of the utterances
every tenth is asked, and what was moved or added, so that it takes an hour and not half a day.
Prints, and writes into the file, a table of who caught it, and by what.
"""

from __future__ import annotations

import functools
import random
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from benchmarks.edits import MUTATIONS, Mutation
from chatbot import Chatbot, ContentError
from chatbot.steady import steady
from chatbot.testing import find_case_files, load_cases
from chatbot.testing.cases import Case
from chatbot.testing.impact import (
    Seen,
    change_between,
    questions_of_cases,
    questions_of_pack,
)
from chatbot.testing.impact.asking import ask_all
from chatbot.testing.impact.questions import Question
from chatbot.testing.lint import lint
from chatbot.testing.processors import processors
from chatbot.testing.runner import Outcome, run_cases

ROOT: Final = Path(__file__).parent.parent
_TODAY: Final = date(2026, 12, 1)
#: Of a pack of more questions than this, one utterance in so many is asked, chosen by its words,
#: and besides each that an edit added or moved.
_LARGE: Final = 2_000
_EVERY: Final = 10


@dataclass(frozen=True, slots=True)
class Caught:
    """What became of a mutation.

    Attributes:
        mutation: the edit.
        done: what was done, in words.
        check: the rules that found something new.
        test: how many cases failed, or why none ran.
        diff: how many questions changed, by kind.
    """

    mutation: Mutation
    done: str
    check: str
    test: str
    diff: str

    @property
    def caught(self) -> bool:
        """Whether anything found it."""
        return bool(self.check or self.test or self.diff)


@dataclass(frozen=True, slots=True)
class Before:
    """A pack as it is.

    Attributes:
        found: what check finds, as (rule, what).
        bot: answers as it did before any edit.
        owners: the key of every question to the intents that it is an utterance of.
        asked: what those that are always asked get, by their keys.
        failing: the cases that fail before any edit, such as known failures.
    """

    found: frozenset[tuple[str, str]]
    bot: Chatbot
    owners: dict[str, list[str]]
    asked: dict[str, Seen]
    failing: frozenset[str]

    def seen(self, question: Question) -> Seen | None:
        """What a question got; None for one that was not there."""
        if question.key not in self.owners:
            return None
        return self.asked.get(question.key) or next(ask(self.bot, [question]))[1]


@functools.cache
def before(root: Path) -> Before:
    """What is known of the pack as it is."""
    found = frozenset((f.rule, f.problem.what) for f in lint(root, today=_TODAY))
    bot = Chatbot(root)
    questions = questions_of(bot, root / "tests")
    asked = {each.key: seen for each, seen in ask(bot, always_asked(questions))}
    failing = failing_cases(bot, cases_of(root / "tests"), root / "tests")
    return Before(found, bot, owners_of(bot, questions), asked, failing)


def questions_of(bot: Chatbot, tests: Path) -> list[Question]:
    """Every turn of every case, and every utterance."""
    return [*questions_of_cases(cases_of(tests), tests), *questions_of_pack(bot.pack)]


def owners_of(bot: Chatbot, questions: list[Question]) -> dict[str, list[str]]:
    """The key of each question to the intents that it is an utterance of."""
    owners: dict[str, list[str]] = {question.key: [] for question in questions}
    said = zip(bot.pack.examples(), questions_of_pack(bot.pack), strict=True)
    for (intent, _), question in said:
        owners[question.key].append(intent)
    return owners


def always_asked(questions: list[Question]) -> list[Question]:
    """Every turn of a case, and of the utterances of a large pack some."""
    some = len(questions) > _LARGE
    return [
        question
        for question in questions
        if not (some and question.is_utterance) or int(question.key, 16) % _EVERY == 0
    ]


def ask(bot: Chatbot, questions: list[Question]) -> Iterator[tuple[Question, Seen]]:
    """What each question gets."""
    for each in ask_all([bot], questions, 1):
        yield each.question, each.seen[0]


def cases_of(tests: Path) -> list[Case]:
    """The cases, without a look at the pack."""
    return load_cases(find_case_files(tests))


def try_one(mutation: Mutation, root: Path = ROOT, cache: Path | None = None) -> Caught:
    """Make one edit to a copy of a pack, and see who finds it.

    Args:
        mutation: the edit.
        root: the folder of the pack.
        cache: where what was learned is kept: an edit of answers alone needs nothing learned anew.
    """
    with tempfile.TemporaryDirectory() as name:
        pack = Path(name)
        for shelf in ("intents", "responses", "tests"):
            shutil.copytree(root / shelf, pack / shelf)
        done = mutation.edit(pack, random.Random(f"{mutation.kind} {mutation.seed}"))  # noqa: S311 - no secret
        check = checked(pack, root)
        try:
            bot = Chatbot(pack, cache=cache or False)
        except ContentError:
            return Caught(mutation, done, check, "does not load", "does not load")
        with steady():  # other processes do the same
            test = tested(pack, bot, root)
            return Caught(mutation, done, check, test, diffed(pack, bot, root))


def checked(pack: Path, root: Path) -> str:
    """The rules that find something which they did not find before."""
    known = before(root).found
    found = lint(pack, today=_TODAY)
    return ", ".join(sorted({f.rule for f in found if (f.rule, f.problem.what) not in known}))


def tested(pack: Path, bot: Chatbot, root: Path) -> str:
    """How many cases fail that did not fail before."""
    try:
        cases = load_cases(find_case_files(pack / "tests"), bot.pack)
    except ContentError as error:
        return f"{len(error.problems)} cases name what is not there"
    failed = len(failing_cases(bot, cases, pack / "tests") - before(root).failing)
    return f"{failed} failed" if failed else ""


def failing_cases(bot: Chatbot, cases: list[Case], tests: Path) -> frozenset[str]:
    """The cases that fail."""
    results = run_cases(bot, cases, root=tests)
    return frozenset(result.id for result in results if result.outcome is Outcome.FAILED)


def diffed(pack: Path, bot: Chatbot, root: Path) -> str:
    """How many questions changed, by kind."""
    old = before(root)
    counts: Counter[str] = Counter()
    questions = questions_of(bot, pack / "tests")
    owners = owners_of(bot, questions)
    asked = {question.key: question for question in always_asked(questions)}
    asked |= {each.key: each for each in questions if owners[each.key] != old.owners.get(each.key)}
    for question, now in ask(bot, list(asked.values())):
        change = change_between(question, old.seen(question), now)
        if change:
            counts[change.kind] += 1
    counts["gone"] = len(old.owners.keys() - owners.keys())
    return ", ".join(f"{count} {kind}" for kind, count in sorted(counts.items()) if count)


def table(rows: list[Caught]) -> str:
    """The result as a table in Markdown."""
    lines = ["| # | edit | check | test | diff |", "|---|---|---|---|---|"]
    for number, row in enumerate(rows, 1):
        done = row.done.replace("|", "/")
        lines.append(f"| {number} | {done} | {row.check} | {row.test} | {row.diff} |")
    caught = sum(row.caught for row in rows)
    return "\n".join([*lines, "", f"{caught} of {len(rows)} caught."])


def main() -> None:
    """Try all of them."""
    before(ROOT)
    rows = []
    with tempfile.TemporaryDirectory() as cache, ProcessPoolExecutor(processors()) as pool:
        for row in pool.map(functools.partial(try_one, cache=Path(cache)), MUTATIONS):
            rows.append(row)
            print(f"{len(rows):>3} {'caught' if row.caught else 'MISSED'} {row.done}", flush=True)
    print(table(rows))
    for name in sys.argv[1:]:
        Path(name).write_text(table(rows) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
