"""Files that commands write, because they were told to."""

from __future__ import annotations

from pathlib import Path

from chatbot.content.problem import UsageError


def write_file(path: Path, text: str) -> None:
    """Write text into a file as UTF-8, and make its folder if it is not there.

    Raises:
        UsageError: if it cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", errors="replace")
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise UsageError(f"{path} cannot be written ({reason}); name another file") from error
