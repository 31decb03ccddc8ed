"""`chatbot review`: a sheet that a clinician can read, and sign by `chatbot approve`."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from chatbot.bot import builtin_content
from chatbot.cli.output import check_target, write_file
from chatbot.cli.terminal import Terminal
from chatbot.content.loader import load_pack
from chatbot.content.model import Pack
from chatbot.content.problem import UsageError, did_you_mean
from chatbot.testing.approvals import Standing, read_approvals
from chatbot.testing.case_file import find_case_files, load_cases
from chatbot.testing.packs import cases_of
from chatbot.testing.reports.html import html
from chatbot.testing.sheet import Item, history_line, markdown, sheet


def add_options(parser: argparse.ArgumentParser) -> None:
    """What may be typed after the command."""
    add = parser.add_argument
    add("names", nargs="*", metavar="ID", help="answers or areas; by default all")
    add("--pending", action="store_true", help="only what is not signed, changed or expired")
    add("--format", choices=("markdown", "html"), default="markdown",
        help="html needs the extra report")  # fmt: skip
    add("--out", type=Path, metavar="FILE", help="write it there")


def run(given: argparse.Namespace, terminal: Terminal) -> int:
    """Write the sheet.

    Returns:
        0.
    """
    check_target(given.out)
    folder: Path = given.pack or builtin_content()
    pack = load_pack(folder)
    tests = cases_of(folder)
    cases = load_cases(find_case_files(tests), pack) if tests.is_dir() else []
    today = date.today()  # noqa: DTZ011 - the day where the reviewer is
    items = _chosen(sheet(pack, read_approvals(folder), cases, today), given, pack)
    title = f"Review of {len(items)} answers, {today}, content {pack.version}"
    text = _rendered(items, title, given.format)
    if given.out:
        write_file(given.out, text)
        terminal.note(f"{len(items)} answers written to {given.out}")
    else:
        terminal.write(text)
    return 0


def _chosen(items: list[Item], given: argparse.Namespace, pack: Pack) -> list[Item]:
    names = set(given.names)
    for name in names - pack.responses.keys() - pack.areas.keys():
        known = [*pack.responses, *pack.areas]
        advice = did_you_mean(name, known, otherwise="see `chatbot topics`")
        raise UsageError(f'there is no answer and no area "{name}"; {advice}')
    if names:
        items = [i for i in items if {i.intent, pack.intents[i.intent].area} & names]
    if given.pending:
        items = [item for item in items if item.signing.standing is not Standing.SIGNED]
    return items


def _rendered(items: list[Item], title: str, form: str) -> str:
    if form == "markdown":
        return markdown(items, title)
    return html("sheet.html", items=items, title=title, line_of=_line_of)


def _line_of(entry: object) -> str:
    """An entry of a list on the sheet: words as they stand, a signature in one line."""
    return entry if isinstance(entry, str) else history_line(entry)  # type: ignore[arg-type]
