"""Which topics speak of a word."""

from __future__ import annotations

from chatbot.cli.topics import listed
from chatbot.content import CARD_KINDS, Intent, Pack
from chatbot.matching.text import words_of


def topics_with(pack: Pack, words: str, most: int) -> list[Intent]:
    """The topics that speak of some words: in their question first, then in what they answer.

    Args:
        pack: where to look.
        words: what to look for: whole words or their beginnings, capital or small letters.
        most: how many topics to give at most.
    """
    wanted = words_of(words)
    topics = [each for each in listed(pack) if each.kind not in CARD_KINDS]
    asked = [each for each in topics if _holds(each.question, wanted)]
    known = [each for each in topics if any(_holds(text, wanted) for text in each.utterances)]
    answered = [each for each in topics if _holds(pack.text(f"answer/{each.id}"), wanted)]
    found = {each.id: each for each in (*asked, *answered, *known)}
    return list(found.values())[:most] if wanted else []


def _holds(text: str, words: list[str]) -> bool:
    found = words_of(text)
    return all(any(each.startswith(word) for each in found) for word in words)
