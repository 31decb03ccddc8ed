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
from chatbot.testing.importing.topics import Import, Topic, id_of

_ENTITY: Final = re.compile(r"\[([^\]]+)\](?:\([^)]*\)|\{[^}]*\})")
_OUTSIDE: Final = frozenset({"out_of_scope", "nlu_fallback", "fallback"})
_UNUSED: Final = ("entities", "slots", "forms", "actions")


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
        said |= _responses(path, _mapped(content.get("responses")), result)
        for kind in ("rules", "stories"):
            follows |= dict(_followed(path, _listed(content.get(kind)), kind, result))
        for unused in _UNUSED:
            if content.get(unused):
                result.lose(path, f"{unused}: a bot of fixed answers has none")
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
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{path}:{mark.line + 1}:{mark.column + 1}" if mark else str(path)
        reason = str(getattr(error, "problem", None) or error).splitlines()[0]
        raise UsageError(f"{where} cannot be read ({reason})") from error
    return content if isinstance(content, dict) else {}


def _read_nlu(
    path: Path, entries: Sequence[Any], examples: dict[str, list[str]], result: Import
) -> None:
    for entry in entries:
        if not isinstance(entry, Mapping):
            continue
        if "intent" in entry:
            texts = examples.setdefault(str(entry["intent"]), [])
            texts += [_without_entities(each) for each in _items(entry.get("examples"))]
        elif "synonym" in entry:
            _read_synonym(path, entry, result)
        else:
            kind = next(iter(entry), "?")
            result.lose(path, f"{kind} {entry.get(kind)}: there is nothing like it here")


def _read_synonym(path: Path, entry: Mapping[str, Any], result: Import) -> None:
    meant = str(entry["synonym"])
    for written in _items(entry.get("examples")):
        if " " in written:
            what = f'synonym "{written}": only single words can stand for something'
            result.lose(path, f"{what}; add it to intents/vocabulary.yaml by hand")
        else:
            result.spellings[written] = meant


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _mapped(value: Any) -> Mapping[Any, Any]:
    return value if isinstance(value, Mapping) else {}


def _items(examples: Any) -> list[str]:
    """Examples as a list, from text with "- " before each or from a list of texts or mappings."""
    if isinstance(examples, str):
        lines = (line.strip() for line in examples.splitlines())
        return [line[1:].strip() for line in lines if line.startswith("-") and line[1:].strip()]
    if not isinstance(examples, list):
        return []
    texts = (each.get("text") if isinstance(each, Mapping) else each for each in examples)
    return [str(text).strip() for text in texts if text]


def _without_entities(text: str) -> str:
    """`[Berlin](city)` and `[Berlin]{"entity": "city"}` as the words alone."""
    return _ENTITY.sub(r"\1", text)


def _responses(path: Path, entries: Mapping[str, Any], result: Import) -> dict[str, str]:
    said = {}
    for name, variants in entries.items():
        given = [variant for variant in _listed(variants) if isinstance(variant, Mapping)]
        texts = [str(variant["text"]).strip() for variant in given if variant.get("text")]
        if texts:
            said[str(name)] = texts[0]
        if len(texts) > 1:
            result.lose(path, f"{name}: {len(texts) - 1} more wordings; there is one an answer")
        for extra in sorted({key for v in given for key in map(str, v)} - {"text"}):
            result.lose(path, f"{name}: {extra}, which plain text has not")
    return said


def _followed(
    path: Path, entries: Sequence[Any], kind: str, result: Import
) -> Iterator[tuple[str, str]]:
    """(intent, action) of every rule or story in which one follows the other, and nothing else."""
    for entry in entries:
        entry = _mapped(entry)  # noqa: PLW2901 - what is no mapping counts as an empty one
        steps = [_mapped(step) for step in _listed(entry.get("steps"))]
        intents = [str(step["intent"]) for step in steps if "intent" in step]
        actions = [str(step["action"]) for step in steps if "action" in step]
        if len(intents) == len(actions) == 1:
            yield intents[0], actions[0]
        else:
            name = entry.get(kind.removesuffix("s").replace("storie", "story"), "?")
            result.lose(path, f'{kind} "{name}": there are no dialogues beyond question and answer')


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
        if intent in _OUTSIDE:
            result.outside += texts
        elif not name:
            result.lose(intent, f"no response was found; its {len(texts)} examples are left out")
        elif texts:
            used.add(name)
            topic = Topic(
                id_of(intent, (t.name for t in result.topics)), texts[0], texts, said[name]
            )
            result.topics.append(topic)
    for name in said.keys() - used:
        result.lose(name, "no intent leads to this response")


def _names(intent: str, follows: Mapping[str, str]) -> Iterator[str]:
    """The responses that may belong to an intent, the likeliest first."""
    retrieval = intent.partition("/")[0]
    if intent in follows:
        yield follows[intent]
    yield f"utter_{intent}"
    if retrieval in follows:
        yield follows[retrieval]
