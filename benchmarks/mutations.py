"""Whether mistakes are caught: `python -m benchmarks.mutations [FILE]`.

Makes each of the edits of `benchmarks.edits` to a copy of our own pack, and runs on it what
`chatbot check`, `chatbot test` and `chatbot diff --utterances` run; but that of the utterances
every tenth is asked, so that it takes half an hour and not half a day. Prints, and writes into the
file, a table of who caught it, and by what.
"""

from __future__ import annotations

import random
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import Final

from benchmarks.edits import MUTATIONS, Mutation
from chatbot import Chatbot, ContentError
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
#: One utterance in so many is asked, chosen by its words.
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
        keys: the key of every question.
        seen: what those that were asked get, by their keys.
    """

    found: frozenset[tuple[str, str]]
    keys: frozenset[str]
    seen: dict[str, Seen]


@cache
def before(root: Path) -> Before:
    """What is known of the pack as it is."""
    found = frozenset((f.rule, f.problem.what) for f in lint(root, today=_TODAY))
    bot = Chatbot(root)
    questions = questions_of(bot, root / "tests")
    keys = frozenset(question.key for question in questions)
    asked = [question for question in questions if is_asked(question)]
    return Before(found, keys, {question.key: seen for question, seen in ask(bot, asked)})


def questions_of(bot: Chatbot, tests: Path) -> list[Question]:
    """Every turn of every case, and every utterance."""
    return [*questions_of_cases(cases_of(tests), tests), *questions_of_pack(bot.pack)]


def is_asked(question: Question) -> bool:
    """Whether it is one of those that are asked: every turn of a case, and some utterances."""
    return not question.is_utterance or int(question.key, 16) % _EVERY == 0


def ask(bot: Chatbot, questions: list[Question]) -> Iterator[tuple[Question, Seen]]:
    """What each question gets."""
    for question, (seen,), _ in ask_all([bot], questions, 1):
        yield question, seen


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
        return Caught(mutation, done, check, tested(pack, bot), diffed(pack, bot, root))


def checked(pack: Path, root: Path) -> str:
    """The rules that find something which they did not find before."""
    known = before(root).found
    found = lint(pack, today=_TODAY)
    return ", ".join(sorted({f.rule for f in found if (f.rule, f.problem.what) not in known}))


def tested(pack: Path, bot: Chatbot) -> str:
    """How many cases fail."""
    try:
        cases = load_cases(find_case_files(pack / "tests"), bot.pack)
    except ContentError as error:
        return f"{len(error.problems)} cases name what is not there"
    results = run_cases(bot, cases, root=pack / "tests")
    failed = sum(result.outcome is Outcome.FAILED for result in results)
    return f"{failed} failed" if failed else ""


def diffed(pack: Path, bot: Chatbot, root: Path) -> str:
    """How many questions changed, by kind."""
    old = before(root)
    counts: Counter[str] = Counter()
    questions = questions_of(bot, pack / "tests")
    asked = [each for each in questions if is_asked(each) or each.key not in old.keys]
    for question, now in ask(bot, asked):
        change = change_between(question, old.seen.get(question.key), now)
        if change:
            counts[change.kind] += 1
    counts["gone"] = len(old.keys - {question.key for question in questions})
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
        for row in pool.map(partial(try_one, cache=Path(cache)), MUTATIONS):
            rows.append(row)
            print(f"{len(rows):>3} {'caught' if row.caught else 'MISSED'} {row.done}", flush=True)
    print(table(rows))
    for name in sys.argv[1:]:
        Path(name).write_text(table(rows) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
