"""Fifty seeded edits to a pack, each a mistake that an editor could make."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

import yaml

_SPECIAL: Final = {
    "vocabulary", "screen", "follow_ups", "calm", "subjects", "sources", "disclaimer", "messages",
    "approvals", "out_of_scope",
}  # fmt: skip
_CARDS: Final = {"crisis", "emergency"}
Chance = random.Random
Edit = Callable[[Path, Chance], str]


@dataclass(frozen=True, slots=True)
class Mutation:
    """One edit.

    Attributes:
        kind: what kind of mistake it is.
        seed: chooses where.
        edit: makes it, and says in words what was done.
    """

    kind: str
    seed: int
    edit: Edit


@contextmanager
def changing(path: Path) -> Iterator[Any]:
    """The content of a YAML file, written back at the end."""
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    yield content
    text = yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=10_000)
    path.write_text(text, encoding="utf-8")


def areas(pack: Path) -> list[str]:
    """The names of the files that hold intents with answers."""
    return sorted(p.stem for p in (pack / "intents").glob("*.yaml") if p.stem not in _SPECIAL)


def two(pack: Path, chance: Chance) -> tuple[tuple[str, str], tuple[str, str]]:
    """Two different intents that are no cards, each as (area, id)."""
    found = [
        (area, key)
        for area in areas(pack)
        if area not in _CARDS
        for key in yaml.safe_load((pack / f"intents/{area}.yaml").read_text())["intents"]
    ]
    first, second = chance.sample(found, 2)
    return first, second


def _utterances(content: Any, key: str) -> list[str]:
    found: list[str] = content["intents"][key]["utterances"]
    return found


def move_utterance(pack: Path, chance: Chance) -> str:
    """An utterance goes to another intent."""
    (area, key), (other_area, other) = two(pack, chance)
    with changing(pack / f"intents/{area}.yaml") as content:
        texts = _utterances(content, key)
        text = texts.pop(chance.randrange(len(texts)))
    with changing(pack / f"intents/{other_area}.yaml") as content:
        _utterances(content, other).append(text)
    return f'"{text}" moved from {key} to {other}'


def delete_utterance(pack: Path, chance: Chance) -> str:
    """An utterance is lost."""
    (area, key), _ = two(pack, chance)
    with changing(pack / f"intents/{area}.yaml") as content:
        texts = _utterances(content, key)
        text = texts.pop(chance.randrange(len(texts)))
    return f'"{text}" deleted from {key}'


def copy_utterance(pack: Path, chance: Chance, change: Callable[[str], str] = str) -> str:
    """An utterance is added to a second intent as it stands."""
    (area, key), (other_area, other) = two(pack, chance)
    content = yaml.safe_load((pack / f"intents/{area}.yaml").read_text(encoding="utf-8"))
    text = change(chance.choice(_utterances(content, key)))
    with changing(pack / f"intents/{other_area}.yaml") as content:
        _utterances(content, other).append(text)
    return f'"{text}" added to {other}, from {key}'


def near_copy(pack: Path, chance: Chance) -> str:
    """An utterance is added to a second intent with a word more."""
    return copy_utterance(pack, chance, lambda text: f"{text} please")


def _change_answer(
    pack: Path, chance: Chance, change: Callable[[str], str], *, cards: bool = True
) -> str:
    """Change the first answer, from a random one on, that the change does anything to."""
    names = [area for area in areas(pack) if cards or area not in _CARDS]
    for area in chance.sample(names, len(names)):
        with changing(pack / f"responses/{area}.yaml") as content:
            keys = list(content["responses"])
            for key in chance.sample(keys, len(keys)):
                answer = content["responses"][key]["answer"]
                changed = change(answer)
                if changed != answer:
                    content["responses"][key]["answer"] = changed
                    return str(key)
    raise ValueError("no answer can be changed so")


def swap_answers(pack: Path, chance: Chance) -> str:
    """Two answers stand under each other's id."""
    (area, key), (other_area, other) = two(pack, chance)
    paths = [pack / f"responses/{name}.yaml" for name in (area, other_area)]
    with changing(paths[0]) as content:
        mine = content["responses"][key]["answer"]
    with changing(paths[1]) as content:
        theirs = content["responses"][other]["answer"]
        content["responses"][other]["answer"] = mine
    with changing(paths[0]) as content:
        content["responses"][key]["answer"] = theirs
    return f"answers of {key} and {other} swapped"


