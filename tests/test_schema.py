"""The published schemas are those of the code, and our own files keep to them."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from chatbot.cli.main import main
from chatbot.testing.editing.starter import new_pack
from chatbot.testing.schema import KINDS, file_name, header, schema_of, schema_text

ROOT = Path(__file__).parent.parent
SPECIAL = {
    "vocabulary",
    "screen",
    "follow_ups",
    "calm",
    "subjects",
    "sources",
    "disclaimer",
    "messages",
    "approvals",
}
FILES = sorted([
    *(ROOT / "intents").glob("*.yaml"),
    *(ROOT / "responses").glob("*.yaml"),
    *(path for path in (ROOT / "tests").rglob("*.yaml") if path.parent.name != "safety"),
    *(ROOT / "chatbot/testing").rglob("*.yaml"),
])  # fmt: skip


def kind_of(path: Path) -> str:
    if path.name.endswith(".chat.yaml"):
        return "cases"
    if path.name in {"lint.yaml", "defaults.yaml"}:
        return "lint"
    if path.stem == "known_failures" or path.stem in SPECIAL:
        return path.stem
    return path.parent.name


def plain(path: Path) -> Any:
    return json.loads(json.dumps(yaml.safe_load(path.read_text(encoding="utf-8")), default=str))


@pytest.mark.parametrize("kind", KINDS)
def test_published_schemas_are_up_to_date(kind: str) -> None:
    """`chatbot schema --out docs/schema` would change nothing, and each is a sound schema."""
    published = ROOT / "docs/schema" / file_name(kind)
    assert published.read_text(encoding="utf-8") == schema_text(kind)
    jsonschema.Draft202012Validator.check_schema(schema_of(kind))


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_our_files_keep_to_them(path: Path) -> None:
    """Every YAML file that comes with the program."""
    jsonschema.validate(plain(path), schema_of(kind_of(path)))


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("intents", {"area": "x", "intents": {"a": {"question": "x", "utterences": []}}}),
        ("intents", {"area": "x", "intents": {"a": {"question": "x"}}}),
        ("cases", {"cases": [{"ask": "x", "kind": "anser"}]}),
        ("responses", {"responses": {"a": {"answer": ["x"]}}}),
        ("lint", {"thin_intent": "many"}),
    ],
)
def test_wrong_content_is_refused(kind: str, content: Any) -> None:
    """What the loader refuses for its shape, the schema refuses."""
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(content, schema_of(kind))


def test_schema_command(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Lists, prints one, writes all."""
    assert main(["schema"]) == 0
    assert "known_failures" in capsys.readouterr().out
    assert main(["schema", "cases"]) == 0
    assert json.loads(capsys.readouterr().out) == json.loads(json.dumps(schema_of("cases")))
    assert main(["schema", "--out", str(tmp_path / "x")]) == 0
    assert len(list((tmp_path / "x").iterdir())) == len(KINDS)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_header_names_the_right_schema(path: Path) -> None:
    """A file that names its schema for editors names the one of its kind, and it is there."""
    first = path.read_text(encoding="utf-8").partition("\n")[0]
    if "$schema=" in first:
        to_schemas = first.partition("$schema=")[2].rpartition("/")[0]
        assert f"{first}\n" == header(kind_of(path), to_schemas)
        if "starter" not in path.parts:
            assert (path.parent / to_schemas / file_name(kind_of(path))).is_file()


def test_files_of_a_new_pack_find_their_schemas(tmp_path: Path) -> None:
    """Every file that `chatbot new` writes names its schema, and the schema is there."""
    for path in new_pack(tmp_path / "x", date(2026, 1, 1)):
        if path.suffix == ".yaml":
            first = path.read_text(encoding="utf-8").partition("\n")[0]
            assert (path.parent / first.partition("$schema=")[2]).is_file(), path
