"""Changes as lines of text."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator
from typing import Final

from chatbot.cli.terminal import Terminal
from chatbot.testing.expectations import shortened
from chatbot.testing.impact.changes import CHANGES, Change
from chatbot.testing.impact.seen import Seen
from chatbot.testing.impact.tally import Tally

_WAYS: Final = 5


def show_tally(tally: Tally, text: Callable[[str], str], most: int, terminal: Terminal) -> None:
    """Write the changes by their kinds, the gravest first.

    Args:
        tally: the changes.
        text: finds a wording by its hash.
        most: how many of each kind to show.
        terminal: where to write.
    """
    for kind in tally.kinds():
        count = tally.counts[kind]
        terminal.say(f"{kind} ({count:,}): each {CHANGES[kind]}", "bold")
        if kind == "text":
            _show_texts(tally, text, most, terminal)
        else:
            for change in tally.kept(kind)[:most]:
                terminal.say(f"  {_line(change)}", indent="    ")
            if count > most:
                _show_ways(tally, kind, terminal)
        terminal.say()
    total = tally.counts.total()
    parts = ", ".join(f"{tally.counts[kind]:,} {kind}" for kind in tally.kinds())
    terminal.say(f"{total:,} changes: {parts}" if total else "no changes", "bold")


def _line(change: Change) -> str:
    before, now = change.before, change.now
    asked = shortened(change.question.text)
    if change.kind == "margin" and before and now:
        name = " and ".join(now.intents) or now.kind
        return f"{asked}: {name}, lead {before.margin:.2f} -> {now.margin:.2f}"
    if change.kind == "rule" and before and now:
        return f"{asked}: {before.rule or 'nothing'} -> {now.rule or 'nothing'}"
    return f"{asked}: {_name(before)} -> {_name(now)}"


def _name(seen: Seen | None) -> str:
    if seen is None:
        return "nothing"
    return f"{' and '.join(seen.intents)} ({seen.kind})" if seen.intents else seen.kind


def _show_ways(tally: Tally, kind: str, terminal: Terminal) -> None:
    terminal.say("  in all, the most frequent:")
    for before, now, count in tally.ways_of(kind)[:_WAYS]:
        terminal.say(f"    {count:>6,}  {before} -> {now}")


def _show_texts(tally: Tally, text: Callable[[str], str], most: int, terminal: Terminal) -> None:
    """Each changed wording once, as it differs, with how many questions get it."""
    counts: dict[tuple[str, str], list[Change]] = {}
    for change in tally.kept("text"):
        if change.before and change.now:
            counts.setdefault((change.before.text, change.now.text), []).append(change)
    for (old, new), changes in list(counts.items())[:most]:
        terminal.say(f"  {_name(changes[0].now)}, {len(changes)} questions such as"
                     f" {shortened(changes[0].question.text, 60)}", indent="    ")  # fmt: skip
        for line in _differing(text(old), text(new)):
            terminal.say(f"    {line}", indent="      ")


def _differing(old: str, new: str) -> Iterator[str]:
    """The sentences that are gone (-) and that are new (+)."""
    before, after = (part.replace(". ", ".\n").splitlines() for part in (old, new))
    for line in difflib.ndiff(before, after):
        if line[:1] in "+-":
            yield line