def change_number(pack: Path, chance: Chance) -> str:
    """A number in an answer becomes the next one."""

    def change(text: str) -> str:
        numbers = list(re.finditer(r"\d+", text))
        if not numbers:
            return text
        found = chance.choice(numbers)
        return f"{text[: found.start()]}{int(found.group()) + 1}{text[found.end() :]}"

    return f"a number changed in {_change_answer(pack, chance, change)}"


def drop_not(pack: Path, chance: Chance) -> str:
    """The first "not" of an answer is lost."""

    def change(text: str) -> str:
        return re.sub(r"\bnot ", "", text, count=1)

    return f'"not" dropped from {_change_answer(pack, chance, change)}'


def drop_sentence(pack: Path, chance: Chance) -> str:
    """The last sentence of an answer is lost."""

    def change(text: str) -> str:
        parts = re.split(r"(?<=[.?!])\s+", text.strip())
        return " ".join(parts[:-1]) if len(parts) > 2 else text

    return f"last sentence dropped from {_change_answer(pack, chance, change)}"


def add_amount(pack: Path, chance: Chance) -> str:
    """An answer names an amount."""
    key = _change_answer(pack, chance, lambda text: f"{text.strip()} Usual is 40 mg.", cards=False)
    return f"an amount added to {key}"


def promote(pack: Path, chance: Chance) -> str:
    """An answer sells."""
    key = _change_answer(pack, chance, lambda text: f"{text.strip()} A breakthrough.", cards=False)
    return f"promotion added to {key}"


def drop_disclaimer(pack: Path, chance: Chance) -> str:
    """A disclaimer is lost."""
    with changing(pack / "responses/disclaimer.yaml") as content:
        kind = chance.choice(list(content["disclaimers"]))
        del content["disclaimers"][kind]
    return f'disclaimer "{kind}" dropped'


def change_disclaimer(pack: Path, chance: Chance) -> str:
    """A disclaimer loses its advice."""
    with changing(pack / "responses/disclaimer.yaml") as content:
        kind = chance.choice(list(content["disclaimers"]))
        content["disclaimers"][kind] = "This is general information."
    return f'disclaimer "{kind}" shortened'


def _sourced(pack: Path, chance: Chance, change: Callable[[list[str]], None]) -> str:
    for area in chance.sample(areas(pack), len(areas(pack))):
        with changing(pack / f"responses/{area}.yaml") as content:
            keys = [key for key, v in content["responses"].items() if v.get("sources")]
            if keys:
                key = chance.choice(keys)
                change(content["responses"][key]["sources"])
                return str(key)
    raise ValueError("no answer has sources")


def remove_source(pack: Path, chance: Chance) -> str:
    """An answer loses a source."""

    def change(sources: list[str]) -> None:
        sources.pop()

    return f"a source removed from {_sourced(pack, chance, change)}"


def misspell_source(pack: Path, chance: Chance) -> str:
    """An answer names a source that is not there."""

    def change(sources: list[str]) -> None:
        sources[0] += "x"

    return f"a source misspelt in {_sourced(pack, chance, change)}"


def rename_intent(pack: Path, chance: Chance) -> str:
    """An intent gets another id, and its answer does not."""
    (area, key), _ = two(pack, chance)
    with changing(pack / f"intents/{area}.yaml") as content:
        intents = content["intents"]
        content["intents"] = {k + "_new" if k == key else k: v for k, v in intents.items()}
    return f"{key} renamed in intents/ alone"


