"""A pack and its fitted matcher as one file, so that a start costs no fitting.

The file stands beside the content of an installed package, or in the user's cache directory. Its
name holds a hash of the content, a hash of the matching code, this program's version and a hash of
what is learned, so that it is never stale; it may be deleted at any time. Whoever edits answers or
rules waits for no fitting either: what was learned before is taken over. It holds numbers and JSON;
reading it runs no code.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import TYPE_CHECKING, Final

from chatbot.content import (
    DANGER_KINDS,
    Intent,
    Pack,
    content_files,
    pack_from_parts,
    pack_to_parts,
    version_of,
)
from chatbot.matching import Detector, Matcher, Vocabulary
from chatbot.matching.storage import DamagedError, Stored, from_bytes, to_bytes
from chatbot.version import VERSION

if TYPE_CHECKING:
    from chatbot.matching.contrast import Contrast
    from chatbot.matching.examples import Examples

SUFFIX: Final = ".chatbot"
#: So many files stay in a cache directory: some packs, in the versions before and after an edit.
KEPT: Final = 8
#: The matcher learns so many utterances of each kind of danger: enough to keep it apart from the
#: other topics; all of them, ten times as many as another topic has, would weigh these down.
MOST_DANGER: Final = 200


@dataclass(frozen=True, slots=True)
class Compiled:
    """What a bot needs: a pack, and what is fitted to it."""

    pack: Pack
    matcher: Matcher
    detector: Detector | None = None


def compiled_pack(
    folder: Path, *, cache: Path | None, progress: Callable[[str], None] = lambda _: None
) -> Compiled:
    """Get a pack ready, from a file if there is one.

    Args:
        folder: holds `intents/` and `responses/`.
        cache: the directory for the file; None to use none.
        progress: is told, in words, what takes long.

    Returns:
        The pack and its matcher.

    Raises:
        ContentError: if the pack cannot be loaded.
    """
    content, code = _content_version(folder), _code_version()
    places = [place for place in (folder, cache) if place is not None]
    found = _stored(places, f"{content}-{code}-*") if content else None
    if found is not None:
        return found
    pack = _load(folder)
    learned = _learned_version(pack)
    alike = _stored(places, f"*-{code}-{learned}")
    if alike is None:
        progress("Reading the questions and fitting the matcher; this is done once ...")
        compiled = _compiled(pack)
    else:
        compiled = replace(alike, pack=pack)
    if cache is not None and content:
        with suppress(OSError):
            write(compiled, cache / _file_name(pack, code, learned))
            _forget_old(cache)
    return compiled


def _learned_version(pack: Pack) -> str:
    """A hash of all that matcher and detector learn from, in its order."""
    said = [[each.id, each.kind, list(each.utterances)] for each in pack.intents.values()]
    subjects = [list(pack.subjects.ours), list(pack.subjects.others)]
    synonyms = [[concept, list(words)] for concept, words in pack.vocabulary.synonyms.items()]
    spellings = list(pack.vocabulary.spellings.items())
    parts = json.dumps([said, list(pack.screen.calm), subjects, synonyms, spellings])
    return hashlib.sha256(parts.encode()).hexdigest()[:12]


def _stored(places: Iterable[Path], pattern: str) -> Compiled | None:
    """The first file of such a name that can be read."""
    paths = (path for place in places for path in _files_in(place, pattern + SUFFIX))
    return next(filter(None, map(_read, paths)), None)


def _files_in(folder: Path, pattern: str) -> list[Path]:
    try:
        return sorted(folder.glob(pattern))
    except OSError:  # a folder that may not be entered: the program goes on without a cache
        return []


def _load(folder: Path) -> Pack:
    from chatbot.content.loader import (
        load_pack,
    )  # reads YAML, which a start from the file needs not

    return load_pack(folder)


def compile_to(folder: Path, directory: Path) -> Path:
    """Fit the pack in a folder and write the file into a directory; for building a wheel.

    Raises:
        ContentError: if the pack cannot be loaded.
    """
    pack, code = _load(folder), _code_version()
    path = directory / _file_name(pack, code, _learned_version(pack))
    write(_compiled(pack), path)
    return path


def _compiled(pack: Pack) -> Compiled:
    from concurrent.futures import ThreadPoolExecutor

    prepared = _prepared(pack)
    with ThreadPoolExecutor(1) as other:
        detector = other.submit(fit_detector, pack, prepared)
        return Compiled(pack, fit(pack, prepared), detector.result())


def vocabulary_of(pack: Pack) -> Vocabulary:
    """The pack's vocabulary as the matching room, which knows no packs, has it."""
    return Vocabulary(pack.vocabulary.synonyms, pack.vocabulary.spellings)


