"""A reply on a screen or in a pipe."""

from __future__ import annotations

from typing import Final

from chatbot.cli.terminal import Terminal
from chatbot.content import CARD_KINDS, Pack
from chatbot.reply import Kind, Reply, Why, cite

_BAR: Final = "=" * 60


def show_reply(reply: Reply, terminal: Terminal, pack: Pack) -> None:
    """Write a reply: title, text, disclaimer, sources, review record.

    In a pipe it is `Reply.text`, as it stands, and an empty line.
    """
    if not terminal.width:
        terminal.say(reply.text)
        terminal.say()
        return
    if reply.kind in CARD_KINDS:
        _show_card(reply, terminal)
        return
    for intent in reply.intents:
        if reply.kind is not Kind.CHAT:
            terminal.say(pack.text(f"question/{intent}"), "bold")
    terminal.say(reply.answer)
    if reply.kind is Kind.CLARIFY:
        show_choices(reply, terminal)
        terminal.say(pack.text("message/choose"), "dim")
    terminal.say()
    terminal.say(reply.disclaimer, "dim")
    for source in reply.shown_sources:
        terminal.say(cite(source), "dim", indent="  ")
    if reply.notes:
        terminal.say(" ".join(note.text for note in reply.notes), "dim")
    terminal.say()


def _show_card(reply: Reply, terminal: Terminal) -> None:
    """A card stands out by its form, with or without colour, and has nothing beside it."""
    terminal.say(_BAR, "red")
    terminal.say(reply.answer, "bold")
    terminal.say(_BAR, "red")
    terminal.say(reply.disclaimer)
    terminal.say()


def show_choices(reply: Reply, terminal: Terminal) -> None:
    """The suggestions as a numbered list."""
    for number, each in enumerate(reply.suggestions, 1):
        terminal.say(f"{number}. {each.question}", indent="   ")


def show_why(why: Why, terminal: Terminal) -> None:
    """The evidence, in plain words."""
    terminal.say(f"Rule: {why.rule}.")
    if why.recognised:
        terminal.say(f'Recognised in: "{why.recognised}".')
    if why.intent is None:
        return
    terminal.say(f"Best match: {why.intent}, {why.confidence:.0%} sure.")
    terminal.say(f'Closest known question: "{why.example}" (similarity {why.similarity:.2f}).')
    if why.repaired:
        words = ", ".join(f'"{typed}" as "{meant}"' for typed, meant in why.repaired)
        terminal.say(f"Read {words}.")
    if why.concepts:
        terminal.say(f"Subjects found: {', '.join(why.concepts)}.")
    if why.runner_up:
        terminal.say(f"Runner-up: {why.runner_up}, behind by {why.margin:.1f} (log odds).")


def show_sources(reply: Reply, terminal: Terminal) -> None:
    """The sources of a reply."""
    for source in reply.sources:
        terminal.say(cite(source), indent="  ")
    if not reply.sources:
        terminal.say("This reply has no sources.")
