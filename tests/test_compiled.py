"""What is learned of a pack is kept in a file, and is never stale."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from chatbot import Chatbot
from chatbot.compiled import KEPT, SUFFIX, _learned_version
from chatbot.content.loader import load_pack
from chatbot.content.model import Pack, Subjects, Vocabulary


def test_old_caches_are_forgotten(pack: Path, tmp_path: Path) -> None:
    """However often a pack is edited, only the last few files stay, the newest among them."""
    cache = tmp_path / "cache"
    responses = pack / "responses" / "pizza.yaml"
    for edit in range(KEPT + 2):
        responses.write_text(responses.read_text() + f"# edit {edit}\n")
        Chatbot(pack, cache=cache)
    before = {file: file.stat().st_mtime_ns for file in cache.iterdir()}
    assert len(before) == KEPT
    Chatbot(pack, cache=cache)
    assert {file: file.stat().st_mtime_ns for file in cache.iterdir()} == before


def test_an_edited_answer_needs_no_fitting(pack: Path, tmp_path: Path) -> None:
    """What was learned is taken over as long as nothing that is learned from changes."""
    cache, said = tmp_path / "cache", list[str]()
    Chatbot(pack, cache=cache, progress=said.append)
    responses = pack / "responses" / "pizza.yaml"
    responses.write_text(responses.read_text().replace("Ten.", "Eleven."))
    bot = Chatbot(pack, cache=cache, progress=said.append)
    assert len(said) == 1
    assert "Eleven." in bot.ask("price of a pizza").text
    intents = pack / "intents" / "pizza.yaml"
    intents.write_text(intents.read_text().replace("price of a", "worth of a"))
    Chatbot(pack, cache=cache, progress=said.append)
    assert len(said) == 2


def test_a_folder_that_may_not_be_entered_is_no_cache(
    pack: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the cache cannot even be listed, the bot answers without one."""

    plain = Path.glob

    def refused(folder: Path, pattern: str) -> Iterator[Path]:
        if pattern.endswith(SUFFIX):
            raise PermissionError(13, "Permission denied")
        return iter(plain(folder, pattern))

    monkeypatch.setattr(Path, "glob", refused)
    assert Chatbot(pack, cache=tmp_path / "cache").ask("price of a pizza").intent == "pizza.price"


LEARNED: dict[str, Callable[[Pack], Pack]] = {
    "an utterance": lambda pack: _with_intent(pack, utterances=("how much is it",)),
    "a kind": lambda pack: _with_intent(pack, kind="chat"),
    "the order": lambda pack: replace(pack, intents=dict(reversed(pack.intents.items()))),
    "calm lines": lambda pack: replace(pack, screen=replace(pack.screen, calm=("a b",))),
    "our subjects": lambda pack: replace(pack, subjects=Subjects(ours=("pizza",))),
    "other subjects": lambda pack: replace(pack, subjects=Subjects(others=("pasta",))),
    "synonyms": lambda pack: replace(pack, vocabulary=Vocabulary({"food": ("pizza",)}, {})),
    "spellings": lambda pack: replace(pack, vocabulary=Vocabulary({}, {"ppl": "people"})),
}


def _with_intent(pack: Pack, **changes: Any) -> Pack:
    name, intent = next(iter(pack.intents.items()))
    return replace(pack, intents={**pack.intents, name: replace(intent, **changes)})


@pytest.mark.parametrize("change", LEARNED)
def test_all_that_is_learned_from_is_looked_at(pack: Path, change: str) -> None:
    """A change of anything that matcher or detector learn from makes another version of it."""
    before = load_pack(pack)
    assert _learned_version(LEARNED[change](before)) != _learned_version(before)


def test_what_nothing_is_learned_from_is_not_looked_at(pack: Path) -> None:
    """Answers, rules and names for follow-ups may change; what was learned stays good."""
    before = load_pack(pack)
    rules = replace(before.screen, classes={"a": ("b",)})
    after = replace(before, responses={}, screen=rules, messages={}, version="another")
    assert _learned_version(after) == _learned_version(before)


def test_what_is_taken_over_is_what_would_be_learned(pack: Path, tmp_path: Path) -> None:
    """After an edit of an answer the file is the same to the byte as one that was fitted anew."""
    cache = tmp_path / "cache"
    Chatbot(pack, cache=cache)
    responses = pack / "responses" / "pizza.yaml"
    responses.write_text(responses.read_text().replace("Ten.", "Eleven."))
    old = set(cache.iterdir())
    Chatbot(pack, cache=cache)
    Chatbot(pack, cache=tmp_path / "fresh")
    (taken,) = set(cache.iterdir()) - old
    assert taken.read_bytes() == (tmp_path / "fresh" / taken.name).read_bytes()


def test_a_damaged_file_is_not_taken_over(pack: Path, tmp_path: Path) -> None:
    """What was cut short is passed over, and learned anew."""
    cache, said = tmp_path / "cache", list[str]()
    Chatbot(pack, cache=cache)
    (file,) = cache.iterdir()
    file.write_bytes(file.read_bytes()[:100])
    responses = pack / "responses" / "pizza.yaml"
    responses.write_text(responses.read_text().replace("Ten.", "Eleven."))
    bot = Chatbot(pack, cache=cache, progress=said.append)
    assert len(said) == 1
    assert bot.ask("price of a pizza").intent == "pizza.price"


def test_a_pack_from_the_cache_is_the_same(pack: Path, tmp_path: Path) -> None:
    """Nothing of a pack is lost or changed on the way through the cache."""
    first = Chatbot(pack, cache=tmp_path / "cache").pack
    assert Chatbot(pack, cache=tmp_path / "cache").pack == first == load_pack(pack)


def test_damaged_cache_is_ignored(pack: Path, tmp_path: Path) -> None:
    """A cache that was cut short is made anew."""
    cache = tmp_path / "cache"
    before = Chatbot(pack, cache=cache).ask("price of a pizza")
    (file,) = cache.iterdir()
    file.write_bytes(file.read_bytes()[:100])
    assert Chatbot(pack, cache=cache).ask("price of a pizza").to_dict() == before.to_dict()
