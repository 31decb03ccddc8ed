"""What the matcher says of the texts of one message: its whole, its questions, its readings.

Decision and conversation ask the matcher, often for the same text; each text is
matched once.
"""

from __future__ import annotations

from typing import Final

from chatbot.matching import Match, Matcher

#: So many matches are enough for every decision but those about two questions and about a turn
#: that leans on the one before ...
USUAL: Final = 3
#: ... and so many for those.
WIDE: Final = 12


class Opinion:
    """Asks a matcher, and remembers what it said for as long as one message is read.

    Args:
        matcher: the matcher.
    """

    def __init__(self, matcher: Matcher) -> None:
        self._matcher = matcher
        self._least = USUAL
        self._said: dict[str, tuple[int, tuple[Match, ...]]] = {}

    def widen(self) -> None:
        """Expect that many matches will be asked for, of the same texts."""
        self._least = WIDE

    def __call__(self, text: str, limit: int = USUAL) -> tuple[Match, ...]:
        """The intents that a text may belong to.

        Args:
            text: the text.
            limit: how many matches to give at most. Only the first names an example.

        Returns:
            Matches, best first.
        """
        asked, said = self._said.get(text, (0, ()))
        if asked < limit:
            asked = max(limit, self._least)
            said = tuple(self._matcher.match(text, limit=asked, explained=1))
            self._said[text] = asked, said
        return said[:limit]
