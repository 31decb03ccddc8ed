"""Which files make up a pack, and the version that follows from their bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path


def content_files(folder: Path) -> list[Path]:
    """The files that make up a pack, in order."""
    return sorted(p for shelf in ("intents", "responses") for p in (folder / shelf).glob("*.y*ml"))


def version_of(paths: Iterable[Path], folder: Path) -> str:
    """A hash of the names and bytes of files: twelve hexadecimal digits."""
    digest = hashlib.sha256()
    for path in paths:
        content = path.read_bytes()
        name = f"{path.relative_to(folder).as_posix()}\0{len(content)}\0"
        digest.update(name.encode(errors="surrogatepass"))  # a name may hold any byte
        digest.update(content)
    return digest.hexdigest()[:12]
