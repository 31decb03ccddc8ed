"""A failed case in words: what was asked, expected and given, why, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from chatbot.content.draft import read_draft
from chatbot.reply import Kind, Reply
from chatbot.testing.expectations import shortened
from chatbot.testing.runner import Answered, Outcome, Result


class Explainer:
    """Explains results, and knows where the utterances of the pack stand.

    Args:
        pack: the folder of the pack; it is read when the first place is wanted.
    """

    def __init__(self, pack: Path) -> None:
        self._pack = pack

    def explain(self, result: Result) -> str:
        """A result as a few lines of text, without an end of line."""
        place = result.case.place
        lines = [f"{place.path}:{place.line}:{place.column}: {result.case.name}"]
        if result.outcome is Outcome.FIXED:
            return "\n".join([*lines, *_fixed(result)])
        for each in result.missed:
            if len(result.answered) > 1:
                lines.append(f"  turn      {each.turn.question} (line {each.turn.place.line})")
            lines += self._turn(each)
        return "\n".join(lines)

    def _turn(self, answered: Answered) -> Iterator[str]:
        for miss in answered.misses:
            yield f"  expected  {miss.key}: {miss.expected}"
            yield f"  got       {miss.got}"
        why = answered.reply.why
        yield f"  why       {why.rule}" + (f' ("{why.recognised}")' if why.recognised else "")
        if why.example:
            where = self._places.get(why.example, "")
            shown = f'"{shortened(why.example)}" of {why.intent}, similarity {why.similarity:.2f}'
            yield f"  closest   {shown}" + (f", {where}" if where else "")
        if why.runner_up:
            yield f"  runner-up {why.runner_up}, behind by {why.margin:.1f} (log odds)"
        yield f"  do        {advice(answered)}"

    @cached_property
    def _places(self) -> dict[str, str]:
        """Where each utterance stands."""
        draft = read_draft(self._pack)
        places = {}
        for name, _, values, _ in draft.each_intent():
            for text, node in values["utterances"]:
                places[text] = f"intents/{name}:{node.start_mark.line + 1}"
        return places


def advice(answered: Answered) -> str:
    """What to do about a turn that is not as expected."""
    reply, expected = answered.reply, answered.turn.expected
    keys = {miss.key for miss in answered.misses}
    if keys <= {"says", "never_says", "sources"}:
        return "put the answer right, or, if the change is meant, the case"
    if expected.wanted and reply.why.recognised:
        return f'if no danger is meant, take "{reply.why.recognised}" out of sight in screen.yaml'
    if expected.wanted:
        return _advice_on_match(reply, expected.wanted[0])
    if reply.intents:
        return f"if {reply.intents[0]} is right, put it into the case; else look at its utterances"
    return "look at what `chatbot ask --json` says of this question"


def _advice_on_match(reply: Reply, wanted: str) -> str:
    if reply.kind is Kind.CLARIFY:
        return f"add more ways of asking to {wanted}, to tell it from what was offered"
    if not reply.intents:
        return f"add ways of asking with these words to {wanted}"
    return (
        f"add ways of asking to {wanted}; if the closest one means {wanted}, move it there; "
        f"if {reply.intents[0]} is right, change the case"
    )


def _fixed(result: Result) -> Iterator[str]:
    yield f"  expected  to fail: {result.reason}"
    yield "  got       everything as the case says"
    yield "  do        take it off known_failures.yaml"
