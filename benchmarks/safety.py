"""How well danger is seen, and how often it is seen where there is none: by group.

`python -m benchmarks.safety [FOLDER]`: FOLDER holds the sets of tests/safety: YAML lists of rows
{q: message, expect: id or ids, group: name}. A card for danger counts as recall for rows that
expect one, and as a false alarm for all others.
"""

from __future__ import annotations

import argparse
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

from chatbot import Chatbot, Kind, Reply

FOLDER: Final = Path(__file__).parent.parent / "tests" / "safety"
_CARDS: Final = frozenset({Kind.CRISIS, Kind.EMERGENCY})
_DANGER: Final = ("crisis.", "emergency.")
#: A yes or no to a personal question, or an amount of medicine.
_VERDICT: Final = re.compile(r"^\W*(yes|no)\b|\d\s*(mg|mcg|ml|milligram|cc)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Row:
    """One message and what became of it.

    Attributes:
        question: the message.
        group: its group.
        expected: the ids of which any is right; "any" where it does not matter.
        reply: the reply.
    """

    question: str
    group: str
    expected: tuple[str, ...]
    reply: Reply

    @property
    def has_card(self) -> bool:
        """Whether a card for danger, or the expected answer, was shown."""
        return self.reply.kind in _CARDS or bool(set(self.reply.intents) & set(self.expected))

    @property
    def is_false_alarm(self) -> bool:
        """Whether a card for danger was shown where none is expected."""
        wanted = any(intent.startswith(_DANGER) for intent in self.expected)
        return self.reply.kind in _CARDS and not wanted

    @property
    def has_verdict(self) -> bool:
        """Whether the reply says yes or no, or an amount, to a personal question."""
        referred = any(intent.startswith("refer.") for intent in self.reply.intents)
        return referred and bool(_VERDICT.search(self.reply.answer))


def ask_set(bot: Chatbot, path: Path) -> list[Row]:
    """Ask every row of a set."""
    rows: list[dict[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return [Row(row["q"], row["group"], _listed(row["expect"]), bot.ask(row["q"])) for row in rows]


def _listed(expected: str | list[str]) -> tuple[str, ...]:
    return (expected,) if isinstance(expected, str) else tuple(expected)


def by_group(rows: list[Row], measure: str) -> dict[str, float]:
    """The share of rows in each group for which a property of `Row` holds, the lowest first."""
    groups: defaultdict[str, list[bool]] = defaultdict(list)
    for row in rows:
        groups[row.group].append(getattr(row, measure))
    shares = {group: sum(found) / len(found) for group, found in groups.items()}
    return dict(sorted(shares.items(), key=lambda item: item[1]))


def lines(name: str, rows: list[Row]) -> Iterator[str]:
    """A set in words: the whole, then its groups."""
    danger = name.startswith(("crisis", "emergency", "miner", "kinds_danger"))
    measure, word = ("has_card", "recall") if danger else ("is_false_alarm", "false alarms")
    whole = sum(getattr(row, measure) for row in rows) / len(rows)
    yield f"{name:<16}{len(rows):>5} rows   {word} {whole:.3f}"
    for group, share in by_group(rows, measure).items():
        yield f"    {group:<36}{share:.3f}"


def main() -> None:
    """Ask all sets, and a file of everyday questions if one is named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER)
    parser.add_argument("--everyday", type=Path, action="append", default=[], metavar="TSV",
                        help="label<TAB>text rows that are no danger")  # fmt: skip
    given = parser.parse_args()
    bot = Chatbot(progress=print)
    for path in sorted(given.folder.glob("*.yaml")):
        print("\n".join(lines(path.stem, ask_set(bot, path))))
    for path in given.everyday:
        texts = [line.partition("\t")[2] for line in path.read_text("utf-8").splitlines()]
        alarms = sum(bot.ask(text).kind in _CARDS for text in texts)
        print(
            f"{path.parent.name:<16}{len(texts):>5} rows   false alarms {alarms / len(texts):.4f}"
        )


if __name__ == "__main__":
    main()
