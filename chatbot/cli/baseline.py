"""`chatbot baseline`: keeps what every question gets now, for `chatbot diff`."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from chatbot.bot import Chatbot
from chatbot.cli.output import check_target
from chatbot.cli.progress import Progress
from chatbot.cli.terminal import Terminal
from chatbot.content.model import Pack
from chatbot.content.problem import UsageError
from chatbot.testing.case_file import find_case_files, load_cases
from chatbot.testing.impact.asking import Asked, ask_all
from chatbot.testing.impact.baseline import write_baseline
from chatbot.testing.impact.questions import (
    Question,
    lines_of,
    questions_of_cases,
    questions_of_log,
    questions_of_pack,
)
from chatbot.testing.impact.readings import remembering
from chatbot.testing.known import root_of
from chatbot.testing.packs import cases_of, pack_of
from chatbot.testing.select import matching


def add_options(parser: argparse.ArgumentParser) -> None:
    """What may be typed after the command."""
    parser.add_argument("file", type=Path, metavar="FILE", help="where to keep it")
    add_question_options(parser)
    parser.add_argument("--force", action="store_true", help="begin anew where FILE is there")


def add_question_options(parser: argparse.ArgumentParser) -> None:
    """Which questions are asked; `chatbot diff` has the same."""
    add = parser.add_argument
    add("path", nargs="?", type=Path, metavar="PATH", help="case file or folder; the pack's tests")
    add("--questions", type=Path, metavar="LOG", help="and each line of this file")
    add("--utterances", action="store_true", help="and every utterance of the pack")
    add("-k", dest="words", metavar="WORDS", help="only cases with all these words; -WORD: without")


def run(given: argparse.Namespace, terminal: Terminal) -> int:
    """Ask everything and write what it got.

    Returns:
        0.
    """
    if given.file.exists() and not given.force:
        fix = "`chatbot diff FILE --accept KIND` puts changes into it, --force begins anew"
        raise UsageError(f"{given.file} is there already; {fix}")
    check_target(given.file, (given.path, given.questions))
    folder = pack_of(given.path or Path.cwd(), given.pack)
    network = remembering()
    bot = Chatbot(folder, progress=terminal.note, network=network)
    questions, total = questions_for(given, folder, bot.pack)
    asked = shown(ask_all([bot], questions, network=network), total, terminal)
    count = write_baseline(given.file, asked, bot.pack.version, network.version if network else "")
    terminal.say(f"{count:,} questions kept in {given.file}")
    return 0


def questions_for(
    given: argparse.Namespace, folder: Path, pack: Pack
) -> tuple[Iterator[Question], int]:
    """The questions that were asked for, and about how many there are.

    Raises:
        UsageError: if there is none.
    """
    path = cases_of(folder, given.path)
    files = find_case_files(path) if path.exists() else []
    root = root_of(path)
    cases = load_cases(files)
    if given.words:
        cases = matching(cases, given.words, root)
    questions = list(questions_of_cases(cases, root))
    if given.utterances:
        questions += questions_of_pack(pack)
    if not questions and not given.questions:
        raise UsageError("there is nothing to ask; name case files, or a log with --questions")
    logged = questions_of_log(given.questions) if given.questions else iter(())
    total = len(questions) + (lines_of(given.questions) if given.questions else 0)
    return chain(questions, logged), total


def shown(asked: Iterator[Asked], total: int, terminal: Terminal) -> Iterator[Asked]:
    """Show how far it is, while it goes on."""
    progress = Progress(terminal, total, "questions")
    for each in asked:
        progress.step()
        yield each
    progress.clear()
