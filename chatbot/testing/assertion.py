"""`assert_answers`: one question and what is expected of the reply, for tests written in Python."""

from __future__ import annotations

from collections.abc import Iterable

from chatbot.bot import Chatbot, Conversation
from chatbot.content.draft import Place
from chatbot.reply import Reply
from chatbot.testing.cases import Expectation, Turn
from chatbot.testing.expectations import judge
from chatbot.testing.explain import advice
from chatbot.testing.runner import Answered


def assert_answers(
    bot: Chatbot | Conversation,
    question: str,
    intent: str | None = None,
    *,
    intents: Iterable[str] = (),
    kind: str | None = None,
    says: str | Iterable[str] = (),
    never_says: str | Iterable[str] = (),
    sources: Iterable[str] = (),
    offers: Iterable[str] = (),
    confidence_above: float | None = None,
) -> Reply:
    """Ask, and hold the reply against what is expected.

    Args:
        bot: a bot, or a conversation of it.
        question: what to ask.
        intent: the id that must be answered first.
        intents: all ids that must be answered, in this order.
        kind: the kind of the reply.
        says: words, or a "/regular expression/", or several, that must stand in what is said.
        never_says: the same, for what must not stand there.
        sources: ids of sources that must be among the reply's.
        offers: ids of intents that must be among its suggestions.
        confidence_above: the least confidence, 0 to 1.

    Returns:
        The reply, for further looks at it.

    Raises:
        AssertionError: if the reply is not as expected; the message says what was expected, what
            came, why, and what to do.
        ValueError: if nothing is expected.
    """
    expected = Expectation(
        intent, tuple(intents), kind, _several(says), _several(never_says), tuple(sources),
        tuple(offers), confidence_above,
    )  # fmt: skip
    if expected == Expectation():
        raise ValueError('nothing is expected; say what is, such as intent="..."')
    reply = bot.ask(question)
    misses = judge(reply, expected)
    if misses:
        answered = Answered(Turn(question, expected, Place("", 1, 1)), reply, misses)
        raise AssertionError(_message(answered))
    return reply


def _several(given: str | Iterable[str]) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else tuple(given)


def _message(answered: Answered) -> str:
    why = answered.reply.why
    lines = [answered.turn.question]
    for miss in answered.misses:
        lines += [f"  expected  {miss.key}: {miss.expected}", f"  got       {miss.got}"]
    lines.append(f"  why       {why.rule}")
    if why.example:
        lines.append(f'  closest   "{why.example}" of {why.intent}')
    return "\n".join([*lines, f"  do        {advice(answered)}"])
