"""Replies held against what is expected of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from chatbot.reply import Reply
from chatbot.testing.cases import Expectation
from chatbot.testing.patterns import pattern_of, said


@dataclass(frozen=True, slots=True)
class Miss:
    """One expectation that a reply does not meet.

    Attributes:
        key: which, as the case file names it.
        expected: what was expected, in words.
        got: what came instead, in words.
    """

    key: str
    expected: str
    got: str


def judge(reply: Reply, expected: Expectation) -> tuple[Miss, ...]:
    """Every expectation that a reply does not meet; none when it is as expected."""
    return tuple(_misses(reply, expected))


def _misses(reply: Reply, expected: Expectation) -> Iterator[Miss]:
    if expected.intent and reply.intent != expected.intent:
        yield Miss("intent", expected.intent, described(reply))
    if expected.intents and reply.intents != expected.intents:
        yield Miss("intents", " and ".join(expected.intents), described(reply))
    if expected.kind and reply.kind.value != expected.kind:
        yield Miss("kind", expected.kind, described(reply))
    yield from _word_misses(reply, expected)
    sources = [source.id for source in reply.sources]
    for source in expected.sources:
        if source not in sources:
            yield Miss("sources", source, ", ".join(sources) or "no sources")
    offered = [each.intent for each in reply.suggestions]
    for offer in expected.offers:
        if offer not in offered:
            yield Miss("offers", offer, ", ".join(offered) or "no offers")
    least = expected.confidence_above
    if least is not None and reply.confidence <= least:
        yield Miss("confidence_above", f"{least:g}", f"{reply.confidence:g}")


def _word_misses(reply: Reply, expected: Expectation) -> Iterator[Miss]:
    spoken = said(reply) if expected.says or expected.never_says else ""
    for words in expected.says:
        if not pattern_of(words).search(spoken):
            yield Miss("says", words, f'"{shortened(reply.answer)}"')
    for words in expected.never_says:
        found = pattern_of(words).search(spoken)
        if found:
            around = spoken[max(found.start() - 30, 0) : found.end() + 30]
            yield Miss("never_says", f"never {words}", f'"... {shortened(around)} ..."')


def described(reply: Reply) -> str:
    """What was answered, in a few words."""
    if reply.intents:
        return f"{' and '.join(reply.intents)} ({reply.kind}, {reply.confidence:.0%} sure)"
    offered = ", ".join(each.intent for each in reply.suggestions)
    return f"{reply.kind}, offering {offered}" if offered else f"{reply.kind}: no answer"


def shortened(text: str, longest: int = 120) -> str:
    """Text on one line, cut where it gets long."""
    line = " ".join(text.split())
    return line if len(line) <= longest else line[: longest - 3].rstrip() + "..."
