"""A reply on a screen or in a pipe."""

from __future__ import annotations

from collections.abc import Sequence

from chatbot.cli.terminal import Terminal
from chatbot.content import CARD_KINDS, Pack
from chatbot.reply import MOST_SOURCES_SHOWN, Kind, Reply, Suggestion, Why, cite


def show_reply(reply: Reply, terminal: Terminal, pack: Pack, *, links: str = "") -> None:
    """Write a reply: title, text, disclaimer, sources, review record.

    In a pipe, unless colour is asked for, it is `Reply.text`, as it stands, and an empty line.

    Args:
        reply: what to write.
        terminal: where.
        pack: whose words are used.
        links: how the reader gets to titles and links, where they can be asked for; then only
            publishers and dates are shown, so that they do not bury the answer.
    """
    if not terminal.width and not terminal.colour:
        terminal.say(reply.text)
        terminal.say()
        return
    terminal.say()
    if reply.kind in CARD_KINDS:
        _show_card(reply, terminal, pack)
        return
    _show_body(reply, terminal, pack)
    if reply.choices:
        show_choices(reply.choices, terminal)
        terminal.say(pack.text("message/choose"), "dim")
    terminal.say()
    terminal.say(reply.disclaimer, "dim")
    _show_shown_sources(reply, terminal, links)
    if reply.notes:
        terminal.say(" ".join(note.text for note in reply.notes), "dim")
    terminal.say()


def _show_shown_sources(reply: Reply, terminal: Terminal, links: str) -> None:
    if links and reply.sources:
        dates = [f" ({each.date})" if each.date else "" for each in reply.sources]
        names = [f"{each.publisher}{date}" for each, date in zip(reply.sources, dates, strict=True)]
        shown = list(dict.fromkeys(names))[:MOST_SOURCES_SHOWN]
        terminal.say(f"Sources: {'; '.join(shown)}. {links}", "dim", indent="  ")
        return
    for source in reply.shown_sources:
        terminal.say(f"- {cite(source)}", "dim", indent="  ")


def _show_body(reply: Reply, terminal: Terminal, pack: Pack) -> None:
    """The passages, each answer under its question in bold."""
    for passage in reply.body:
        shelf, _, name = passage.key.partition("/")
        alone = shelf in {"answer", "more"} and len(reply.intents) == 1
        if alone and pack.intents[name].kind != Kind.CHAT:
            terminal.say(pack.text(f"question/{name}"), "bold")
        terminal.say(passage.text, "bold" if shelf == "question" else "plain")
        if shelf != "question" and passage is not reply.body[-1]:
            terminal.say()


def _show_card(reply: Reply, terminal: Terminal, pack: Pack) -> None:
    """A card stands out by its form, with or without colour, and has nothing beside it.

    For a screen reader its form is a heading: bars would be read aloud.
    """
    bar = "" if terminal.plain else "=" * terminal.line_length
    urgent = reply.kind is not Kind.ILLICIT
    for text in (bar, pack.text("message/card") if urgent else "", bar if urgent else ""):
        if text:
            terminal.say(text, "red")
    edge = "" if terminal.plain else "| "
    for paragraph in reply.answer.split("\n"):
        terminal.say(f"{edge}{paragraph}".rstrip(), "bold", indent=edge)
    if bar:
        terminal.say(bar, "red")
    terminal.say(reply.disclaimer)
    terminal.say()


def show_choices(choices: Sequence[Suggestion], terminal: Terminal) -> None:
    """Topics as a numbered list."""
    digits = len(str(len(choices)))
    for number, each in enumerate(choices, 1):
        terminal.say(f"{number:>{digits}}. {each.question}", indent=" " * (digits + 2))


def show_why(why: Why, terminal: Terminal) -> None:
    """The evidence, in plain words."""
    terminal.say(f"Rule: {why.rule}.")
    if why.recognised:
        terminal.say(f'Recognised in: "{why.recognised}".')
    if why.intent is None:
        return
    terminal.say(f"Best match: {why.intent}, {why.confidence:.0%} sure.")
    if why.example:
        terminal.say(f'Closest known question: "{why.example}" (similarity {why.similarity:.2f}).')
    if why.repaired:
        words = ", ".join(f'"{typed}" as "{meant}"' for typed, meant in why.repaired)
        terminal.say(f"Read {words}.")
    if why.alike:
        words = ", ".join(f'"{said}" like "{known}"' for said, known in why.alike)
        terminal.say(f"Taken as alike: {words}.")
    if why.carried:
        terminal.say(f"Words that told most: {', '.join(why.carried)}.")
    if why.concepts:
        terminal.say(f"Subjects found: {', '.join(why.concepts)}.")
    if why.runner_up:
        terminal.say(f"Runner-up: {why.runner_up}, behind by {why.margin:.1f} (log odds).")


def show_sources(reply: Reply, terminal: Terminal) -> None:
    """The sources of a reply."""
    for source in reply.sources:
        terminal.say(f"- {cite(source)}", indent="  ")
    if not reply.sources:
        terminal.say("This reply has no sources.")
