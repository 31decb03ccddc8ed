"""Files replaced in one step: whoever reads one finds what was there, or what is new, never a part.

A disk that is full, or a process that is stopped, leaves the old file as it was. Who adds to a file
is alone in its folder meanwhile, so that two who add at the same moment do not undo each other.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

if sys.platform != "win32":
    import fcntl


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Wait until no other process that asks the same works in a folder, and keep others waiting.

    The system lets go of it when a process ends, however it ends (flock(2)); nothing stays behind.

    Args:
        folder: a folder that is there.

    Raises:
        OSError: if it cannot be opened.
    """
    if sys.platform == "win32":  # which has no such lock: there nobody waits for anybody
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Where to write what takes the place of a file, if nothing is raised until the end.

    Args:
        path: the file; it need not be there. Behind a link the file itself is replaced.

    Raises:
        OSError: if it cannot be written.
    """
    path = path.resolve()
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        yield temporary
        if path.exists():
            shutil.copymode(path, temporary)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
