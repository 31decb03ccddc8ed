"""The last resort: where to find help, when the program itself cannot start.

It needs neither pack nor matcher nor cache, only this package's own file, which holds the words of
the crisis card as they stand in the pack.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

_CARD: Final = Path(__file__).parent / "content" / "lifeline.txt"


def lifeline() -> str:
    """The words of the crisis card."""
    return _CARD.read_text(encoding="utf-8").strip()
