"""Case files: what can be written, and what is said of what cannot."""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from chatbot import Chatbot, ContentError
from chatbot.content.problem import UsageError
from chatbot.testing import Expectation, find_case_files, load_cases

BREAKS = [
    (
        "intant: pizza.price",
        "intent: pizza.price",
        ':3:5: the key "intant" is not known',
        "did you",
    ),
    ("intent: pizza.prize", "intent: pizza.price", ":3:13: there is no intent", "did you mean"),
    ("says: /ten(/", "says: ten", ":4:11: this is no regular expression", "put it right"),
    ("says: '/a{99999999999}/'", "says: ten", ":4:11: this is no regular", "put it right"),
    pytest.param(
        f"says: /{'(' * 3000}a{')' * 3000}/",
        "says: ten",
        ":4:11: this is no regular",
        "put it",
        id="nested without end",
    ),
    ("kind: anser", "says: ten", ':4:11: "anser" is not known', 'did you mean "answer"?'),
    ("confidence_above: 2", "says: ten", ":4:23: this is no such number", "from 0 to 1"),
    ("sources: [who]", "says: ten", ':4:15: there is no source "who"', "chatbot topics"),
    (
        "- is a pizza much",
        "- the price of a margherita",
        'case "is a pizza much" stands twice',
        "name",
    ),
    ("- nothing: x", "- name: hours after the price", "nothing", "use one of"),
    ("asks:", "ask:", 'the key "asks" is not known', "did you mean"),
    ("- {ask: hi}", "- {ask: price of the margherita, offers: pizza.hours}", None, None),
]


@pytest.mark.parametrize(("new", "old", "said", "fix"), BREAKS)
def test_each_break_is_placed(
    cases: Path, pack: Path, new: str, old: str, said: str | None, fix: str | None
) -> None:
    """One break, one place in the file, one advice."""
    path = cases / "pizza.chat.yaml"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    bot = Chatbot(pack, cache=False)
    if said is None or fix is None:
        assert load_cases([path], bot.pack)
        return
    with pytest.raises(ContentError) as caught:
        load_cases([path], bot.pack)
    assert said in str(caught.value)
    assert fix in str(caught.value)


def test_cases_are_read(cases: Path) -> None:
    """A list of questions is a case each, on its own line; a conversation is one."""
    first, second, talk = load_cases(find_case_files(cases))
    assert first.name == "the price of a margherita"
    assert first.turns[0].expected == Expectation(intent="pizza.price", says=("ten",))
    assert (first.place.line, second.place.line, talk.place.line) == (6, 7, 8)
    assert [turn.question for turn in talk.turns] == ["price of the margherita", "the closing time"]
    assert talk.id(cases) == "pizza.chat.yaml::hours after the price"


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("- intent: pizza.price", 'either "ask" or "talk"'),
        ("- ask: x", "nothing is expected"),
        ("- talk: [{ask: x}]", "nothing is expected"),
        ("- {talk: [{ask: x, kind: none}], kind: none}", 'beside "talk"'),
    ],
)
def test_a_case_asks_and_expects(tmp_path: Path, entry: str, said: str) -> None:
    """A case without question or expectation is an error."""
    path = tmp_path / "x.chat.yaml"
    path.write_text(f"cases:\n  {entry}\n")
    with pytest.raises(ContentError, match=said):
        load_cases([path])


def test_all_files_are_reported_at_once(tmp_path: Path) -> None:
    """A broken file hides nothing of the next."""
    (tmp_path / "a.chat.yaml").write_text("cases: 3\n")
    (tmp_path / "b.chat.yaml").write_text("case: []\n")
    (tmp_path / ".hidden").mkdir()
    (tmp_path / ".hidden/c.chat.yaml").write_text("x: 1\n")
    with pytest.raises(ContentError) as caught:
        load_cases(find_case_files(tmp_path))
    assert {Path(each.path).name for each in caught.value.problems} == {
        "a.chat.yaml",
        "b.chat.yaml",
    }


def test_the_other_ending_is_an_error(tmp_path: Path) -> None:
    """A case file that would never be run is named, with the name that it should have."""
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub/x.chat.yml").write_text("cases: [{ask: x, kind: none}]\n")
    with pytest.raises(ContentError, match=r"x\.chat\.yml:1:1: .*; rename it to x\.chat\.yaml"):
        load_cases(find_case_files(tmp_path))


def test_a_folder_that_cannot_be_read_is_named(
    cases: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No folder is passed over: the cases in it would never be run."""
    (cases / "answers").mkdir()
    scan = os.scandir

    def refusing(path: str) -> Any:
        if Path(path).name == "answers":
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)
        return scan(path)

    monkeypatch.setattr(os, "scandir", refusing)
    with pytest.raises(UsageError, match=r"answers cannot be read \(Permission denied\)"):
        find_case_files(cases)


KEYS = st.sampled_from(
    ["cases", "ask", "talk", "intent", "intents", "kind", "says", "sources", "offers", "name", "x"]
)
ANY = st.recursive(
    st.none() | st.integers() | st.floats() | st.text(max_size=6) | st.just("/(/"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=25,
)


@settings(max_examples=300, deadline=None)
@given(ANY.map(lambda inner: {"cases": inner}) | ANY)
def test_any_file_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, content: object
) -> None:
    """Whatever stands in a case file, it gives cases, or problems."""
    path = tmp_path_factory.getbasetemp() / "any.chat.yaml"
    path.write_text(yaml.safe_dump(content), encoding="utf-8")
    with suppress(ContentError):
        assert load_cases([path])
