"""How many questions get their answer: `python -m benchmarks.questions FILE [FILE ...]`.

A file is a YAML list of rows {q: question, expect: [ids], tags: [words], after: id}. `expect`
holds the ids of which any is right; "none" means that no answer is the right answer. `after` makes
the row a follow-up: it is asked in a conversation in which that id was answered, or its card shown.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

from chatbot import Chatbot, Kind, Reply, State
from chatbot.content import DANGER_KINDS
from chatbot.state import GENTLE_TURNS

#: What can become of a row, best first.
OUTCOMES: Final = ("right", "offered", "abstained", "wrong", "false alarm")
_CARDS: Final = frozenset({Kind.CRISIS, Kind.EMERGENCY})


@dataclass(frozen=True, slots=True)
class Row:
    """One question and what became of it."""

    question: str
    expected: tuple[str, ...]
    tags: tuple[str, ...]
    reply: Reply
    outcome: str


def judge(reply: Reply, expected: Sequence[str]) -> str:
    """Name what became of a question.

    "right": an expected id was answered, or nothing was and "none" is expected. "offered": an
    expected id is among the choices. "false alarm": a card for danger where none is expected.
    "wrong": another answer. "abstained": no answer, and no fitting choice.
    """
    if set(reply.intents) & set(expected):
        return "right"
    if reply.kind in _CARDS:
        return "false alarm"
    if reply.intents:
        return "wrong"
    if "none" in expected:
        return "right"
    offered = {each.intent for each in reply.suggestions} if reply.kind is Kind.CLARIFY else set()
    return "offered" if offered & set(expected) else "abstained"


def ask_all(bot: Chatbot, rows: Sequence[dict[str, Any]]) -> Iterator[Row]:
    """Ask every row."""
    for row in rows:
        talk = bot.conversation(state_after(bot, row.get("after", "")))
        reply = talk.ask(row["q"])
        expected = tuple(row["expect"])
        yield Row(row["q"], expected, tuple(row.get("tags", ())), reply, judge(reply, expected))


def state_after(bot: Chatbot, intent: str) -> State:
    """Where a conversation stands after an intent was answered, or its card shown; "" for none."""
    if intent and bot.pack.intents[intent].kind in DANGER_KINDS:
        return State(card=intent, gentle=GENTLE_TURNS)
    return State(subject=intent)


def groups_of(row: Row) -> Iterator[str]:
    """The groups that a row counts in."""
    if row.expected == ("none",):
        yield "expect none"
    else:
        yield "expect an id"
    areas = {intent.split(".")[0] for intent in row.expected}
    yield "expect a card" if areas <= {"crisis", "emergency"} else "calm"
    for tag in row.tags:
        yield f"tag {tag}"
    for area in sorted(areas):
        yield f"area {area}"


def report(rows: Sequence[Row]) -> None:
    """Print the share of each outcome in each group."""
    groups: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        for group in ("all", *groups_of(row)):
            groups[group][row.outcome] += 1
    print(f"{'group':<20}{'rows':>6}" + "".join(f"{name:>13}" for name in OUTCOMES))
    for group, counts in sorted(groups.items(), key=lambda item: (item[0].split()[0], item[0])):
        total = counts.total()
        shares = "".join(f"{counts[name] / total:>13.3f}" for name in OUTCOMES)
        print(f"{group:<20}{total:>6}{shares}")


def main() -> None:
    """Read the files, ask, report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--pack", type=Path)
    parser.add_argument("--show", action="append", default=[], choices=OUTCOMES, metavar="OUTCOME",
                        help="list the rows with this outcome (repeatable)")  # fmt: skip
    given = parser.parse_args()
    bot = Chatbot(given.pack, progress=print)
    for path in given.files:
        rows = list(ask_all(bot, yaml.safe_load(path.read_text(encoding="utf-8"))))
        print(f"{path.name}: {len(rows)} questions, content {bot.pack.version}")
        report(rows)
        for row in rows:
            if row.outcome in given.show:
                got = row.reply.intent or [each.intent for each in row.reply.suggestions]
                shown = f"{row.outcome:<12}{row.question!r} expected {'/'.join(row.expected)}, got"
                print(f"{shown} {row.reply.kind} {got} ({row.reply.confidence:.2f})")


if __name__ == "__main__":
    main()
