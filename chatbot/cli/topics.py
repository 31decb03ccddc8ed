"""`chatbot topics`: what can be answered."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator

from chatbot.bot import Chatbot
from chatbot.cli.terminal import Terminal
from chatbot.content import Intent, Pack
from chatbot.content.problem import did_you_mean


def add_options(parser: argparse.ArgumentParser) -> None:
    """What may be typed after the command."""
    parser.add_argument("area", nargs="?", help="show one area only")
    parser.add_argument("--json", action="store_true", help="print the list as JSON")


def run(given: argparse.Namespace, terminal: Terminal) -> int:
    """List the questions, area by area.

    Returns:
        0, or 2 when there is no such area.
    """
    pack = Chatbot(given.pack, progress=terminal.note).pack
    if given.area and given.area not in pack.areas:
        advice = did_you_mean(
            given.area, pack.areas, otherwise=f"use one of {', '.join(pack.areas)}"
        )
        terminal.note(f'there is no area "{given.area}"; {advice}')
        return 2
    if given.json:
        terminal.write(json.dumps([_plain(each) for each in listed(pack, given.area)]) + "\n")
    else:
        show_topics(pack, terminal, given.area)
    return 0


def listed(pack: Pack, area: str | None = None) -> Iterator[Intent]:
    """The intents that a reader can ask for: all that have a response."""
    for intent in pack.intents.values():
        if intent.kind != "none" and area in {None, intent.area}:
            yield intent


def show_topics(pack: Pack, terminal: Terminal, area: str | None = None) -> None:
    """Write the questions under the titles of their areas."""
    shown = ""
    for intent in listed(pack, area):
        if intent.area != shown:
            shown = intent.area
            terminal.say(f"{pack.areas[shown]} ({shown})", "bold")
        terminal.say(f"  {intent.question}", indent="    ")


def _plain(intent: Intent) -> dict[str, str]:
    return {
        "intent": intent.id,
        "area": intent.area,
        "kind": intent.kind,
        "question": intent.question,
    }