def rename_both(pack: Path, chance: Chance) -> str:
    """An intent and its answer get another id; what refers to it does not."""
    (area, key), _ = two(pack, chance)
    for shelf in ("intents", "responses"):
        with changing(pack / f"{shelf}/{area}.yaml") as content:
            content[shelf] = {
                k + "_new" if k == key else k: v for k, v in content[shelf].items()
            }  # fmt: skip
    return f"{key} renamed in both files"


def remove_intent(pack: Path, chance: Chance) -> str:
    """An intent goes, with its answer and what refers to it."""
    (area, key), _ = two(pack, chance)
    for shelf in ("intents", "responses"):
        with changing(pack / f"{shelf}/{area}.yaml") as content:
            del content[shelf][key]
    for name in areas(pack):
        with changing(pack / f"responses/{name}.yaml") as content:
            for response in content["responses"].values():
                response["related"] = [r for r in response.get("related", ()) if r != key]
    return f"{key} removed"


def expire(pack: Path, chance: Chance) -> str:
    """An answer was due long ago."""
    (area, key), _ = two(pack, chance)
    with changing(pack / f"responses/{area}.yaml") as content:
        content["responses"][key] |= {"checked": date(2020, 1, 1), "due": date(2020, 12, 1)}
    return f"{key} made overdue"


def change_kind(pack: Path, chance: Chance) -> str:
    """A personal decision is answered, or an answer referred."""
    (area, key), _ = two(pack, chance)
    with changing(pack / f"intents/{area}.yaml") as content:
        intent = content["intents"][key]
        intent["kind"] = "refer" if intent.get("kind", "answer") != "refer" else "answer"
    return f"{key} made {intent['kind']}"


def drop_rule(pack: Path, chance: Chance) -> str:
    """The screen loses one of its rules with a card that has many phrases."""
    with changing(pack / "intents/screen.yaml") as content:
        many = [rule for rule in content["rules"] if rule.get("intent")]
        many = sorted(many, key=lambda rule: -len(rule["phrases"]))[:6]
        rule = chance.choice(many)
        content["rules"].remove(rule)
    return f'screen rule "{rule["name"]}" dropped'


def dead_link(pack: Path, chance: Chance) -> str:
    """An answer leads to a question that is not there."""
    (area, key), _ = two(pack, chance)
    with changing(pack / f"responses/{area}.yaml") as content:
        content["responses"][key]["related"] = ["safety.nowhere"]
    return f"{key} leads nowhere"


def drop_concept(pack: Path, chance: Chance) -> str:
    """The vocabulary loses one of its largest concepts."""
    with changing(pack / "intents/vocabulary.yaml") as content:
        concepts = sorted(content["synonyms"], key=lambda c: -len(content["synonyms"][c]))[:10]
        concept = chance.choice(concepts)
        del content["synonyms"][concept]
    return f'concept "{concept}" dropped'


_COUNTS: Final[tuple[tuple[str, Edit, int], ...]] = (
    ("utterance moved", move_utterance, 5),
    ("utterance deleted", delete_utterance, 2),
    ("utterance twice", copy_utterance, 2),
    ("near duplicate added", near_copy, 4),
    ("answers swapped", swap_answers, 4),
    ("number changed", change_number, 5),
    ("not dropped", drop_not, 3),
    ("sentence dropped", drop_sentence, 3),
    ("amount added", add_amount, 2),
    ("promotion added", promote, 1),
    ("disclaimer dropped", drop_disclaimer, 2),
    ("disclaimer changed", change_disclaimer, 2),
    ("source removed", remove_source, 3),
    ("source misspelt", misspell_source, 1),
    ("intent renamed", rename_intent, 1),
    ("intent and answer renamed", rename_both, 1),
    ("intent removed", remove_intent, 2),
    ("review expired", expire, 1),
    ("kind changed", change_kind, 2),
    ("screen rule dropped", drop_rule, 2),
    ("link to nowhere", dead_link, 1),
    ("concept dropped", drop_concept, 1),
)
MUTATIONS: Final = tuple(
    Mutation(kind, seed, edit) for kind, edit, count in _COUNTS for seed in range(1, count + 1)
)
