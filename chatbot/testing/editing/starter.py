"""A pack to begin with: small, whole, and as it should be."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Final

from chatbot.testing.editing.writing import check_new, write_new
from chatbot.testing.schema import KINDS, file_name, schema_text

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
    check_new(folder)
    due = (today + _TERM).isoformat()
    texts = {}
    for source in sorted(_TEMPLATE.rglob("*.yaml")):
        text = source.read_text(encoding="utf-8")
        text = text.replace("CHECKED", today.isoformat()).replace("DUE", due)
        texts[source.relative_to(_TEMPLATE).as_posix()] = text
    schemas = {f"schema/{file_name(kind)}": schema_text(kind) for kind in KINDS}
    return write_new(folder, texts | schemas)


def starter_text(name: str) -> str:
    """A file of the starter pack, such as "responses/disclaimer.yaml", without its first line.

    That line names the file's schema, which stands in the starter pack only.
    """
    return (_TEMPLATE / name).read_text(encoding="utf-8").partition("\n")[2]
