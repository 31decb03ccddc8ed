"""Rasa: `nlu.yml` (what people say), `domain.yml` (what is said back), `rules.yml` (when).

The forms are those of Rasa 2 and 3. A response selector ("faq/ask_hours" answered by
"utter_faq/ask_hours") and plain intents answered by "utter_NAME" are known; rules and stories in
which one action follows one intent are followed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import yaml

from chatbot.content.problem import UsageError
from chatbot.content.yaml_file import Report, compose, is_sound
from chatbot.testing.importing.topics import Import, Topic, id_of

_ENTITY: Final = re.compile(r"\[([^\]]+)\](?:\([^)]*\)|\{[^}]*\})")
_OUTSIDE: Final = frozenset({"out_of_scope", "nlu_fallback", "fallback"})
_UNUSED: Final = ("entities", "slots", "forms", "actions")
_KNOWN: Final = frozenset({"nlu", "responses", "rules", "stories", *_UNUSED})
_NULL: Final = "tag:yaml.org,2002:null"


def read_rasa(paths: Iterable[Path]) -> Import:
    """Read the files of a Rasa project.

    Args:
        paths: nlu, domain, rules and stories files in any order, or the folder that holds them.

    Returns:
        What was read.

    Raises:
        UsageError: if a file cannot be read, or none holds examples.
    """
    result = Import()
    files = [(path, _load(path)) for path in _files(paths)]
    examples: dict[str, list[str]] = {}
    said: dict[str, str] = {}
    follows: dict[str, str] = {}
    for path, content in files:
        _read_nlu(path, _listed(content.get("nlu")), examples, result)
        _read_responses(path, _mapped(content.get("responses")), said, result)
        for kind in ("rules", "stories"):
            _read_dialogues(path, _listed(content.get(kind)), kind, follows, result)
        for key, value in content.items():
            if key in _UNUSED and value:
                result.lose(_where(key, path), f"{key}: a bot of fixed answers has none")
    if not examples:
        raise UsageError("no file holds examples; name the nlu.yml and the domain.yml")
    _join(examples, said, follows, result)
    return result


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(p for p in path.rglob("*.y*ml") if p.suffix in {".yml", ".yaml"})
        else:
            yield path


def _load(path: Path) -> dict[str, Any]:
    """What a file holds; nothing for one that is not about a bot, such as that of its service."""
    report = Report(str(path))
    top = compose(path, report)
    keys = {key.value for key, _ in top.value} if isinstance(top, yaml.MappingNode) else ()
    known = top if _KNOWN.intersection(map(str, keys)) else None
    if known and is_sound(known, report):
        content: dict[str, Any] = _plain(known, path)
        return content
    if report.problems:
        raise UsageError("\n".join(map(str, report.problems)))
    return {}


class _Written(str):
    """Text as it stands in a file, which remembers where."""

    __slots__ = ("where",)
    where: str


def _written(text: str, where: str) -> _Written:
    written = _Written(text)
    written.where = where
    return written


def _where(read: object, otherwise: object) -> str:
    """Where something stands: the file and line of its first word, if it has one."""
    while isinstance(read, list | dict) and read:
        read = next(iter(read))
    return read.where if isinstance(read, _Written) else str(otherwise)


def _plain(node: yaml.Node, path: Path) -> Any:
    """A node as dict, list and text as it was written; None for nothing."""
    where = f"{path}:{node.start_mark.line + 1}"
    if isinstance(node, yaml.MappingNode):
        pairs = [(key, _plain(value, path)) for key, value in node.value]
        return {_written(k.value, f"{path}:{k.start_mark.line + 1}"): value for k, value in pairs}
    if isinstance(node, yaml.SequenceNode):
        return [_plain(each, path) for each in node.value]
    return None if node.tag == _NULL else _written(node.value, where)


def _named(value: object, otherwise: object) -> _Written:
    """A name as text, whatever was written."""
    return value if isinstance(value, _Written) else _written(str(value), str(otherwise))


def _read_nlu(
    path: Path, entries: Sequence[Any], examples: dict[str, list[str]], result: Import
) -> None:
    for entry in entries:
        if not isinstance(entry, Mapping):
            result.lose(_where(entry, path), f'"{entry}": it is no intent with examples')
        elif "intent" in entry:
            texts = examples.setdefault(_named(entry["intent"], path), [])
            texts += filter(None, map(_without_entities, _items(path, "intent", entry, result)))
        elif "synonym" in entry:
            _read_synonym(path, entry, result)
        else:
            kind = next(iter(entry), "?")
            result.lose(
                _where(entry, path), f"{kind} {entry.get(kind)}: there is nothing like it here"
            )


def _read_synonym(path: Path, entry: Mapping[str, Any], result: Import) -> None:
    meant = str(entry["synonym"] or "").strip()
    if not meant:
        result.lose(_where(entry, path), "a synonym without a word is left out")
        return
    for written in _items(path, "synonym", entry, result):
        if " " in written:
            what = f'synonym "{written}": only single words can stand for something'
            result.lose(_where(entry, path), f"{what}; add it to intents/vocabulary.yaml by hand")
        elif result.spellings.setdefault(written, meant) != meant:
            what = f'it stands for "{result.spellings[written]}" before, and cannot for'
            result.lose(_where(entry, path), f'synonym "{written}": {what} "{meant}" too')


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _mapped(value: Any) -> Mapping[Any, Any]:
    return value if isinstance(value, Mapping) else {}


def _items(path: Path, kind: str, entry: Mapping[str, Any], result: Import) -> Iterator[str]:
    """Examples, from text with "- " before each or from a list of texts or mappings."""
    examples, name = entry.get("examples"), f"{kind} {entry[kind]}"
    if isinstance(examples, str):
        yield from _dashed(_where(entry, path), name, examples, result)
    for each in _listed(examples):
        given = each.get("text") if isinstance(each, Mapping) else each
        if isinstance(given, str) and given.strip():
            yield given.strip()
        else:
            where = _where(each or entry, path)
            result.lose(where, f"{name}: an example without a text is left out")


def _dashed(where: str, name: str, examples: str, result: Import) -> Iterator[str]:
    for line in filter(None, map(str.strip, examples.splitlines())):
        text = line[1:].strip()
        if line.startswith("-") and text:
            yield text
        else:
            result.lose(where, f'{name}: "{line}" is no example; one begins with "- "')


def _without_entities(text: str) -> str:
    """`[Berlin](city)` and `[Berlin]{"entity": "city"}` as the words alone."""
    return _ENTITY.sub(r"\1", text).strip()


def _read_responses(
    path: Path, entries: Mapping[str, Any], said: dict[str, str], result: Import
) -> None:
    """Keep the first text of every response."""
    for name, variants in entries.items():
        given = [variant for variant in _listed(variants) if isinstance(variant, Mapping)]
        texts = [str(variant["text"]).strip() for variant in given if variant.get("text")]
        texts, where = [text for text in texts if text], _where(name, path)
        if not texts:
            result.lose(where, f"{name}: there is no text in it")
        elif said.setdefault(name, texts[0]) != texts[0]:
            result.lose(where, f"{name}: it has another text before; this one is left out")
        if len(texts) > 1:
            result.lose(where, f"{name}: {len(texts) - 1} more wordings; there is one an answer")
        for extra in sorted({key for v in given for key in map(str, v)} - {"text"}):
            result.lose(where, f"{name}: {extra}, which plain text has not")


def _read_dialogues(
    path: Path, entries: Sequence[Any], kind: str, follows: dict[str, str], result: Import
) -> None:
    """Keep the first action that follows an intent."""
    for intent, action in _followed(path, entries, kind, result):
        if follows.setdefault(intent, action) != action:
            what = f"it leads to {follows[intent]} before, and cannot to {action} too"
            result.lose(_where(intent, path), f"{intent}: {what}")


def _followed(
    path: Path, entries: Sequence[Any], kind: str, result: Import
) -> Iterator[tuple[str, str]]:
    """(intent, action) of every rule or story in which one follows the other, and nothing else."""
    for entry in entries:
        entry = _mapped(entry)  # noqa: PLW2901 - what is no mapping counts as an empty one
        steps = [_mapped(step) for step in _listed(entry.get("steps"))]
        intents = [_named(step["intent"], path) for step in steps if "intent" in step]
        actions = [str(step["action"]) for step in steps if "action" in step]
        if len(intents) == len(actions) == 1:
            yield intents[0], actions[0]
        else:
            name = entry.get(kind.removesuffix("s").replace("storie", "story"), "?")
            what = "there are no dialogues beyond question and answer"
            result.lose(_where(entry, path), f'{kind} "{name}": {what}')


def _join(
    examples: Mapping[str, list[str]],
    said: dict[str, str],
    follows: Mapping[str, str],
    result: Import,
) -> None:
    """Give every intent its answer."""
    used: set[str] = set()
    for intent, texts in examples.items():
        name = next((n for n in _names(intent, follows) if n in said), "")
        if not texts:
            result.lose(_where(intent, ""), f"{intent}: it has no examples")
        elif intent in _OUTSIDE:
            result.outside += texts
        elif not name:
            what = f"no response was found; its {len(texts)} examples are left out"
            result.lose(_where(intent, ""), f"{intent}: {what}")
        else:
            used.add(name)
            topic = Topic(
                id_of(intent, (t.name for t in result.topics)), texts[0], texts, said[name]
            )
            result.topics.append(topic)
    for name in sorted(said.keys() - used):
        result.lose(_where(name, ""), f"{name}: no intent leads to this response")


def _names(intent: str, follows: Mapping[str, str]) -> Iterator[str]:
    """The responses that may belong to an intent, the likeliest first."""
    retrieval = intent.partition("/")[0]
    if intent in follows:
        yield follows[intent]
    yield f"utter_{intent}"
    if retrieval in follows:
        yield follows[retrieval]