def _prepared(pack: Pack) -> Examples:
    from chatbot.matching.examples import Examples

    return Examples.of(vocabulary_of(pack), "builtin")


def fit(pack: Pack, prepared: Examples) -> Matcher:
    """Fit a matcher to the utterances of a pack.

    Args:
        pack: the pack.
        prepared: texts made ready; the detector learns from the same.
    """
    intents = [intent for intent in pack.intents.values() if intent.kind != "none"]
    outside = [text for i in pack.intents.values() if i.kind == "none" for text in i.utterances]
    examples = {intent.id: _learned(intent) for intent in intents}
    contrast = contrast_of(pack)
    return Matcher(examples, out_of_scope=outside, contrast=contrast, prepared=prepared)


def _learned(intent: Intent) -> Sequence[str]:
    """The utterances that the matcher learns of an intent: of danger some, evenly from all."""
    texts = intent.utterances
    if intent.kind not in DANGER_KINDS or len(texts) <= MOST_DANGER:
        return texts
    return [texts[number * len(texts) // MOST_DANGER] for number in range(MOST_DANGER)]


def contrast_of(pack: Pack) -> Contrast:
    """The other subjects of a pack, for the intents that are questions about its own.

    A cry for help is one whatever was taken, and small talk is about nothing.
    """
    from chatbot.matching.contrast import Contrast

    asked = [i.id for i in pack.intents.values() if i.kind in {"answer", "refer"}]
    return Contrast(pack.subjects.ours, pack.subjects.others, asked)


def fit_detector(pack: Pack, prepared: Examples) -> Detector | None:
    """Fit a detector to what people in danger say.

    Args:
        pack: the pack.
        prepared: texts made ready; the matcher learns from the same.

    Returns:
        The detector, or None for a pack that has no cards for danger.
    """
    danger, calm = {}, list(pack.screen.calm)
    for intent in pack.intents.values():
        if intent.kind in DANGER_KINDS:
            danger[intent.id] = intent.utterances
        else:
            calm += intent.utterances
    if not danger or not calm:
        return None
    return Detector(danger, calm, prepared=prepared)


def write(compiled: Compiled, path: Path) -> None:
    """Write the file in one step: whoever reads it sees all of it, or none."""
    import tempfile  # takes as long to import as a question to answer

    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            plain, texts = pack_to_parts(compiled.pack)
            file.write(to_bytes(Stored(compiled.matcher, compiled.detector, plain, texts)))
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _forget_old(cache: Path) -> None:
    """Keep the files that were written last: every change of content or program makes another."""
    files = [(path.stat().st_mtime_ns, path) for path in cache.glob(f"*{SUFFIX}")]
    for _, path in sorted(files, reverse=True)[KEPT:]:
        path.unlink(missing_ok=True)


def cache_directory() -> Path:
    """Where this user's caches belong, by the custom of the system (XDG, macOS, Windows)."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA")
        usual = Path.home() / "AppData" / "Local"
    elif sys.platform == "darwin":
        base, usual = None, Path.home() / "Library" / "Caches"
    else:
        base, usual = os.environ.get("XDG_CACHE_HOME"), Path.home() / ".cache"
    return (Path(base) if base else usual) / "ketamine-chatbot"


def _file_name(pack: Pack, code: str, learned: str) -> str:
    """A change of the content, of the code or of what is learned makes another file."""
    return f"{pack.version}-{code}-{learned}{SUFFIX}"


def _code_version() -> str:
    """Names the program, the code that fits, and that which makes a pack of files."""
    code = Path(__file__).parent
    matching, content = code / "matching", code / "content"
    made_by = [content / name for name in ("encoding.py", "loader.py", "messages.yaml", "model.py")]
    learned = [*matching.glob("*.py"), matching / "meanings_data" / "about.json"]
    own = [Path(__file__), code / "steady.py"]
    return f"{version_of(sorted([*own, *made_by, *learned]), code)}-{VERSION}"


def _content_version(folder: Path) -> str:
    """A hash of the content as it is now; "" when it cannot be read."""
    try:
        return version_of(content_files(folder), folder)
    except OSError:
        return ""


def _read(path: Path) -> Compiled | None:
    """Read the file, or None when it is missing, damaged or of another version."""
    try:
        with path.open("rb") as file:  # mapped, not read: nothing of it is copied
            stored = from_bytes(memoryview(mmap(file.fileno(), 0, access=ACCESS_READ)))
        pack = pack_from_parts(stored.extra, stored.texts)
        return Compiled(pack, stored.matcher, stored.detector)
    except (OSError, DamagedError, KeyError, TypeError, ValueError):
        return None
