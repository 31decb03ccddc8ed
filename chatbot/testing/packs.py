"""Which pack a case file is about."""

from __future__ import annotations

from pathlib import Path

from chatbot.bot import builtin_content
from chatbot.content.problem import UsageError


def pack_of(path: Path, given: Path | None = None) -> Path:
    """The folder of the pack that a path belongs to.

    Args:
        path: a case file or a folder of them.
        given: the pack that was asked for; it is taken as it is.

    Returns:
        The nearest folder, upwards, that holds `intents/` and `responses/`; the pack that comes
        with the program when there is none.
    """
    if given is not None:
        return given
    path = path.resolve()
    for folder in (path, *path.parents):
        if (folder / "intents").is_dir() and (folder / "responses").is_dir():
            return folder
    return builtin_content()


def cases_of(pack: Path, path: Path | None = None) -> Path:
    """Where cases stand.

    Args:
        pack: the folder of the pack.
        path: what was named; None for nothing.

    Returns:
        What was named; the pack's `tests/` where that is the pack's own folder, or nothing.

    Raises:
        UsageError: if what was named is not there.
    """
    if path is not None and not path.exists():
        raise not_there(path)
    tests = pack / "tests"
    if path is None or (path.resolve() == pack.resolve() and tests.is_dir()):
        return tests
    return path


def not_there(path: Path) -> UsageError:
    """What to say where cases were looked for in vain."""
    return UsageError(f"{path} is not there; name a case file (*.chat.yaml) or a folder of them")
