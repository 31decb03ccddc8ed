"""The tables of `chatbot test`: what the cases cover, and what noise does."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Final

from chatbot.bot import Chatbot
from chatbot.cli.terminal import Terminal
from chatbot.content.model import Pack
from chatbot.testing.cases import Case
from chatbot.testing.coverage import cover, repeats
from chatbot.testing.robustness import measure
from chatbot.testing.runner import Result

_EXAMPLES: Final = 2


def show_coverage(cases: Sequence[Case], pack: Pack, terminal: Terminal) -> bool:
    """Write the table of coverage.

    Returns:
        Whether anything is lacking.
    """
    covered, repeated = cover(cases, pack), list(repeats(cases, pack))
    terminal.say(f"\n{'intent':<34}{'cases':>6}{'says':>6}  lacking")
    for each in covered:
        lacking = ", ".join(each.problems)
        terminal.say(f"{each.intent:<34}{each.cases:>6}{each.says:>6}  {lacking}".rstrip())
    for problem in repeated:
        terminal.say(str(problem))
    bad = sum(bool(each.problems) for each in covered)
    terminal.say(f"{len(covered) - bad} of {len(covered)} intents are covered", "bold")
    return bool(bad or repeated)


def show_stability(
    bot: Chatbot, results: Sequence[Result], given: argparse.Namespace, terminal: Terminal
) -> bool:
    """Ask the cases again in noisy forms, and write the table of stability.

    Returns:
        Whether an intent is less stable than was asked for.
    """
    found = measure(bot, results, given.noise, given.seed)
    terminal.say(f"\n{'answer':<34}{'forms':>6}{'stable':>8}  some that were lost")
    for each in found:
        lost = "; ".join(each.lost[:_EXAMPLES])
        terminal.say(f"{each.intent:<34}{each.forms:>6}{each.share:>8.0%}  {lost}".rstrip())
    forms = sum(each.forms for each in found)
    share = sum(each.stable for each in found) / max(forms, 1)
    terminal.say(f"{share:.1%} of {forms:,} noisy forms get the same answer", "bold")
    return any(each.share < given.stability for each in found)
