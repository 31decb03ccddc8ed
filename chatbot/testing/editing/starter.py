"""A pack to begin with: small, whole, and as it should be."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Final

from chatbot.content.problem import UsageError
from chatbot.testing.schema import write_schemas

_TEMPLATE: Final = Path(__file__).parent.parent / "starter"
_TERM: Final = timedelta(days=365)


def new_pack(folder: Path, today: date) -> list[Path]:
    """Write a starter pack into a folder, with the schemas that its files name for editors.

    Args:
        folder: is made if it is not there; it must be empty.
        today: the day that the answers count as checked on.

    Returns:
        The files written.

    Raises:
        UsageError: if there is anything in the folder, or it cannot be written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{folder} is not empty; name a new folder")
    due = (today + _TERM).isoformat()
    paths = []
    for source in sorted(_TEMPLATE.rglob("*.yaml")):
        path = folder / source.relative_to(_TEMPLATE)
        text = source.read_text(encoding="utf-8")
        text = text.replace("CHECKED", today.isoformat()).replace("DUE", due)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        except OSError as error:
            raise UsageError(f"{path} cannot be written ({error.strerror})") from error
        paths.append(path)
    return [*paths, *write_schemas(folder / "schema")]


def starter_text(name: str) -> str:
    """A file of the starter pack, such as "responses/disclaimer.yaml", without its first line.

    That line names the file's schema, which stands in the starter pack only.
    """
    return (_TEMPLATE / name).read_text(encoding="utf-8").partition("\n")[2]
