"""`chatbot diff`: what changed since a baseline, or between two packs (--pack OLD --pack NEW)."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from chatbot.bot import Chatbot
from chatbot.cli.baseline import add_question_options, questions_for, shown
from chatbot.cli.diff_text import show_tally
from chatbot.cli.output import check_target, open_file
from chatbot.cli.terminal import Terminal
from chatbot.content.problem import UsageError, did_you_mean
from chatbot.testing.impact.asking import ask_all
from chatbot.testing.impact.baseline import Baseline
from chatbot.testing.impact.changes import CHANGES, Change, change_between
from chatbot.testing.impact.questions import Question
from chatbot.testing.impact.readings import remembering
from chatbot.testing.impact.seen import Seen
from chatbot.testing.impact.tally import Tally
from chatbot.testing.packs import pack_of

CHANGED = 4


def add_options(parser: argparse.ArgumentParser) -> None:
    """What may be typed after the command."""
    add = parser.add_argument
    add("file", nargs="?", type=Path, metavar="FILE", help="what `chatbot baseline` wrote")
    add_question_options(parser)
    add("--accept", metavar="KINDS", default="",
        help=f"put changes of these kinds into FILE: {', '.join(CHANGES)}, or all")  # fmt: skip
    add("--show", type=int, default=10, metavar="N", help="how many of each kind to show (10)")
    add("--json", type=Path, metavar="FILE", help="write every change as a line of JSON")


@dataclass(slots=True)
class _Found:
    """What was found so far.

    Attributes:
        tally: the changes, counted.
        accepted: the changes to be put into the baseline, by the key of the question.
        wordings: by their hash.
    """

    tally: Tally = field(default_factory=Tally)
    accepted: dict[str, tuple[Question, Seen | None]] = field(default_factory=dict)
    wordings: dict[str, str] = field(default_factory=dict)


def run(given: argparse.Namespace, terminal: Terminal) -> int:
    """Compare, show, and accept what was asked to be accepted.

    Returns:
        0 when nothing changed or all changes were accepted, else 4.
    """
    packs: list[Path] = getattr(given, "packs", [])
    accept = kinds_of(given.accept)
    check_target(given.json, (given.file, given.path, given.questions))
    if len(packs) > 2:
        raise UsageError("two packs can be compared, the old and the new one")
    if len(packs) == 2:
        if given.file is not None and given.path is None:
            given.path = given.file
        if accept:
            raise UsageError("only a baseline takes changes; name its FILE, and one pack")
        return _compare_packs(packs, given, terminal)
    if given.file is None:
        raise UsageError("name the FILE of a baseline, or two packs with --pack OLD --pack NEW")
    return _compare(packs[0] if packs else None, accept, given, terminal)


def kinds_of(given: str) -> set[str]:
    """The kinds of change that a list names.

    Raises:
        UsageError: if there is no such kind.
    """
    names = {name.strip() for name in given.split(",") if name.strip()}
    for name in names - CHANGES.keys() - {"all"}:
        advice = did_you_mean(name, [*CHANGES, "all"], otherwise=f"use {', '.join(CHANGES)}, all")
        raise UsageError(f'there is no kind of change "{name}"; {advice}')
    return set(CHANGES) if "all" in names else names


def _compare(
    pack: Path | None, accept: set[str], given: argparse.Namespace, terminal: Terminal
) -> int:
    baseline = Baseline(given.file)
    folder = pack_of(given.path or Path.cwd(), pack)
    network = remembering(baseline.network, baseline.readings)
    bot = Chatbot(folder, progress=terminal.note, network=network)
    found = _Found()
    with _json_lines(given.json) as out:
        for change in _changes(baseline, bot, folder, given, found, terminal):
            found.tally.add(change)
            _write(change, out)
            if change.kind in accept:
                found.accepted[change.question.key] = change.question, change.now
    show_tally(found.tally, lambda digest: baseline.text(digest) or found.wordings.get(digest, ""),
               given.show, terminal)  # fmt: skip
    if found.accepted:
        baseline.rewrite(found.accepted, lambda digest: found.wordings[digest], bot.pack.version)
        terminal.say(f"{len(found.accepted):,} changes put into {given.file}")
    return CHANGED if set(found.tally.counts) - accept else 0


def _changes(
    baseline: Baseline, bot: Chatbot, folder: Path, given: argparse.Namespace, found: _Found,
    terminal: Terminal,
) -> Iterator[Change]:  # fmt: skip
    """Every change since the baseline. What was not asked is gone only if all was asked."""
    questions, total = questions_for(given, folder, bot.pack)
    with baseline.open() as file:
        for asked in shown(ask_all([bot], questions), total, terminal):
            found.wordings |= asked.wordings
            question, (now,) = asked.question, asked.seen
            change = change_between(question, baseline.find(question, file), now)
            if change:
                yield change
    if given.words is None and given.path is None:
        for question, before in baseline.unmet():
            if question.is_utterance and not given.utterances:
                continue
            yield Change("gone", question, before, None)


def _compare_packs(packs: list[Path], given: argparse.Namespace, terminal: Terminal) -> int:
    network = remembering()  # what is read for the one is known for the other
    bots = [Chatbot(pack, progress=terminal.note, network=network) for pack in packs]
    questions, total = questions_for(given, packs[1], bots[1].pack)
    found = _Found()
    with _json_lines(given.json) as out:
        for asked in shown(ask_all(bots, questions), total, terminal):
            found.wordings |= asked.wordings
            change = change_between(asked.question, *asked.seen)
            if change:
                found.tally.add(change)
                _write(change, out)
    show_tally(found.tally, lambda digest: found.wordings.get(digest, ""), given.show, terminal)
    return CHANGED if found.tally.counts else 0


def _json_lines(path: Path | None) -> AbstractContextManager[TextIO | None]:
    """The file to write to, opened; or nothing."""
    return nullcontext() if path is None else open_file(path)


def _write(change: Change, out: TextIO | None) -> None:
    if out is not None:
        out.write(json.dumps(change.plain()) + "\n")
